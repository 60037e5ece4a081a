import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import type { RequestBody } from '../../contract/preview.ts'
import type { HttpRequest } from '../http.ts'
import type { OutgoingMedia } from '../publishers/publisher.ts'
import type { Redaction } from './rehearsal-redact.ts'

type FormField = Extract<RequestBody, { kind: 'form' }>['fields'][number]

/** Text that is not read whole to be shown. */
const mostText = 1_000_000

/** A request's body as it is shown. Files are read through to tell their size, never kept. */
export async function shownBody(
  { body, headers = {} }: Pick<HttpRequest, 'body' | 'headers'>,
  redact: Redaction,
  files: readonly OutgoingMedia[],
): Promise<RequestBody | null> {
  if (body === undefined || body === null) return null
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  if (body instanceof URLSearchParams) return formOf(body, redact)
  if (typeof body === 'string') return textOf(body, given, redact)
  const stream = streamOf(body)
  if (!stream) return { kind: 'bytes', bytes: null, file: null }
  if (given.startsWith('multipart/form-data')) return { kind: 'form', fields: await formFields(stream, given, redact) }
  const { bytes, text } = await measured(stream)
  if (/json|text|urlencoded|xml/.test(given) && text !== null) return textOf(text, given, redact)
  const [same, ...others] = files.filter((file) => file.bytes === bytes)
  return { kind: 'bytes', bytes, file: same && others.length === 0 ? same.name : null }
}

function textOf(text: string, type: string, redact: Redaction): RequestBody {
  if (type.includes('urlencoded')) return formOf(new URLSearchParams(text), redact)
  try {
    return { kind: 'json', json: redact.json(JSON.parse(text)) }
  } catch {
    return { kind: 'text', text: redact.text(text) }
  }
}

function formOf(params: URLSearchParams, redact: Redaction): RequestBody {
  const fields = [...params].map(([name, value]) => ({ name, value: redact.named(name, value), file: null }))
  return { kind: 'form', fields }
}

function streamOf(body: NonNullable<HttpRequest['body']>): AsyncIterable<Uint8Array> | null {
  if (body instanceof Uint8Array) return Readable.from([body])
  if (body instanceof ArrayBuffer) return Readable.from([new Uint8Array(body)])
  if (body instanceof Blob) return body.stream() as unknown as AsyncIterable<Uint8Array>
  return typeof body === 'object' && Symbol.asyncIterator in body ? (body as AsyncIterable<Uint8Array>) : null
}

/** How long a body is, and its text where it is short enough to be one. */
async function measured(stream: AsyncIterable<Uint8Array>): Promise<{ bytes: number; text: string | null }> {
  const kept: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes <= mostText) kept.push(chunk)
  }
  return { bytes, text: bytes <= mostText ? Buffer.concat(kept).toString('utf8') : null }
}

async function formFields(stream: AsyncIterable<Uint8Array>, type: string, redact: Redaction): Promise<FormField[]> {
  const fields: FormField[] = []
  const counting: Promise<void>[] = []
  const parser = busboy({ headers: { 'content-type': type }, limits: { fieldSize: mostText } })
  parser.on('field', (name, value) => fields.push({ name, value: shownField(name, value, redact), file: null }))
  parser.on('file', (name, content, { filename, mimeType }) => {
    const file = { name: filename ?? name, type: mimeType, bytes: 0 }
    const at = fields.push({ name, value: null, file }) - 1
    counting.push(
      (async () => {
        for await (const chunk of content as AsyncIterable<Uint8Array>) file.bytes += chunk.length
        fields[at] = { name, value: null, file }
      })(),
    )
  })
  await pipeline(Readable.from(stream), parser)
  await Promise.all(counting)
  return fields
}

/** Some forms carry JSON in a field. */
function shownField(name: string, value: string, redact: Redaction): string {
  if (!/^\s*[{[]/.test(value)) return redact.named(name, value)
  try {
    return JSON.stringify(redact.json(JSON.parse(value)))
  } catch {
    return redact.named(name, value)
  }
}
