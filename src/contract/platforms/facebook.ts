import { checkCommon, problem, usualKind } from './check.ts'
import { countBytes, firstLink, withLink } from './text.ts'
import type { MediaRules, PlatformDraft, PlatformKnowledge, PlatformRules, PostKind, Problem } from './types.ts'

/**
 * What a Facebook Page takes. Sources (src/core/publishers/facebook/README.md says which are uncertain): Graph API reference v26.0 of
 * page/feed, page/photos (less than 10 MB; 4 MB in its translations, which every version takes), video-api/guides/reels-publishing and
 * page-stories-api of 2026-07-30 (3–90 s, stories 60 s, 9:16, from 540 × 960, 24–60 frames, H.264, H.265, VP9 or AV1 with AAC).
 * No official number is known for the length of a text or the count of photos: these are what Facebook's own composer allows.
 */
const images = { types: ['image/jpeg', 'image/png'], maxBytes: 4_000_000, maxSide: 2_048 } as const
const videoTypes = ['video/mp4', 'video/quicktime'] as const
/** Films for the feed have limits per Page that Facebook tells nobody ahead; these are the widest it documents (10 GB, 4 hours). */
const widest = { maxBytes: 10_000_000_000, maxSeconds: 14_400 } as const
const vertical = {
  types: videoTypes,
  maxBytes: widest.maxBytes,
  minSeconds: 3,
  maxSeconds: 90,
  ratio: { min: 9 / 16, max: 9 / 16 },
  minWidth: 540,
  minHeight: 960,
  fps: { min: 24, max: 60 },
  codecs: ['avc', 'hevc', 'vp9', 'av1'],
  audioCodecs: ['aac'],
} as const

const feed: MediaRules = {
  max: 10,
  images,
  video: { types: videoTypes, ...widest },
  mix: false,
  altMax: 1_000,
}
const reel: MediaRules = { max: 1, min: 1, images: null, video: vertical, mix: false, altMax: 0 }
const story: MediaRules = { max: 1, min: 1, images, video: { ...vertical, maxSeconds: 60 }, mix: false, altMax: 0 }

export type FacebookFormat = 'post' | 'reel' | 'story'
const formats: readonly FacebookFormat[] = ['post', 'reel', 'story']
const onPosts = { key: 'format', is: ['post'] } as const
const notOnStories = { key: 'format', is: ['post', 'reel'] } as const

/** Graph API reference, page/feed: `targeting.age_min` takes these and no others. */
const ages = ['13', '15', '18', '21', '25'] as const
/** Graph API reference, page/feed: `call_to_action.type`, those that lead to a link. */
const buttons = ['LEARN_MORE', 'SHOP_NOW', 'SIGN_UP', 'BOOK_TRAVEL', 'CONTACT_US', 'DOWNLOAD', 'GET_OFFER'] as const
/** Graph API reference, page/videos: `content_category`. */
const categories = [
  'BEAUTY_FASHION',
  'BUSINESS',
  'CARS_TRUCKS',
  'COMEDY',
  'CUTE_ANIMALS',
  'ENTERTAINMENT',
  'FAMILY',
  'FOOD_HEALTH',
  'HOME',
  'LIFESTYLE',
  'MUSIC',
  'NEWS',
  'POLITICS',
  'SCIENCE',
  'SPORTS',
  'TECHNOLOGY',
  'VIDEO_GAMING',
  'OTHER',
] as const

/** The page Meta keeps for programs without a web address of their own (facebook-login/guides/advanced/manual-flow). */
const desktopRedirect = 'https://www.facebook.com/connect/login_success.html'

const app = [
  { key: 'clientId', secret: false, required: true, example: '1234567890123456' },
  { key: 'clientSecret', secret: true, required: true, example: '' },
  { key: 'configId', secret: false, required: false, example: '1234567890123456' },
] as const

const rules: PlatformRules = {
  platform: 'facebook',
  name: 'Facebook',
  kinds: ['text', 'link', 'image', 'carousel', 'video', 'reel', 'story'],
  text: { unit: 'codepoint', max: 63_206 },
  media: feed,
  thread: false,
  mediaAlone: true,
  title: true,
  firstComment: { max: 8_000 },
  edit: true,
  remoteDelete: true,
  nativeSchedule: true,
  linkCard: true,
  fields: [
    { key: 'format', kind: 'select', options: formats, default: 'post' },
    { key: 'firstComment', kind: 'longtext', default: '', when: notOnStories },
    { key: 'handOff', kind: 'toggle', default: false, when: notOnStories },
    { key: 'button', kind: 'select', options: ['none', ...buttons], default: 'none', when: onPosts },
    { key: 'place', kind: 'text', default: '', max: 30, when: onPosts },
    { key: 'countries', kind: 'tags', default: [], max: 25, when: onPosts },
    { key: 'ageMin', kind: 'select', options: ['none', ...ages], default: 'none', when: onPosts },
    { key: 'sponsor', kind: 'text', default: '', max: 30, when: onPosts },
    { key: 'thumbnail', kind: 'asset', accepts: 'image', default: null, when: onPosts },
    { key: 'videoTags', kind: 'tags', default: [], max: 8, when: onPosts },
    { key: 'category', kind: 'select', options: ['none', ...categories], default: 'none', when: onPosts },
    { key: 'embeddable', kind: 'toggle', default: true, when: onPosts },
  ],
  connect: [
    {
      id: 'oauth',
      kind: 'oauth',
      fields: [],
      app: [
        ...app,
        { key: 'redirectUri', secret: false, required: true, example: desktopRedirect, default: desktopRedirect },
      ],
      redirect: { kind: 'paste' },
    },
    { id: 'localhost', kind: 'oauth', fields: [], app, redirect: { kind: 'fixed', host: 'localhost' } },
    {
      id: 'token',
      kind: 'fields',
      fields: [
        { key: 'token', secret: true, required: true, example: '' },
        { key: 'appId', secret: false, required: false, example: '1234567890123456' },
        { key: 'appSecret', secret: true, required: false, example: '' },
      ],
    },
  ],
  review: true,
}

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface FacebookSettings {
  readonly format: FacebookFormat
  readonly firstComment: string
  /** Facebook holds the schedule itself. */
  readonly handOff: boolean
  /** What the button of a link says; null for none. */
  readonly button: string | null
  /** Id of the Page of a place, or empty. */
  readonly place: string
  /** ISO 3166 codes of the only countries that may see it; empty for all. */
  readonly countries: readonly string[]
  readonly ageMin: number | null
  /** Id of the Page of who paid for it, or empty. */
  readonly sponsor: string
  readonly videoTags: readonly string[]
  readonly category: string | null
  readonly embeddable: boolean
}

export function facebookSettings(settings: Readonly<Record<string, unknown>>): FacebookSettings {
  const text = (key: string) => (typeof settings[key] === 'string' ? settings[key].trim() : '')
  const list = (key: string) => {
    const value: unknown = settings[key]
    const items = (Array.isArray(value) ? value : []).filter((item): item is string => typeof item === 'string')
    return [...new Set(items.map((item) => item.trim()).filter((item) => item !== ''))]
  }
  const format = formats.find((known) => known === settings['format']) ?? 'post'
  return {
    format,
    firstComment: text('firstComment'),
    handOff: settings['handOff'] === true && format !== 'story',
    button: buttons.find((known) => known === settings['button']) ?? null,
    place: text('place'),
    countries: [...new Set(list('countries').map((code) => code.toUpperCase()))],
    ageMin: ages.some((known) => known === settings['ageMin']) ? Number(settings['ageMin']) : null,
    sponsor: text('sponsor'),
    videoTags: list('videoTags'),
    category: categories.find((known) => known === settings['category']) ?? null,
    embeddable: settings['embeddable'] !== false,
  }
}

/** The card's link: the chosen one, else the first of the text. Files leave no room for a card. */
export function facebookLink({ parts, link }: Pick<PlatformDraft, 'parts' | 'link'>): string | null {
  const [first] = parts
  if (!first || first.media.length > 0) return null
  return link !== null && link !== '' ? link : firstLink(first.text)
}

/** A part's text as it is sent: beside files, a chosen link stands at its end. */
export function facebookText({ parts, link }: Pick<PlatformDraft, 'parts' | 'link'>, index: number): string {
  const part = parts[index]
  if (!part) return ''
  return index === 0 && part.media.length > 0 ? withLink(part.text, link).trim() : part.text.trim()
}

function kindOf(draft: PlatformDraft): PostKind {
  const { format } = facebookSettings(draft.settings)
  if (format !== 'post') return format
  const kind = usualKind(draft)
  return kind === 'text' && facebookLink(draft) !== null ? 'link' : kind
}

const mediaOf = { post: feed, reel, story } as const
const mediaFor = (draft: PlatformDraft): MediaRules => mediaOf[facebookSettings(draft.settings).format]

export const facebook: PlatformKnowledge = {
  rules,
  rulesFor: () => rules,
  kindOf,
  mediaFor,
  count: (_part, index, draft, { text: limit }) => {
    const text = facebookText(draft, index)
    return { used: [...text].length, max: limit.max, bytes: countBytes(text), maxBytes: null }
  },
  check: (draft, effective) =>
    [
      ...checkCommon(draft, { ...effective, media: mediaFor(draft) }, (part, index) =>
        facebook.count(part, index, draft, effective),
      ),
      ...checkSettings(draft),
      ...checkStory(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

function checkSettings(draft: PlatformDraft): Problem[] {
  const { format, place, sponsor, countries } = facebookSettings(draft.settings)
  if (format !== 'post') return []
  const at = (code: string, setting: string): Problem => ({
    ...problem('error', code, 'settings', { setting }, ['open_settings']),
    setting,
  })
  const found: (Problem | false)[] = [
    place !== '' && !/^\d+$/.test(place) && at('setting_not_an_id', 'place'),
    sponsor !== '' && !/^\d+$/.test(sponsor) && at('setting_not_an_id', 'sponsor'),
    countries.some((code) => !/^[A-Z]{2}$/.test(code)) && at('setting_not_countries', 'countries'),
  ]
  return found.filter((one) => one !== false)
}

/** Source: page-stories-api, limitations: text given with a story is ignored. */
function checkStory(draft: PlatformDraft): Problem[] {
  const { format } = facebookSettings(draft.settings)
  if (format !== 'story' || (draft.parts[0]?.text ?? '').trim() === '') return []
  return [{ ...problem('warning', 'story_without_text', 'text', { platform: rules.name }, []), part: 0 }]
}
