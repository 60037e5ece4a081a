/** Which rows are chosen, by id, and the row a range starts from. */
export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly anchor: string | null
}

export const nothing: Selection = { ids: new Set(), anchor: null }

/** One more or one less; the row becomes the start of a range. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { ids: next, anchor: id }
}

/**
 * Everything from the start of the range to `id`, as the rows stand now. The rows take what the first one is: chosen from a
 * chosen row, left out from one that is not. Without a start it is a plain toggle.
 */
export function extended(selection: Selection, id: string, order: readonly string[]): Selection {
  const { ids, anchor } = selection
  const from = anchor === null ? -1 : order.indexOf(anchor)
  const to = order.indexOf(id)
  if (from === -1 || to === -1) return toggled(selection, id)
  const next = new Set(ids)
  const choose = anchor !== null && ids.has(anchor)
  for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (choose) next.add(one)
    else next.delete(one)
  }
  return { ids: next, anchor }
}

/** All rows, or none where all were chosen. */
export function allOrNone({ ids }: Selection, order: readonly string[]): Selection {
  return order.every((id) => ids.has(id)) ? nothing : { ids: new Set(order), anchor: null }
}

/** Without rows that are no longer there, so that nothing unseen is acted on. */
export function still({ ids, anchor }: Selection, order: readonly string[]): Selection {
  const there = order.filter((id) => ids.has(id))
  if (there.length === ids.size) return { ids, anchor }
  return { ids: new Set(there), anchor: anchor !== null && order.includes(anchor) ? anchor : null }
}
