import { checkCommon, problem, usualKind } from './check.ts'
import { checkPoll, readPoll, type Poll } from './poll.ts'
import { format, plain, type FormattedText } from './telegram-format.ts'
import { countBytes, withLink } from './text.ts'
import type {
  AccountLimits,
  DraftPart,
  MediaRules,
  PlatformDraft,
  PlatformKnowledge,
  PlatformRules,
  Problem,
} from './types.ts'

/** Source: Bot API, sendVideo and sendDocument: bots send files of up to 50 MB. Which megabyte it does not say, so the smaller is meant. */
const maxFile = 50_000_000

/**
 * Telegram's limits for bots. Sources: core.telegram.org/bots/api (10.3): sendMessage (text), sendPhoto (10 MB, width and height together 10,000,
 * ratio 20), sendVideo (50 MB, MPEG-4), sendMediaGroup (2–10), sendPoll; core.telegram.org/api/files: clients show photos of up to 2,560 pixels.
 * Characters are code points: 4,096 emoji were taken and one more refused (measured, FerroxLabs/wayland#934).
 */
const rules: PlatformRules = {
  platform: 'telegram',
  name: 'Telegram',
  kinds: ['text', 'link', 'image', 'carousel', 'video', 'document', 'poll'],
  text: { unit: 'codepoint', max: 4_096 },
  media: {
    max: 10,
    images: {
      types: ['image/jpeg', 'image/png'],
      maxBytes: 10_000_000,
      maxSide: 2_560,
      ratio: { min: 1 / 20, max: 20 },
    },
    video: { types: ['video/mp4'], maxBytes: maxFile, codecs: ['avc', 'hevc'] },
    documents: { types: ['application/pdf', 'audio/mpeg', 'audio/mp4', 'audio/wav'], maxBytes: maxFile },
    mix: true,
    altMax: 0,
  },
  thread: true,
  mediaAlone: true,
  title: false,
  firstComment: null,
  edit: true,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: true,
  fields: [
    { key: 'silent', kind: 'toggle', default: false },
    { key: 'protect', kind: 'toggle', default: false },
    { key: 'formatting', kind: 'toggle', default: false },
    { key: 'linkPreview', kind: 'select', options: ['auto', 'large', 'small', 'none'], default: 'auto' },
    {
      key: 'previewAbove',
      kind: 'toggle',
      default: false,
      when: { key: 'linkPreview', is: ['auto', 'large', 'small'] },
    },
    { key: 'captionAbove', kind: 'toggle', default: false },
    { key: 'spoiler', kind: 'toggle', default: false },
    { key: 'asFile', kind: 'toggle', default: false },
    { key: 'cover', kind: 'asset', accepts: 'image', default: null },
    { key: 'buttons', kind: 'longtext', default: '' },
    { key: 'topic', kind: 'text', default: '' },
    { key: 'replyTo', kind: 'text', default: '' },
    { key: 'poll', kind: 'poll', default: null, max: 12 },
    { key: 'pollPublic', kind: 'toggle', default: false, when: { key: 'poll', isSet: true } },
    { key: 'pollMembersOnly', kind: 'toggle', default: false, when: { key: 'poll', isSet: true } },
    { key: 'pollShuffle', kind: 'toggle', default: false, when: { key: 'poll', isSet: true } },
    { key: 'quizAnswer', kind: 'number', default: null, when: { key: 'poll', isSet: true } },
    { key: 'quizExplanation', kind: 'longtext', max: 200, default: '', when: { key: 'poll', isSet: true } },
  ],
  connect: [
    {
      id: 'bot',
      kind: 'fields',
      fields: [
        { key: 'token', secret: true, required: true, example: '123456789:AAExampleExampleExampleExampleExampl' },
        { key: 'chat', secret: false, required: false, example: '@mychannel' },
      ],
    },
  ],
}

/** A caption has less room than a message; a question less still, and what stands above it as much as a caption. */
const captionMax = 1_024
const questionMax = 300

/** Source: sendPoll and InputPollOption: 1–12 answers of 1–100 characters, open for 5–2,628,000 seconds. */
const pollLimits = { options: 12, optionCharacters: 100, minSeconds: 5, maxSeconds: 2_628_000 }

export type TelegramPreview = 'auto' | 'large' | 'small' | 'none'
const previews: readonly TelegramPreview[] = ['auto', 'large', 'small', 'none']

/** A button below a message that opens an address. */
export interface TelegramButton {
  readonly text: string
  readonly url: string
}

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface TelegramSettings {
  readonly silent: boolean
  readonly protect: boolean
  readonly formatting: boolean
  readonly linkPreview: TelegramPreview
  readonly previewAbove: boolean
  readonly captionAbove: boolean
  readonly spoiler: boolean
  readonly asFile: boolean
  /** One below the other; a line that is no button is null. */
  readonly buttons: readonly (TelegramButton | null)[]
  /** Number of a forum topic; null where none was chosen, NaN where what was written is none. */
  readonly topic: number | null
  /** Number of the message to reply to; as `topic`. */
  readonly replyTo: number | null
  readonly poll: Poll | null
  readonly pollPublic: boolean
  readonly pollMembersOnly: boolean
  readonly pollShuffle: boolean
  /** Which answer is right, the first being 1; makes the poll a quiz. */
  readonly quizAnswer: number | null
  readonly quizExplanation: string
}

export function telegramSettings(settings: Readonly<Record<string, unknown>>): TelegramSettings {
  const on = (key: string) => settings[key] === true
  const text = (key: string) => (typeof settings[key] === 'string' ? settings[key].trim() : '')
  const { quizAnswer } = settings
  return {
    silent: on('silent'),
    protect: on('protect'),
    formatting: on('formatting'),
    linkPreview: previews.find((known) => known === settings['linkPreview']) ?? 'auto',
    previewAbove: on('previewAbove'),
    captionAbove: on('captionAbove'),
    spoiler: on('spoiler'),
    asFile: on('asFile'),
    buttons: text('buttons')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .map(readButton),
    topic: readNumber(text('topic'), 0),
    replyTo: readNumber(text('replyTo'), -1),
    poll: readPoll(settings['poll']),
    pollPublic: on('pollPublic'),
    pollMembersOnly: on('pollMembersOnly'),
    pollShuffle: on('pollShuffle'),
    quizAnswer: typeof quizAnswer === 'number' && Number.isInteger(quizAnswer) ? quizAnswer : null,
    quizExplanation: text('quizExplanation'),
  }
}

/** A label, then the address it opens: `Read more https://example.com`. */
function readButton(line: string): TelegramButton | null {
  const at = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'))
  const [label, url] = [line.slice(0, at).trim(), line.slice(at + 1)]
  return at > 0 && /^(?:https?|tg):\/\/[^\s]+$/.test(url) ? { text: label, url } : null
}

/**
 * A number as people have it: itself, or the link that Telegram copies. `t.me/c/123/45`, `t.me/name/45` and, for a message in a topic,
 * `t.me/name/7/45`: topics are the first number after the chat, messages the last.
 */
function readNumber(written: string, position: 0 | -1): number | null {
  if (written === '') return null
  if (/^\d{1,15}$/.test(written)) return Number(written)
  const path =
    /^(?:https?:\/\/)?(?:t\.me|telegram\.me)\/(c\/\d+|[A-Za-z]\w{3,})((?:\/\d{1,15}){1,2})\/?(?:\?\S*)?$/.exec(written)
  const numbers = path?.[2]?.split('/').filter(Boolean).map(Number)
  return numbers?.at(position) ?? NaN
}

/** A part as Telegram gets it: its marks read where that was asked for, the post's link at its end. */
export function telegramText(draft: Pick<PlatformDraft, 'parts' | 'link' | 'settings'>, index: number): FormattedText {
  const written = draft.parts[index]?.text ?? ''
  const { formatting } = telegramSettings(draft.settings)
  const text = index === 0 ? withLink(written, draft.link) : written
  return formatting ? format(text) : plain(text)
}

/** The text of a poll: the last paragraph asks, what comes before stands above it. Questions carry no formatting. */
export function telegramQuestion(draft: Pick<PlatformDraft, 'parts' | 'link' | 'settings'>): {
  readonly description: FormattedText
  readonly question: string
} {
  const written = (draft.parts[0]?.text ?? '').trim()
  const at = written.lastIndexOf('\n\n')
  const above = withLink(at < 0 ? '' : written.slice(0, at), draft.link)
  const { formatting } = telegramSettings(draft.settings)
  const question = written.slice(Math.max(at, 0))
  return {
    description: formatting ? format(above) : plain(above),
    question: (formatting ? format(question) : plain(question)).text,
  }
}

/** How a file goes out: what Telegram plays or shows in place, or a file to download. */
export type TelegramKind = 'photo' | 'video' | 'animation' | 'document' | 'audio'

export function telegramKind(
  { kind, animated }: Pick<DraftPart['media'][number], 'kind' | 'animated'>,
  asFile: boolean,
): TelegramKind {
  if (asFile || kind === 'other') return 'document'
  if (kind === 'audio') return 'audio'
  if (kind === 'video') return 'video'
  return animated ? 'animation' : 'photo'
}

const codePoints = (text: string) => [...text].length

export const telegram: PlatformKnowledge = {
  rules,
  rulesFor,
  kindOf(draft) {
    const { poll, asFile } = telegramSettings(draft.settings)
    if (poll) return 'poll'
    const first = draft.parts[0]?.media[0]
    return first && ['document', 'audio'].includes(telegramKind(first, asFile)) ? 'document' : usualKind(draft)
  },
  mediaFor: (draft, { media }) => (telegramSettings(draft.settings).asFile ? asFiles(media) : media),
  count({ text }, index, draft) {
    const counted = (shown: string, max: number) => ({
      used: codePoints(shown),
      max,
      bytes: countBytes(text),
      maxBytes: null,
    })
    if (index === 0 && telegramSettings(draft.settings).poll) {
      const { question, description } = telegramQuestion(draft)
      const asked = counted(question, questionMax)
      return description.text === '' || asked.used > asked.max ? asked : counted(description.text, captionMax)
    }
    const max = (draft.parts[index]?.media.length ?? 0) > 0 ? captionMax : rules.text.max
    return counted(telegramText(draft, index).text, max)
  },
  check: (draft, effective) =>
    [
      ...checkCommon(draft, effective, (part, index) => telegram.count(part, index, draft, effective)),
      ...draft.parts.flatMap((part, index) => checkTogether(part, index, draft)),
      ...checkAnimations(draft, effective),
      ...checkSettings(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

/** What only groups, only channels or only forums have is not asked for elsewhere. */
function rulesFor(limits: AccountLimits | null): PlatformRules {
  const flags = limits?.flags
  if (!flags) return rules
  const missing = new Set([
    ...(flags['channel'] ? ['pollPublic'] : ['pollMembersOnly']),
    ...(flags['forum'] ? [] : ['topic']),
  ])
  return { ...rules, fields: rules.fields.filter(({ key }) => !missing.has(key)) }
}

/** As files, pictures and videos go out as they are, whatever they are. */
function asFiles(media: MediaRules): MediaRules {
  const types = ['video/mp4', 'video/quicktime', 'video/webm']
  const images = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/tiff']
  return { ...media, images: { types: images, maxBytes: maxFile }, video: { types, maxBytes: maxFile } }
}

/** Albums are of photos and videos, of documents, or of sound (sendMediaGroup); animations are in none. */
function checkTogether({ media }: DraftPart, part: number, { settings }: PlatformDraft): Problem[] {
  const { asFile, poll, buttons } = telegramSettings(settings)
  if (media.length < 2) return []
  const at = (code: string, fixes: Problem['fixes'] = ['remove_media']): Problem => ({
    ...problem('error', code, 'media', {}, fixes),
    part,
  })
  const kinds = media.map((file) => telegramKind(file, asFile))
  const album = (kind: TelegramKind) => (kind === 'video' ? 'photo' : kind)
  return [
    ...(kinds.includes('animation')
      ? [at('animation_alone')]
      : new Set(kinds.map(album)).size > 1
        ? [at('files_mixed')]
        : []),
    ...(part === 0 && poll ? [at('poll_with_files')] : []),
    ...(part === 0 && buttons.length > 0
      ? [{ ...at('buttons_with_album', ['open_settings']), setting: 'buttons' }]
      : []),
  ]
}

/** Other pictures are made to fit on the way out; an animation goes as it is. */
function checkAnimations({ parts, settings }: PlatformDraft, { name }: PlatformRules): Problem[] {
  const { asFile } = telegramSettings(settings)
  return parts.flatMap(({ media }, part) =>
    media.flatMap((file, position): Problem[] =>
      file.kind === 'image' && (asFile || file.animated) && file.bytes > maxFile
        ? [
            {
              ...problem(
                'error',
                'document_too_large',
                'media',
                { platform: name, position: position + 1, bytes: file.bytes, maxBytes: maxFile },
                ['remove_media'],
              ),
              part,
              media: position,
            },
          ]
        : [],
    ),
  )
}

function checkSettings(draft: PlatformDraft): Problem[] {
  const { buttons, topic, replyTo, poll, quizAnswer } = telegramSettings(draft.settings)
  const wrong = (code: string, setting: string, params: Problem['params'] = {}): Problem => ({
    ...problem('error', code, 'settings', params, ['open_settings']),
    setting,
  })
  const unreadable = buttons.indexOf(null)
  return [
    ...checkPoll(poll, pollLimits, { count: codePoints }),
    ...(unreadable >= 0 ? [wrong('buttons_unreadable', 'buttons', { line: unreadable + 1 })] : []),
    ...(Number.isNaN(topic) ? [wrong('topic_unreadable', 'topic')] : []),
    ...(Number.isNaN(replyTo) ? [wrong('reply_to_unreadable', 'replyTo')] : []),
    ...(poll && quizAnswer !== null && (quizAnswer < 1 || quizAnswer > poll.options.length)
      ? [wrong('quiz_answer_missing', 'quizAnswer', { count: poll.options.length })]
      : []),
  ]
}
