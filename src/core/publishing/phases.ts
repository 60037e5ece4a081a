import type { Said } from '../../contract/sentences/index.ts'
import type { Phase } from '../../contract/vocabulary.ts'
import type { Clock } from '../clock.ts'
import type { PhaseRecord } from '../store/workspace-schema.ts'

const order: readonly Phase[] = ['prepare', 'upload', 'commit', 'confirm']

/** Follows one attempt through its four phases. Phases that were passed over stay `skipped`. */
export interface Phases {
  enter(phase: Phase): void
  /** Ends the running phase. A note stays when the phase is entered again. */
  end(state: 'done' | 'failed' | 'unknown', note?: Said): void
  current(): Phase
  readonly records: PhaseRecord[]
}

export function createPhases(clock: Clock, earlier?: readonly PhaseRecord[]): Phases {
  const records: PhaseRecord[] = earlier
    ? earlier.map((record) => ({ ...record }))
    : order.map((phase) => ({ phase, state: 'skipped', startedAt: null, ms: null, note: null }))
  let running: PhaseRecord | null = records.find((record) => record.state === 'running') ?? null
  const close = (state: PhaseRecord['state'], note: Said | null) => {
    if (!running) return
    running.ms = (running.ms ?? 0) + clock.now() - (running.startedAt ?? clock.now())
    running.state = state
    running.note = note ?? running.note
    running = null
  }
  return {
    records,
    current: () => running?.phase ?? 'prepare',
    enter(phase) {
      if (running?.phase === phase) return
      close('done', null)
      running = records.find((record) => record.phase === phase) ?? null
      if (running) Object.assign(running, { state: 'running', startedAt: clock.now() })
    },
    end: (state, note) => close(state, note ?? null),
  }
}
