import { ORPCError } from '@orpc/contract'

type Reason = 'empty' | 'unreadable' | 'unsupported' | 'too_large' | 'too_many_pixels' | 'not_a_file' | 'disk_full' | 'not_found'

const sentences: Record<Reason, string> = {
  empty: 'is empty',
  unreadable: 'cannot be read: it is damaged or not what its name says',
  unsupported: 'is not a picture, film or sound that can be used. JPEG, PNG, WebP, GIF, HEIC, AVIF, TIFF, MP4, MOV, WebM and MP3 can',
  too_large: 'is too large',
  too_many_pixels: 'has too many pixels (more than 268 megapixels)',
  not_a_file: 'is a folder or no ordinary file',
  disk_full: 'does not fit on the disk. Free some space and add it again',
  not_found: 'is not there, or may not be read',
}

/** A file that is not taken into the library: why, in a word and a sentence. */
export function fileRefused(reason: Reason, name: string) {
  return new ORPCError('file_refused', { status: 422, message: `${name} ${sentences[reason]}`, data: { reason, name }, defined: true })
}

/** The system's word on a file, as a refusal; other errors as they are. */
export function refusedBySystem(error: unknown, name: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'EACCES':
    case 'EPERM':
      return fileRefused('not_found', name)
    case 'EISDIR':
      return fileRefused('not_a_file', name)
    case 'ENOSPC':
    case 'EDQUOT':
      return fileRefused('disk_full', name)
    default:
      return error
  }
}
