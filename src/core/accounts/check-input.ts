import {
  knowledgeOf,
  platforms,
  type ConnectMethod,
  type PlatformRules,
  type SettingsField,
  type SupportedPlatform,
} from '../../contract/platforms/index.ts'
import type { Platform } from '../../contract/vocabulary.ts'
import { unprocessable } from '../errors.ts'

type FieldProblem = { path: string; message: string }

export function isSupported(platform: Platform): platform is SupportedPlatform {
  return Object.hasOwn(platforms, platform)
}

/** The method that is meant and its fields, trimmed and with their defaults. Throws `unprocessable`, naming each field. */
export function checkConnectInput(platform: Platform, method: string, given: Readonly<Record<string, string>>) {
  if (!isSupported(platform))
    throw unprocessable([{ path: 'platform', message: `This version cannot connect ${platform}` }])
  const { connect, name } = knowledgeOf(platform).rules
  const known = connect.find((each) => each.id === method)
  if (!known) {
    throw unprocessable([
      { path: 'method', message: `${name} connects by ${connect.map((each) => each.id).join(' or ')}` },
    ])
  }
  const fields: Record<string, string> = {}
  const problems: FieldProblem[] = unknownFields(known, given)
  for (const field of known.fields) {
    const value = (given[field.key] ?? '').trim() || (field.default ?? '')
    if (value === '' && field.required) problems.push({ path: `fields.${field.key}`, message: 'is needed' })
    fields[field.key] = value
  }
  if (problems.length > 0) throw unprocessable(problems)
  return { method: known, fields, platformName: name }
}

function unknownFields({ fields }: ConnectMethod, given: Readonly<Record<string, string>>): FieldProblem[] {
  return Object.keys(given)
    .filter((key) => !fields.some((field) => field.key === key))
    .map((key) => ({ path: `fields.${key}`, message: 'is not asked for here' }))
}

/** Throws `unprocessable` where a default is not a setting of the platform or not of its kind. */
export function checkDefaults(rules: PlatformRules, defaults: Readonly<Record<string, unknown>>): void {
  const problems: FieldProblem[] = []
  for (const [key, value] of Object.entries(defaults)) {
    const field = rules.fields.find((each) => each.key === key)
    const message = field ? whatIsWrong(field, value) : `${rules.name} has no such setting`
    if (message) problems.push({ path: `defaults.${key}`, message })
  }
  if (problems.length > 0) throw unprocessable(problems)
}

function whatIsWrong({ kind, options, max }: SettingsField, value: unknown): string | null {
  switch (kind) {
    case 'toggle':
      return typeof value === 'boolean' ? null : 'is on or off'
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'is a number'
    case 'select':
      return typeof value === 'string' && (value === '' || !options || options.includes(value))
        ? null
        : `is one of ${options?.join(', ') ?? 'the options'}`
    case 'text':
    case 'longtext':
      if (typeof value !== 'string') return 'is text'
      return max !== undefined && value.length > max ? `has at most ${max} characters` : null
    case 'tags':
    case 'languages':
      if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) return 'is a list of words'
      return max !== undefined && value.length > max ? `has at most ${max}` : null
    case 'datetime':
      return typeof value === 'string' && (value === '' || !Number.isNaN(Date.parse(value)))
        ? null
        : 'is a moment, e.g. 2026-12-01T09:00:00+01:00'
    case 'asset':
      return value === null || typeof value === 'string' ? null : 'is the id of a file in the library, or nothing'
    case 'poll':
      return value === null || typeof value === 'object' ? null : 'is a poll or nothing'
  }
}
