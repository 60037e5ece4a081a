import { type Entity, findEntities } from '../../../../contract/platforms/index.ts'

/** A stretch of text drawn in one way. */
export interface Piece {
  readonly text: string
  readonly kind: Entity['kind'] | null
  /** Past what the chosen platform takes. */
  readonly over: boolean
  /** In a mark: there is something to say of it. */
  readonly mark?: Mark
}

/** A stretch of a text that something is said of, such as a mistake. */
export interface Mark {
  readonly start: number
  readonly end: number
  /** The one that is looked at. */
  readonly current: boolean
}

/** A text as stretches: links, mentions and hashtags apart, what is past `overAt`, and marks. Joined they are the text again. */
export function piecesOf(text: string, overAt: number | null = null, marks: readonly Mark[] = []): Piece[] {
  const pieces: Piece[] = []
  const cuts = [...(overAt === null ? [] : [overAt]), ...marks.flatMap(({ start, end }) => [start, end])]
  const put = (from: number, to: number, kind: Piece['kind']) => {
    if (from >= to) return
    const cut = cuts.find((at) => from < at && at < to)
    if (cut !== undefined) {
      put(from, cut, kind)
      put(cut, to, kind)
      return
    }
    const mark = marks.find(({ start, end }) => from >= start && to <= end)
    pieces.push({ text: text.slice(from, to), kind, over: overAt !== null && from >= overAt, ...(mark && { mark }) })
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
