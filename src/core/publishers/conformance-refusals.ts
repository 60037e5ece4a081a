import { describe, expect, test } from 'vitest'
import type { Bench } from './conformance-bench.ts'
import { closedAddress } from './conformance-network.ts'
import type { Renewal } from './conformance-subject.ts'

/** What each refusal means, and what becomes of the sign-in. */
export function describeRefusals(bench: Bench): void {
  const { subject } = bench
  const connector = () => subject.at(bench.peer.origin).connector

  describe('when it is refused', () => {
    test.each(subject.errors.map((error) => [error.name, error] as const))('%s', async (_, error) => {
      const text = bench.marker()
      const { commit, upload } = bench.peer
      const match = error.at === 'commit' ? commit : error.at === 'upload' ? upload : error.at
      if (!match) throw new Error(`${subject.name} has no uploads, so none can be refused`)
      const delivery = error.kind
        ? await bench.ofKind(error.kind, text)
        : error.at === 'upload'
          ? await bench.withFiles(text)
          : await bench.start(text)
      const end = bench.driver.answer(match, error.answer)
      const outcome = await bench.driver.attempt(delivery).finally(end)
      expect({ is: outcome.is, code: 'failure' in outcome ? outcome.failure.code : undefined }).toEqual({
        is: error.expect.is,
        code: error.expect.code,
      })
      expect(await bench.found(text)).toEqual([])
    })

    test(`too many requests: waits ${subject.rateLimit === 'untold' ? 'a while' : 'as long as it was told'}`, async () => {
      const delivery = await bench.start(bench.marker())
      bench.peer.chaos.plan.next(bench.peer.commit, { kind: 'rate_limited', resetMs: 90_000 })
      const outcome = await bench.driver.attempt(delivery)
      bench.peer.chaos.plan.heal()
      expect(outcome).toMatchObject({ is: 'deferred', failure: { code: 'rate_limited' } })
      const wait = outcome.is === 'deferred' ? outcome.until - bench.clock.now() : 0
      if (subject.rateLimit === 'untold') return expect(wait).toBeGreaterThan(10_000)
      expect(wait).toBeGreaterThan(80_000)
      expect(wait).toBeLessThan(120_000)
    })

    test('a revoked credential: says to connect again, and the account is broken', async () => {
      const { account, secrets, revoke } = await bench.peer.connectAnother()
      const doomed = await bench.another(account, secrets)
      const before = bench.marker()
      await doomed.publish(await bench.start(before))
      expect(await connector().health(doomed.context())).toMatchObject({ state: 'ok' })
      await revoke(doomed.context())
      const text = bench.marker()
      expect(await doomed.attempt(await bench.start(text))).toMatchObject({
        is: 'rejected',
        failure: { code: 'reconnect' },
      })
      expect(await connector().health(doomed.context())).toMatchObject({ state: 'broken' })
      expect(await bench.found(text)).toEqual([])
      expect(await bench.found(before)).toHaveLength(1)
    })

    if (!subject.keepsCredential) {
      test('disconnected by the person: what says it has ended its access opens nothing any more', async () => {
        const { account, secrets } = await bench.peer.connectAnother()
        const leaving = await bench.another(account, secrets)
        if (!(await connector().revoke(leaving.context()))) return
        // What lives on for a while after its grant is gone is let run out.
        await bench.peer.renewal?.expire(leaving.context())
        expect(await connector().health(leaving.context())).toMatchObject({ state: 'broken' })
      })
    }

    test('the platform cannot be reached: nothing was sent, and the account is not broken', async () => {
      const closed = await closedAddress()
      const { account, secrets } = bench.peer
      const away = await bench.another({ ...account, server: account.server && closed }, secrets, closed)
      expect(await away.attempt(await bench.start(bench.marker()))).toMatchObject({
        is: 'not_sent',
        failure: { code: 'network' },
      })
      expect(await subject.at(closed).connector.health(away.context())).toMatchObject({ state: 'unreachable' })
    })

    test('the platform has a problem of its own: the account is not broken', async () => {
      bench.peer.chaos.plan.next({}, { kind: 'error_before', status: 503 }, { times: 20 })
      const health = await connector().health(bench.driver.context())
      bench.peer.chaos.plan.heal()
      expect(health).toMatchObject({ state: 'unreachable' })
    })

    test('no secret is in anything it said', () => {
      const values = Object.values({ ...bench.peer.secrets, ...bench.driver.secrets }).filter(
        (value): value is string => typeof value === 'string' && value.length >= 8,
      )
      expect(values.length).toBeGreaterThan(0)
      expect(bench.driver.said.length).toBeGreaterThan(0)
      for (const secret of values) for (const line of bench.driver.said) expect(line).not.toContain(secret)
    })
  })

  describe('when its sign-in runs out', () => {
    const renewal = (): Renewal | null => bench.peer.renewal

    test('in the middle of an attempt: renewed once, kept before it is used, and the post goes out', async () => {
      const ends = renewal()
      if (!ends) return
      const text = bench.marker()
      const delivery = await bench.withFiles(text)
      let [count, held] = [0, '']
      const unsaved = bench.driver.unsaved.length
      const { publisher } = subject.at(bench.peer.origin)
      // It ends between what was prepared and the commit.
      bench.driver.restart({
        ...publisher,
        prepare: async (post, context) => {
          const prepared = await publisher.prepare(post, context)
          await ends.expire(context)
          count = ends.count()
          held = JSON.stringify(context.secrets)
          return prepared
        },
      })
      await bench.driver.publish(delivery)
      bench.restart()
      expect(await bench.found(text)).toHaveLength(1)
      expect(ends.count() - count).toBe(1)
      expect(JSON.stringify(bench.driver.secrets)).not.toBe(held)
      expect(bench.driver.unsaved.slice(unsaved)).toEqual([])
    })

    test('under two deliveries at once: renewed once, and both go out', async () => {
      const ends = renewal()
      if (!ends) return
      const texts = [bench.marker(), bench.marker()]
      const deliveries = [await bench.start(texts[0] ?? ''), await bench.start(texts[1] ?? '')]
      const count = ends.count()
      await ends.expire(bench.driver.context())
      await Promise.all(deliveries.map((delivery) => bench.driver.publish(delivery)))
      for (const text of texts) expect(await bench.found(text)).toHaveLength(1)
      expect(ends.count() - count).toBe(1)
    })

    test('and cannot be renewed just now: nothing is sent, the account is not broken, and it goes out later', async () => {
      const ends = renewal()
      if (!ends) return
      const text = bench.marker()
      const delivery = await bench.start(text)
      await ends.expire(bench.driver.context())
      bench.peer.chaos.plan.next(ends.request, { kind: 'error_before', status: 503 }, { times: 20 })
      const outcome = await bench.driver.attempt(delivery)
      expect(['not_sent', 'deferred']).toContain(outcome.is)
      expect(await connector().health(bench.driver.context())).toMatchObject({ state: 'unreachable' })
      bench.peer.chaos.plan.heal()
      await bench.driver.publish(delivery)
      expect(await bench.found(text)).toHaveLength(1)
    })
  })
}
