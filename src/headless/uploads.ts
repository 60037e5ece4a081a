import type { IncomingMessage } from 'node:http'
import busboy from 'busboy'
import type * as z from 'zod'
import { UploadWords, type Asset } from '../contract/assets.ts'
import { said } from '../contract/sentences/index.ts'
import { badInput } from '../core/call-errors.ts'
import { unprocessable } from '../core/errors.ts'
import type { Media } from '../core/media/media.ts'

type UploadFields = z.infer<typeof UploadWords>

/** Where a file comes as `multipart/form-data`: at its own door, or where any file is added. */
export function isUpload({ method, url = '/', headers }: IncomingMessage): boolean {
  const [path] = url.split('?')
  const isForm = headers['content-type']?.startsWith('multipart/form-data') ?? false
  return method === 'POST' && (path === '/v1/assets/upload' || (path === '/v1/assets' && isForm))
}

/**
 * Takes `multipart/form-data` with one `file` (and `name`, `alt` before or after it) into the library, streaming to disk: memory stays flat for any size.
 * Throws the contract's errors.
 */
export function receiveUpload(request: IncomingMessage, media: Media): Promise<Asset> {
  return new Promise((resolve, reject) => {
    let words: UploadFields = {}
    let taken = null as Promise<Asset> | null
    const fail = (error: unknown) => {
      request.unpipe(parser)
      request.resume()
      reject(error)
    }
    const missing = () => unprocessable([{ path: 'file', says: said('upload_one_file') }])
    const broken = () => unprocessable([{ path: 'file', says: said('upload_broken') }])
    const opened = openParser(request)
    if (!opened) return reject(missing())
    const parser = opened
    parser.on('field', (name, value) => {
      const said = UploadWords.safeParse({ ...words, [name]: value })
      if (said.success) return void (words = said.data)
      fail(badInput(said.error.issues))
      parser.destroy() // ends the file too, where it was coming already
    })
    parser.on('file', (field, stream, { filename }) => {
      // Told to whoever reads it; where nobody does, or not any more, it must not end the program.
      stream.on('error', () => {})
      if (field !== 'file' || taken) {
        stream.resume()
        return
      }
      taken = media.addStream(filename || 'file', stream)
      taken.catch((error: unknown) => fail(parser.errored ? broken() : error))
    })
    parser.on('error', () => fail(broken()))
    parser.on('close', () => {
      if (!taken) return fail(missing())
      taken.then((added) => (Object.keys(words).length > 0 ? media.update(added.id, words) : added)).then(resolve, fail)
    })
    request.on('aborted', () => parser.destroy(new Error('the upload was broken off')))
    request.pipe(parser)
  })
}

function openParser(request: IncomingMessage) {
  try {
    return busboy({ headers: request.headers, limits: { files: 1, fields: 4, fieldSize: 64_000, fileSize: Infinity } })
  } catch {
    return null // not multipart
  }
}
