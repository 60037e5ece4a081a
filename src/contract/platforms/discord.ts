import { checkCommon, problem, usualKind } from './check.ts'
import { checkPoll, readPoll, type Poll } from './poll.ts'
import { countBytes, withLink } from './text.ts'
import type { MediaFacts, PlatformDraft, PlatformKnowledge, PlatformRules, Problem } from './types.ts'

const mebibyte = 1_048_576

/** Sources: discord-api-docs developers/reference.mdx, "Uploading Files" (20 MiB a file since 2026-09, #8578); resources/message.mdx (25 MiB in all). */
const maxFile = 20 * mebibyte
const maxRequest = 25 * mebibyte

/**
 * Discord's limits for webhooks. Sources: discord-api-docs developers/resources/webhook.mdx (content 2,000), message.mdx (embed description 4,096,
 * 10 attachments, description of one 1,024), poll.mdx (question 300, 10 answers of 55, up to 32 days). Characters are code points: staff in
 * discord-api-docs#1315.
 */
const rules: PlatformRules = {
  platform: 'discord',
  name: 'Discord',
  kinds: ['text', 'link', 'image', 'carousel', 'video', 'document', 'poll'],
  text: { unit: 'codepoint', max: 2_000 },
  media: {
    max: 10,
    images: { types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'], maxBytes: maxFile },
    video: { types: ['video/mp4', 'video/quicktime', 'video/webm'], maxBytes: maxFile },
    documents: { types: ['application/pdf', 'audio/mpeg', 'audio/mp4', 'audio/wav'], maxBytes: maxFile },
    mix: true,
    altMax: 1_024,
  },
  thread: true,
  mediaAlone: true,
  title: true,
  firstComment: null,
  edit: true,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: true,
  fields: [
    { key: 'username', kind: 'text', max: 80, default: '' },
    { key: 'avatarUrl', kind: 'text', default: '' },
    { key: 'threadName', kind: 'text', max: 100, default: '' },
    { key: 'forumTags', kind: 'tags', max: 5, default: [] },
    { key: 'threadId', kind: 'text', default: '' },
    { key: 'mentions', kind: 'select', options: ['none', 'users', 'roles', 'everyone'], default: 'none' },
    { key: 'silent', kind: 'toggle', default: false },
    { key: 'suppressEmbeds', kind: 'toggle', default: false },
    { key: 'embed', kind: 'toggle', default: false },
    { key: 'embedColour', kind: 'text', max: 7, default: '', when: { key: 'embed', is: [true] } },
    { key: 'spoiler', kind: 'toggle', default: false },
    { key: 'plain', kind: 'toggle', default: false },
    { key: 'tts', kind: 'toggle', default: false },
    { key: 'poll', kind: 'poll', default: null, max: 10, answers: ['multiple'] },
  ],
  connect: [
    {
      id: 'webhook',
      kind: 'fields',
      fields: [{ key: 'url', secret: true, required: true, example: 'https://discord.com/api/webhooks/123…/abc…' }],
    },
  ],
}

const contentMax = 2_000
const embedMax = 4_096
const questionMax = 300
const threadNameMax = 100

/** Source: poll.mdx, Poll Create Request Object: whole hours, up to 32 days. */
const pollLimits = { options: 10, optionCharacters: 55, minSeconds: 3_600, maxSeconds: 32 * 86_400 }

/** Whom a message may notify. Nobody, unless a person says so. */
export type DiscordMentions = 'none' | 'users' | 'roles' | 'everyone'
const mentionable: readonly DiscordMentions[] = ['none', 'users', 'roles', 'everyone']

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface DiscordSettings {
  /** Shown instead of the webhook's own name and picture; empty for those. */
  readonly username: string
  readonly avatarUrl: string
  /** Title of a post in a forum; empty for the post's title or the beginning of its text. */
  readonly threadName: string
  readonly forumTags: readonly string[]
  /** Id of a thread of the channel; null where none was chosen, '' where what was written is none. */
  readonly threadId: string | null
  readonly mentions: DiscordMentions
  readonly silent: boolean
  /** No cards of links. */
  readonly suppressEmbeds: boolean
  /** The text goes into a card of its own, with the title, the link and the first picture. */
  readonly embed: boolean
  /** RGB; null where none was chosen, NaN where what was written is none. */
  readonly embedColour: number | null
  readonly spoiler: boolean
  /** Marks of Markdown are shown as they were written. */
  readonly plain: boolean
  readonly tts: boolean
  readonly poll: Poll | null
}

export function discordSettings(settings: Readonly<Record<string, unknown>>): DiscordSettings {
  const on = (key: string) => settings[key] === true
  const text = (key: string) => (typeof settings[key] === 'string' ? settings[key].trim() : '')
  const tags: unknown = settings['forumTags']
  return {
    username: text('username'),
    avatarUrl: text('avatarUrl'),
    threadName: text('threadName'),
    forumTags: Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : [],
    threadId: readThread(text('threadId')),
    mentions: mentionable.find((known) => known === settings['mentions']) ?? 'none',
    silent: on('silent'),
    suppressEmbeds: on('suppressEmbeds'),
    embed: on('embed'),
    embedColour: readColour(text('embedColour')),
    spoiler: on('spoiler'),
    plain: on('plain'),
    tts: on('tts'),
    poll: readPoll(settings['poll']),
  }
}

const snowflake = /^\d{15,20}$/

/** A thread as people have it: its id, or the link that Discord copies: `discord.com/channels/<server>/<thread>`, perhaps with a message behind. */
function readThread(written: string): string | null {
  if (written === '') return null
  if (snowflake.test(written)) return written
  const link =
    /^(?:https?:\/\/)?(?:(?:ptb|canary)\.)?discord(?:app)?\.com\/channels\/\d{15,20}\/(\d{15,20})(?:\/\d{15,20})?\/?$/
  return link.exec(written)?.[1] ?? ''
}

function readColour(written: string): number | null {
  if (written === '') return null
  const digits = /^#?([0-9a-f]{6})$/i.exec(written)?.[1]
  return digits === undefined ? NaN : parseInt(digits, 16)
}

type Written = Pick<PlatformDraft, 'parts' | 'link' | 'settings'>

/** A part as Discord gets it: the post's link at its end unless the card has it, marks of Markdown escaped where that was asked for. */
export function discordText(draft: Written, index: number): string {
  const { plain, embed } = discordSettings(draft.settings)
  const written = draft.parts[index]?.text ?? ''
  const text = (index === 0 && !embed ? withLink(written, draft.link) : written).trim()
  return plain ? escaped(text) : text
}

/** The text of a poll: the last paragraph asks, what comes before stands above it. */
export function discordQuestion(draft: Written): { readonly content: string; readonly question: string } {
  const written = (draft.parts[0]?.text ?? '').trim()
  const at = written.lastIndexOf('\n\n')
  const above = withLink(at < 0 ? '' : written.slice(0, at), draft.link)
  const { plain } = discordSettings(draft.settings)
  return { content: plain ? escaped(above) : above, question: written.slice(Math.max(at, 0)).trim() }
}

/** Title of the post in a forum: what was written for it, else the post's title, else the first line. */
export function discordThreadName({ title, parts, settings }: Omit<PlatformDraft, 'link'>): string {
  const { threadName } = discordSettings(settings)
  const [line = ''] = (parts[0]?.text ?? '').trim().split('\n')
  const name = [...(threadName || title.trim() || line.trim() || '…')]
  return name.length > threadNameMax ? `${name.slice(0, threadNameMax - 1).join('')}…` : name.join('')
}

/** Addresses are not marks, whatever is in them. */
function escaped(text: string): string {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((piece, at) =>
      at % 2 === 1 ? piece : piece.replace(/[\\*_~`|[\]]/g, '\\$&').replace(/^(\s*)([>#-])/gm, '$1\\$2'),
    )
    .join('')
}

const codePoints = (text: string) => [...text].length

export const discord: PlatformKnowledge = {
  rules,
  rulesFor: () => rules,
  kindOf(draft) {
    if (discordSettings(draft.settings).poll) return 'poll'
    const first = draft.parts[0]?.media[0]?.kind
    return first === 'other' || first === 'audio' ? 'document' : usualKind(draft)
  },
  count({ text }, index, draft) {
    const counted = (sent: string, max: number) => ({
      used: codePoints(sent),
      max,
      bytes: countBytes(text),
      maxBytes: null,
    })
    const { poll, embed } = discordSettings(draft.settings)
    if (index === 0 && poll) {
      const { question, content } = discordQuestion(draft)
      const asked = counted(question, questionMax)
      return content === '' || asked.used > asked.max ? asked : counted(content, contentMax)
    }
    return counted(discordText(draft, index), embed ? embedMax : contentMax)
  },
  check: (draft, effective) =>
    [
      ...checkCommon(draft, effective, (part, index) => discord.count(part, index, draft, effective)),
      ...draft.parts.flatMap(({ media }, part) => checkTogether(media).map((found) => ({ ...found, part }))),
      ...checkSettings(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

/** All files of a message go in one request. Pictures are made to fit on the way out, so none counts for more than it may have. */
function checkTogether(media: readonly MediaFacts[]): Problem[] {
  const bytes = media.reduce(
    (sum, file) => sum + (file.kind === 'image' ? Math.min(file.bytes, maxFile) : file.bytes),
    0,
  )
  return media.length > 1 && bytes > maxRequest
    ? [problem('error', 'files_too_large_together', 'media', { bytes, maxBytes: maxRequest }, ['remove_media'])]
    : []
}

function checkSettings(draft: PlatformDraft): Problem[] {
  const { username, avatarUrl, forumTags, threadId, embed, embedColour, poll } = discordSettings(draft.settings)
  const wrong = (code: string, setting: string): Problem => ({
    ...problem('error', code, 'settings', { setting, platform: rules.name }, ['open_settings']),
    setting,
  })
  const problems: (Problem | false)[] = [
    // Source: webhook.mdx, Create Webhook.
    /discord|clyde/i.test(username) && wrong('username_refused', 'username'),
    avatarUrl !== '' && !/^https:\/\/\S+$/.test(avatarUrl) && wrong('setting_not_an_address', 'avatarUrl'),
    forumTags.some((tag) => !snowflake.test(tag)) && wrong('setting_not_an_id', 'forumTags'),
    threadId === '' && wrong('thread_unreadable', 'threadId'),
    embed && Number.isNaN(embedColour) && wrong('setting_not_a_colour', 'embedColour'),
  ]
  return [
    ...checkPoll(poll, pollLimits, { files: draft.parts[0]?.media.length ?? 0, count: codePoints }),
    ...problems.filter((found) => found !== false),
  ]
}
