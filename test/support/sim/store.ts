import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

interface Kept<State> {
  readonly state: State
  lastId: string
  /** How far the platform's clock is ahead of the machine's. */
  aheadMs: number
}

/** Everything a simulated platform remembers, its clock and its ids. Plain JSON, so that it can outlive the process. */
export class Store<State> {
  readonly #kept: Kept<State>
  readonly #file: string | null
  #saved = ''

  constructor(file: string | null, fresh: () => State) {
    this.#file = file
    this.#kept = (file && read<State>(file)) || { state: fresh(), lastId: '0', aheadMs: 0 }
  }

  get state(): State {
    return this.#kept.state
  }

  now(): number {
    return Date.now() + this.#kept.aheadMs
  }

  /** Moves the platform's clock, as when an hour passes. */
  advance(ms: number): void {
    this.#kept.aheadMs += ms
    this.save()
  }

  /** Long numbers that grow with time, as most platforms' ids do. */
  id(): string {
    const byTime = BigInt(this.now()) << 16n
    const last = BigInt(this.#kept.lastId)
    this.#kept.lastId = String(byTime > last ? byTime : last + 1n)
    return this.#kept.lastId
  }

  /** Who got an answer can rely on it: it is on disk before. */
  save(): void {
    if (!this.#file) return
    const next = JSON.stringify(this.#kept)
    if (next === this.#saved) return
    writeFileSync(`${this.#file}.next`, next, { flush: true })
    renameSync(`${this.#file}.next`, this.#file)
    this.#saved = next
  }
}

function read<State>(file: string): Kept<State> | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept<State>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** What nobody guesses. */
export const secret = () => randomBytes(32).toString('base64url')

/** Newer ids are greater; they are numbers too long for one. */
export function compareIds(a: string, b: string): number {
  const [x, y] = [BigInt(a), BigInt(b)]
  return x < y ? -1 : x > y ? 1 : 0
}
