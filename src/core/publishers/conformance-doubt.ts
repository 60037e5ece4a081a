import { describe, expect, test } from 'vitest'
import type { Bench } from './conformance-bench.ts'
import { Died, type TestDelivery } from './conformance-driver.ts'
import { commented, commentsOf } from './conformance-sends.ts'

const hour = 3_600_000

/** No answer is ever taken for another: what is lost is looked for, and nothing is sent twice. */
export function describeDoubt(bench: Bench): void {
  const { subject, rules } = bench
  const finds = subject.reconcile !== 'cannot_tell'
  const excludes = subject.reconcile === 'finds'
  const seenAs = (is: 'there' | 'absent') => ((is === 'there' ? finds : excludes) ? is : 'cannot_tell')

  /** Healed, it is looked for; what is shown absent, or what a person says, is sent again. */
  async function settle(delivery: TestDelivery, expected: 'there' | 'absent'): Promise<void> {
    bench.peer.chaos.plan.heal()
    expect(await bench.look(delivery)).toBe(seenAs(expected))
    // Who cannot be told sends again only what is not there: a person who looked says so.
    if (!finds && expected === 'there') return
    if (delivery.landed.length < delivery.post.parts.length) await bench.driver.publish(delivery)
  }

  const lose = async (delivery: TestDelivery, fault: Parameters<typeof bench.peer.chaos.plan.next>[1], skip = 0) => {
    bench.peer.chaos.plan.next(bench.peer.commit, fault, { skip })
    expect(await bench.driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
  }

  describe('when an answer is lost', () => {
    test.each([
      ['the connection breaks after the post was made', { kind: 'drop_after' } as const],
      ['half of the answer arrives', { kind: 'cut_body' } as const],
      ['a gateway says 504 though the post was made', { kind: 'error_after', status: 504 } as const],
    ])(`%s: unknown, then ${finds ? 'found' : 'left to the person'}, and never twice`, async (_, fault) => {
      const text = bench.marker()
      const delivery = await bench.start(text)
      await lose(delivery, fault)
      await settle(delivery, 'there')
      const posts = await bench.found(text)
      expect(posts).toHaveLength(1)
      if (finds) expect(delivery.landed.map(({ remoteId }) => remoteId)).toEqual([posts[0]?.remoteId])
    })

    test.each([
      ['the connection breaks before the peer read it', { kind: 'drop_before' } as const],
      ['the connection breaks while the peer reads it', { kind: 'drop_during' } as const],
      ['a gateway says 502 and nothing was made', { kind: 'error_before', status: 502 } as const],
    ])(
      `%s: unknown, then ${excludes ? 'shown absent, then sent once' : 'sent once at the person’s word'}`,
      async (_, fault) => {
        const text = bench.marker()
        const delivery = await bench.start(text)
        await lose(delivery, fault)
        expect(await bench.found(text)).toEqual([])
        await settle(delivery, 'absent')
        expect(await bench.found(text)).toHaveLength(1)
      },
    )

    if (finds) {
      test.each([
        ['behind', -7 * hour],
        ['ahead', 7 * hour],
      ])('a clock of ours that is hours %s does not hide what is there', async (_, aheadMs) => {
        const text = bench.marker()
        const delivery = await bench.start(text)
        await lose(delivery, { kind: 'drop_after' })
        bench.peer.chaos.plan.heal()
        expect(await bench.look(delivery, aheadMs)).toBe('there')
        expect(delivery.landed.map(({ remoteId }) => remoteId)).toEqual([(await bench.found(text))[0]?.remoteId])
      })

      test('a clock of ours that is hours behind makes nothing ours that stood there before', async ({ skip }) => {
        // Only a clock that can be moved dates something earlier.
        if (!bench.peer.advance) return skip()
        const text = bench.marker()
        const { account, secrets } = await bench.peer.connectAnother()
        await (await bench.another(account, secrets)).publish(await bench.start(text))
        await bench.clock.sleep(2 * hour)
        const delivery = await bench.start(text)
        await lose(delivery, { kind: 'drop_before' })
        bench.peer.chaos.plan.heal()
        expect(await bench.look(delivery, -7 * hour)).toBe(seenAs('absent'))
      })

      test('an equal post of another delivery is not mistaken for this one', async () => {
        const text = bench.marker()
        await bench.driver.publish(await bench.start(text))
        const second = await bench.start(text)
        await lose(second, { kind: 'drop_before' })
        bench.peer.chaos.plan.heal()
        expect(await bench.look(second)).toBe(seenAs('absent'))
      })

      test('looking is not possible either: it says so and claims nothing', async () => {
        const text = bench.marker()
        const delivery = await bench.start(text)
        await lose(delivery, { kind: 'drop_after' })
        bench.peer.chaos.plan.next({}, { kind: 'error_before', status: 503 }, { times: 20 })
        const seen = await bench.driver
          .reconcile(delivery)
          .catch((error: { outcome?: { is: string } }) => error.outcome)
        expect(['not_sent', 'deferred', 'cannot_tell']).toContain(seen?.is)
        await settle(delivery, 'there')
        expect(await bench.found(text)).toHaveLength(1)
      })
    }

    if (rules.thread) {
      test.each([
        ['made', { kind: 'drop_after' } as const, 'there' as const],
        ['not made', { kind: 'drop_before' } as const, 'absent' as const],
      ])('of the second part, which was %s: the thread goes on there', async (_, fault, expected) => {
        const text = bench.marker()
        const delivery = await bench.start(`${text} one`, `${text} two`, `${text} three`)
        await lose(delivery, fault, 1)
        expect(delivery.landed).toHaveLength(1)
        await settle(delivery, expected)
        const posts = await bench.found(text)
        const all = finds || expected === 'absent'
        expect(posts.map((post) => post.text.split(' ').at(-1))).toEqual(all ? ['one', 'two', 'three'] : ['one', 'two'])
        expect(posts.map((post) => post.replyTo)).toEqual(
          [null, posts[0]?.remoteId, posts[1]?.remoteId].slice(0, posts.length),
        )
      })
    }

    if (rules.firstComment) {
      test.each([
        ['the same as', 0],
        ['hours behind', -7 * hour],
        ['hours ahead of', 7 * hour],
      ])(
        'of the first comment, our clock %s the platform’s: nothing is sent again, and there is one',
        async (_, aheadMs) => {
          const text = bench.marker()
          const delivery = await commented(bench, text)
          await lose(delivery, { kind: 'drop_after' }, 1)
          expect(delivery.landed).toHaveLength(1)
          bench.peer.chaos.plan.heal()
          expect(await bench.look(delivery, aheadMs)).not.toBe('absent')
          expect((await bench.found(text)).filter(({ replyTo }) => replyTo === null)).toHaveLength(1)
          expect(await commentsOf(bench, text)).toEqual([`${text} comment`])
        },
      )
    }
  })

  describe('when the program is killed', () => {
    test('after any step it had kept: goes on there, uploads nothing twice, and sends once', async () => {
      const clean = await bench.withFiles(bench.marker())
      const before = bench.uploads()
      await bench.driver.publish(clean)
      const cost = bench.uploads() - before
      if (cost > 0) expect(clean.steps.size, 'uploads that no step keeps').toBeGreaterThan(0)
      for (let step = 1; step <= clean.steps.size; step++) {
        const text = bench.marker()
        const delivery = await bench.withFiles(text)
        const already = bench.uploads()
        delivery.diesAt = step
        await expect(bench.driver.attempt(delivery)).rejects.toThrow(Died)
        delivery.diesAt = null
        bench.restart()
        if (delivery.inDoubt) await settle(delivery, (await bench.found(text)).length > 0 ? 'there' : 'absent')
        else await bench.driver.publish(delivery)
        expect(await bench.found(text), `killed after step ${step}`).toHaveLength(1)
        expect(bench.uploads() - already, `uploads when killed after step ${step}`).toBe(cost)
      }
    })

    test(`after the platform took it: ${finds ? 'found, and never twice' : 'left to the person'}`, async () => {
      const text = bench.marker()
      const delivery = await bench.start(text)
      delivery.diesAt = 'answer'
      await expect(bench.driver.attempt(delivery, { wait: false })).rejects.toThrow(Died)
      delivery.diesAt = null
      expect(delivery).toMatchObject({ inDoubt: true, landed: [] })
      bench.restart()
      await settle(delivery, 'there')
      expect(await bench.found(text)).toHaveLength(1)
    })
  })
}
