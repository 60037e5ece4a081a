import { checkCommon, problem } from './check.ts'
import { countBytes } from './text.ts'
import type { MediaRules, PlatformDraft, PlatformKnowledge, PlatformRules, PostKind, Problem } from './types.ts'

/**
 * What Pinterest takes. Sources: pinterest/api-description v5/openapi (title 100, description 800, alt text 500, link 2,048; two to five
 * pictures in a carousel; pictures sent as base64 are JPEG or PNG), Pinterest's help for businesses (video: MP4, MOV or M4V, H.264 or H.265,
 * 4 s to 15 min, 2 GB, 1.91:1 to 1:2). How large a base64 picture may be is not documented: 10 MB is a cautious reading, and 3,000 px are more
 * than Pinterest shows.
 */
const rules: PlatformRules = {
  platform: 'pinterest',
  name: 'Pinterest',
  kinds: ['image', 'carousel', 'video'],
  text: { unit: 'codepoint', max: 800 },
  media: {
    max: 5,
    min: 1,
    images: { types: ['image/jpeg', 'image/png'], maxBytes: 10_000_000, maxSide: 3_000 },
    video: {
      types: ['video/mp4', 'video/quicktime', 'video/x-m4v'],
      maxBytes: 2_000_000_000,
      minSeconds: 4,
      maxSeconds: 900,
      ratio: { min: 1 / 2, max: 1.91 },
      codecs: ['avc', 'hevc'],
    },
    mix: false,
    altMax: 500,
  },
  thread: false,
  mediaAlone: true,
  title: { max: 100, required: false },
  firstComment: null,
  edit: true,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: false,
  fields: [
    { key: 'board', kind: 'select', optionsFrom: 'boards', default: '', required: true },
    { key: 'section', kind: 'select', optionsFrom: 'sections', dependsOn: 'board', default: '' },
    { key: 'cover', kind: 'asset', accepts: 'image', default: null },
    { key: 'coverSeconds', kind: 'number', default: 0, max: 900, when: { key: 'cover', is: [null, ''] } },
    { key: 'slideTitles', kind: 'longtext', default: '' },
    { key: 'slideLinks', kind: 'longtext', default: '' },
  ],
  connect: [
    {
      id: 'oauth',
      kind: 'oauth',
      fields: [],
      app: [
        { key: 'clientId', secret: false, required: true, example: '1234567' },
        { key: 'clientSecret', secret: true, required: true, example: '' },
      ],
      redirect: { kind: 'fixed', host: 'localhost' },
    },
    {
      id: 'token',
      kind: 'fields',
      fields: [{ key: 'accessToken', secret: true, required: true, example: 'pina_…' }],
    },
    {
      id: 'sandbox',
      kind: 'fields',
      fields: [{ key: 'accessToken', secret: true, required: true, example: 'pina_…' }],
    },
  ],
  review: true,
}

/** Of a title, of a pin and of each of its pictures; of a link. */
const mostCharacters = { title: 100, link: 2_048 }

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface PinterestSettings {
  /** Id of a board, or empty. */
  readonly board: string
  /** Id of a section of that board, or empty. */
  readonly section: string
  /** Second of the film whose frame is its cover, where no picture is. */
  readonly coverSeconds: number
  /** One for each picture of a carousel, in their order; empty for none. */
  readonly slideTitles: readonly string[]
  readonly slideLinks: readonly string[]
}

export function pinterestSettings(settings: Readonly<Record<string, unknown>>): PinterestSettings {
  const { board, section, coverSeconds, slideTitles, slideLinks } = settings
  const id = (value: unknown) => (typeof value === 'string' ? value.trim() : '')
  const lines = (value: unknown) => (typeof value === 'string' ? value.split(/\r?\n/).map((line) => line.trim()) : [])
  const seconds = typeof coverSeconds === 'number' && Number.isFinite(coverSeconds) ? Math.floor(coverSeconds) : 0
  return {
    board: id(board),
    section: id(section),
    coverSeconds: Math.min(900, Math.max(0, seconds)),
    slideTitles: lines(slideTitles),
    slideLinks: lines(slideLinks),
  }
}

export const pinterest: PlatformKnowledge = {
  rules,
  rulesFor: () => rules,
  kindOf,
  mediaFor,
  count: ({ text }, _index, _draft, { text: limit }) => ({
    used: [...text].length,
    max: limit.max,
    bytes: countBytes(text),
    maxBytes: null,
  }),
  check: (draft, effective) =>
    [
      ...checkCommon(draft, { ...effective, media: mediaFor(draft, effective) }, (part, index) =>
        pinterest.count(part, index, draft, effective),
      ),
      ...checkLinks(draft),
      ...checkSlides(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

/** A pin is a picture, several, or a film: without a file there is none, which the checks say. */
function kindOf({ parts }: PlatformDraft): PostKind {
  const media = parts[0]?.media ?? []
  if (media.some(({ kind }) => kind === 'video')) return 'video'
  return media.length > 1 ? 'carousel' : 'image'
}

/** A pin has one description for those who cannot see: the pictures of a carousel share it, a line each. */
function mediaFor({ parts }: PlatformDraft, { media }: PlatformRules): MediaRules {
  const count = Math.min(media.max, Math.max(1, parts[0]?.media.length ?? 0))
  return count === 1 ? media : { ...media, altMax: Math.floor((media.altMax - (count - 1)) / count) }
}

function checkLinks({ link, settings }: PlatformDraft): Problem[] {
  const over = (link ?? '').length - mostCharacters.link
  const problems = over > 0 ? [problem('error', 'link_too_long', 'text', { over, max: mostCharacters.link }, [])] : []
  const { slideLinks } = pinterestSettings(settings)
  const wrong = slideLinks.some(
    (address) => address !== '' && (!/^https?:\/\/\S+$/.test(address) || address.length > mostCharacters.link),
  )
  return wrong ? [...problems, atSetting('setting_not_an_address', 'slideLinks', { setting: 'slideLinks' })] : problems
}

/** Titles that are too long. What stands beside a pin with one picture is not sent, and harms nothing. */
function checkSlides({ settings }: PlatformDraft): Problem[] {
  const { title: max } = mostCharacters
  const longest = Math.max(0, ...pinterestSettings(settings).slideTitles.map((title) => [...title].length))
  return longest > max
    ? [atSetting('setting_too_long', 'slideTitles', { setting: 'slideTitles', over: longest - max, max })]
    : []
}

function atSetting(code: string, setting: string, params: Problem['params']): Problem {
  return { ...problem('error', code, 'settings', params, ['open_settings']), setting }
}
