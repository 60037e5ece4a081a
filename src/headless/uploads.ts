import type { IncomingMessage } from 'node:http'
import busboy from 'busboy'
import type { Asset } from '../contract/assets.ts'
import { unprocessable } from '../core/errors.ts'
import type { Media } from '../core/media/media.ts'

/**
 * Takes `multipart/form-data` with one `file` (and `name`, `alt` before or after it) into the library, streaming to disk: memory stays flat for any size.
 * Throws the contract's errors.
 */
export function receiveUpload(request: IncomingMessage, media: Media): Promise<Asset> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {}
    let taken = null as Promise<Asset> | null
    const fail = (error: unknown) => {
      request.unpipe(parser)
      request.resume()
      reject(error)
    }
    const missing = () =>
      unprocessable([{ path: 'file', message: 'send one file as multipart/form-data, in a field named file' }])
    const opened = openParser(request)
    if (!opened) return reject(missing())
    const parser = opened
    parser.on('field', (name, value) => {
      if (name === 'name' || name === 'alt') fields[name] = value
    })
    parser.on('file', (field, stream, { filename }) => {
      if (field !== 'file' || taken) {
        stream.resume()
        return
      }
      taken = media.addStream(filename || 'file', stream)
      taken.catch(fail)
    })
    parser.on('error', fail)
    parser.on('close', () => {
      if (!taken) return fail(missing())
      taken
        .then((added) => ('name' in fields || 'alt' in fields ? media.update(added.id, fields) : added))
        .then(resolve, fail)
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
