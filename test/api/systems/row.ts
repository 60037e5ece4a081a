import type { Studio } from './studio.ts'

/** One documented operation of another system, and how it is done here. */
export interface Row {
  readonly operation: string
  /** The operations of this API that do it, as `POST /posts/{id}/publish`. The test has to call each of them. */
  readonly here: readonly string[]
  /** Does it with a key against the running studio, and looks what came of it. Waits where an operation of `here` is not there yet. */
  readonly proof: (studio: Studio) => Promise<void>
  /** Where it is done in another way, or not at all: why. */
  readonly note?: string
}

export interface System {
  readonly name: string
  readonly rows: readonly Row[]
}
