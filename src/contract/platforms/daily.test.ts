import { expect, test } from 'vitest'
import { dayOf } from './daily.ts'

const at = (iso: string) => Date.parse(iso)
const span = (resets: 'rolling' | 'UTC' | 'America/Los_Angeles', due: string) => {
  const { from, to } = dayOf({ max: 1, resets }, at(due))
  return [new Date(from).toISOString(), new Date(to).toISOString()]
}

test('a rolling day is the 24 hours that end with the post itself', () => {
  expect(span('rolling', '2026-11-24T09:00:00Z')).toEqual(['2026-11-23T09:00:00.001Z', '2026-11-24T09:00:00.001Z'])
})

test('a day of a zone goes from midnight to midnight there, also when the clocks change', () => {
  expect(span('UTC', '2026-11-24T09:00:00Z')).toEqual(['2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z'])
  expect(span('America/Los_Angeles', '2026-11-24T07:59:00Z')).toEqual([
    '2026-11-23T08:00:00.000Z',
    '2026-11-24T08:00:00.000Z',
  ])
  // 1 November 2026 has 25 hours there.
  expect(span('America/Los_Angeles', '2026-11-01T20:00:00Z')).toEqual([
    '2026-11-01T07:00:00.000Z',
    '2026-11-02T08:00:00.000Z',
  ])
})
