import { expect, test } from 'vitest'
import { nothing, withEvent } from './came.ts'

test('texts of several accounts grow side by side, and one that is asked for anew begins anew', () => {
  const delta = (account: string, text: string) => ({ type: 'delta', account: account as never, text }) as const
  const half = [delta('a', 'One '), delta('b', 'Two '), delta('a', 'more')].reduce(withEvent, nothing)
  expect([...half.texts]).toEqual([
    ['a', 'One more'],
    ['b', 'Two '],
  ])
  const again = withEvent(half, { type: 'restart', account: 'a' as never, why: 'too_long' })
  expect([...withEvent(again, delta('a', 'Short')).texts]).toEqual([
    ['b', 'Two '],
    ['a', 'Short'],
  ])
  expect(again.again).toBe('too_long')
})
