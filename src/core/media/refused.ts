import { ORPCError } from '@orpc/contract'
import { said, spoken, type Said } from '../../contract/sentences/index.ts'
import { conflict } from '../errors.ts'

/** What one file may weigh. */
export const mostBytes = 20_000_000_000

const sentences = {
  empty: 'file_empty',
  unreadable: 'file_unreadable',
  unsupported: 'file_unsupported',
  too_large: 'file_over_limit',
  too_many_pixels: 'file_too_many_pixels',
  not_a_file: 'not_a_file',
  disk_full: 'file_disk_full',
  not_found: 'file_not_found',
  address_private: 'file_address_private',
  address_failed: 'file_address_failed',
} as const

/** A file that is not taken into the library: why, in a word and a sentence. */
export function fileRefused(reason: Exclude<keyof typeof sentences, 'address_failed'>, name: string) {
  return refusal(reason, name, said(sentences[reason], { name }))
}

/** What an address gave instead of a file: `HTTP 404`, or the code of what went wrong on the way. */
export function addressFailed(code: string, name: string) {
  return refusal('address_failed', name, said('file_address_failed', { code, name }))
}

function refusal(reason: keyof typeof sentences, name: string, sentence: Said) {
  const { message, ...carried } = spoken(sentence)
  return new ORPCError('file_refused', { status: 422, message, data: { reason, name, ...carried }, defined: true })
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
    case 'ELOOP':
    case 'ENAMETOOLONG':
    case 'ERR_INVALID_ARG_VALUE': // a NUL in the path
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
      return conflict('media_folder', said('media_folder_read_only', { code, name }))
    default:
      return error
  }
}
