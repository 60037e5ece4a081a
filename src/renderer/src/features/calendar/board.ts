import type { Temporal } from 'temporal-polyfill'
import type { Times } from '../../lib/times.ts'
import type { SlotGroup } from './free-slots.ts'
import type { Placed } from './layout.ts'
import type { Mode, Span } from './span.ts'

/** What every way of showing the calendar draws from. */
export interface Board {
  readonly mode: Mode
  readonly span: Span
  /** The date the calendar stands on. */
  readonly date: Temporal.PlainDate
  readonly zone: string
  readonly times: Times
  readonly today: string
  readonly nowMinute: number
  readonly days: ReadonlyMap<string, readonly Placed[]>
  readonly slots: ReadonlyMap<string, readonly SlotGroup[]>
  readonly openId: string | null
  /** Id of the card carried by the keyboard. */
  readonly liftedId: string | null
  readonly loading: boolean
  readonly onDay: (day: string) => void
}

export const noPosts: readonly Placed[] = []
export const noSlots: readonly SlotGroup[] = []

/** Whether a place on the wall clock is over. */
export function isPast(board: Pick<Board, 'today' | 'nowMinute'>, day: string, minute: number): boolean {
  return day < board.today || (day === board.today && minute < board.nowMinute)
}
