import type { Slot } from '../../contract/slots.ts'
import type { When } from '../../contract/posts.ts'
import { said } from '../../contract/sentences/index.ts'
import { toIso, type Instant } from '../clock.ts'
import { unprocessable } from '../errors.ts'
import { accountExists, listSlots, replaceSlots, takenTimes } from '../store/schedule.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { freeSlots, slotHorizonMs, slotTimes, type SlotTime } from './decide.ts'

/** The queue times of a workspace. */
export interface Slots {
  list(): Slot[]
  put(slots: readonly Omit<Slot, 'id'>[]): Slot[]
  /** The next slot no planned post takes, of `accountIds` (any of theirs or of the whole workspace); null when there is none within a year. */
  next(options: { accountIds: readonly string[]; after?: Instant; exceptPost?: string }): SlotTime | null
  free(from: Instant, to: Instant): SlotTime[]
}

export function createSlots({ store, clock, ids }: WorkspaceContext): Slots {
  const list = () => listSlots(store.read) as Slot[]

  return {
    list,
    put(slots) {
      const unknown = slots.flatMap(({ accountId }, index) =>
        accountId && !accountExists(store.read, accountId)
          ? [{ path: `slots.${index}.accountId`, says: said('account_not_connected') }]
          : [],
      )
      if (unknown.length > 0) throw unprocessable(unknown)
      store.write((tx) => {
        replaceSlots(
          tx,
          slots.map((slot) => ({ ...slot, id: ids('slot') })),
        )
        tx.emit({ type: 'slots.changed' })
      })
      return list()
    },
    next({ accountIds, after = clock.now(), exceptPost }) {
      const mine = list().filter(
        ({ accountId }) => accountId === null || accountIds.length === 0 || accountIds.includes(accountId),
      )
      // In steps of a month, so that a full queue costs little and an empty one ends.
      for (let from = after + 1; from < after + slotHorizonMs; from += 31 * 86_400_000) {
        const to = from + 31 * 86_400_000
        const [free] = freeSlots(
          slotTimes(mine, from, to),
          takenTimes(store.read, from - 60_000, to, exceptPost ?? null),
        )
        if (free) return free
      }
      return null
    },
    free: (from, to) => {
      const start = Math.max(from, clock.now())
      // A calendar shows weeks; more than a year of slots at once is nobody's question.
      const end = Math.min(to, start + slotHorizonMs)
      return start < end
        ? freeSlots(slotTimes(list(), start, end), takenTimes(store.read, start - 60_000, end, null))
        : []
    },
  }
}

export function toWhen({ at, wallTime, zone }: { at: Instant; wallTime: string; zone: string }): When {
  return { at: toIso(at), wallTime, zone }
}
