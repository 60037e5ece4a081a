import { ORPCError } from '@orpc/contract'
import { conflict } from '../errors.ts'

type Reason =
  'empty' | 'unreadable' | 'unsupported' | 'too_large' | 'too_many_pixels' | 'not_a_file' | 'disk_full' | 'not_found'

const sentences: Record<Reason, string> = {
  empty: 'is empty',
  unreadable: 'cannot be read: it is damaged or not what its name says',
  unsupported:
    'is not a picture, film or sound that can be used. JPEG, PNG, WebP, GIF, AVIF, TIFF, MP4, MOV, WebM, MP3, M4A and WAV can',
  too_large: 'is too large',
  too_many_pixels: 'has too many pixels (more than 268 megapixels)',
  not_a_file: 'is a folder or no ordinary file',
  disk_full: 'does not fit on the disk. Free some space and add it again',
  not_found: 'is not there, or may not be read',
}

/** A file that is not taken into the library: why, in a word and a sentence. */
export function fileRefused(reason: Reason, name: string) {
  return new ORPCError('file_refused', {
    status: 422,
    message: `${name} ${sentences[reason]}`,
    data: { reason, name },
    defined: true,
  })
}

export function isRefusal(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'file_refused'
}

/** The system's word on the file somebody gave us, as a refusal; other errors as they are. */
export function refusedAtSource(error: unknown, name: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EACCES':
    case 'EPERM':
      return fileRefused('not_found', name)
    case 'EISDIR':
      return fileRefused('not_a_file', name)
    case 'EIO':
      return fileRefused('unreadable', name)
    default:
      return error
  }
}

/** The system's word on our own media folder: full, or not to be written at all. */
export function refusedAtTarget(error: unknown, name: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fileRefused('disk_full', name)
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return conflict(
        'media_folder',
        `The media folder cannot be written (${code}). Make it writable and add ${name} again.`,
      )
    default:
      return error
  }
}
