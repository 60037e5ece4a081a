import { checkCommon, problem, usualKind } from './check.ts'
import { checkPoll, readPoll, type Poll } from './poll.ts'
import { countBytes, findEntities, withLink } from './text.ts'
import type { AccountLimits, Cost, PlatformDraft, PlatformKnowledge, PlatformRules, Problem } from './types.ts'

/**
 * X's limits. Sources, all xdevplatform/docs of 2026-08-22 unless told: fundamentals/counting-characters.mdx (280 weighted, links 23),
 * changelog.mdx 2024-08-20 (25,000 for subscribers), x-api/media/quickstart/best-practices.mdx of 2026-09-01 (images 5 MB, GIF 15 MB,
 * video 0.5 s to 20 min and 8 GB, subscribers 125 min and 16 GB, 60 frames, 1:3 to 3:1, H.264 with AAC), openapi.json v2.167 (fields).
 */
const rules: PlatformRules = {
  platform: 'x',
  name: 'X',
  kinds: ['text', 'link', 'image', 'carousel', 'video', 'poll'],
  text: { unit: 'weighted', max: 280, perLink: 23 },
  media: {
    max: 4,
    images: {
      types: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
      maxBytes: 5_000_000,
      maxSide: 4_096,
    },
    video: {
      types: ['video/mp4', 'video/quicktime'],
      maxBytes: 8_000_000_000,
      minSeconds: 0.5,
      maxSeconds: 1_200,
      ratio: { min: 1 / 3, max: 3 },
      minWidth: 32,
      minHeight: 32,
      fps: { min: 1, max: 60 },
      codecs: ['avc'],
      audioCodecs: ['aac'],
    },
    mix: false,
    altMax: 1_000,
  },
  thread: true,
  mediaAlone: true,
  title: false,
  firstComment: null,
  edit: false,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: false,
  fields: [
    {
      key: 'replies',
      kind: 'select',
      options: ['everyone', 'following', 'mentionedUsers', 'subscribers', 'verified'],
      default: 'everyone',
    },
    { key: 'poll', kind: 'poll', default: null, max: 4, answers: [] },
    { key: 'tagged', kind: 'tags', default: [], max: 10 },
    { key: 'community', kind: 'text', default: '', max: 100 },
    { key: 'shareWithFollowers', kind: 'toggle', default: false },
    { key: 'subscribersOnly', kind: 'toggle', default: false },
    { key: 'paidPartnership', kind: 'toggle', default: false },
    { key: 'madeWithAi', kind: 'toggle', default: false },
  ],
  connect: [
    {
      id: 'oauth',
      kind: 'oauth',
      fields: [],
      app: [
        { key: 'clientId', secret: false, required: true, example: 'aHR0cHM6Ly9leGFtcGxlLmNvbQ' },
        { key: 'clientSecret', secret: true, required: false, example: '' },
      ],
      redirect: { kind: 'fixed', host: '127.0.0.1' },
    },
    {
      id: 'token',
      kind: 'fields',
      fields: [
        { key: 'accessToken', secret: true, required: true, example: '' },
        { key: 'refreshToken', secret: true, required: true, example: '' },
      ],
      app: [
        { key: 'clientId', secret: false, required: true, example: 'aHR0cHM6Ly9leGFtcGxlLmNvbQ' },
        { key: 'clientSecret', secret: true, required: false, example: '' },
      ],
    },
  ],
}

const subscriber = {
  text: { ...rules.text, max: 25_000 },
  video: { maxBytes: 16_000_000_000, maxSeconds: 7_500 },
}

export type XReplies = 'everyone' | 'following' | 'mentionedUsers' | 'subscribers' | 'verified'
const replyControls: readonly XReplies[] = ['everyone', 'following', 'mentionedUsers', 'subscribers', 'verified']

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface XSettings {
  readonly replies: XReplies
  readonly poll: Poll | null
  /** Names without the @, tagged in the pictures. */
  readonly tagged: readonly string[]
  /** Id of a community, or empty. */
  readonly community: string
  readonly shareWithFollowers: boolean
  readonly subscribersOnly: boolean
  readonly paidPartnership: boolean
  readonly madeWithAi: boolean
}

export function xSettings(settings: Readonly<Record<string, unknown>>): XSettings {
  const { replies, poll, tagged, community, shareWithFollowers, subscribersOnly, paidPartnership, madeWithAi } =
    settings
  const names = (Array.isArray(tagged) ? tagged : []).filter((name): name is string => typeof name === 'string')
  return {
    replies: replyControls.find((known) => known === replies) ?? 'everyone',
    poll: readPoll(poll),
    tagged: [...new Set(names.map((name) => name.trim().replace(/^@/, '')).filter((name) => name !== ''))],
    community: typeof community === 'string' ? communityId(community) : '',
    shareWithFollowers: shareWithFollowers === true,
    subscribersOnly: subscribersOnly === true,
    paidPartnership: paidPartnership === true,
    madeWithAi: madeWithAi === true,
  }
}

/** An id, or the address of a community that ends in one. */
function communityId(typed: string): string {
  return /(?:^|\/communities\/)(\d+)\/?$/.exec(typed.trim())?.[1] ?? typed.trim()
}

export const x: PlatformKnowledge = {
  rules,
  rulesFor: (limits) => (isSubscriber(limits) ? forSubscribers(rules) : rules),
  kindOf: (draft) => (xSettings(draft.settings).poll ? 'poll' : usualKind(draft)),
  count: ({ text }, index, draft, { text: limit }) => {
    const sent = index === 0 ? withLink(text, draft.link) : text
    return { used: countWeighted(sent), max: limit.max, bytes: countBytes(sent), maxBytes: null }
  },
  check: (draft, effective) =>
    [
      ...checkCommon(draft, effective, (part, index) => x.count(part, index, draft, effective)),
      // Sources: openapi.json TweetCreateRequest.poll (2 to 4 answers of 1 to 25 characters, 5 to 10,080 minutes).
      ...checkPoll(
        xSettings(draft.settings).poll,
        { options: 4, optionCharacters: 25, minSeconds: 300, maxSeconds: 604_800 },
        { files: draft.parts[0]?.media.length ?? 0 },
      ),
      ...checkAnimated(draft),
      ...checkCommunity(draft),
      ...checkMentions(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
  cost,
}

function isSubscriber(limits: AccountLimits | null): boolean {
  return limits?.flags?.['subscriber'] === true
}

function forSubscribers(base: PlatformRules): PlatformRules {
  const { video } = base.media
  return {
    ...base,
    text: subscriber.text,
    edit: true,
    media: { ...base.media, video: video && { ...video, ...subscriber.video } },
  }
}

/** A moving picture goes alone: one GIF, or up to four that stand still. */
function checkAnimated({ parts }: PlatformDraft): Problem[] {
  return parts.flatMap(({ media }, part) =>
    media.length > 1 && media.every(({ kind }) => kind === 'image') && media.some(({ animated }) => animated)
      ? [{ ...problem('error', 'media_mixed', 'media', {}, ['remove_media']), part }]
      : [],
  )
}

function checkCommunity({ settings }: PlatformDraft): Problem[] {
  const { community } = xSettings(settings)
  if (community === '' || /^\d{1,19}$/.test(community)) return []
  return [{ ...problem('error', 'community_unreadable', 'settings', {}, ['open_settings']), setting: 'community' }]
}

/**
 * Since 2026-02-23 X restricts mentions in posts of apps on self-serve plans, for now with a relaxed hand.
 * Sources: changelog.mdx 2026-02-23; developer community, thread 258356.
 */
function checkMentions({ parts }: PlatformDraft): Problem[] {
  return parts.flatMap(({ text }, part) =>
    findEntities(text).some(({ kind }) => kind === 'mention')
      ? [{ ...problem('warning', 'mention_may_be_refused', 'text', { platform: 'X' }, []), part }]
      : [],
  )
}

/**
 * Prices of pay-per-use: a post 1.5 cents, one with a link 20, each file as one more post, alt text half a cent.
 * Sources: x-api/getting-started/pricing.mdx; files: staff on the developer community, 2026-08-31 (not on the rate card).
 */
const cents = { post: 1.5, withLink: 20, file: 1.5, alt: 0.5 }

function cost({ parts, link }: PlatformDraft): Cost {
  const total = parts.reduce((sum, { text, media }, index) => {
    const sent = index === 0 ? withLink(text, link) : text
    const hasLink = findEntities(sent).some(({ kind }) => kind === 'link')
    const described = media.filter(({ alt }) => alt.trim() !== '').length
    return sum + (hasLink ? cents.withLink : cents.post) + media.length * cents.file + described * cents.alt
  }, 0)
  const hasLink = parts.some(({ text }, index) =>
    findEntities(index === 0 ? withLink(text, link) : text).some(({ kind }) => kind === 'link'),
  )
  return { usd: Math.round(total * 10) / 1_000, code: hasLink ? 'link' : 'post' }
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const emoji = new RegExp('^\\p{RGI_Emoji}$', 'v')

/**
 * Length as X counts it: text in NFC, 1 for most European letters and signs, 2 for everything else and for any emoji, however it is
 * made up; a link counts 23. Source: fundamentals/counting-characters.mdx and its configuration v3.
 */
export function countWeighted(text: string): number {
  const links = findEntities(text).filter(({ kind }) => kind === 'link')
  let count = links.length * 23
  let from = 0
  for (const { start, end } of [...links, { start: text.length, end: text.length }]) {
    count += weigh(text.slice(from, start))
    from = end
  }
  return count
}

function weigh(text: string): number {
  let weight = 0
  for (const { segment } of graphemes.segment(text.normalize('NFC'))) {
    if (emoji.test(segment)) weight += 2
    else for (const character of segment) weight += isLight(character.codePointAt(0) ?? 0) ? 1 : 2
  }
  return weight
}

/** Ranges that weigh 1. */
function isLight(code: number): boolean {
  return (
    code <= 0x10ff ||
    (code >= 0x2000 && code <= 0x200d) ||
    (code >= 0x2010 && code <= 0x201f) ||
    (code >= 0x2032 && code <= 0x2037)
  )
}
