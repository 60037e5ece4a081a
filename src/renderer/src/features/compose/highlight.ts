import { type Entity, findEntities } from '../../../../contract/platforms/index.ts'

/** A stretch of text drawn in one way. */
export interface Piece {
  readonly text: string
  readonly kind: Entity['kind'] | null
  /** Past what the chosen platform takes. */
  readonly over: boolean
}

/** A text as stretches: links, mentions and hashtags apart, and what is past `overAt` marked. Joined they are the text again. */
export function piecesOf(text: string, overAt: number | null = null): Piece[] {
  const pieces: Piece[] = []
  const put = (from: number, to: number, kind: Piece['kind']) => {
    if (from >= to) return
    if (overAt !== null && from < overAt && overAt < to) {
      put(from, overAt, kind)
      put(overAt, to, kind)
      return
    }
    pieces.push({ text: text.slice(from, to), kind, over: overAt !== null && from >= overAt })
  }
  let at = 0
  for (const entity of findEntities(text)) {
    put(at, entity.start, null)
    put(entity.start, entity.end, entity.kind)
    at = entity.end
  }
  put(at, text.length, null)
  return pieces
}
