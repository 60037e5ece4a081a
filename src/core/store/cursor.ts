import { createHash } from 'node:crypto'
import { badCursor } from '../errors.ts'

/** An opaque cursor: the position after the last row of a page, bound to the filters it was made with. */
export function encodeCursor(position: object, filter: object): string {
  return Buffer.from(JSON.stringify([digest(filter), position])).toString('base64url')
}

/** The position a cursor stands for. Throws `bad_cursor` when it is not one of ours or belongs to other filters. */
export function decodeCursor<Position extends object>(cursor: string, filter: object): Position {
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw badCursor()
  }
  if (!Array.isArray(read) || read[0] !== digest(filter) || typeof read[1] !== 'object' || read[1] === null)
    throw badCursor()
  return read[1] as Position
}

function digest(filter: object): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined)
  return createHash('sha256')
    .update(JSON.stringify(given.sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('base64url')
    .slice(0, 16)
}
