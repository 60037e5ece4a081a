import { Blob } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { open } from 'node:fs/promises'

export interface MultipartFile {
  readonly field: string
  readonly path: string
  readonly name: string
  readonly type: string
  /** Sends these bytes of the file alone: a chunk's worth, which is read into memory. */
  readonly range?: ByteRange
}

/** The end is left out. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** A form with files, which are read from disk while they are sent and never held in memory. The same body can be sent again. */
export async function multipart(
  fields: Readonly<Record<string, string>>,
  ...files: readonly MultipartFile[]
): Promise<{ body: Blob; headers: Record<string, string> }> {
  const boundary = `broadside-${randomBytes(16).toString('hex')}`
  const part = (disposition: string, rest: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n${rest}`
  const sent = await Promise.all(
    files.map(async ({ field, path, name, type, range }) => [
      part(`name="${quoted(field)}"; filename="${quoted(name)}"`, `content-type: ${type}\r\n\r\n`),
      // A slice of a file's blob loses its bounds inside another blob (Node 24), so a range is read.
      range ? await readRange(path, range) : ((await openAsBlob(path, { type })) as Blob),
      '\r\n',
    ]),
  )
  const body = new Blob([
    ...Object.entries(fields).map(([name, value]) => part(`name="${quoted(name)}"`, `\r\n${value}\r\n`)),
    ...sent.flat(),
    `--${boundary}--\r\n`,
  ])
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

/** Bytes of a file. Throws where the file has fewer. */
async function readRange(path: string, { start, end }: ByteRange): Promise<Uint8Array<ArrayBuffer>> {
  const file = await open(path)
  try {
    const bytes = new Uint8Array(end - start)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
    if (bytesRead !== bytes.length) throw new Error('The file has changed: it is shorter than it was')
    return bytes
  } finally {
    await file.close()
  }
}

/** As browsers write names (WHATWG HTML, multipart/form-data): nothing in one can end its line. */
function quoted(name: string): string {
  return name.replace(/\r?\n|\r/g, '%0A').replace(/"/g, '%22')
}
