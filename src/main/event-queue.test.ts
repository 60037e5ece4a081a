import { expect, test } from 'vitest'
import type { HostEvent } from '../contract/host.ts'
import { createEventQueue } from './event-queue.ts'

const compose = (text: string): HostEvent => ({ type: 'compose', text })

test('a link that arrives before the page is told once the page listens, in order and once', () => {
  const told: HostEvent[] = []
  const queue = createEventQueue((event) => told.push(event))
  queue.tell(compose('a'))
  queue.tell(compose('b'))
  expect(told).toEqual([])
  queue.listen()
  queue.tell(compose('c'))
  expect(told).toEqual([compose('a'), compose('b'), compose('c')])
})

test('what happens while the page loads again is kept for it, a flush of the old page is not', () => {
  const told: HostEvent[] = []
  const queue = createEventQueue((event) => told.push(event))
  queue.listen()
  queue.stop()
  queue.tell({ type: 'flush' })
  queue.tell(compose('later'))
  queue.listen()
  expect(told).toEqual([compose('later')])
})
