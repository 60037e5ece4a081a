import { checkCommon, problem, usualKind } from './check.ts'
import { checkPoll, readPoll, type Poll, type PollLimits } from './poll.ts'
import { countBytes, countGraphemes, withLink } from './text.ts'
import type { AccountLimits, PlatformDraft, PlatformKnowledge, PlatformRules, Problem } from './types.ts'

/**
 * Mastodon's defaults; every server announces its own (`GET /api/v2/instance`, docs entities/Instance.md), see `rulesFor`.
 * Sources: docs user/posting.md (video, audio and animated GIF stand alone), methods/statuses.md, entities/Instance.md (4.5 values).
 */
const rules: PlatformRules = {
  platform: 'mastodon',
  name: 'Mastodon',
  kinds: ['text', 'image', 'carousel', 'video', 'poll'],
  text: { unit: 'grapheme', max: 500, perLink: 23 },
  media: {
    max: 4,
    images: {
      types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
      maxBytes: 16_777_216,
      maxPixels: 33_177_600,
    },
    video: { types: ['video/mp4', 'video/webm', 'video/quicktime'], maxBytes: 103_809_024 },
    mix: false,
    altMax: 1_500,
  },
  thread: true,
  mediaAlone: true,
  title: false,
  firstComment: null,
  edit: true,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: false,
  fields: [
    { key: 'visibility', kind: 'select', options: ['public', 'unlisted', 'private', 'direct'], default: 'public' },
    { key: 'contentWarning', kind: 'text', default: '' },
    { key: 'sensitive', kind: 'toggle', default: false },
    { key: 'language', kind: 'languages', default: [], max: 1 },
    { key: 'poll', kind: 'poll', default: null, max: 4 },
  ],
  connect: [
    {
      id: 'oauth',
      kind: 'oauth',
      fields: [{ key: 'server', secret: false, required: true, example: 'mastodon.social' }],
    },
    {
      id: 'token',
      kind: 'fields',
      fields: [
        { key: 'server', secret: false, required: true, example: 'mastodon.social' },
        { key: 'token', secret: true, required: true, example: '' },
      ],
    },
  ],
}

export type MastodonVisibility = 'public' | 'unlisted' | 'private' | 'direct'

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface MastodonSettings {
  readonly visibility: MastodonVisibility
  readonly contentWarning: string
  readonly sensitive: boolean
  readonly language: string | null
  readonly poll: Poll | null
}

const visibilities: readonly MastodonVisibility[] = ['public', 'unlisted', 'private', 'direct']

export function mastodonSettings(settings: Readonly<Record<string, unknown>>): MastodonSettings {
  const { visibility, contentWarning, sensitive, language, poll } = settings
  const first: unknown = Array.isArray(language) ? language[0] : language
  return {
    visibility: visibilities.find((known) => known === visibility) ?? 'public',
    contentWarning: typeof contentWarning === 'string' ? contentWarning.trim() : '',
    sensitive: sensitive === true,
    language: typeof first === 'string' && first !== '' ? first : null,
    poll: readPoll(poll),
  }
}

/** Mastodon's rules know of polls, too. */
interface MastodonRules extends PlatformRules {
  readonly poll: PollLimits
}

/** Source: mastodon/mastodon app/validators/poll_options_validator.rb and poll_expiration_validator.rb. */
const pollDefaults: PollLimits = { options: 4, optionCharacters: 50, minSeconds: 300, maxSeconds: 2_629_746 }

function pollLimits(limits: AccountLimits): PollLimits {
  return {
    options: limits.pollOptions ?? pollDefaults.options,
    optionCharacters: limits.pollOptionCharacters ?? pollDefaults.optionCharacters,
    minSeconds: limits.pollMinSeconds ?? pollDefaults.minSeconds,
    maxSeconds: limits.pollMaxSeconds ?? pollDefaults.maxSeconds,
  }
}

export const mastodon: PlatformKnowledge = {
  rules,
  rulesFor,
  kindOf: (draft) => (mastodonSettings(draft.settings).poll ? 'poll' : usualKind(draft)),
  count: ({ text }, index, draft, { text: limit }) => {
    const { contentWarning } = mastodonSettings(draft.settings)
    const sent = index === 0 ? withLink(text, draft.link) : text
    const used = countAsMastodon(sent, limit.perLink ?? 23) + countGraphemes(contentWarning)
    return { used, max: limit.max, bytes: countBytes(text), maxBytes: null }
  },
  check: (draft, effective) =>
    [
      ...checkCommon(draft, effective, (part, index) => mastodon.count(part, index, draft, effective)),
      ...checkAnimated(draft),
      ...checkOwnPoll(draft, effective),
      ...checkDirect(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

function rulesFor(limits: AccountLimits | null): MastodonRules {
  const { text, media } = rules
  if (!limits) return { ...rules, poll: pollDefaults }
  return {
    ...rules,
    text: { ...text, max: limits.maxCharacters ?? text.max, perLink: limits.perLink ?? text.perLink ?? 23 },
    media: {
      ...media,
      max: limits.maxMedia ?? media.max,
      altMax: limits.altMax ?? media.altMax,
      images: media.images && {
        types: known(media.images.types, limits.imageTypes),
        maxBytes: limits.imageBytes ?? media.images.maxBytes,
        maxPixels: limits.imagePixels ?? media.images.maxPixels ?? Infinity,
      },
      video: media.video && {
        types: known(media.video.types, limits.videoTypes),
        maxBytes: limits.videoBytes ?? media.video.maxBytes,
      },
    },
    fields: rules.fields.map((field) => (field.key === 'poll' ? { ...field, max: pollLimits(limits).options } : field)),
    poll: pollLimits(limits),
  }
}

/** What the server takes of what we can make; a server that announces none of it is not believed. */
function known(ours: readonly string[], announced: readonly string[] | undefined): readonly string[] {
  const both = ours.filter((type) => announced?.includes(type))
  return both.length > 0 ? both : ours
}

function checkAnimated(draft: PlatformDraft): Problem[] {
  return draft.parts.flatMap(({ media }, part) =>
    media.length > 1 && media.every(({ kind }) => kind === 'image') && media.some(({ animated }) => animated)
      ? [{ ...problem('error', 'media_mixed', 'media', {}, ['remove_media']), part }]
      : [],
  )
}

function checkOwnPoll(draft: PlatformDraft, effective: PlatformRules): Problem[] {
  const { poll } = mastodonSettings(draft.settings)
  const limits = 'poll' in effective ? (effective as MastodonRules).poll : pollDefaults
  return checkPoll(poll, limits, { files: draft.parts[0]?.media.length ?? 0 })
}

/** A private mention reaches those it names and nobody else; easily chosen by mistake. */
function checkDirect(draft: PlatformDraft): Problem[] {
  if (mastodonSettings(draft.settings).visibility !== 'direct') return []
  return draft.parts.flatMap(({ text }, part) =>
    [...text.matchAll(counted)].some(({ groups }) => groups?.['name'])
      ? []
      : [
          {
            ...problem('warning', 'direct_without_mention', 'settings', {}, ['open_settings']),
            part,
            setting: 'visibility',
          },
        ],
  )
}

/**
 * Links and mentions as the server finds them; everything else counts as it is. Only links with a scheme are links.
 * Sources: mastodon/mastodon app/validators/status_length_validator.rb, config/initializers/twitter_regex.rb, Account::MENTION_RE.
 */
const counted = new RegExp(
  [
    // A link: scheme, a domain with a dot, port, path with balanced parentheses that does not end in punctuation, query.
    /(?<![A-Za-z0-9@＠$#＃])(?:https?|gemini|gopher|dat|dweb|ipfs|ipns|ssb):\/\//u.source +
      /(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}])?\.)+(?:xn--[a-z0-9-]+|\p{L}{2,})(?![\p{L}\p{N}\p{M}@+-])(?::\d+)?/u
        .source +
      /(?:\/(?:(?:[^\s<>()?]|\([^\s<>()?]*\))*(?:[^\s()?!*"'「」<>;:=,.$%[\]~&|@]|\([^\s<>()?]*\)))?)?/u.source +
      /(?:\?[a-z0-9!?*'();:&=+$/%#[\]\-_.,~|@^\u00a0-\u{10ffff}]*[a-z0-9_&=#/\-\u00a0-\u{10ffff}])?/u.source,
    // A mention: local name, and perhaps a server.
    /(?<![\p{L}\p{M}\p{N}_/=])@(?<name>[a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?)(?:@[\p{L}\p{M}\p{N}_]+(?:[.-]+[\p{L}\p{M}\p{N}_]+)*)?/u
      .source,
  ].join('|'),
  'giu',
)

/** Length as Mastodon holds it against its limit: graphemes, links as `perLink`, mentions without their server. */
export function countAsMastodon(text: string, perLink: number): number {
  const shortened = text.trim().replace(counted, (_found: string, ...rest: unknown[]) => {
    const { name } = rest.at(-1) as { name?: string }
    return name === undefined ? 'x'.repeat(perLink) : `@${name}`
  })
  return countGraphemes(shortened)
}
