import { Refused } from './refused.ts'

export type Params = { [name: string]: Param }
export type Param = string | number | boolean | null | Param[] | Params

/**
 * Readers of fields, strict where platforms are lenient: a misspelt or mistyped field must be found by a test. Each gives null for a
 * field that is not there.
 */

/** Refuses every field that is not named. */
export function only(params: Params, ...names: string[]): void {
  const unknown = Object.keys(params).filter((name) => !names.includes(name))
  if (unknown.length > 0) throw wrong(unknown[0] ?? '', `Unknown parameter: ${unknown.join(', ')}`)
}

export function text(params: Params, name: string): string | null {
  const value = params[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw wrong(name, `${name} must be a string`)
  return value
}

/** A text that must be there and have something in it. */
export function required(params: Params, name: string): string {
  const value = text(params, name)
  if (!value) throw wrong(name, `${name} is required`)
  return value
}

/** One of `allowed`. */
export function choice<T extends string>(params: Params, name: string, allowed: readonly T[]): T | null {
  const value = text(params, name)
  if (value === null) return null
  const found = allowed.find((known) => known === value)
  if (found === undefined) throw wrong(name, `${name} must be one of ${allowed.join(', ')}`)
  return found
}

export function flag(params: Params, name: string): boolean | null {
  const value = params[name]
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === '1') return true
  if (value === 'false' || value === '0') return false
  throw wrong(name, `${name} must be a boolean`)
}

export function integer(params: Params, name: string): number | null {
  const value = params[name]
  if (value === undefined || value === null || value === '') return null
  if ((typeof value !== 'string' && typeof value !== 'number') || !/^-?\d+$/.test(`${value}`))
    throw wrong(name, `${name} must be an integer`)
  return Number(value)
}

export function list(params: Params, name: string): string[] | null {
  const value = params[name]
  if (value === undefined || value === null) return null
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
    throw wrong(name, `${name} must be an array of strings`)
  return value as string[]
}

export function object(params: Params, name: string): Params | null {
  const value = params[name]
  if (value === undefined || value === null) return null
  if (!isParams(value)) throw wrong(name, `${name} must be an object`)
  return value
}

export function objects(params: Params, name: string): Params[] | null {
  const value = params[name]
  if (value === undefined || value === null) return null
  if (!Array.isArray(value) || !value.every(isParams)) throw wrong(name, `${name} must be an array of objects`)
  return value
}

export const isParams = (value: Param | undefined): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `poll[options][]=a` becomes `{poll: {options: ['a']}}`, as Rails and PHP read it; a name without brackets may come once. */
export function nest(pairs: readonly (readonly [string, string])[]): Params {
  const root: Params = {}
  for (const [name, value] of pairs) {
    const keys = [...name.matchAll(/^[^[]+|\[([^\]]*)\]/g)].map((match) => match[1] ?? match[0])
    if (keys.length === 1 && name in root) throw wrong(name, `${name} came twice`)
    place(root, keys, value)
  }
  return root
}

function place(target: Params, keys: readonly string[], value: string): void {
  const [key = '', next, ...rest] = keys
  if (next === undefined) target[key] = value
  else if (next === '') (target[key] = Array.isArray(target[key]) ? target[key] : []).push(value)
  else place((target[key] = isParams(target[key]) ? target[key] : {}), [next, ...rest], value)
}

const wrong = (field: string, message: string) => new Refused(400, 'bad_input', message, { field })
