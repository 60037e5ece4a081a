import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlatformKnowledge } from '../../contract/platforms/index.ts'
import type { ReasonCode } from '../../contract/vocabulary.ts'
import { systemClock } from '../clock.ts'
import {
  closedAddress,
  createDriver,
  isMatch,
  type CannedAnswer,
  type Driver,
  type RequestMatch,
  type TestDelivery,
} from './conformance-driver.ts'
import type { CommitOutcome, Connector, PublishContext, Publisher, PublisherAccount, Secrets } from './publisher.ts'

/** A post as it really stands at the peer, read past the publisher and past the proxy. */
export interface PeerPost {
  readonly remoteId: string
  /** Plain text, without markup. */
  readonly text: string
  /** `remoteId` of the post it replies to. */
  readonly replyTo: string | null
  readonly images: readonly { readonly alt: string }[]
}

/** Faults between publisher and peer; test/support/chaos-proxy.ts is one. */
export interface Chaos {
  readonly plan: {
    next(match: RequestMatch, fault: ChaosFault, options?: { times?: number; skip?: number }): void
    heal(): void
  }
  readonly requests: readonly { readonly method: string; readonly target: string; readonly status: number | null }[]
}
type ChaosFault =
  | { readonly kind: 'drop_before' | 'drop_after' | 'cut_body' }
  | { readonly kind: 'error_before' | 'error_after'; readonly status?: number }
  | { readonly kind: 'rate_limited'; readonly resetMs: number }

/** A real peer (or a strict simulator where no real one can be had) with an account on it, behind a proxy that can break requests. */
export interface Peer {
  /** Reaches the peer through `chaos`. */
  readonly account: PublisherAccount
  readonly secrets: Secrets
  readonly chaos: Chaos
  /** The one request that makes a part exist. */
  readonly commit: RequestMatch
  /** The request that sends a file's bytes; null where the platform takes no files. */
  readonly upload: RequestMatch | null
  /** All posts of the account, oldest first. */
  posts(): Promise<readonly PeerPost[]>
  /**
   * Another connection of the same account, whose credentials `revoke` kills at the peer, as its owner would there. What the
   * publisher holds may be aged with it: an access token that lives on for a while after the grant is gone is let run out.
   */
  connectAnother(): Promise<{
    account: PublisherAccount
    secrets: Secrets
    revoke(held: Pick<PublishContext, 'secrets' | 'saveSecrets'>): Promise<void>
  }>
  /** Makes the peer take its time over the next upload or post; null where nothing is processed after it was accepted. */
  readonly slowDown: (() => void) | null
  stop(): Promise<void>
}

export interface DocumentedError {
  /** As the platform's documentation names it. */
  readonly name: string
  readonly at: 'commit' | 'upload'
  readonly answer: CannedAnswer
  readonly expect: { readonly is: CommitOutcome['is']; readonly code?: ReasonCode }
}

export interface ConformanceSubject {
  readonly name: string
  readonly publisher: Publisher
  readonly connector: Connector
  readonly knowledge: PlatformKnowledge
  /** Each error the platform documents for sending and uploading, and what it must mean. */
  readonly errors: readonly DocumentedError[]
  start(): Promise<Peer>
}

/**
 * The suite every publisher passes: what goes out, what each refusal means, and above all that no answer is ever taken for another.
 * What a platform lacks is read from its rules, and there it is tested that our own check says so.
 */
export function describePublisher(subject: ConformanceSubject): void {
  const { publisher, connector, knowledge } = subject
  const { rules } = knowledge

  describe(`${subject.name} as a publisher`, () => {
    let peer: Peer
    let driver: Driver
    let count = 0
    const marker = () => `conformance ${++count}-${systemClock.now().toString(36)}`
    const found = async (text: string) => (await peer.posts()).filter((post) => post.text.includes(text))
    const uploaded = () =>
      peer.chaos.requests.filter(
        ({ method, target, status }) =>
          peer.upload && isMatch(peer.upload, method, target.split('?')[0] ?? '') && status !== null && status < 300,
      ).length
    const start = (...texts: string[]) => driver.newDelivery(texts.map((text) => ({ text })))
    const twoImages = async () => [
      await driver.image('red.png', '#d33', 'A red card'),
      await driver.image('blue.png', '#33d', 'A blue card'),
    ]

    beforeAll(async () => {
      peer = await subject.start()
      driver = await createDriver(publisher, peer.account, peer.secrets)
    }, 120_000)
    afterAll(async () => {
      await driver?.stop()
      await peer?.stop()
    })

    /** The peer must end with exactly this one post, made by a second look or a second try. */
    async function settle(delivery: TestDelivery, expected: 'there' | 'absent') {
      peer.chaos.plan.heal()
      const seen = await driver.reconcile(delivery)
      expect(seen.is).toBe(expected)
      if (seen.is === 'there') delivery.landed.push(seen.remote)
      if (delivery.landed.length < delivery.post.parts.length) await driver.publish(delivery)
    }

    describe('sends', () => {
      test('a text, and knows its id and address', async () => {
        const text = marker()
        const delivery = start(text)
        await driver.publish(delivery)
        expect(await found(text)).toEqual([
          { remoteId: delivery.landed[0]?.remoteId, text: expect.stringContaining(text), replyTo: null, images: [] },
        ])
        expect(delivery.landed[0]?.url).toMatch(/^https?:\/\//)
      })

      test('a text with a link, whole', async () => {
        const text = `${marker()} https://example.com/a?b=c&d=e`
        const delivery = driver.newDelivery([{ text }], { settings: { linkCard: false } })
        await driver.publish(delivery)
        expect((await found(text)).map((post) => post.text)).toEqual([expect.stringContaining(text)])
      })

      test('characters of many bytes without a loss', async () => {
        const text = `${marker()} 👩🏽‍🚀 naïve “日本語” <b>&amp;</b>`
        await driver.publish(start(text))
        expect(await found(text)).toHaveLength(1)
      })

      if (rules.media.images) {
        test('images in their order with their descriptions', async () => {
          const text = marker()
          await driver.publish(driver.newDelivery([{ text, media: await twoImages() }]))
          expect((await found(text)).map((post) => post.images)).toEqual([
            [{ alt: 'A red card' }, { alt: 'A blue card' }],
          ])
        })
      }

      if (rules.thread) {
        test('a thread, each part replying to the one before', async () => {
          const text = marker()
          const delivery = start(`${text} one`, `${text} two`, `${text} three`)
          await driver.publish(delivery)
          const posts = await found(text)
          expect(posts.map((post) => post.text.split(' ').at(-1))).toEqual(['one', 'two', 'three'])
          expect(posts.map((post) => post.replyTo)).toEqual([null, posts[0]?.remoteId, posts[1]?.remoteId])
          expect(delivery.landed.map((remote) => remote.remoteId)).toEqual(posts.map((post) => post.remoteId))
        })
      } else {
        test('no thread, and says so before anything is sent', () => {
          const draft = {
            title: '',
            link: null,
            settings: {},
            parts: [
              { text: 'one', media: [] },
              { text: 'two', media: [] },
            ],
          }
          expect(knowledge.check(draft, rules).map(({ code, severity }) => [code, severity])).toContainEqual([
            'thread_unsupported',
            'error',
          ])
        })
      }
    })

    describe('when an answer is lost', () => {
      test.each([
        ['the connection breaks after the post was made', { kind: 'drop_after' } as const],
        ['half of the answer arrives', { kind: 'cut_body' } as const],
        ['a gateway says 504 though the post was made', { kind: 'error_after', status: 504 } as const],
      ])('%s: unknown, then found, and never twice', async (_, fault) => {
        const text = marker()
        const delivery = start(text)
        peer.chaos.plan.next(peer.commit, fault)
        expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
        await settle(delivery, 'there')
        expect((await found(text)).map((post) => post.remoteId)).toEqual([delivery.landed[0]?.remoteId])
      })

      test.each([
        ['the connection breaks before the peer read it', { kind: 'drop_before' } as const],
        ['a gateway says 502 and nothing was made', { kind: 'error_before', status: 502 } as const],
      ])('%s: unknown, then shown absent, then sent once', async (_, fault) => {
        const text = marker()
        const delivery = start(text)
        peer.chaos.plan.next(peer.commit, fault)
        expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
        await settle(delivery, 'absent')
        expect(await found(text)).toHaveLength(1)
      })

      test('an equal post of another delivery is not mistaken for this one', async () => {
        const text = marker()
        await driver.publish(start(text))
        const second = start(text)
        peer.chaos.plan.next(peer.commit, { kind: 'drop_before' })
        expect(await driver.attempt(second)).toMatchObject({ is: 'unknown' })
        peer.chaos.plan.heal()
        expect(await driver.reconcile(second)).toMatchObject({ is: 'absent' })
      })

      test('looking is not possible either: it says so and claims nothing', async () => {
        const text = marker()
        const delivery = start(text)
        peer.chaos.plan.next(peer.commit, { kind: 'drop_after' })
        expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
        peer.chaos.plan.next({}, { kind: 'error_before', status: 503 }, { times: 20 })
        const seen = await driver.reconcile(delivery).catch((error: { outcome?: { is: string } }) => error.outcome)
        expect(['not_sent', 'deferred', 'cannot_tell']).toContain(seen?.is)
        await settle(delivery, 'there')
        expect(await found(text)).toHaveLength(1)
      })

      if (rules.thread) {
        test.each([
          ['made', { kind: 'drop_after' } as const, 'there' as const],
          ['not made', { kind: 'drop_before' } as const, 'absent' as const],
        ])('of the second part, which was %s: the thread goes on there', async (_, fault, expected) => {
          const text = marker()
          const delivery = start(`${text} one`, `${text} two`, `${text} three`)
          peer.chaos.plan.next(peer.commit, fault, { skip: 1 })
          expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
          expect(delivery.landed).toHaveLength(1)
          await settle(delivery, expected)
          const posts = await found(text)
          expect(posts.map((post) => post.text.split(' ').at(-1))).toEqual(['one', 'two', 'three'])
          expect(posts.map((post) => post.replyTo)).toEqual([null, posts[0]?.remoteId, posts[1]?.remoteId])
        })
      }
    })

    describe('when it is refused', () => {
      test.each(subject.errors.map((error) => [error.name, error] as const))('%s', async (_, error) => {
        const text = marker()
        const match = error.at === 'commit' ? peer.commit : peer.upload
        if (!match) throw new Error(`${subject.name} has no uploads, so none can be refused`)
        const delivery = driver.newDelivery([{ text, media: error.at === 'upload' ? await twoImages() : [] }])
        const end = driver.answer(match, error.answer)
        const outcome = await driver.attempt(delivery)
        end()
        expect({ is: outcome.is, code: 'failure' in outcome ? outcome.failure.code : undefined }).toEqual({
          is: error.expect.is,
          code: error.expect.code,
        })
        expect(await found(text)).toEqual([])
      })

      test('too many requests: waits as long as it was told', async () => {
        const delivery = start(marker())
        peer.chaos.plan.next(peer.commit, { kind: 'rate_limited', resetMs: 90_000 })
        const outcome = await driver.attempt(delivery)
        peer.chaos.plan.heal()
        expect(outcome).toMatchObject({ is: 'deferred', failure: { code: 'rate_limited' } })
        const wait = outcome.is === 'deferred' ? outcome.until - systemClock.now() : 0
        expect(wait).toBeGreaterThan(80_000)
        expect(wait).toBeLessThan(120_000)
      })

      test('a revoked credential: says to connect again, and the account is broken', async () => {
        const { account, secrets, revoke } = await peer.connectAnother()
        const doomed = await createDriver(publisher, account, secrets)
        try {
          const before = marker()
          await doomed.publish(doomed.newDelivery([{ text: before }]))
          expect(await connector.health(doomed.context())).toMatchObject({ state: 'ok' })
          await revoke(doomed.context())
          const text = marker()
          expect(await doomed.attempt(doomed.newDelivery([{ text }]))).toMatchObject({
            is: 'rejected',
            failure: { code: 'reconnect' },
          })
          expect(await connector.health(doomed.context())).toMatchObject({ state: 'broken' })
          expect(await found(text)).toEqual([])
          expect(await found(before)).toHaveLength(1)
        } finally {
          await doomed.stop()
        }
      })

      test('the platform cannot be reached: nothing was sent, and the account is not broken', async () => {
        const away = await createDriver(publisher, { ...peer.account, server: await closedAddress() }, peer.secrets)
        try {
          expect(await away.attempt(away.newDelivery([{ text: marker() }]))).toMatchObject({
            is: 'not_sent',
            failure: { code: 'network' },
          })
          expect(await connector.health(away.context())).toMatchObject({ state: 'unreachable' })
        } finally {
          await away.stop()
        }
      })

      test('no secret is in anything it said', () => {
        const values = Object.values({ ...peer.secrets, ...driver.secrets }).filter(
          (value): value is string => typeof value === 'string' && value.length >= 8,
        )
        expect(values.length).toBeGreaterThan(0)
        expect(driver.said.length).toBeGreaterThan(0)
        for (const secret of values) for (const line of driver.said) expect(line).not.toContain(secret)
      })
    })

    if (rules.media.images) {
      test('a retry goes on where it broke and uploads nothing twice', async () => {
        const text = marker()
        const delivery = driver.newDelivery([{ text, media: await twoImages() }])
        const before = uploaded()
        peer.chaos.plan.next(peer.upload ?? {}, { kind: 'error_before', status: 503 }, { skip: 1 })
        expect(await driver.attempt(delivery)).toMatchObject({ is: 'not_sent', failure: { code: 'platform' } })
        peer.chaos.plan.heal()
        await driver.publish(delivery)
        expect(uploaded() - before).toBe(2)
        expect((await found(text)).map((post) => post.images.length)).toEqual([2])
      })
    }

    test('what is processed later is waited for, and what is not needs no asking', async () => {
      // Asking later is for what the platform processes, or holds until its time.
      if (!peer.slowDown) return expect(publisher.poll !== undefined).toBe(rules.nativeSchedule)
      const text = marker()
      const delivery = driver.newDelivery([
        { text, media: rules.media.images ? [await driver.image('slow.png', '#3d3', 'A green card')] : [] },
      ])
      peer.slowDown()
      await driver.publish(delivery)
      expect(await found(text)).toHaveLength(1)
    })

    if (rules.remoteDelete) {
      test('deletes what it sent, and again without complaint', async () => {
        const text = marker()
        const delivery = start(text)
        await driver.publish(delivery)
        const remote = delivery.landed[0]
        if (!remote || !publisher.remove) throw new Error('There is nothing to delete with')
        await publisher.remove(remote, driver.context(delivery))
        expect(await found(text)).toEqual([])
        await publisher.remove(remote, driver.context(delivery))
      })
    } else {
      test('deletes nothing, and does not claim to', () => expect(publisher.remove).toBeUndefined())
    }

    if (rules.edit) {
      test('changes what it sent in place', async () => {
        const text = marker()
        const delivery = start(`${text} before`)
        await driver.publish(delivery)
        const remote = delivery.landed[0]
        if (!remote || !publisher.edit) throw new Error('There is nothing to edit with')
        const changed = { ...delivery.post, parts: [{ text: `${text} after`, media: [] }] }
        const prepared = await publisher.prepare(changed, driver.context(delivery))
        const edited = await publisher.edit(prepared, 0, remote, driver.context(delivery))
        expect(edited.remoteId).toBe(remote.remoteId)
        expect((await found(text)).map((post) => post.text)).toEqual([expect.stringContaining('after')])
      })
    } else {
      test('edits nothing, and does not claim to', () => expect(publisher.edit).toBeUndefined())
    }
  })
}
