import type { IncomingMessage } from 'node:http'
import busboy from 'busboy'
import { readAll } from '../chaos-proxy.ts'

/** A request as the controllers see it: parameters nested as Rails nests them, whatever encoding they came in. */
export interface Ask {
  readonly method: string
  readonly path: string
  readonly query: Params
  readonly body: Params
  readonly files: Readonly<Record<string, UploadedFile>>
  readonly headers: IncomingMessage['headers']
}

export type Params = { [name: string]: Param }
export type Param = string | number | boolean | null | Param[] | Params

export interface UploadedFile {
  readonly bytes: Buffer
  readonly mime: string
  readonly name: string
}

export interface Reply {
  readonly status: number
  readonly json?: unknown
  readonly html?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Thrown by controllers to answer at once. */
export class Refusal extends Error {
  readonly reply: Reply
  constructor(status: number, error: string, description?: string) {
    super(error)
    this.reply = { status, json: description === undefined ? { error } : { error, error_description: description } }
  }
}

export const invalid = (message: string) => new Refusal(422, `Validation failed: ${message}`)
export const notFound = () => new Refusal(404, 'Record not found')

export async function readAsk(incoming: IncomingMessage): Promise<Ask> {
  const url = new URL(incoming.url ?? '/', 'http://server')
  const type = (incoming.headers['content-type'] ?? '').split(';')[0]?.trim() ?? ''
  const base = {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: nest([...url.searchParams]),
    headers: incoming.headers,
  }
  if (type === 'multipart/form-data') return { ...base, ...(await readMultipart(incoming)) }
  const text = (await readAll(incoming)).toString('utf8')
  return { ...base, body: parseBody(text, type), files: {} }
}

function parseBody(text: string, type: string): Params {
  if (text === '') return {}
  if (type === 'application/json') {
    try {
      return JSON.parse(text) as Params
    } catch {
      throw new Refusal(400, 'There was a problem in the JSON you submitted')
    }
  }
  if (type === 'application/x-www-form-urlencoded') return nest([...new URLSearchParams(text)])
  throw new Refusal(415, `Unsupported content type: ${type || 'none'}`)
}

function readMultipart(incoming: IncomingMessage): Promise<{ body: Params; files: Record<string, UploadedFile> }> {
  return new Promise((resolve, reject) => {
    const fields: [string, string][] = []
    const files: Record<string, UploadedFile> = {}
    const reading: Promise<void>[] = []
    const parser = busboy({ headers: incoming.headers, defParamCharset: 'utf8' })
    parser.on('field', (name, value) => fields.push([name, value]))
    parser.on('file', (name, stream, { mimeType, filename }) => {
      reading.push(
        readAll(stream as unknown as AsyncIterable<Buffer>).then(
          (bytes) => void (files[name] = { bytes, mime: mimeType, name: filename ?? '' }),
        ),
      )
    })
    parser.on('error', reject)
    parser.on('close', () => void Promise.all(reading).then(() => resolve({ body: nest(fields), files }), reject))
    incoming.on('error', reject)
    incoming.pipe(parser)
  })
}

/** `poll[options][]=a` becomes `{poll: {options: ['a']}}`. */
function nest(pairs: readonly (readonly [string, string])[]): Params {
  const root: Params = {}
  for (const [name, value] of pairs) {
    const keys = [...name.matchAll(/^[^[]+|\[([^\]]*)\]/g)].map((match) => match[1] ?? match[0])
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

export const isParams = (value: Param | undefined): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Mastodon drops what it does not know; here it is refused, so that a misspelt field is found by a test. */
export function only(params: Params, ...names: string[]): void {
  const unknown = Object.keys(params).filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new Refusal(422, `Unknown parameter: ${unknown.join(', ')}`)
}

export function text(params: Params, name: string): string | null {
  const value = params[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw new Refusal(422, `${name} must be a string`)
  return value
}

export function flag(params: Params, name: string): boolean | null {
  const value = params[name]
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === '1') return true
  if (value === 'false' || value === '0') return false
  throw new Refusal(422, `${name} must be a boolean`)
}

export function integer(params: Params, name: string): number | null {
  const value = params[name]
  if (value === undefined || value === null || value === '') return null
  if ((typeof value !== 'string' && typeof value !== 'number') || !/^-?\d+$/.test(`${value}`))
    throw new Refusal(422, `${name} must be an integer`)
  return Number(value)
}

export function list(params: Params, name: string): string[] | null {
  const value = params[name]
  if (value === undefined || value === null) return null
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
    throw new Refusal(422, `${name} must be an array of strings`)
  return value as string[]
}
