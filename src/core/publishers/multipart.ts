import { Blob } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { openAsBlob } from 'node:fs'

export interface MultipartFile {
  readonly field: string
  readonly path: string
  readonly name: string
  readonly type: string
}

/** A form with one file, which is read from disk while it is sent and never held in memory. The same body can be sent again. */
export async function multipart(
  fields: Readonly<Record<string, string>>,
  file: MultipartFile,
): Promise<{ body: Blob; headers: Record<string, string> }> {
  const boundary = `broadside-${randomBytes(16).toString('hex')}`
  const part = (disposition: string, rest: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n${rest}`
  const blob = (await openAsBlob(file.path, { type: file.type })) as Blob
  const body = new Blob([
    ...Object.entries(fields).map(([name, value]) => part(`name="${quoted(name)}"`, `\r\n${value}\r\n`)),
    part(`name="${quoted(file.field)}"; filename="${quoted(file.name)}"`, `content-type: ${file.type}\r\n\r\n`),
    blob,
    `\r\n--${boundary}--\r\n`,
  ])
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

/** As browsers write names (WHATWG HTML, multipart/form-data): nothing in one can end its line. */
function quoted(name: string): string {
  return name.replace(/\r?\n|\r/g, '%0A').replace(/"/g, '%22')
}
