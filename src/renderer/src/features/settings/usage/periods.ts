import type { Temporal } from 'temporal-polyfill'

export const periods = ['month', 'lastMonth', 'week', 'quarter', 'year'] as const
export type Period = (typeof periods)[number]

/** First and last day of a period, both included. */
export function spanOf(period: Period, today: Temporal.PlainDate): { from: string; to: string } {
  const first = today.with({ day: 1 })
  const span = (from: Temporal.PlainDate, to = today) => ({ from: from.toString(), to: to.toString() })
  switch (period) {
    case 'month':
      return span(first)
    case 'lastMonth':
      return span(first.subtract({ months: 1 }), first.subtract({ days: 1 }))
    case 'week':
      return span(today.subtract({ days: 6 }))
    case 'quarter':
      return span(today.subtract({ days: 89 }))
    case 'year':
      return span(today.subtract({ days: 364 }))
  }
}
