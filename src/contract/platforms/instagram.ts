import { checkCommon, problem } from './check.ts'
import { countBytes, findEntities, withLink } from './text.ts'
import type {
  AccountLimits,
  MediaRules,
  PlatformDraft,
  PlatformKnowledge,
  PlatformRules,
  PostKind,
  Problem,
  VideoRules,
} from './types.ts'

/**
 * What Instagram takes from programs. Source: instagram-platform/instagram-graph-api/reference/ig-user/media (2026-09-11): caption 2,200
 * characters, 30 hashtags and 20 mentions; alt text 1,000, of images alone; images JPEG of 8 MB, 4:5 to 1.91:1, shown up to 1,440 wide; reels 3 s to
 * 15 min, 300 MB, 23–60 frames, 1,920 wide, 25 Mbit/s, H.264 or HEVC with AAC; films of stories 60 s and 100 MB; ten files in a carousel. Uncertain
 * ones are named in src/core/publishers/instagram/README.md.
 */
const images = {
  types: ['image/jpeg'],
  maxBytes: 8_000_000,
  /** 1,440 wide at 4:5. */
  maxSide: 1_800,
} as const
const squarish = { min: 4 / 5, max: 1.91 } as const
const reelVideo: VideoRules = {
  types: ['video/mp4', 'video/quicktime'],
  maxBytes: 300_000_000,
  minSeconds: 3,
  maxSeconds: 900,
  ratio: { min: 0.01, max: 10 },
  maxWidth: 1_920,
  fps: { min: 23, max: 60 },
  codecs: ['avc', 'hevc'],
  audioCodecs: ['aac'],
  maxBitrate: 25_000_000,
}
/** A minute at most: what carousels and stories have in common. */
const shortVideo: VideoRules = { ...reelVideo, maxBytes: 100_000_000, maxSeconds: 60 }

const post: MediaRules = {
  max: 10,
  min: 1,
  images: { ...images, ratio: squarish },
  video: shortVideo,
  mix: true,
  altMax: 1_000,
  fromUrl: 'images',
}
const reel: MediaRules = { ...post, max: 1, images: null, video: reelVideo, mix: false, altMax: 0 }
const story: MediaRules = { ...post, max: 1, images, mix: false, altMax: 0 }

const captionLimits = { hashtags: 30, mentions: 20 } as const
const onPosts = { key: 'format', is: ['post'] } as const
const trials = ['MANUAL', 'SS_PERFORMANCE'] as const

/** Facebook keeps this page for programs without a web address of their own; Instagram has none. */
const desktopRedirect = 'https://www.facebook.com/connect/login_success.html'
const app = [
  { key: 'clientId', secret: false, required: true, example: '1234567890123456' },
  { key: 'clientSecret', secret: true, required: true, example: '' },
] as const
const configId = { key: 'configId', secret: false, required: false, example: '1234567890123456' } as const

const rules: PlatformRules = {
  platform: 'instagram',
  name: 'Instagram',
  kinds: ['image', 'carousel', 'reel', 'story'],
  text: { unit: 'codepoint', max: 2_200 },
  media: post,
  thread: false,
  mediaAlone: true,
  title: false,
  firstComment: { max: 2_200 },
  edit: false,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: false,
  fields: [
    { key: 'format', kind: 'select', options: ['post', 'story'], default: 'post' },
    { key: 'firstComment', kind: 'longtext', default: '', when: onPosts },
    { key: 'collaborators', kind: 'tags', default: [], max: 3, when: onPosts },
    { key: 'tagged', kind: 'tags', default: [], max: 20, when: onPosts },
    { key: 'location', kind: 'text', default: '', max: 30, when: onPosts },
    { key: 'cover', kind: 'asset', accepts: 'image', default: null, when: onPosts },
    { key: 'coverSecond', kind: 'number', default: null, when: onPosts },
    { key: 'shareToFeed', kind: 'toggle', default: true, when: onPosts },
    { key: 'trial', kind: 'select', options: ['none', ...trials], default: 'none', when: onPosts },
    { key: 'audioName', kind: 'text', default: '', max: 100, when: onPosts },
    { key: 'madeWithAi', kind: 'toggle', default: false },
    { key: 'paidPartnership', kind: 'toggle', default: false },
    { key: 'sponsors', kind: 'tags', default: [], max: 2, when: { key: 'paidPartnership', is: [true] } },
  ],
  connect: [
    {
      id: 'oauth',
      kind: 'oauth',
      fields: [],
      app: [
        ...app,
        configId,
        { key: 'redirectUri', secret: false, required: true, example: desktopRedirect, default: desktopRedirect },
      ],
      redirect: { kind: 'paste' },
    },
    {
      id: 'instagram',
      kind: 'oauth',
      fields: [],
      app: [...app, { key: 'redirectUri', secret: false, required: true, example: 'https://example.com/' }],
      redirect: { kind: 'paste' },
    },
    {
      id: 'localhost',
      kind: 'oauth',
      fields: [],
      app: [...app, configId],
      redirect: { kind: 'fixed', host: 'localhost' },
    },
    { id: 'token', kind: 'fields', fields: [{ key: 'token', secret: true, required: true, example: '' }] },
    {
      id: 'facebook_token',
      kind: 'fields',
      fields: [
        { key: 'facebookToken', secret: true, required: true, example: '' },
        { key: 'appId', secret: false, required: false, example: '1234567890123456' },
        { key: 'appSecret', secret: true, required: false, example: '' },
      ],
    },
  ],
  review: true,
  // instagram-platform/content-publishing (2026-06-30): 100 in 24 hours; other pages say 50. The account's own limit is read before each post.
  daily: { max: 100, resets: 'rolling' },
}

/** Signed in at Instagram itself, everything is fetched from an address, nothing can be deleted and nobody paid. */
const directRules: PlatformRules = {
  ...rules,
  media: { ...post, fromUrl: 'all' },
  remoteDelete: false,
  fields: rules.fields.filter(({ key }) => key !== 'paidPartnership' && key !== 'sponsors'),
}

const isDirect = (limits: AccountLimits | null) => limits?.flags?.['instagramLogin'] === true

export type InstagramTrial = (typeof trials)[number]

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface InstagramSettings {
  readonly format: 'post' | 'story'
  readonly firstComment: string
  /** Names without the @. */
  readonly collaborators: readonly string[]
  readonly tagged: readonly string[]
  /** Id of the Facebook Page of a place, or empty. */
  readonly location: string
  /** Which moment of a reel is its cover, where no picture is. */
  readonly coverMs: number | null
  readonly shareToFeed: boolean
  /** A reel shown to people who do not follow, and how it comes to the others. */
  readonly trial: InstagramTrial | null
  readonly audioName: string
  readonly madeWithAi: boolean
  readonly paidPartnership: boolean
  /** Ids of Instagram accounts. */
  readonly sponsors: readonly string[]
}

export function instagramSettings(settings: Readonly<Record<string, unknown>>): InstagramSettings {
  const text = (key: string) => (typeof settings[key] === 'string' ? settings[key].trim() : '')
  const list = (key: string) => {
    const value: unknown = settings[key]
    const items = (Array.isArray(value) ? value : []).filter((item): item is string => typeof item === 'string')
    return [...new Set(items.map((item) => item.trim().replace(/^@/, '')).filter((item) => item !== ''))]
  }
  const second = settings['coverSecond']
  const paidPartnership = settings['paidPartnership'] === true
  return {
    format: settings['format'] === 'story' ? 'story' : 'post',
    firstComment: text('firstComment'),
    collaborators: list('collaborators'),
    tagged: list('tagged'),
    location: text('location'),
    coverMs: typeof second === 'number' && Number.isFinite(second) && second >= 0 ? Math.round(second * 1_000) : null,
    shareToFeed: settings['shareToFeed'] !== false,
    trial: trials.find((known) => known === settings['trial']) ?? null,
    audioName: text('audioName'),
    madeWithAi: settings['madeWithAi'] === true,
    paidPartnership,
    sponsors: paidPartnership ? list('sponsors') : [],
  }
}

/** The caption: Instagram makes no link of an address in it, but people can read it. */
export function instagramCaption({ parts, link }: Pick<PlatformDraft, 'parts' | 'link'>): string {
  return withLink(parts[0]?.text ?? '', link).trim()
}

function kindOf({ parts, settings }: PlatformDraft): PostKind {
  if (instagramSettings(settings).format === 'story') return 'story'
  const media = parts[0]?.media ?? []
  if (media.length > 1) return 'carousel'
  return media[0]?.kind === 'video' ? 'reel' : 'image'
}

function mediaFor(draft: PlatformDraft, { media }: PlatformRules): MediaRules {
  const kind = kindOf(draft)
  const own = kind === 'story' ? story : kind === 'reel' ? reel : post
  return { ...own, ...(media.fromUrl && { fromUrl: media.fromUrl }) }
}

export const instagram: PlatformKnowledge = {
  rules,
  rulesFor: (limits) => (isDirect(limits) ? directRules : rules),
  kindOf,
  mediaFor,
  count: ({ text }, index, draft, { text: limit }) => {
    const sent = index === 0 ? instagramCaption(draft) : text.trim()
    return { used: [...sent].length, max: limit.max, bytes: countBytes(sent), maxBytes: null }
  },
  check: (draft, effective) =>
    [
      ...checkCommon(draft, { ...effective, media: mediaFor(draft, effective) }, (part, index) =>
        instagram.count(part, index, draft, effective),
      ),
      ...checkCaption(draft),
      ...checkSettings(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

function checkCaption(draft: PlatformDraft): Problem[] {
  const caption = instagramCaption(draft)
  if (kindOf(draft) === 'story')
    return caption === ''
      ? []
      : [{ ...problem('warning', 'story_without_text', 'text', { platform: rules.name }, []), part: 0 }]
  const found = findEntities(caption)
  const count = (kind: 'hashtag' | 'mention') => found.filter((entity) => entity.kind === kind).length
  const [hashtags, mentions] = [count('hashtag'), count('mention')]
  const problems: (Problem | false)[] = [
    hashtags > captionLimits.hashtags &&
      problem('error', 'too_many_hashtags', 'text', { count: hashtags, max: captionLimits.hashtags }, ['shorten']),
    mentions > captionLimits.mentions &&
      problem('error', 'too_many_mentions', 'text', { count: mentions, max: captionLimits.mentions }, ['shorten']),
  ]
  return problems.filter((one) => one !== false).map((one) => ({ ...one, part: 0 }))
}

/** Names as Instagram gives them out. */
const username = /^[A-Za-z0-9._]{1,30}$/

function checkSettings(draft: PlatformDraft): Problem[] {
  const { collaborators, tagged, location, coverMs, trial, sponsors } = instagramSettings(draft.settings)
  const at = (code: string, setting: string, params: Problem['params'] = {}): Problem => ({
    ...problem('error', code, 'settings', { setting, ...params }, ['open_settings']),
    setting,
  })
  const kind = kindOf(draft)
  const lasts = draft.parts[0]?.media[0]?.durationMs ?? null
  const ids = sponsors.some((id) => !/^\d+$/.test(id)) && at('setting_not_an_id', 'sponsors')
  if (kind === 'story') return ids ? [ids] : []
  const problems: (Problem | false)[] = [
    collaborators.some((name) => !username.test(name)) && at('setting_not_names', 'collaborators'),
    tagged.some((name) => !username.test(name)) && at('setting_not_names', 'tagged'),
    location !== '' && !/^\d+$/.test(location) && at('setting_not_an_id', 'location'),
    ids,
    kind === 'reel' && trial !== null && collaborators.length > 0 && at('trial_with_collaborators', 'trial'),
    kind === 'reel' &&
      coverMs !== null &&
      lasts !== null &&
      coverMs >= lasts &&
      at('cover_after_end', 'coverSecond', { seconds: Math.floor(lasts / 1_000) }),
  ]
  return problems.filter((one) => one !== false)
}
