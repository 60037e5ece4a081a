import { checkCommon, problem, usualKind } from './check.ts'
import { shownOnLinkedIn } from './linkedin-text.ts'
import { checkPoll, readPoll, type Poll } from './poll.ts'
import { countBytes, firstLink, withLink } from './text.ts'
import type { PlatformDraft, PlatformKnowledge, PlatformRules, PostKind, Problem, SettingsField } from './types.ts'

/**
 * What LinkedIn takes. Sources: pages below learn.microsoft.com/linkedin/marketing/community-management/shares unless told: posts-api,
 * multiimage-post-api (2 to 20), videos-api (MP4, 3 s to 30 min, 75 kB to 500 MB), documents-api (100 MB and 300 pages), poll-post-api (2 to 4 answers of 30,
 * a question of 140, 1, 3, 7 or 14 days), images-api (less than 36,152,320 pixels). 3,000 characters is what LinkedIn's own composer allows
 * (LinkedIn Help a528176); 5 MB for a picture and 2.4:1 for a film are what other programs keep to (Ayrshare media guidelines).
 * 150 requests a day: consumer/integrations/self-serve/share-on-linkedin; a post without files is one of them.
 */
const app = [
  { key: 'clientId', secret: false, required: true, example: '77abcdefgh1234' },
  { key: 'clientSecret', secret: true, required: true, example: '' },
] as const

const audience: SettingsField = { key: 'audience', kind: 'tags', default: [], max: 20 }
const visibilities = ['public', 'connections', 'loggedIn'] as const
export type LinkedInVisibility = (typeof visibilities)[number]

/** How long a poll may run. Source: poll-post-api. */
const durations: Readonly<Record<number, string>> = {
  86_400: 'ONE_DAY',
  259_200: 'THREE_DAYS',
  604_800: 'SEVEN_DAYS',
  1_209_600: 'FOURTEEN_DAYS',
}

const rules: PlatformRules = {
  platform: 'linkedin',
  name: 'LinkedIn',
  kinds: ['text', 'link', 'image', 'carousel', 'video', 'document', 'poll'],
  text: { unit: 'utf16', max: 3_000 },
  media: {
    max: 20,
    images: {
      types: ['image/jpeg', 'image/png', 'image/gif'],
      maxBytes: 5_000_000,
      maxPixels: 36_152_319,
      maxSide: 4_096,
    },
    video: {
      types: ['video/mp4'],
      maxBytes: 500_000_000,
      minSeconds: 3,
      maxSeconds: 1_800,
      ratio: { min: 1 / 2.4, max: 2.4 },
    },
    // PowerPoint and Word are taken as well; the library holds PDF.
    documents: { types: ['application/pdf'], maxBytes: 100_000_000, maxPages: 300 },
    mix: false,
    altMax: 4_086,
  },
  thread: false,
  mediaAlone: true,
  title: true,
  // Sources: clients that cut there (Publora); the Comments API gives no number.
  firstComment: { max: 1_250 },
  edit: true,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: true,
  fields: [
    { key: 'visibility', kind: 'select', options: visibilities, default: 'public' },
    { key: 'noReshare', kind: 'toggle', default: false },
    { key: 'firstComment', kind: 'longtext', default: '' },
    { key: 'linkCard', kind: 'toggle', default: true },
    { key: 'cardTitle', kind: 'text', default: '', max: 400, when: { key: 'linkCard', is: [true] } },
    { key: 'cardDescription', kind: 'longtext', default: '', max: 4_000, when: { key: 'linkCard', is: [true] } },
    { key: 'cardImage', kind: 'asset', accepts: 'image', default: null, when: { key: 'linkCard', is: [true] } },
    { key: 'thumbnail', kind: 'asset', accepts: 'image', default: null },
    { key: 'poll', kind: 'poll', default: null, max: 4, answers: [], durations: Object.keys(durations).map(Number) },
    {
      key: 'pollQuestion',
      kind: 'text',
      default: '',
      max: 140,
      required: true,
      when: { key: 'poll', isSet: true },
    },
    audience,
  ],
  connect: [
    { id: 'member', kind: 'oauth', fields: [], app, redirect: { kind: 'fixed', host: 'localhost' } },
    { id: 'page', kind: 'oauth', fields: [], app, redirect: { kind: 'fixed', host: 'localhost' } },
    {
      id: 'token',
      kind: 'fields',
      fields: [
        { key: 'accessToken', secret: true, required: true, example: '' },
        { key: 'clientId', secret: false, required: false, example: '77abcdefgh1234' },
        { key: 'clientSecret', secret: true, required: false, example: '' },
      ],
    },
  ],
  review: true,
  daily: { max: 150, resets: 'UTC' },
}

/** What LinkedIn narrows an audience by, as it names them. Source: posts-api, `distribution.targetEntities`. */
const facets = {
  geo: 'geoLocations',
  industry: 'industries',
  function: 'jobFunctions',
  seniority: 'seniorities',
} as const
const facet = /^urn:li:(geo|industry|function|seniority):\d+$/

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface LinkedInSettings {
  readonly visibility: LinkedInVisibility
  readonly noReshare: boolean
  readonly firstComment: string
  readonly linkCard: boolean
  readonly cardTitle: string
  readonly cardDescription: string
  readonly poll: Poll | null
  readonly pollQuestion: string
  /** URNs of places, industries, functions and seniorities; only a Page has it. */
  readonly audience: readonly string[]
}

export function linkedinSettings(settings: Readonly<Record<string, unknown>>): LinkedInSettings {
  const text = (key: string) => (typeof settings[key] === 'string' ? settings[key].trim() : '')
  const { audience: given } = settings
  const urns = (Array.isArray(given) ? given : []).filter((urn): urn is string => typeof urn === 'string')
  return {
    visibility: visibilities.find((known) => known === settings['visibility']) ?? 'public',
    noReshare: settings['noReshare'] === true,
    firstComment: text('firstComment'),
    linkCard: settings['linkCard'] !== false,
    cardTitle: text('cardTitle'),
    cardDescription: text('cardDescription'),
    poll: readPoll(settings['poll']),
    pollQuestion: text('pollQuestion'),
    audience: [...new Set(urns.map((urn) => urn.trim()).filter((urn) => urn !== ''))],
  }
}

/** How LinkedIn names the length of a poll; null where it has none like it. */
export function linkedinPollDuration({ expiresInSeconds }: Poll): string | null {
  return durations[expiresInSeconds] ?? null
}

/** An audience as LinkedIn takes it: its URNs by what they are of. */
export function linkedinAudience(urns: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const sorted: Record<string, string[]> = {}
  for (const urn of urns) {
    const kind = facet.exec(urn)?.[1] as keyof typeof facets | undefined
    if (kind) (sorted[facets[kind]] ??= []).push(urn)
  }
  return sorted
}

export interface LinkedInCard {
  readonly source: string
  readonly title: string
  readonly description: string
}

type Written = Pick<PlatformDraft, 'title' | 'parts' | 'link' | 'settings'>

/** The card below a text: LinkedIn reads no page for programs, so what stands on it comes from here. Files and polls leave no room for it. */
export function linkedinCard({ title, parts, link, settings }: Written): LinkedInCard | null {
  const { linkCard, poll, cardTitle, cardDescription } = linkedinSettings(settings)
  const [first] = parts
  if (!first || !linkCard || poll || first.media.length > 0) return null
  const source = link !== null && link !== '' ? link : firstLink(first.text)
  if (source === null) return null
  return {
    source,
    title: cardTitle || title.trim() || hostOf(source),
    description: cardDescription,
  }
}

const hostOf = (address: string) => /^https?:\/\/([^/?#]+)/i.exec(address)?.[1] ?? address

/** A part's text as it is sent, before it is made little text: without a card, a chosen link stands at its end. */
export function linkedinText(draft: Written, index: number): string {
  const text = draft.parts[index]?.text ?? ''
  return (index === 0 && linkedinCard(draft) === null ? withLink(text, draft.link) : text).trim()
}

function kindOf(draft: PlatformDraft): PostKind {
  if (linkedinSettings(draft.settings).poll) return 'poll'
  if (draft.parts[0]?.media.some(({ kind }) => kind === 'other')) return 'document'
  const kind = usualKind(draft)
  if (kind !== 'text' && kind !== 'link') return kind
  return linkedinCard(draft) === null ? 'text' : 'link'
}

export const linkedin: PlatformKnowledge = {
  rules,
  rulesFor: (limits) => narrowed(limits?.flags),
  kindOf,
  count({ text }, index, draft, { text: limit }) {
    const shown = shownOnLinkedIn(index === 0 ? linkedinText(draft, 0) : text)
    return { used: shown.length, max: limit.max, bytes: countBytes(shown), maxBytes: null }
  },
  check: (draft, effective) =>
    [
      ...checkCommon(draft, effective, (part, index) => linkedin.count(part, index, draft, effective)),
      ...checkPolled(draft),
      ...checkTogether(draft),
      ...checkAudience(draft, effective),
      ...checkComment(draft, effective),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

/** A Page is seen by everybody, and may choose an audience; an app that may publish for Pages was looked at by LinkedIn. */
function narrowed(flags: Readonly<Record<string, boolean>> | undefined): PlatformRules {
  const isPage = flags?.['page'] === true
  const fields = rules.fields
    .filter((field) => isPage || field !== audience)
    .map((field) =>
      isPage && field.key === 'visibility'
        ? { ...field, options: visibilities.filter((one) => one !== 'connections') }
        : field,
    )
  return { ...rules, fields, review: flags?.['reviewed'] !== true }
}

const wrong = (code: string, setting: string): Problem => ({
  ...problem('error', code, 'settings', { setting }, ['open_settings']),
  setting,
})

function checkPolled({ parts, settings }: PlatformDraft): Problem[] {
  const { poll } = linkedinSettings(settings)
  const found = checkPoll(
    poll,
    { options: 4, optionCharacters: 30, minSeconds: 86_400, maxSeconds: 1_209_600 },
    { files: parts[0]?.media.length ?? 0, count: (text) => text.length },
  )
  const isOdd = poll && linkedinPollDuration(poll) === null && !found.some(({ code }) => code === 'poll_duration')
  return isOdd ? [...found, wrong('poll_days', 'poll')] : found
}

/** A document goes alone. */
function checkTogether({ parts }: PlatformDraft): Problem[] {
  return parts.flatMap(({ media }, part) =>
    media.length > 1 && media.some(({ kind }) => kind === 'other')
      ? [{ ...problem('error', 'files_mixed', 'media', {}, ['remove_media']), part }]
      : [],
  )
}

function checkAudience({ settings }: PlatformDraft, { fields }: PlatformRules): Problem[] {
  const { audience: urns } = linkedinSettings(settings)
  return fields.includes(audience) && urns.some((urn) => !facet.test(urn))
    ? [wrong('audience_unreadable', 'audience')]
    : []
}

/** Comments are for apps with the Community Management API; LinkedIn has refused them to others. README.md has the measurements. */
function checkComment({ settings }: PlatformDraft, { review, name }: PlatformRules): Problem[] {
  if (!review || linkedinSettings(settings).firstComment === '') return []
  const found = problem('warning', 'comment_may_be_refused', 'settings', { platform: name }, ['open_settings'])
  return [{ ...found, setting: 'firstComment' }]
}
