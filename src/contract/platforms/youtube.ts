import { checkCommon, problem } from './check.ts'
import { countBytes, withLink } from './text.ts'
import type { AccountLimits, PlatformDraft, PlatformKnowledge, PlatformRules, PostKind, Problem } from './types.ts'

/**
 * What a YouTube channel takes. Sources: YouTube Data API v3, reference of `videos` (title 100 characters, description 5,000 bytes, neither
 * with < or >; tags 500 characters, counted as `tagsLength` does), of `videos.insert` (256 GB, video/*), of `thumbnails.set` with the revision
 * history of 2026-09-14 (50 MB, JPEG or PNG), of the quota calculator (100 uploads a day, from midnight Pacific time), of `channels`
 * (`longUploadsStatus`), of `commentThreads` and support.google.com/youtube/answer/71673 (12 hours, 15 minutes unverified) and 15424877
 * (a Short is upright or square and has three minutes at most). The length of a comment is what YouTube's own window takes.
 */
const rules: PlatformRules = {
  platform: 'youtube',
  name: 'YouTube',
  kinds: ['video', 'short'],
  text: { unit: 'codepoint', max: 5_000, maxBytes: 5_000 },
  media: {
    max: 1,
    min: 1,
    images: null,
    // YouTube makes its own versions of any picture size, rate and codec.
    video: {
      types: [
        'video/mp4',
        'video/quicktime',
        'video/webm',
        'video/x-matroska',
        'video/mpeg',
        'video/x-msvideo',
        'video/3gpp',
      ],
      maxBytes: 256_000_000_000,
      maxSeconds: 43_200,
    },
    mix: false,
    altMax: 0,
  },
  thread: false,
  mediaAlone: true,
  title: { max: 100, required: true },
  firstComment: { max: 10_000 },
  edit: true,
  remoteDelete: true,
  nativeSchedule: true,
  linkCard: false,
  fields: [
    { key: 'madeForKids', kind: 'select', options: ['no', 'yes'], default: null, required: true },
    { key: 'privacy', kind: 'select', options: ['public', 'unlisted', 'private'], default: 'public' },
    { key: 'handOff', kind: 'toggle', default: false, when: { key: 'privacy', is: ['public'] } },
    { key: 'thumbnail', kind: 'asset', accepts: 'image', default: null },
    { key: 'playlist', kind: 'select', optionsFrom: 'playlists', default: '' },
    { key: 'category', kind: 'select', optionsFrom: 'categories', default: '22' },
    { key: 'tags', kind: 'tags', default: [] },
    { key: 'firstComment', kind: 'longtext', default: '', when: { key: 'madeForKids', is: ['no'] } },
    { key: 'syntheticMedia', kind: 'toggle', default: false },
    { key: 'language', kind: 'languages', default: [], max: 1 },
    { key: 'subtitles', kind: 'longtext', default: '', max: 200_000 },
    { key: 'notifySubscribers', kind: 'toggle', default: true },
    { key: 'embeddable', kind: 'toggle', default: true },
    { key: 'publicStats', kind: 'toggle', default: true },
    { key: 'license', kind: 'select', options: ['youtube', 'creativeCommon'], default: 'youtube' },
  ],
  connect: [
    { id: 'oauth', kind: 'oauth', fields: [], app: appFields() },
    {
      id: 'token',
      kind: 'fields',
      fields: [
        { key: 'accessToken', secret: true, required: true, example: '' },
        { key: 'refreshToken', secret: true, required: true, example: '' },
      ],
      app: appFields(),
    },
  ],
  daily: { max: 100, resets: 'America/Los_Angeles' },
}

function appFields() {
  return [
    { key: 'clientId', secret: false, required: true, example: '1234567890-abc.apps.googleusercontent.com' },
    { key: 'clientSecret', secret: true, required: true, example: '' },
  ]
}

/** A channel whose owner has not been verified by phone. */
const unverifiedSeconds = 900
const shortSeconds = 180
/** The category of who chose none: "People & Blogs", YouTube's own default. */
const defaultCategory = '22'

export type YouTubePrivacy = 'public' | 'unlisted' | 'private'
const privacies: readonly YouTubePrivacy[] = ['public', 'unlisted', 'private']

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface YouTubeSettings {
  readonly privacy: YouTubePrivacy
  /** YouTube holds the schedule itself. */
  readonly handOff: boolean
  /** Null until the person has chosen: YouTube demands that they do. */
  readonly madeForKids: boolean | null
  /** Id of a category. */
  readonly category: string
  readonly tags: readonly string[]
  /** Id of a playlist, or empty. */
  readonly playlist: string
  /** BCP 47, of what is written and of what is spoken. */
  readonly language: string | null
  /** The text of a subtitle file, SubRip or WebVTT; empty for none. */
  readonly subtitles: string
  readonly syntheticMedia: boolean
  readonly license: 'youtube' | 'creativeCommon'
  readonly embeddable: boolean
  readonly publicStats: boolean
  readonly notifySubscribers: boolean
}

export function youtubeSettings(settings: Readonly<Record<string, unknown>>): YouTubeSettings {
  const text = (key: string) => (typeof settings[key] === 'string' ? settings[key].trim() : '')
  const { madeForKids, tags, language } = settings
  const privacy = privacies.find((known) => known === settings['privacy']) ?? 'public'
  const first: unknown = Array.isArray(language) ? language[0] : language
  const words = (Array.isArray(tags) ? tags : []).filter((tag): tag is string => typeof tag === 'string')
  return {
    privacy,
    handOff: settings['handOff'] === true && privacy === 'public',
    madeForKids: madeForKids === 'yes' ? true : madeForKids === 'no' ? false : null,
    category: text('category') || defaultCategory,
    tags: [...new Set(words.map((tag) => tag.trim().replace(/^#/, '')).filter((tag) => tag !== ''))],
    playlist: text('playlist'),
    language: typeof first === 'string' && first !== '' ? first : null,
    subtitles: text('subtitles'),
    syntheticMedia: settings['syntheticMedia'] === true,
    license: settings['license'] === 'creativeCommon' ? 'creativeCommon' : 'youtube',
    embeddable: settings['embeddable'] !== false,
    publicStats: settings['publicStats'] !== false,
    notifySubscribers: settings['notifySubscribers'] !== false,
  }
}

/** The description as it is sent: a chosen link stands at its end. */
export function youtubeDescription({ parts, link }: Pick<PlatformDraft, 'parts' | 'link'>): string {
  return withLink(parts[0]?.text ?? '', link).trim()
}

/**
 * Length of all tags as YouTube counts it: commas between them count, and so do the quotes it puts round a tag with a space.
 * Source: reference of `videos`, snippet.tags[].
 */
export function tagsLength(tags: readonly string[]): number {
  const lengths = tags.map((tag) => [...tag].length + (/\s/.test(tag) ? 2 : 0))
  return lengths.reduce((sum, length) => sum + length, 0) + Math.max(0, tags.length - 1)
}

/** YouTube itself makes a Short of what is upright or square and not longer than three minutes. */
function kindOf({ parts }: PlatformDraft): PostKind {
  const film = parts[0]?.media.find(({ kind }) => kind === 'video')
  const { width = null, height = null, durationMs = null } = film ?? {}
  if (width === null || height === null || durationMs === null) return 'video'
  return height >= width && durationMs <= shortSeconds * 1_000 ? 'short' : 'video'
}

export const youtube: PlatformKnowledge = {
  rules,
  rulesFor: (limits) => (mayBeLong(limits) ? rules : forUnverified(rules)),
  kindOf,
  count: ({ text }, index, draft, { text: limit }) => {
    const sent = index === 0 ? withLink(text, draft.link).trim() : text
    return { used: [...sent].length, max: limit.max, bytes: countBytes(sent), maxBytes: limit.maxBytes ?? null }
  },
  check: (draft, effective) =>
    [
      ...checkCommon(draft, effective, (part, index) => youtube.count(part, index, draft, effective)),
      ...checkBrackets(draft),
      ...checkSettings(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

/** Only where YouTube has said no: an account that was never asked is not held back. */
function mayBeLong(limits: AccountLimits | null): boolean {
  return limits?.flags?.['longVideos'] !== false
}

function forUnverified(base: PlatformRules): PlatformRules {
  const { video } = base.media
  return { ...base, media: { ...base.media, video: video && { ...video, maxSeconds: unverifiedSeconds } } }
}

function checkBrackets(draft: PlatformDraft): Problem[] {
  const found: (Problem | false)[] = [
    /[<>]/.test(draft.title) && problem('error', 'angle_brackets', 'title', { platform: rules.name }, []),
    /[<>]/.test(youtubeDescription(draft)) && {
      ...problem('error', 'angle_brackets', 'text', { platform: rules.name }, []),
      part: 0,
    },
  ]
  return found.filter((one) => one !== false)
}

function checkSettings({ settings }: PlatformDraft): Problem[] {
  const { tags, subtitles, language, privacy, madeForKids } = youtubeSettings(settings)
  const { firstComment } = settings
  const comments = typeof firstComment === 'string' && firstComment.trim() !== '' && madeForKids !== true
  const at = (code: string, setting: string, params: Problem['params']): Problem => ({
    ...problem('error', code, 'settings', params, ['open_settings']),
    setting,
  })
  const over = tagsLength(tags) - 500
  const found: (Problem | false)[] = [
    over > 0 && at('setting_too_long', 'tags', { setting: 'tags', over, max: 500 }),
    tags.some((tag) => /[<>]/.test(tag)) && at('angle_brackets', 'tags', { platform: rules.name }),
    subtitles !== '' && language === null && at('subtitles_without_language', 'language', {}),
    subtitles !== '' && !/\d\d:\d\d[.,]\d{3}\s+-->/.test(subtitles) && at('subtitles_unreadable', 'subtitles', {}),
    comments && privacy === 'private' && at('comment_on_private', 'firstComment', { platform: rules.name }),
  ]
  return found.filter((one) => one !== false)
}
