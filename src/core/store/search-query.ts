/**
 * What a person typed as a query of the full-text index: every word must be there, the last may be unfinished.
 * Each word is quoted, so that no operator, column name or bracket of the query language means anything. Null where nothing of it can be searched for.
 */
export function searchQuery(typed: string): string | null {
  const words = typed
    .normalize('NFC')
    .split(/[\s\0]+/)
    .filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word))
    .map((word) => `"${word.replaceAll('"', '""')}"`)
  const last = words.pop()
  return last === undefined ? null : [...words, `${last}*`].join(' ')
}
