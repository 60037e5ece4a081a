import type { JSONSchema } from '@orpc/openapi'
import { sentences } from '../../contract/sentences/index.ts'
import { resolve, type ApiDocument } from './document.ts'
import { wallTimePattern } from './schemas.ts'

/** An id with this prefix, the same one everywhere, so that examples speak of one thing. */
export const ids = (prefix: string) => `${prefix}01J9ZK3Q5V8W2X4Y6Z7A8B9C0D`

/** What fields are called that more than one shape has, and what stands in them. */
const words: Readonly<Record<string, string>> = {
  text: 'Fresh beans today: a washed Guji from Ethiopia.',
  firstLine: 'Fresh beans today: a washed Guji from Ethiopia.',
  title: 'Fresh beans',
  name: 'Fernweh Coffee',
  zone: 'Europe/Berlin',
  timezone: 'Europe/Berlin',
  version: '0.1.0',
  alt: 'A hand pouring water over ground coffee',
  handle: 'mastodon:profile:fernweh@example.social',
  displayHandle: '@fernweh@example.social',
  link: 'https://example.com/beans',
  url: 'https://example.com/beans',
  message: sentences.input_missing,
  says: 'input_missing',
  path: '/home/fernweh/broadside',
  folder: '/home/fernweh/broadside',
  nextCursor: 'eyJ2IjoxfQ',
  cursor: 'eyJ2IjoxfQ',
  labels: 'coffee',
  ending: 'f3Kq',
  secret: 'bs_live_01J9ZK3Q5V8W2X4Y6Z7A8B9C0D_…',
  key: 'bs_live_01J9ZK3Q5V8W2X4Y6Z7A8B9C0D_…',
  operation: 'posts.create',
  type: 'image/jpeg',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  q: 'beans',
  reason: 'approval_off',
  scope: 'posts:write',
  topics: 'Brewing at home',
  model: 'gpt-5-mini',
  language: 'en',
  address: 'http://127.0.0.1:8737/callback',
  dataDir: '/home/fernweh/.local/share/broadside',
  method: 'token',
  kind: 'profile',
  id: 'boot_01J9ZK3Q5V8W2X4Y6Z7A8B9C0D-42',
  invalidates: 'posts',
  campaigns: 'Launch',
  idempotencyKey: 'week-48',
  csv: 'text,publishAt\nFresh beans today,2026-11-26T09:00\n',
}

/** Of choices, what an ordinary day would have. */
const ordinary = ['mastodon', 'scheduled', 'active', 'delivered', 'done', 'draft', 'pending', 'image']

/** What may be missing, but says most where it is there. */
const telling = new Set(['when', 'url', 'details', 'nextCursor', 'publishedAt', 'nextAt', 'measuredAt'])

const formats: Readonly<Record<string, string>> = {
  'date-time': '2026-11-26T08:00:00.000Z',
  date: '2026-11-26',
  uri: 'https://example.com/beans',
  email: 'fernweh@example.com',
}

/** Patterns of the contract that no word above is made for. */
const patterns: readonly (readonly [pattern: string, example: string])[] = [
  [wallTimePattern, '2026-11-26T09:00'],
  ['^([01]\\d|2[0-3]):[0-5]\\d$', '09:00'],
  ['^[a-z_]+$', 'categories'],
]

/**
 * Something that fits a schema, as an ordinary day would have it: what need not be there is not, but for what says most in answers (`whole`).
 */
export function exampleOf(document: ApiDocument, schema: JSONSchema, whole: boolean, name = '', depth = 0): unknown {
  const json = resolve(document, schema)
  if (typeof json !== 'object') return {}
  const inner = (one: JSONSchema, as = name) => exampleOf(document, one, whole, as, depth + 1)
  if (json.const !== undefined) return json.const
  if (json.enum) return ordinary.find((one) => json.enum?.includes(one)) ?? json.enum[0]
  const arms = json.anyOf ?? json.oneOf
  if (arms) {
    const isNull = (one: JSONSchema) => typeof one === 'object' && one.type === 'null'
    const chosen = arms.find((one) => !isNull(one))
    return chosen === undefined || (arms.some(isNull) && !(whole && telling.has(name))) ? null : inner(chosen)
  }
  switch (json.type) {
    case 'object':
      return objectOf(json, whole, inner)
    case 'array':
      return arrayOf(json, whole || depth < 8, inner, name)
    case 'string':
      return stringOf(json, name)
    case 'integer':
    case 'number':
      return numberOf(json)
    case 'boolean':
      return json.default ?? false
    case 'null':
      return null
    default:
      return {}
  }
}

type Inner = (schema: JSONSchema, as?: string) => unknown
type Shape = Exclude<JSONSchema, boolean>

function objectOf(json: Shape, whole: boolean, inner: Inner): Record<string, unknown> {
  const needed = new Set(json.required)
  return Object.fromEntries(
    Object.entries(json.properties ?? {})
      .filter(([key]) => needed.has(key) || (whole && telling.has(key)))
      .map(([key, value]) => [key, inner(value, key)]),
  )
}

function arrayOf(json: Shape, filled: boolean, inner: Inner, name: string): unknown[] {
  const least = json.minItems ?? 0
  const { items } = json
  if (items === undefined || Array.isArray(items) || (!filled && least === 0)) return []
  return Array.from({ length: Math.max(1, least) }, () => inner(items as JSONSchema, name))
}

function stringOf(json: Shape, name: string): string {
  if (json.format !== undefined && formats[json.format] !== undefined) {
    const word = words[name]
    return json.format === 'uri' && word?.startsWith('http') ? word : (formats[json.format] ?? '')
  }
  const { pattern } = json
  if (pattern !== undefined) {
    const prefix = /^\^\(?([a-z]+_)\)?(\[|$)/.exec(pattern)?.[1]
    if (prefix !== undefined) return ids(prefix)
    const known = patterns.find(([one]) => one === pattern)?.[1]
    if (known !== undefined) return known
  }
  // What the contract itself says is best: its example, and of an error its message.
  if (name === 'message' && json.description !== undefined) return json.description
  const word = /e\.g\. `([^`]+)`/.exec(json.description ?? '')?.[1] ?? words[name] ?? name
  return word.slice(0, json.maxLength ?? word.length).padEnd(json.minLength ?? 0, '.')
}

function numberOf(json: Shape): number {
  if (typeof json.default === 'number') return json.default
  const least = json.minimum ?? json.exclusiveMinimum ?? 1
  const most = json.maximum ?? json.exclusiveMaximum ?? Number.MAX_SAFE_INTEGER
  return Math.min(Math.max(1, least), most)
}
