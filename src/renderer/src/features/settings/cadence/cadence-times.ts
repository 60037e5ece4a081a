import type { Cadence } from '../../../../../contract/ai/cadence.ts'

export type Times = Cadence['times']
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

const inOrder = (times: Times): Times => times.toSorted((a, b) => a.weekday - b.weekday || a.time.localeCompare(b.time))

/** The times with a day more, at the time most others have; or without it. */
export function withDay(times: Times, weekday: number, on: boolean): Times {
  const others = times.filter((one) => one.weekday !== weekday)
  if (!on) return others
  const [usual] = byTime(others).toSorted(([a], [b]) => b.length - a.length)
  return inOrder([...others, { weekday, time: usual?.[1] ?? '09:00' }])
}

/** Times that are the same all days are said once: `[[1, 3, 5], '09:00']`. */
export function byTime(times: Times): readonly (readonly [readonly number[], string])[] {
  const days = new Map<string, number[]>()
  for (const { weekday, time } of inOrder(times)) days.set(time, [...(days.get(time) ?? []), weekday])
  return [...days].map(([time, weekdaysAt]) => [weekdaysAt, time])
}
