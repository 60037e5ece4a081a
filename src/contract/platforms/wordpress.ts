import { checkCommon } from './check.ts'
import { countBytes, countGraphemes, takeGraphemes } from './text.ts'
import type { PlatformDraft, PlatformKnowledge, PlatformRules } from './types.ts'

/** WordPress sets no limit on text; files are limited by the host (answered with 413). Source: WP-API/docs reference/posts.md, media.md. */
const rules: PlatformRules = {
  platform: 'wordpress',
  name: 'WordPress',
  kinds: ['article'],
  text: { unit: 'none', max: Number.MAX_SAFE_INTEGER },
  media: {
    max: 50,
    images: { types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'], maxBytes: 20_000_000, maxSide: 2_560 },
    video: { types: ['video/mp4', 'video/webm', 'video/quicktime'], maxBytes: 500_000_000 },
    mix: true,
    altMax: 10_000,
  },
  thread: false,
  mediaAlone: true,
  title: true,
  firstComment: null,
  edit: true,
  remoteDelete: true,
  nativeSchedule: true,
  linkCard: false,
  fields: [
    { key: 'status', kind: 'select', options: ['publish', 'draft', 'pending', 'private'], default: 'publish' },
    { key: 'categories', kind: 'tags', optionsFrom: 'categories', default: [] },
    { key: 'tags', kind: 'tags', optionsFrom: 'tags', default: [] },
    { key: 'excerpt', kind: 'longtext', default: '' },
    { key: 'handOff', kind: 'toggle', default: false },
  ],
  connect: [
    {
      id: 'app_password',
      kind: 'fields',
      fields: [
        { key: 'site', secret: false, required: true, example: 'https://example.com' },
        { key: 'user', secret: false, required: true, example: 'editor' },
        { key: 'password', secret: true, required: true, example: 'abcd efgh ijkl mnop qrst uvwx' },
      ],
    },
    {
      id: 'wordpress_com',
      kind: 'oauth',
      fields: [],
      app: [
        { key: 'clientId', secret: false, required: true, example: '73691' },
        { key: 'clientSecret', secret: true, required: true, example: '' },
      ],
      redirect: { kind: 'fixed', host: 'localhost' },
    },
  ],
}

export type WordPressStatus = 'publish' | 'draft' | 'pending' | 'private'

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface WordPressSettings {
  readonly status: WordPressStatus
  /** Names; those the site does not have are made. */
  readonly categories: readonly string[]
  readonly tags: readonly string[]
  readonly excerpt: string
  /** The site holds the schedule itself, as status `future`. Only what is to be public can wait there. */
  readonly handOff: boolean
}

const statuses: readonly WordPressStatus[] = ['publish', 'draft', 'pending', 'private']

export function wordpressSettings(settings: Readonly<Record<string, unknown>>): WordPressSettings {
  const { status, categories, tags, excerpt, handOff } = settings
  const chosen = statuses.find((known) => known === status) ?? 'publish'
  return {
    status: chosen,
    categories: names(categories),
    tags: names(tags),
    excerpt: typeof excerpt === 'string' ? excerpt.trim() : '',
    handOff: handOff === true && chosen === 'publish',
  }
}

/** Distinct names, without regard to case: WordPress has no two terms that differ only there. */
function names(value: unknown): string[] {
  if (!Array.isArray(value)) return []
  const byKey = new Map<string, string>()
  for (const item of value) {
    const name = typeof item === 'string' ? item.trim() : ''
    if (name !== '' && !byKey.has(name.toLowerCase())) byKey.set(name.toLowerCase(), name)
  }
  return [...byKey.values()]
}

const headline = 120

/**
 * A page has a title. The post's own; else the first line where it is short and more follows, and then it is not repeated in the body;
 * else the beginning of the text.
 */
export function wordpressTitle({ title, parts }: Pick<PlatformDraft, 'title' | 'parts'>): {
  title: string
  body: string
} {
  const text = (parts[0]?.text ?? '').trim()
  if (title.trim() !== '') return { title: title.trim(), body: text }
  const [first = '', ...rest] = text.split(/\r?\n/)
  const body = rest.join('\n').trim()
  if (body !== '' && countGraphemes(first.trim()) <= headline) return { title: first.trim(), body }
  return { title: shorten(first.trim()), body: text }
}

function shorten(line: string): string {
  if (countGraphemes(line) <= headline) return line
  const cut = takeGraphemes(line, headline - 1)
  const space = cut.lastIndexOf(' ')
  return `${(space > headline / 2 ? cut.slice(0, space) : cut).trimEnd()}…`
}

export const wordpress: PlatformKnowledge = {
  rules,
  rulesFor: () => rules,
  kindOf: () => 'article',
  count: ({ text }, _index, _draft, { text: limit }) => ({
    used: countGraphemes(text),
    max: limit.max,
    bytes: countBytes(text),
    maxBytes: null,
  }),
  check: (draft, effective) =>
    checkCommon(draft, effective, (part, index) => wordpress.count(part, index, draft, effective)),
}
