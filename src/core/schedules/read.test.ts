import fc from 'fast-check'
import { expect, test } from 'vitest'
import { graphOf } from './graph.ts'
import { readTime } from './plan.ts'
import { readDocument } from './read.ts'

test('any input at all is read, and what is no document is called one with a problem', () => {
  fc.assert(
    fc.property(fc.anything(), (input) => {
      const read = readDocument(input, 'UTC')
      graphOf(read.rows)
      return read.wrong.length > 0
    }),
  )
})

const scrap = fc.oneof(
  fc.constant(undefined),
  fc.string({ maxLength: 5 }),
  fc.integer(),
  fc.constant(null),
  fc.array(fc.string({ maxLength: 3 }), { maxLength: 2 }),
)
const rowLike = fc.record(
  {
    step: scrap,
    account: scrap,
    text: scrap,
    parts: scrap,
    publishAt: scrap,
    labels: scrap,
    settings: scrap,
    assets: scrap,
    caption: scrap,
    interaction: scrap,
    parentStep: scrap,
  },
  { requiredKeys: [] },
)

test('a row is either read whole or has a problem below its own path', () => {
  fc.assert(
    fc.property(fc.array(rowLike, { minLength: 1, maxLength: 5 }), (posts) => {
      const { rows } = readDocument({ posts, mode: 'draft', idempotencyKey: 'k' }, 'UTC')
      return (
        rows.length === posts.length &&
        rows.every(
          ({ value, wrong, path }, index) =>
            path === `posts.${index}` &&
            value !== null &&
            wrong.every((one) => one.path === path || one.path.startsWith(`${path}.`)),
        )
      )
    }),
  )
})

test('however many rows are wrong, each is named', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 200 }), (goods) => {
      const posts = goods.map((good) => (good ? { account: 'a', text: 'x' } : { account: 7, text: 'x' }))
      const { rows } = readDocument({ posts, mode: 'draft', idempotencyKey: 'k' }, 'UTC')
      return goods.every((good, index) => (rows[index]!.wrong.length === 0) === good)
    }),
  )
})

test('parents stand before what goes under them, and who is in a circle, or under one, stands nowhere', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat({ max: 19 })), { minLength: 1, maxLength: 20 }), (parents) => {
      const posts = parents.map((parent, index) => ({
        step: String(index),
        account: 'a',
        ...(parent !== null && parent < parents.length && { parentStep: String(parent) }),
      }))
      const { rows } = readDocument({ posts, mode: 'draft', idempotencyKey: 'k' }, 'UTC')
      const { order, parentOf, wrong } = graphOf(rows)
      const place = new Map(order.map((index, at) => [index, at]))
      const endless = (index: number) => {
        let at: number | undefined = index
        for (let steps = 0; steps <= rows.length && at !== undefined; steps++) at = parentOf.get(at)
        return at !== undefined
      }
      return rows.every(({ index }) => {
        if (endless(index)) return !place.has(index)
        const parent = parentOf.get(index)
        return place.has(index) && !wrong.has(index) && (parent === undefined || place.get(parent)! < place.get(index)!)
      })
    }),
  )
})

test('times are read as moments, with offsets and on the wall', () => {
  expect(readTime('2026-12-01T09:00', 'Europe/Berlin')?.at).toBe(Date.UTC(2026, 11, 1, 8))
  expect(readTime('2026-12-01T09:00:00+01:00', 'UTC')?.at).toBe(Date.UTC(2026, 11, 1, 8))
  expect(readTime('2026-12-01T09:00:00-05:00', 'UTC')?.at).toBe(Date.UTC(2026, 11, 1, 14))
  expect(readTime('2026-12-01T09:00:00Z', 'Europe/Berlin')?.wallTime).toBe('2026-12-01T10:00')
})
