import { asRatio } from './check-file.ts'
import { checkCommon, problem } from './check.ts'
import { countBytes, withLink } from './text.ts'
import type { MediaRules, PlatformDraft, PlatformKnowledge, PlatformRules, PostKind, Problem } from './types.ts'

/**
 * What Snapchat takes through its Public Profile API. Sources: developers.snap.com, Public-Profile-API/ProfileAssetManagement, as stored until October
 * 2026 (one file a post; MP4 of 5 to 60 seconds, for Spotlight of 6 to 60, 540 × 960 pixels at least, one gigabyte; 160 characters with a
 * Spotlight; a title of 45 on a saved story). Pictures of 20 MB as JPEG or PNG are other programs' word (docs.getlate.dev, ayrshare.com). What else
 * is uncertain stands in src/core/publishers/snapchat/README.md.
 */
const video = {
  types: ['video/mp4'],
  maxBytes: 1_000_000_000,
  minSeconds: 5,
  maxSeconds: 60,
  minWidth: 540,
  minHeight: 960,
} as const
const story: MediaRules = {
  max: 1,
  min: 1,
  images: { types: ['image/jpeg', 'image/png'], maxBytes: 20_000_000, maxSide: 1_920 },
  video,
  mix: false,
  altMax: 0,
}
const spotlight: MediaRules = { ...story, images: null, video: { ...video, minSeconds: 6 } }

const lengths = { title: 45, description: 160 } as const
const formats = ['story', 'saved_story', 'spotlight'] as const
const storyTimes = ['ONE_DAY', 'TWO_DAYS', 'THREE_DAYS', 'ONE_WEEK'] as const

const app = [
  { key: 'clientId', secret: false, required: true, example: '40d6719b-da09-410b-9185-0cc9c0dfed1d' },
  { key: 'clientSecret', secret: true, required: true, example: '' },
] as const
const organization = {
  key: 'organizationId',
  secret: false,
  required: false,
  example: '40d6719b-da09-410b-9185-0cc9c0dfed1d',
} as const

const rules: PlatformRules = {
  platform: 'snapchat',
  name: 'Snapchat',
  kinds: ['story', 'short'],
  text: { unit: 'utf16', max: lengths.description },
  media: story,
  thread: false,
  mediaAlone: true,
  title: true,
  firstComment: null,
  edit: false,
  remoteDelete: false,
  nativeSchedule: false,
  linkCard: false,
  fields: [
    { key: 'format', kind: 'select', options: formats, default: 'story' },
    {
      key: 'storyTime',
      kind: 'select',
      options: storyTimes,
      default: 'ONE_DAY',
      when: { key: 'format', is: ['story'] },
    },
    { key: 'locale', kind: 'text', default: 'en_US', max: 5, when: { key: 'format', is: ['spotlight'] } },
    { key: 'saveToProfile', kind: 'toggle', default: true, when: { key: 'format', is: ['spotlight'] } },
  ],
  connect: [
    {
      id: 'oauth',
      kind: 'oauth',
      fields: [organization],
      app: [...app, { key: 'redirectUri', secret: false, required: true, example: 'https://example.com/' }],
      // Ads-API/faq: an address with https, of one's own; an app's cannot be changed afterwards.
      redirect: { kind: 'paste' },
    },
    {
      id: 'token',
      kind: 'fields',
      fields: [
        { key: 'accessToken', secret: true, required: true, example: '' },
        { key: 'refreshToken', secret: true, required: true, example: '' },
        organization,
      ],
      app,
    },
  ],
  review: true,
}

export type SnapchatFormat = (typeof formats)[number]

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface SnapchatSettings {
  readonly format: SnapchatFormat
  /** How long a story is seen. */
  readonly storyTime: (typeof storyTimes)[number]
  /** Language and country of a Spotlight, as in `en_US`. */
  readonly locale: string
  /** A Spotlight also stays on the profile. */
  readonly saveToProfile: boolean
}

export function snapchatSettings(settings: Readonly<Record<string, unknown>>): SnapchatSettings {
  const { format, storyTime, locale } = settings
  return {
    format: formats.find((known) => known === format) ?? 'story',
    storyTime: storyTimes.find((known) => known === storyTime) ?? 'ONE_DAY',
    locale: typeof locale === 'string' && locale.trim() !== '' ? locale.trim() : 'en_US',
    saveToProfile: settings['saveToProfile'] !== false,
  }
}

/** The words that go with a post, which only a Spotlight has: a chosen link stands at their end. */
export function snapchatText({ parts, link, settings }: Pick<PlatformDraft, 'parts' | 'link' | 'settings'>): string {
  return snapchatSettings(settings).format === 'spotlight' ? withLink(parts[0]?.text ?? '', link).trim() : ''
}

function kindOf({ settings }: PlatformDraft): PostKind {
  return snapchatSettings(settings).format === 'spotlight' ? 'short' : 'story'
}

const mediaFor = (draft: PlatformDraft) => (kindOf(draft) === 'short' ? spotlight : story)

export const snapchat: PlatformKnowledge = {
  rules,
  rulesFor: () => rules,
  kindOf,
  mediaFor,
  count: (_part, _index, draft) => {
    const sent = snapchatText(draft)
    // Snap says characters and not which: units of UTF-16 are the most they can be.
    return { used: sent.length, max: lengths.description, bytes: countBytes(sent), maxBytes: null }
  },
  check: (draft, effective) =>
    [
      ...checkCommon(draft, { ...effective, media: mediaFor(draft) }, (part, index) =>
        snapchat.count(part, index, draft, effective),
      ),
      ...checkWords(draft),
      ...checkLocale(draft),
      ...checkShape(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

const platform = rules.name

/** A saved story has a title and no text; a story has neither. */
function checkWords(draft: PlatformDraft): Problem[] {
  const { format } = snapchatSettings(draft.settings)
  const length = draft.title.trim().length
  const over = length - lengths.title
  const unsent = format !== 'spotlight' && (draft.parts[0]?.text ?? '').trim() !== ''
  const found: (Problem | false)[] = [
    format === 'saved_story' && length === 0 && problem('error', 'title_missing', 'title', { platform }, []),
    format === 'saved_story' &&
      over > 0 &&
      problem('error', 'title_too_long', 'title', { over, max: lengths.title }, []),
    unsent && { ...problem('warning', 'story_without_text', 'text', { platform }, []), part: 0 },
  ]
  return found.filter((one) => one !== false)
}

function checkLocale({ settings }: PlatformDraft): Problem[] {
  const { format, locale } = snapchatSettings(settings)
  if (format !== 'spotlight' || /^[a-z]{2}_[A-Z]{2}$/.test(locale)) return []
  const setting = 'locale'
  return [{ ...problem('error', 'setting_not_a_locale', 'settings', { setting }, ['open_settings']), setting }]
}

const upright = 9 / 16
const slack = 0.03

/** Everything is shown over the whole screen of a phone. Another shape is taken, and nobody says what is cut of it. */
function checkShape({ parts }: PlatformDraft): Problem[] {
  const [file] = parts[0]?.media ?? []
  if (!file?.width || !file.height) return []
  const ratio = file.width / file.height
  if (Math.abs(ratio - upright) <= upright * slack) return []
  const params = { platform, position: 1, ratio: asRatio(ratio) }
  return [{ ...problem('warning', 'not_upright', 'media', params, ['remove_media']), part: 0, media: 0 }]
}
