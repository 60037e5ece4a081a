import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestContext, type TestContext } from '../testing.ts'
import { createIdempotency, type Idempotency } from './idempotency.ts'

let context: TestContext
let made: number
let idempotency: Idempotency
beforeEach(() => {
  context = createTestContext()
  made = 0
  idempotency = createIdempotency({ ...context, bootId: 'boot_one' })
})
afterEach(() => context.dispose())

const make = async () => ({ number: ++made })
const call = (change: object = {}) => ({
  caller: 'key_a',
  key: 'k1',
  operation: 'posts.create',
  input: { text: 'x', labels: ['a', 'b'] },
  ...change,
})

test('fifty of the same call at once are made once, and all are given its answer', async () => {
  const slow = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    return make()
  }
  const answers = await Promise.all(Array.from({ length: 50 }, () => idempotency.run(call(), slow)))
  expect(made).toBe(1)
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
  expect(new Set(answers.map(({ output }) => output.number))).toEqual(new Set([1]))
})

test('the answer is given again after a restart, whatever order the fields come in', async () => {
  await idempotency.run(call(), make)
  const later = createIdempotency({ ...context, bootId: 'boot_two' })
  const again = await later.run(call({ input: { labels: ['a', 'b'], text: 'x' } }), make)
  expect([again, made]).toEqual([{ output: { number: 1 }, replayed: true }, 1])
})

test('the same key for something else is refused, and another program may use it for its own', async () => {
  await idempotency.run(call(), make)
  const other = call({ input: { text: 'y', labels: ['a', 'b'] } })
  await expect(idempotency.run(other, make)).rejects.toMatchObject({
    code: 'idempotency_key_conflict',
    data: { reason: 'other_call' },
  })
  await expect(idempotency.run(call({ operation: 'keys.create' }), make)).rejects.toThrow(/another call/)
  expect((await idempotency.run(call({ caller: 'key_b' }), make)).output.number).toBe(2)
})

test('a call that was refused made nothing, so it may be mended and sent with the same key', async () => {
  await expect(idempotency.run(call(), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  const mended = await idempotency.run(call({ input: { text: 'mended' } }), make)
  expect(mended).toEqual({ output: { number: 1 }, replayed: false })
})

test('when the first of several is refused, one of those who waited is made in its place', async () => {
  let tries = 0
  const second = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    if (++tries === 1) throw new Error('no')
    return make()
  }
  const answers = await Promise.allSettled(Array.from({ length: 5 }, () => idempotency.run(call(), second)))
  expect(answers.map(({ status }) => status)).toEqual(['rejected', ...Array.from({ length: 4 }, () => 'fulfilled')])
  expect([tries, made]).toEqual([2, 1])
})

test('a call that a crash cut off is not made again: nobody knows what it made', async () => {
  void idempotency.run(call(), () => new Promise(() => {}))
  const later = createIdempotency({ ...context, bootId: 'boot_two' })
  await expect(later.run(call(), make)).rejects.toMatchObject({ data: { reason: 'interrupted' } })
  expect(made).toBe(0)
})
