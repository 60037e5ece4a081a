import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import busboy from 'busboy'
import { nest } from './params.ts'
import type { Params } from './params.ts'
import { Refused } from './refused.ts'

/** A file or a raw body: counted and hashed while it was read, and never as a whole in memory. */
export interface Received {
  readonly bytes: number
  readonly sha256: string
  /** The first 64 bytes, enough to tell a type by. */
  readonly head: Buffer
  /** As it was sent, without parameters; '' where none was sent. */
  readonly type: string
  readonly name: string
  /** Where it lies, on a route that keeps what it gets. */
  readonly path: string | null
  /** Whether it came to its end; only a route with `partial` sees one that did not. */
  readonly whole: boolean
}

export interface Body {
  /** Fields of JSON, a form or multipart; of a JSON array the items under their numbers. */
  readonly body: Params
  /** Files of multipart, by field. */
  readonly files: Readonly<Record<string, Received>>
  /** Names of multipart's parts as they came. */
  readonly order: readonly string[]
  /** A body that is none of the above. */
  readonly raw: Received | null
}

export interface BodyRules {
  /** Bytes of fields, which are held in memory. */
  readonly maxBody: number
  /** Bytes of one file. */
  readonly maxFile: number
  /** A folder to keep files in. */
  readonly keepIn: string | null
  /** Takes the body as bytes whatever its type says. */
  readonly raw: boolean
  /** Break off after this many bytes, as if the connection did. */
  readonly upTo: number | null
  readonly partial: boolean
}

const nothing: Body = { body: {}, files: {}, order: [], raw: null }

/** The request's body; null where it broke off and the route has no use for half of one. */
export async function readBody(incoming: IncomingMessage, rules: BodyRules): Promise<Body | null> {
  const type = (incoming.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const bytes = breakable(incoming, rules.upTo)
  try {
    if (rules.raw) return { ...nothing, raw: await receive(bytes, { type, name: '' }, rules) }
    if (type === 'multipart/form-data') return await readMultipart(incoming, bytes, rules)
    if (type === 'application/json' || type.endsWith('+json')) return { ...nothing, body: await readJson(bytes, rules) }
    if (type === 'application/x-www-form-urlencoded')
      return { ...nothing, body: nest([...new URLSearchParams((await readText(bytes, rules)) ?? '')]) }
    const raw = await receive(bytes, { type, name: '' }, rules)
    return raw.bytes === 0 && raw.whole && type === '' ? nothing : { ...nothing, raw }
  } catch (error) {
    if (error instanceof BrokenOff) return null
    throw error
  }
}

/** Hash and size of parts that were kept, one after the other: a file that came in chunks. */
export async function joined(parts: readonly { readonly path: string }[]): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for (const { path } of parts) {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.length
    }
  }
  return { bytes, sha256: hash.digest('hex') }
}

class BrokenOff extends Error {}

/** The bytes of a request up to where the connection breaks, or is to break. */
async function* breakable(incoming: IncomingMessage, upTo: number | null): AsyncGenerator<Buffer> {
  let read = 0
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      if (upTo !== null && read + chunk.length >= upTo) {
        yield chunk.subarray(0, upTo - read)
        throw new BrokenOff()
      }
      read += chunk.length
      yield chunk
    }
  } catch (error) {
    throw error instanceof BrokenOff ? error : new BrokenOff('The connection broke', { cause: error })
  }
  if (upTo !== null) throw new BrokenOff()
}

async function receive(
  bytes: AsyncIterable<Buffer>,
  { type, name }: { type: string; name: string },
  { maxFile, keepIn, partial }: BodyRules,
): Promise<Received> {
  const hash = createHash('sha256')
  const path = keepIn === null ? null : join(keepIn, randomUUID())
  const kept = path === null ? null : createWriteStream(path)
  let [size, head, whole] = [0, Buffer.alloc(0), true]
  try {
    for await (const chunk of bytes) {
      size += chunk.length
      // Read to its end: who is told in the middle of sending meets a broken connection instead.
      if (size > maxFile) continue
      hash.update(chunk)
      if (head.length < 64) head = Buffer.concat([head, chunk.subarray(0, 64 - head.length)])
      if (kept && !kept.write(chunk)) await once(kept, 'drain')
    }
  } catch (error) {
    if (!(error instanceof BrokenOff) || !partial) throw error
    whole = false
  } finally {
    if (kept) await finished(kept.end())
  }
  if (size > maxFile) throw new Refused(413, 'too_large', `A file may have at most ${maxFile} bytes`)
  return { bytes: size, sha256: hash.digest('hex'), head, type, name, path, whole }
}

async function readText(bytes: AsyncIterable<Buffer>, { maxBody }: BodyRules): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size <= maxBody) chunks.push(chunk)
  }
  if (size > maxBody) throw new Refused(413, 'too_large', `A request may have at most ${maxBody} bytes`)
  return Buffer.concat(chunks).toString('utf8')
}

async function readJson(bytes: AsyncIterable<Buffer>, rules: BodyRules): Promise<Params> {
  const text = await readText(bytes, rules)
  if (text === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Refused(400, 'bad_json', 'There was a problem in the JSON you submitted')
  }
  if (typeof value !== 'object' || value === null)
    throw new Refused(400, 'bad_json', 'The JSON you submitted is not an object')
  return { ...(value as Params) }
}

function readMultipart(incoming: IncomingMessage, bytes: AsyncIterable<Buffer>, rules: BodyRules): Promise<Body> {
  return new Promise((resolve, reject) => {
    const fields: [string, string][] = []
    const order: string[] = []
    const reading: Promise<readonly [string, Received]>[] = []
    const parser = busboy({
      headers: incoming.headers,
      defParamCharset: 'utf8',
      limits: { fieldSize: rules.maxBody + 1 },
    })
    parser.on('field', (name, value) => {
      order.push(name)
      fields.push([name, value])
    })
    parser.on('file', (name, stream, { mimeType, filename }) => {
      order.push(name)
      const read = receive(stream as unknown as AsyncIterable<Buffer>, { type: mimeType, name: filename ?? '' }, rules)
      // Looked at together with the others when all is read; until then a refusal waits.
      read.catch(() => stream.resume())
      reading.push(read.then((file) => [name, file] as const))
    })
    parser.on('close', () => {
      Promise.all(reading)
        .then((files) => {
          if (fields.some(([, value]) => value.length > rules.maxBody))
            throw new Refused(413, 'too_large', `A field may have at most ${rules.maxBody} characters`)
          const twice = order.find((name, at) => order.indexOf(name) !== at && !name.endsWith('[]'))
          if (twice !== undefined) throw new Refused(400, 'bad_input', `${twice} came twice`, { field: twice })
          resolve({ body: nest(fields), files: Object.fromEntries(files), order, raw: null })
        })
        .catch(reject)
    })
    const source = Readable.from(bytes)
    const fail = (error: unknown) => {
      for (const read of reading) read.catch(() => undefined)
      parser.destroy()
      reject(error instanceof BrokenOff ? error : new Refused(400, 'bad_input', 'The multipart body cannot be read'))
    }
    source.on('error', fail)
    parser.on('error', (error) => {
      source.unpipe(parser).resume()
      source.once('end', () => fail(error)).once('close', () => fail(error))
    })
    source.pipe(parser)
  })
}
