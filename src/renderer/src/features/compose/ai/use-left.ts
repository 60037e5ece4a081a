import { useState } from 'react'

/** Changes that are left out, by the text they belong to. */
export interface Left {
  readonly of: (text: string) => ReadonlySet<string>
  readonly toggle: (text: string, change: string) => void
}

const none: ReadonlySet<string> = new Set()

/** Keeps which changes of which text a person leaves out. */
export function useLeft(): Left {
  const [left, setLeft] = useState<ReadonlyMap<string, ReadonlySet<string>>>(new Map())
  return {
    of: (text) => left.get(text) ?? none,
    toggle: (text, change) =>
      setLeft((before) => new Map(before).set(text, withOrWithout(before.get(text) ?? none, change))),
  }
}

/** The set with `one` in it where it was not, and without it where it was. */
export function withOrWithout<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const after = new Set(set)
  if (!after.delete(one)) after.add(one)
  return after
}
