import { expect, test } from 'vitest'
import { contract } from '../../../contract/index.ts'
import { staleAfter } from './stale.ts'

test('after scheduling a post, posts, deliveries and accounts are read again', () => {
  expect(staleAfter(['ws_1', 'posts', 'schedule'])).toEqual(['posts', 'deliveries', 'accounts'])
})

test('every route that changes something names only parts of the studio that exist', () => {
  const named = Object.entries(contract).flatMap(([area, routes]) =>
    Object.keys(routes).flatMap((name) => staleAfter(['ws_1', area, name])),
  )
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((area) => !(area in contract))).toEqual([])
})

test('a key of something else makes nothing stale', () => {
  expect(staleAfter(['ws_1', 'nothing', 'here'])).toEqual([])
})
