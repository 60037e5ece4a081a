import { checkCommon, problem, usualKind } from './check.ts'
import { countBytes, withLink } from './text.ts'
import type {
  AccountLimits,
  MediaRules,
  PlatformDraft,
  PlatformKnowledge,
  PlatformRules,
  Problem,
  SettingsField,
} from './types.ts'

/**
 * What TikTok takes through the Content Posting API. Sources, all developers.tiktok.com as of November 2026: …-reference-direct-post (caption 2,200
 * UTF-16 units, cover, brand, AI), …-reference-photo-post (35 pictures, title 90, description 4,000, addresses only), media-transfer-guide
 * (MP4, MOV, WebM; H.264, H.265, VP8, VP9; 23 to 60 frames; 360 to 4,096 pixels; 10 minutes; 4 GB; pictures WebP or JPEG, 1080p, 20 MB),
 * …-query-creator-info (what a creator may choose), content-sharing-guidelines (no default for who sees it, reactions off until switched on,
 * nothing branded for oneself alone, about 15 posts in 24 hours).
 */
const rules: PlatformRules = {
  platform: 'tiktok',
  name: 'TikTok',
  kinds: ['video', 'image', 'carousel'],
  text: { unit: 'utf16', max: 2_200 },
  media: {
    max: 35,
    min: 1,
    images: { types: ['image/jpeg', 'image/webp'], maxBytes: 20_000_000, maxSide: 1_920 },
    video: {
      types: ['video/mp4', 'video/quicktime', 'video/webm'],
      maxBytes: 4_000_000_000,
      maxSeconds: 600,
      minWidth: 360,
      minHeight: 360,
      maxSide: 4_096,
      fps: { min: 23, max: 60 },
      codecs: ['avc', 'hevc', 'vp8', 'vp9'],
    },
    mix: false,
    altMax: 0,
    fromUrl: 'images',
  },
  thread: false,
  mediaAlone: true,
  title: true,
  firstComment: null,
  edit: false,
  remoteDelete: false,
  nativeSchedule: false,
  linkCard: false,
  fields: [
    { key: 'mode', kind: 'select', options: ['inbox', 'direct'], default: 'inbox' },
    direct({
      key: 'privacy',
      kind: 'select',
      options: ['PUBLIC_TO_EVERYONE', 'FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
      default: null,
      required: true,
    }),
    direct({ key: 'allowComments', kind: 'toggle', default: false }),
    direct({ key: 'allowDuet', kind: 'toggle', default: false }),
    direct({ key: 'allowStitch', kind: 'toggle', default: false }),
    direct({ key: 'ownBrand', kind: 'toggle', default: false }),
    direct({ key: 'brandedContent', kind: 'toggle', default: false }),
    direct({ key: 'madeWithAi', kind: 'toggle', default: false }),
    direct({ key: 'coverSeconds', kind: 'number', default: null, max: 600 }),
    { key: 'coverPhoto', kind: 'number', default: null, max: 35 },
    direct({ key: 'autoMusic', kind: 'toggle', default: false }),
  ],
  connect: [
    { id: 'oauth', kind: 'oauth', fields: [], app: appFields(), redirect: { kind: 'fixed', host: '127.0.0.1' } },
    { id: 'oauth_direct', kind: 'oauth', fields: [], app: appFields(), redirect: { kind: 'fixed', host: '127.0.0.1' } },
    {
      id: 'token',
      kind: 'fields',
      fields: [
        { key: 'accessToken', secret: true, required: true, example: 'act.example' },
        { key: 'refreshToken', secret: true, required: true, example: 'rft.example' },
      ],
      app: appFields(),
    },
  ],
  review: true,
  daily: { max: 15, resets: 'rolling' },
}

/** A field of posts that go out at once; a draft gets everything else in the app. */
function direct(field: SettingsField): SettingsField {
  return { ...field, when: { key: 'mode', is: ['direct'] } }
}

function appFields() {
  return [
    { key: 'clientId', secret: false, required: true, example: 'aw1234567890abcd' },
    { key: 'clientSecret', secret: true, required: true, example: '' },
  ]
}

const photoText = { title: 90, description: 4_000 } as const

export type TikTokPrivacy = 'PUBLIC_TO_EVERYONE' | 'FOLLOWER_OF_CREATOR' | 'MUTUAL_FOLLOW_FRIENDS' | 'SELF_ONLY'
const privacies: readonly TikTokPrivacy[] = [
  'PUBLIC_TO_EVERYONE',
  'FOLLOWER_OF_CREATOR',
  'MUTUAL_FOLLOW_FRIENDS',
  'SELF_ONLY',
]

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface TikTokSettings {
  /** Into the inbox of the app, where the person ends it, or out at once. */
  readonly mode: 'inbox' | 'direct'
  /** Null until the person has chosen: TikTok forbids a default. */
  readonly privacy: TikTokPrivacy | null
  readonly allowComments: boolean
  readonly allowDuet: boolean
  readonly allowStitch: boolean
  /** It promotes the person's own business. */
  readonly ownBrand: boolean
  /** Somebody else pays for it. */
  readonly brandedContent: boolean
  readonly madeWithAi: boolean
  /** The moment of the video that is its cover. */
  readonly coverSeconds: number | null
  /** Which picture is the cover, from 1. */
  readonly coverPhoto: number | null
  /** TikTok chooses music for pictures. */
  readonly autoMusic: boolean
}

export function tiktokSettings(settings: Readonly<Record<string, unknown>>): TikTokSettings {
  const on = (key: string) => settings[key] === true
  const number = (key: string) => {
    const value = settings[key]
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
  }
  return {
    mode: settings['mode'] === 'direct' ? 'direct' : 'inbox',
    privacy: privacies.find((known) => known === settings['privacy']) ?? null,
    allowComments: on('allowComments'),
    allowDuet: on('allowDuet'),
    allowStitch: on('allowStitch'),
    ownBrand: on('ownBrand'),
    brandedContent: on('brandedContent'),
    madeWithAi: on('madeWithAi'),
    coverSeconds: number('coverSeconds'),
    coverPhoto: number('coverPhoto'),
    autoMusic: on('autoMusic'),
  }
}

/** The caption, or the description of pictures, as it is sent: a chosen link stands at its end. */
export function tiktokText({ parts, link }: Pick<PlatformDraft, 'parts' | 'link'>): string {
  return withLink(parts[0]?.text ?? '', link).trim()
}

/** Pictures, which go another way than a video. */
export function isPhotoPost({ parts }: { readonly parts: readonly { readonly media: readonly { kind: string }[] }[] }) {
  return parts[0]?.media[0]?.kind === 'image'
}

export const tiktok: PlatformKnowledge = {
  rules,
  rulesFor,
  kindOf: usualKind,
  mediaFor: (draft, { media }) => (tiktokSettings(draft.settings).mode === 'direct' ? media : forDrafts(media)),
  count: ({ text }, index, draft, { text: limit }) => {
    const sent = index === 0 ? tiktokText(draft) : text
    const max = isPhotoPost(draft) ? photoText.description : limit.max
    // TikTok's "UTF-16 runes" are the units of a string here.
    return { used: sent.length, max, bytes: countBytes(sent), maxBytes: null }
  },
  check: (draft, effective) =>
    [
      ...checkCommon(draft, effective, (part, index) => tiktok.count(part, index, draft, effective)),
      ...checkTitle(draft),
      ...checkSettings(draft),
      ...checkDraftText(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

/** What this creator may choose, and how long their videos may be, as TikTok said when it was last asked. */
function rulesFor(limits: AccountLimits | null): PlatformRules {
  const { choices = {}, flags = {}, videoSeconds } = limits ?? {}
  const { video } = rules.media
  return {
    ...rules,
    media: { ...rules.media, video: video && { ...video, maxSeconds: Math.min(videoSeconds ?? 600, 600) } },
    fields: rules.fields
      .filter(({ key }) => flags[switchedOff[key] ?? ''] !== true)
      .map((field) => {
        const allowed = choices[field.key]
        return allowed
          ? { ...field, options: field.options?.filter((option) => allowed.includes(option)) ?? [] }
          : field
      }),
  }
}

/** The flag that takes a field away, as creator_info names it. */
const switchedOff: Readonly<Record<string, string>> = {
  allowComments: 'comment_disabled',
  allowDuet: 'duet_disabled',
  allowStitch: 'stitch_disabled',
}

/** A draft may be longer than the creator's videos: it is cut in the app. Source: media-transfer-guide. */
function forDrafts(media: MediaRules): MediaRules {
  const { video } = rules.media
  return { ...media, video: media.video && { ...media.video, maxSeconds: video?.maxSeconds ?? 600 } }
}

/** Only pictures have a title. It counts in the units of the description. */
function checkTitle(draft: PlatformDraft): Problem[] {
  const over = draft.title.trim().length - photoText.title
  return isPhotoPost(draft) && over > 0
    ? [problem('error', 'title_too_long', 'title', { over, max: photoText.title }, [])]
    : []
}

function checkSettings(draft: PlatformDraft): Problem[] {
  const { mode, privacy, brandedContent, coverSeconds, coverPhoto } = tiktokSettings(draft.settings)
  const [first] = draft.parts[0]?.media ?? []
  const isDirect = mode === 'direct'
  const isPhoto = isPhotoPost(draft)
  const count = draft.parts[0]?.media.length ?? 0
  const at = (code: string, setting: string): Problem => ({
    ...problem('error', code, 'settings', { platform: rules.name }, ['open_settings']),
    setting,
  })
  const isBeyond =
    coverSeconds !== null && typeof first?.durationMs === 'number' && coverSeconds * 1_000 >= first.durationMs
  const found: (Problem | false)[] = [
    isDirect && brandedContent && privacy === 'SELF_ONLY' && at('branded_for_nobody', 'privacy'),
    isDirect && !isPhoto && isBeyond && at('cover_beyond', 'coverSeconds'),
    isPhoto &&
      coverPhoto !== null &&
      (coverPhoto < 1 || coverPhoto > count || !Number.isInteger(coverPhoto)) &&
      at('cover_beyond', 'coverPhoto'),
  ]
  return found.filter((one) => one !== false)
}

/** A video in the inbox comes without words. Source: content-posting-api-reference-upload-video, which takes source_info alone. */
function checkDraftText(draft: PlatformDraft): Problem[] {
  if (tiktokSettings(draft.settings).mode === 'direct' || isPhotoPost(draft) || tiktokText(draft) === '') return []
  return [{ ...problem('warning', 'draft_without_text', 'text', { platform: rules.name }, []), part: 0 }]
}
