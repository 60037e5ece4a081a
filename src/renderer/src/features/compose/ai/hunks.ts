import { diffText } from '../word-diff.ts'

/** A change that can be taken or left by itself. */
export interface Change {
  readonly kind: 'change'
  /** The same for the same change, also when the text around it becomes another. */
  readonly key: string
  readonly removed: string
  readonly added: string
}

/** A stretch of a text held against a proposal. `pending`: what a proposal that still comes has not reached. */
export type Run = Change | { readonly kind: 'same' | 'pending'; readonly text: string }

/** What `after` changes in `before`, in stretches that read well: what is left between two changes only by chance belongs to them. */
export function runsOf(before: string, after: string): Run[] {
  return named(tidied(alternating(before, after)))
}

/** As much of it as can be told while `came` is the start of a proposal: the rest of `before` is not judged yet. */
export function runsSoFar(before: string, came: string): Run[] {
  const reach = Math.ceil(came.length * 1.25) + 40
  const cut = reach < before.length ? before.lastIndexOf(' ', reach) : -1
  const head = cut > 0 ? before.slice(0, cut) : before
  const loose = alternating(head, came)
  const last = loose.at(-1)
  // What the last change takes out may yet come.
  const ahead = last && 'removed' in last ? last : { removed: '', added: '' }
  const reached = ahead.removed === '' && ahead.added === '' ? loose : loose.slice(0, -1)
  const runs = named([...tidied(reached), ...(ahead.added === '' ? [] : [{ removed: '', added: ahead.added }])])
  const rest = ahead.removed + before.slice(head.length)
  return rest === '' ? runs : [...runs, { kind: 'pending', text: rest }]
}

export function changesOf(runs: readonly Run[]): Change[] {
  return runs.filter((run) => run.kind === 'change')
}

/** The text with every change made but those that are `left`. */
export function takenText(runs: readonly Run[], left: ReadonlySet<string>): string {
  return runs.map((run) => (run.kind === 'change' ? (left.has(run.key) ? run.removed : run.added) : run.text)).join('')
}

type Loose = { same: string } | { removed: string; added: string }

function alternating(before: string, after: string): Loose[] {
  const runs: Loose[] = []
  for (const { text, kind } of diffText(before, after)) {
    if (kind === 'same') {
      runs.push({ same: text })
      continue
    }
    let last = runs.at(-1)
    if (!last || 'same' in last) runs.push((last = { removed: '', added: '' }))
    last[kind] += text
  }
  return runs
}

/** Swallows a stretch that is shorter than the changes on both sides of it; never the break between two lines. */
function tidied(runs: Loose[]): Loose[] {
  for (let at = 1; at < runs.length - 1; at++) {
    const [one, between, two] = [runs[at - 1], runs[at], runs[at + 1]]
    if (!one || !between || !two || 'same' in one || !('same' in between) || 'same' in two) continue
    const { same } = between
    if (same.includes('\n') || same.length > sizeOf(one) || same.length > sizeOf(two)) continue
    const whole = { removed: one.removed + same + two.removed, added: one.added + same + two.added }
    return tidied([...runs.slice(0, at - 1), whole, ...runs.slice(at + 2)])
  }
  return runs
}

const sizeOf = ({ removed, added }: { removed: string; added: string }) => Math.max(removed.length, added.length)

function named(runs: readonly Loose[]): Run[] {
  const seen = new Map<string, number>()
  return runs.map((run) => {
    if ('same' in run) return { kind: 'same', text: run.same }
    const name = `${run.removed}\u0000${run.added}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return { kind: 'change', key: `${name}\u0000${count}`, ...run }
  })
}
