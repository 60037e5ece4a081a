import type { Correction } from '../../../../../contract/ai/tasks.ts'
import { diffText } from '../word-diff.ts'

/** A correction that can still be made, and where its words stand now. */
export interface Placed {
  /** Its place among all that were found. */
  readonly index: number
  readonly correction: Correction
  readonly start: number
  readonly end: number
}

/**
 * Which corrections of `checked` can still be made in `now`: those whose words were not touched since. Read off the two texts alone, so that undo
 * brings a correction back and typing beside it moves it along.
 */
export function stillOpen(checked: string, now: string, corrections: readonly Correction[]): Placed[] {
  const kept = keptStretches(checked, now)
  return corrections.flatMap((correction, index) => {
    const stretch = kept.find(({ from, length }) => correction.start >= from && correction.end <= from + length)
    if (!stretch) return []
    const start = correction.start - stretch.from + stretch.to
    if (isMade(now, start, correction)) return []
    return [{ index, correction, start, end: start + correction.original.length }]
  })
}

function keptStretches(checked: string, now: string) {
  const kept: { from: number; to: number; length: number }[] = []
  let [from, to] = [0, 0]
  for (const { text, kind } of diffText(checked, now)) {
    if (kind === 'same') kept.push({ from, to, length: text.length })
    if (kind !== 'added') from += text.length
    if (kind !== 'removed') to += text.length
  }
  return kept
}

/** A correction that only adds to its words leaves them standing: it is made where they stand within what it makes of them. */
function isMade(now: string, start: number, { original, corrected }: Correction): boolean {
  const within = corrected.indexOf(original)
  return within >= 0 && now.startsWith(corrected, start - within)
}

/** The text with these corrections made. */
export function corrected(text: string, placed: readonly Placed[]): string {
  return placed
    .toSorted((a, b) => b.start - a.start)
    .reduce((one, { start, end, correction }) => one.slice(0, start) + correction.corrected + one.slice(end), text)
}
