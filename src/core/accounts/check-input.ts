import {
  knowledgeOf,
  platforms,
  type ConnectMethod,
  type PlatformRules,
  type SettingsField,
  type SupportedPlatform,
} from '../../contract/platforms/index.ts'
import { said, type Said } from '../../contract/sentences/index.ts'
import type { Platform } from '../../contract/vocabulary.ts'
import { unprocessable, type WrongField } from '../errors.ts'

export function isSupported(platform: Platform): platform is SupportedPlatform {
  return Object.hasOwn(platforms, platform)
}

/** A way to connect that a platform of this version has. Throws `unprocessable`. */
export function knownMethod(platform: Platform, method: string): { method: ConnectMethod; platformName: string } {
  if (!isSupported(platform)) throw unprocessable([{ path: 'platform', says: said('platform_not_here', { platform }) }])
  const { connect, name } = knowledgeOf(platform).rules
  const known = connect.find((each) => each.id === method)
  if (!known) {
    const methods = connect.map((each) => each.id).join(', ')
    throw unprocessable([{ path: 'method', says: said('method_unknown', { platform: name, methods }) }])
  }
  return { method: known, platformName: name }
}

/** The method that is meant and its fields, trimmed and with their defaults. Throws `unprocessable`, naming each field. */
export function checkConnectInput(platform: Platform, methodId: string, given: Readonly<Record<string, string>>) {
  const { method, platformName } = knownMethod(platform, methodId)
  const fields: Record<string, string> = {}
  const problems: WrongField[] = unknownFields(method, given)
  for (const field of method.fields) {
    const value = (given[field.key] ?? '').trim() || (field.default ?? '')
    if (value === '' && field.required) problems.push({ path: `fields.${field.key}`, says: said('field_missing') })
    fields[field.key] = value
  }
  if (problems.length > 0) throw unprocessable(problems)
  return { method, fields, platformName }
}

function unknownFields({ fields }: ConnectMethod, given: Readonly<Record<string, string>>): WrongField[] {
  return Object.keys(given)
    .filter((key) => !fields.some((field) => field.key === key))
    .map((key) => ({ path: `fields.${key}`, says: said('field_not_asked') }))
}

/** Throws `unprocessable` where a default is not a setting of the platform or not of its kind. */
export function checkDefaults(rules: PlatformRules, defaults: Readonly<Record<string, unknown>>): void {
  const problems: WrongField[] = []
  for (const [key, value] of Object.entries(defaults)) {
    const says = wrongSetting(rules, key, value)
    if (says) problems.push({ path: `defaults.${key}`, says })
  }
  if (problems.length > 0) throw unprocessable(problems)
}

/** Why a value is not one of a platform's settings; null where it is. */
export function wrongSetting(rules: PlatformRules, key: string, value: unknown): Said | null {
  const field = rules.fields.find((each) => each.key === key)
  return field ? whatIsWrong(field, value) : said('setting_unknown', { platform: rules.name })
}

function whatIsWrong({ kind, options, max }: SettingsField, value: unknown): Said | null {
  switch (kind) {
    case 'toggle':
      return typeof value === 'boolean' ? null : said('setting_on_or_off')
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : said('setting_number')
    case 'select':
      return typeof value === 'string' && (value === '' || !options || options.includes(value))
        ? null
        : said('setting_option', { options: options?.join(', ') ?? '' })
    case 'text':
    case 'longtext':
      if (typeof value !== 'string') return said('setting_text')
      return max !== undefined && value.length > max ? said('setting_too_long', { max }) : null
    case 'tags':
    case 'languages':
      if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) return said('setting_words')
      return max !== undefined && value.length > max ? said('setting_too_many', { max }) : null
    case 'datetime':
      return typeof value === 'string' && (value === '' || !Number.isNaN(Date.parse(value)))
        ? null
        : said('setting_moment')
    case 'asset':
      return value === null || typeof value === 'string' ? null : said('setting_file')
    case 'poll':
      return value === null || typeof value === 'object' ? null : said('setting_poll')
  }
}
