import { randomBytes } from 'node:crypto'
import { streamed, type ByteRange, type MadePiece, type StreamedBody } from './file-body.ts'

export type MultipartFile = {
  readonly field: string
  readonly name: string
  readonly type: string
} & (
  | {
      readonly path: string
      /** Sends these bytes of the file alone: a chunk's worth. */
      readonly range?: ByteRange
    }
  | { readonly made: MadePiece }
)

/** A form with files, which are read from disk while they are sent. The same body can be sent again. */
export async function multipart(
  fields: Readonly<Record<string, string>>,
  ...files: readonly MultipartFile[]
): Promise<StreamedBody> {
  const boundary = `broadside-${randomBytes(16).toString('hex')}`
  const part = (disposition: string, rest: string) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n${rest}`)
  const { body, headers } = await streamed([
    ...Object.entries(fields).map(([name, value]) => part(`name="${quoted(name)}"`, `\r\n${value}\r\n`)),
    ...files.flatMap((file) => [
      part(`name="${quoted(file.field)}"; filename="${quoted(file.name)}"`, `content-type: ${file.type}\r\n\r\n`),
      'made' in file ? file.made : { path: file.path, range: file.range },
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ])
  return { body, headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

/** As browsers write names (WHATWG HTML, multipart/form-data): nothing in one can end its line. */
function quoted(name: string): string {
  return name.replace(/\r?\n|\r/g, '%0A').replace(/"/g, '%22')
}
