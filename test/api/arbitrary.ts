import fc from 'fast-check'
import type { Schema, Served } from './document.ts'

/** What a made-up input may speak of: ids that exist, by prefix, and a folder it may name. */
export interface World {
  readonly ids: Readonly<Record<string, readonly string[]>>
  readonly folder: string
}

const junk = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'grapheme' }), fc.constant(null), fc.integer())
/** Text that has broken a program before: half a character, none, what means something elsewhere, and much of it. */
const odd = fc.constantFrom(
  '\0',
  '\ud800',
  '\u202e',
  '%00',
  '../..',
  "'; drop table post; --",
  '*',
  '"',
  'x'.repeat(5_000),
)
const ulid = fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)

/** Nothing that is made up may leave this machine, or be waited for: nobody answers at this port. */
const nowhere = fc.constantFrom('http://127.0.0.1:1/x', 'http://[::1]:1/', 'ftp://x', 'http://', 'javascript:alert(1)')

/**
 * Inputs for a schema: mostly as it asks, with something else at any place of it now and then. Addresses lead nowhere, paths into the test's own
 * folder, and nobody is told to wait.
 */
export function inputOf(document: Served, schema: Schema, world: World, name = '', depth = 0): fc.Arbitrary<unknown> {
  const made = fitting(document, document.deref(schema), world, name, depth)
  return fc.oneof({ weight: 24, arbitrary: made }, { weight: 1, arbitrary: junk })
}

function fitting(document: Served, json: any, world: World, name: string, depth: number): fc.Arbitrary<unknown> {
  const inner = (one: Schema, as: string) => inputOf(document, one, world, as, depth + 1)
  if (depth > 7 || typeof json !== 'object') return junk
  const special = byName(name, world)
  if (special) return special
  if (json.const !== undefined) return fc.constant(json.const)
  if (json.enum) return fc.constantFrom(...json.enum)
  const arms = json.anyOf ?? json.oneOf
  if (arms) return fc.oneof(...arms.map((one: Schema) => inner(one, name)))
  switch (json.type) {
    case 'object': {
      const fields = Object.entries<Schema>(json.properties ?? {}).map(([key, one]) => [key, inner(one, key)])
      const own = fc.record(Object.fromEntries(fields), { requiredKeys: json.required ?? [] })
      if (json.additionalProperties === undefined) return own
      const more = fc.dictionary(fc.string({ maxLength: 12 }), inner(json.additionalProperties, ''), { maxKeys: 3 })
      return fc.tuple(own, more).map(([fixed, free]) => ({ ...free, ...fixed }))
    }
    case 'array':
      return fc.array(inner(json.items ?? {}, name), {
        minLength: json.minItems ?? 0,
        maxLength: (json.minItems ?? 0) + 2,
      })
    case 'string':
      return text(json, world)
    case 'integer':
      return fc.integer({ min: Math.max(json.minimum ?? -5, -1_000_000), max: Math.min(json.maximum ?? 50, 1_000_000) })
    case 'number':
      return fc.oneof(
        fc.integer({ min: json.minimum ?? -5, max: json.maximum ?? 100 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      )
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return junk
  }
}

function byName(name: string, { folder }: World): fc.Arbitrary<unknown> | null {
  if (/^(url|baseUrl|endpoint|redirectedUrl|link|server|instance|service|site)$/i.test(name)) return nowhere
  if (/^(path|folders?|file)$/i.test(name)) return fc.constantFrom(`${folder}/nothing`, '../x', '', '/\0', 'C:\\x')
  if (name === 'waitMs') return fc.constantFrom(0, 1, 5, -1, 'x', 1e9)
  if (name === 'zone' || name === 'timezone')
    return fc.constantFrom('Europe/Berlin', 'UTC', 'America/Sao_Paulo', 'Mars/Base', '', '+01:00')
  return null
}

function text(json: any, { ids }: World): fc.Arbitrary<string> {
  const prefix = /^\^\(?([a-z]+_)\)?\[/.exec(json.pattern ?? '')?.[1]
  if (prefix !== undefined) {
    const unknown = ulid.map((id) => prefix + id)
    const real = ids[prefix] ?? []
    return real.length > 0 ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...real) }, unknown) : unknown
  }
  if (json.pattern !== undefined)
    return fc.oneof({ weight: 3, arbitrary: fc.stringMatching(new RegExp(json.pattern)) }, fc.string())
  if (json.format === 'date-time')
    return fc
      .oneof(fc.date({ noInvalidDate: true }), fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }))
      .map((date) => date.toISOString())
  if (json.format === 'uri') return nowhere as fc.Arbitrary<string>
  const maxLength = Math.min(json.maxLength ?? 60, 60)
  const words = fc.string({ unit: 'grapheme', minLength: Math.min(json.minLength ?? 0, maxLength), maxLength })
  return fc.oneof({ weight: 8, arbitrary: words }, odd)
}
