import { checkCommon, problem, usualKind } from './check.ts'
import { checkPoll, readPoll, type Poll } from './poll.ts'
import { countBytes, findEntities, withLink } from './text.ts'
import type { AccountLimits, PlatformDraft, PlatformKnowledge, PlatformRules, PostKind, Problem } from './types.ts'

/**
 * What Threads takes from programs. Sources, all below developers.facebook.com/documentation/threads: posts (2026-04-14: 500 characters with emoji as
 * bytes, five links, topic tag 1 to 50, alt text 1,000, images JPEG or PNG of 8 MB up to 10:1 and 320 to 1,440 wide, videos MOV or MP4 of 1 GB, five
 * minutes, 23–60 frames, 1,920 wide, 100 Mbit/s, H.264 or HEVC with AAC, 2 to 20 files in a carousel), create-posts/polls, …/text-attachments,
 * …/ghost-posts, …/spoilers (2026-07-02), overview (2025-12-22: 250 posts in 24 hours). Uncertain ones are named in
 * src/core/publishers/threads/README.md.
 */
const limits = { links: 5, topicTag: 50, longText: 10_000 } as const
const pollSeconds = 86_400

const replyControls = ['everyone', 'accounts_you_follow', 'mentioned_only', 'followers_only'] as const
export type ThreadsReplies = (typeof replyControls)[number]

/** A post that goes after a day has nothing but its text. */
const notGhost = { key: 'ghost', is: [false] } as const

const rules: PlatformRules = {
  platform: 'threads',
  name: 'Threads',
  kinds: ['text', 'link', 'image', 'carousel', 'video', 'poll'],
  text: { unit: 'codepoint', max: 500 },
  media: {
    max: 20,
    images: {
      types: ['image/jpeg', 'image/png'],
      maxBytes: 8_000_000,
      /** 1,440 wide at 9:16. */
      maxSide: 2_560,
      ratio: { min: 0.1, max: 10 },
    },
    video: {
      types: ['video/mp4', 'video/quicktime'],
      maxBytes: 1_000_000_000,
      maxSeconds: 300,
      ratio: { min: 0.01, max: 10 },
      maxWidth: 1_920,
      fps: { min: 23, max: 60 },
      codecs: ['avc', 'hevc'],
      audioCodecs: ['aac'],
      maxBitrate: 100_000_000,
    },
    mix: true,
    altMax: 1_000,
    fromUrl: 'all',
  },
  thread: true,
  mediaAlone: true,
  title: false,
  firstComment: null,
  edit: false,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: true,
  fields: [
    { key: 'replies', kind: 'select', options: replyControls, default: 'everyone', when: notGhost },
    { key: 'replyApprovals', kind: 'toggle', default: false, when: notGhost },
    { key: 'topicTag', kind: 'text', default: '', max: limits.topicTag, when: notGhost },
    { key: 'poll', kind: 'poll', default: null, max: 4, answers: [], when: notGhost },
    { key: 'gif', kind: 'text', default: '', max: 300, when: notGhost },
    { key: 'longText', kind: 'longtext', default: '', max: limits.longText, when: notGhost },
    { key: 'spoilerMedia', kind: 'toggle', default: false, when: notGhost },
    { key: 'quote', kind: 'select', optionsFrom: 'posts', default: '', when: notGhost },
    { key: 'place', kind: 'text', default: '', max: 100, when: notGhost },
    {
      key: 'location',
      kind: 'select',
      optionsFrom: 'places',
      dependsOn: 'place',
      default: '',
      when: { key: 'place', isSet: true },
    },
    { key: 'countries', kind: 'tags', default: [], max: 250, when: notGhost },
    { key: 'ghost', kind: 'toggle', default: false },
  ],
  connect: [
    {
      id: 'oauth',
      kind: 'oauth',
      fields: [],
      app: [
        { key: 'clientId', secret: false, required: true, example: '1234567890123456' },
        { key: 'clientSecret', secret: true, required: true, example: '' },
        { key: 'redirectUri', secret: false, required: true, example: 'https://example.com/' },
      ],
      redirect: { kind: 'paste' },
    },
    {
      id: 'token',
      kind: 'fields',
      fields: [
        { key: 'token', secret: true, required: true, example: '' },
        { key: 'appSecret', secret: true, required: false, example: '' },
      ],
    },
  ],
  review: true,
  daily: { max: 250, resets: 'rolling' },
}

/** Countries are for accounts that Meta lets choose them. */
const mayChooseCountries = (known: AccountLimits | null) => known?.flags?.['countries'] === true

/** The settings of a variant, read with care: what is missing or of another shape is the default, and what a ghost post cannot have is not there. */
export interface ThreadsSettings {
  readonly replies: ThreadsReplies
  readonly replyApprovals: boolean
  /** Without the #. */
  readonly topicTag: string
  readonly poll: Poll | null
  /** Id of a GIF at GIPHY, or empty. */
  readonly gif: string
  readonly longText: string
  readonly spoilerMedia: boolean
  /** Id of the post that is quoted, or empty. */
  readonly quote: string
  /** Id of a place, or empty. */
  readonly location: string
  /** Two letters each; empty for everywhere. */
  readonly countries: readonly string[]
  /** Archived by Threads after 24 hours. */
  readonly ghost: boolean
}

export function threadsSettings(settings: Readonly<Record<string, unknown>>): ThreadsSettings {
  const ghost = settings['ghost'] === true
  const given = ghost ? {} : settings
  const text = (key: string) => (typeof given[key] === 'string' ? given[key].trim() : '')
  const { countries } = given
  const codes = (Array.isArray(countries) ? countries : []).filter((code): code is string => typeof code === 'string')
  return {
    replies: replyControls.find((known) => known === given['replies']) ?? 'everyone',
    replyApprovals: given['replyApprovals'] === true,
    topicTag: text('topicTag').replace(/^[#＃]/, ''),
    poll: readPoll(given['poll']),
    gif: gifId(text('gif')),
    longText: text('longText'),
    spoilerMedia: given['spoilerMedia'] === true,
    quote: text('quote'),
    // A place that is no longer looked for is not meant.
    location: text('place') === '' ? '' : text('location'),
    countries: [...new Set(codes.map((code) => code.trim().toUpperCase()).filter((code) => code !== ''))],
    ghost,
  }
}

/** An id, or the address of a GIF at giphy.com, which ends in one. */
function gifId(typed: string): string {
  return /giphy\.com\/(?:gifs|embed|media)\/(?:[^/?#]*-)?([A-Za-z0-9]+)/.exec(typed)?.[1] ?? typed
}

/** What goes beside the first part's text, where it goes at all: files, a poll, a GIF, a long text or a card of the link. */
export type ThreadsAttachment = 'files' | 'poll' | 'gif' | 'longText' | 'link' | null

export function threadsAttachment({ parts, link, settings }: PlatformDraft): ThreadsAttachment {
  const { poll, gif, longText } = threadsSettings(settings)
  if ((parts[0]?.media.length ?? 0) > 0) return 'files'
  if (poll) return 'poll'
  if (gif !== '') return 'gif'
  if (longText !== '') return 'longText'
  return link === null || link === '' ? null : 'link'
}

/** The text of part `index` as it is sent: a link that has no card or long text to stand in goes to its end. */
export function threadsText(draft: PlatformDraft, index: number): string {
  const text = draft.parts[index]?.text ?? ''
  if (index > 0) return text.trim()
  const attachment = threadsAttachment(draft)
  const stands = attachment === 'link' || attachment === 'longText'
  return withLink(text, stands ? null : draft.link).trim()
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Also takes © and ™ for emoji, which some fonts draw as such: counted too long rather than too short. */
const emoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u20e3\ufe0f]/u

/** Length as Threads holds it against its limit: characters, of an emoji its bytes in UTF-8. */
export function countAsThreads(text: string): number {
  let count = 0
  for (const { segment } of graphemes.segment(text))
    count += emoji.test(segment) ? countBytes(segment) : [...segment].length
  return count
}

export const threads: PlatformKnowledge = {
  rules,
  rulesFor: (known) =>
    mayChooseCountries(known) ? rules : { ...rules, fields: rules.fields.filter(({ key }) => key !== 'countries') },
  kindOf,
  count: ({ text }, index, draft, { text: limit }) => {
    const parts = draft.parts.map((part, at) => (at === index ? { ...part, text } : part))
    const sent = threadsText({ ...draft, parts }, index)
    return { used: countAsThreads(sent), max: limit.max, bytes: countBytes(sent), maxBytes: null }
  },
  check: (draft, effective) =>
    [
      ...checkCommon(draft, effective, (part, index) => threads.count(part, index, draft, effective)),
      ...checkPoll(
        threadsSettings(draft.settings).poll,
        { options: 4, optionCharacters: 25, minSeconds: 0, maxSeconds: Infinity },
        { files: draft.parts[0]?.media.length ?? 0, count: (text) => [...text].length },
      ),
      ...checkLinks(draft),
      ...checkSettings(draft),
      ...checkAnswers(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

function kindOf(draft: PlatformDraft): PostKind {
  if (threadsSettings(draft.settings).poll) return 'poll'
  // Pictures and films may stand in one carousel.
  return (draft.parts[0]?.media.length ?? 0) > 1 ? 'carousel' : usualKind(draft)
}

/** Distinct links of each part; the one of a card or a long text counts with the first. */
function checkLinks(draft: PlatformDraft): Problem[] {
  const { longText } = threadsSettings(draft.settings)
  return draft.parts.flatMap((_, part) => {
    const read = part === 0 ? `${threadsText(draft, 0)}\n${longText}` : threadsText(draft, part)
    const links = new Set(
      findEntities(read)
        .filter(({ kind }) => kind === 'link')
        .map(({ value }) => value),
    )
    if (part === 0 && draft.link) links.add(draft.link)
    return links.size > limits.links
      ? [
          {
            ...problem('error', 'too_many_links', 'text', { count: links.size, max: limits.links }, ['shorten']),
            part,
          },
        ]
      : []
  })
}

function checkSettings(draft: PlatformDraft): Problem[] {
  const { topicTag, poll, gif, longText, countries, ghost, quote, location } = threadsSettings(draft.settings)
  const at = (code: string, setting: string, params: Problem['params'] = {}): Problem => ({
    ...problem('error', code, 'settings', { setting, ...params }, ['open_settings']),
    setting,
  })
  const files = draft.parts[0]?.media.length ?? 0
  const beside = [poll !== null && files === 0, gif !== '', longText !== ''].filter(Boolean).length
  const isMore = files > 0 || draft.parts.length > 1 || Boolean(draft.link)
  const problems: (Problem | false)[] = [
    // The API takes no length.
    poll !== null && poll.expiresInSeconds !== pollSeconds && at('poll_one_day', 'poll'),
    ghost && isMore && at('ghost_is_text', 'ghost', { platform: rules.name }),
    (beside > 1 || (beside > 0 && files > 0)) &&
      at('one_attachment', gif !== '' ? 'gif' : 'longText', { platform: rules.name }),
    /[.&]/.test(topicTag) && at('topic_tag_characters', 'topicTag'),
    gif !== '' && !/^[A-Za-z0-9]+$/.test(gif) && at('gif_unreadable', 'gif'),
    quote !== '' && !/^\d+$/.test(quote) && at('setting_not_an_id', 'quote'),
    location !== '' && !/^\d+$/.test(location) && at('setting_not_an_id', 'location'),
    countries.some((code) => !/^[A-Z]{2}$/.test(code)) && at('setting_not_countries', 'countries'),
  ]
  return problems.filter((one) => one !== false)
}

/** A poll takes one answer of each person, and shows its totals to who has answered. */
function checkAnswers({ settings }: PlatformDraft): Problem[] {
  const { poll } = threadsSettings(settings)
  if (!poll?.multiple && !poll?.hideTotals) return []
  const params = { platform: rules.name }
  return [{ ...problem('warning', 'poll_plain', 'settings', params, ['open_settings']), setting: 'poll' }]
}
