import type { Attempt } from '../../../../contract/deliveries.ts'
import type { DeliveryStatus, Phase } from '../../../../contract/vocabulary.ts'

/** Where the first proof stands. */
export type Stage = 'start' | 'writing' | 'going' | 'out' | 'stuck'

interface Known {
  /** The person asked for the practice post. */
  readonly writing: boolean
  /** A proof was sent off; its delivery may not be read yet. */
  readonly sent: boolean
  readonly status: DeliveryStatus | null
}

export function stageOf({ writing, sent, status }: Known): Stage {
  if (!sent) return writing ? 'writing' : 'start'
  switch (status) {
    case null:
    case 'scheduled':
    case 'publishing':
      return 'going'
    case 'published':
      return 'out'
    default:
      return 'stuck'
  }
}

/** Whether it may still move by itself, so that it is worth looking again. */
export function isMoving(status: DeliveryStatus | null): boolean {
  return status === null || status === 'scheduled' || status === 'publishing' || status === 'retrying'
}

export interface ShownPhase {
  readonly phase: Phase
  readonly state: Attempt['phases'][number]['state']
  readonly ms: number | null
}

/** The phases of the newest try; how long one took is only known once it is done. */
export function phasesOf(attempts: readonly Attempt[] | undefined): ShownPhase[] {
  return (attempts?.[0]?.phases ?? []).map(({ phase, state, ms }) => ({
    phase,
    state,
    ms: state === 'done' ? ms : null,
  }))
}
