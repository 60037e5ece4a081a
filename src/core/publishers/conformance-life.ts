import { describe, expect, test } from 'vitest'
import { mostHeld } from '../../../test/support/memory.ts'
import type { Bench } from './conformance-bench.ts'
import { Died, type TestDelivery } from './conformance-driver.ts'
import type { Processing } from './conformance-subject.ts'
import type { Publisher, Remote } from './publisher.ts'

/** Uploads, processing, and what can be done to a post afterwards. */
export function describeLife(bench: Bench): void {
  const { subject, rules } = bench
  const publisher = (): Publisher => subject.at(bench.peer.origin).publisher

  async function published(text: string): Promise<{ delivery: TestDelivery; remote: Remote }> {
    const delivery = await bench.start(text)
    await bench.driver.publish(delivery)
    const [remote] = delivery.landed
    if (!remote) throw new Error('Nothing landed')
    return { delivery, remote }
  }

  describe('files', () => {
    if (rules.media.images || rules.media.video) {
      test('of a retry: it goes on where it broke and uploads nothing twice', async () => {
        if (!bench.peer.upload) return
        const before = bench.uploads()
        await bench.driver.publish(await bench.withFiles(bench.marker()))
        const cost = bench.uploads() - before
        expect(cost).toBeGreaterThan(0)
        const text = bench.marker()
        const delivery = await bench.withFiles(text)
        bench.peer.chaos.plan.next(bench.peer.upload, { kind: 'error_before', status: 503 }, { skip: cost - 1 })
        expect(await bench.driver.attempt(delivery)).toMatchObject({ is: 'not_sent', failure: { code: 'platform' } })
        bench.peer.chaos.plan.heal()
        await bench.driver.publish(delivery)
        expect(bench.uploads() - before).toBe(2 * cost)
        expect(await bench.found(text)).toHaveLength(1)
      })
    }

    if (subject.chunked) {
      const { bytes } = subject.chunked
      const inChunks = async (text: string) => {
        const film = bench.driver.video('long.mp4', { bytes })
        const { post, ...delivery } = await bench.ofKind(bench.rules.kinds.find(isFilm) ?? 'video', text)
        const parts = post.parts.map((part, at) => (at === 0 ? { ...part, media: [film] } : part))
        return { film, delivery: { ...delivery, post: { ...post, parts } } }
      }
      const uploadOf = () => bench.peer.upload ?? {}

      test.each([
        ['refuses the second', { kind: 'error_before', status: 503 } as const, 0],
        ['loses the connection in the second', { kind: 'drop_during' } as const, 1],
        ['loses the answer to the second', { kind: 'drop_after' } as const, 1],
      ])('in chunks, where the platform %s: resumed there, and the file is whole', async (_, fault, more) => {
        const before = bench.uploads()
        await bench.driver.publish((await inChunks(bench.marker())).delivery)
        const cost = bench.uploads() - before
        expect(cost).toBeGreaterThanOrEqual(3)
        const text = bench.marker()
        const { film, delivery } = await inChunks(text)
        bench.peer.chaos.plan.next(uploadOf(), fault, { skip: 1 })
        expect(await bench.driver.attempt(delivery)).toMatchObject({ is: 'not_sent' })
        bench.peer.chaos.plan.heal()
        bench.restart()
        await bench.driver.publish(delivery)
        expect((await bench.found(text)).map(({ videos }) => videos)).toEqual([[{ bytes, sha256: film.sha256 }]])
        expect(bench.uploads() - before - 2 * cost).toBeLessThanOrEqual(more)
      })
    }

    if (subject.largeVideo) {
      test('of 100 MB are streamed: memory stays flat, and every byte arrives', async () => {
        const text = bench.marker()
        const film = bench.driver.video('large.mp4', { bytes: 100_000_000 })
        const { post, ...delivery } = await bench.ofKind(bench.rules.kinds.find(isFilm) ?? 'video', text)
        const parts = post.parts.map((part, at) => (at === 0 ? { ...part, media: [film] } : part))
        const held = await mostHeld(() => bench.driver.publish({ ...delivery, post: { ...post, parts } }))
        expect((await bench.found(text)).map(({ videos }) => videos)).toEqual([
          [{ bytes: 100_000_000, sha256: film.sha256 }],
        ])
        expect(held).toBeLessThan(40_000_000)
      }, 120_000)
    }
  })

  describe('what the platform works on', () => {
    const processed = (text: string, { of }: Processing) =>
      of === 'post'
        ? bench.start(text)
        : bench.ofKind(of === 'image' ? 'image' : (rules.kinds.find(isFilm) ?? 'video'), text)

    test('is waited for, and what is not worked on needs no asking', async () => {
      const { processing } = bench.peer
      // Asking later is for what the platform processes, or holds until its time.
      if (!processing) return expect(publisher().poll !== undefined).toBe(rules.nativeSchedule)
      const text = bench.marker()
      const delivery = await processed(text, processing)
      const [commits, waits] = [bench.commits(), bench.driver.waits]
      processing.slow()
      await bench.driver.publish(delivery)
      expect(await bench.found(text)).toHaveLength(1)
      expect(bench.commits() - commits).toBe(1)
      expect(bench.driver.waits).toBeGreaterThan(waits)
    })

    test('is asked about again by a program that was started anew, and not sent again', async () => {
      const { processing } = bench.peer
      if (!processing) return
      const text = bench.marker()
      const delivery = await processed(text, processing)
      const commits = bench.commits()
      processing.slow()
      const outcome = await bench.driver.attempt(delivery, { wait: false })
      // Quick work may be waited for within the attempt.
      expect(['pending', 'deferred', 'published']).toContain(outcome.is)
      bench.restart()
      if (outcome.is !== 'published') await bench.driver.publish(delivery)
      expect(bench.commits() - commits).toBe(1)
      expect(await bench.found(text)).toHaveLength(1)
    })

    test('and comes to nothing: says so, and nothing is there', async () => {
      const { processing } = bench.peer
      if (!processing) return
      const text = bench.marker()
      const delivery = await processed(text, processing)
      processing.fail()
      const outcome = await bench.driver.attempt(delivery).catch((error: unknown) => {
        if (error instanceof Died) throw error
        return error
      })
      expect(outcome).toMatchObject({ is: 'rejected', failure: { code: expect.stringMatching(/^(media|content)$/) } })
      expect(await bench.found(text)).toEqual([])
    })
  })

  if (rules.remoteDelete) {
    test('deletes what it sent, and again without complaint', async () => {
      const text = bench.marker()
      const { delivery, remote } = await published(text)
      const { remove } = publisher()
      if (!remove) throw new Error('There is nothing to delete with')
      await remove(remote, bench.driver.context(delivery))
      expect(await bench.found(text)).toEqual([])
      await remove(remote, bench.driver.context(delivery))
    })
  } else {
    test('deletes nothing, and does not claim to', () => expect(publisher().remove).toBeUndefined())
  }

  if (rules.edit) {
    test('changes what it sent in place', async () => {
      const text = bench.marker()
      const { delivery, remote } = await published(`${text} before`)
      const { prepare, edit } = publisher()
      if (!edit) throw new Error('There is nothing to edit with')
      const after = await bench.start(`${text} after`)
      const parts = after.post.parts.map((part, at) => ({ ...part, media: delivery.post.parts[at]?.media ?? [] }))
      const changed = { ...delivery.post, title: after.post.title, parts }
      const prepared = await prepare(changed, bench.driver.context(delivery))
      const edited = await edit(prepared, 0, remote, bench.driver.context(delivery))
      // Some platforms give what was edited a new id.
      expect((await bench.found(text)).map((post) => [post.remoteId, post.text || post.title])).toEqual([
        [edited.remoteId, expect.stringContaining('after')],
      ])
    })
  } else {
    test('edits nothing, and does not claim to', () => expect(publisher().edit).toBeUndefined())
  }

  if (rules.nativeSchedule) {
    describe('hands a post over ahead of its time', () => {
      const handOver = async (text: string) => {
        const delivery = await bench.start(text)
        const later = { dueAt: bench.clock.now() + 2 * 3_600_000 }
        const settings = { ...delivery.post.settings, handOff: true }
        const handed = { ...delivery, post: { ...delivery.post, ...later, settings } }
        const outcome = await bench.driver.attempt(handed)
        expect(outcome).toMatchObject({ is: 'handed_off' })
        const [remote] = handed.landed
        if (outcome.is !== 'handed_off' || !remote) throw new Error('It was not handed over')
        // To the minute: platforms keep no finer.
        expect(Math.abs(outcome.until - handed.post.dueAt)).toBeLessThanOrEqual(60_000)
        const poll = () => publisher().poll?.(JSON.parse(JSON.stringify(remote)), bench.driver.context(handed))
        return { handed, remote, poll }
      }

      test('where nobody sees it until then, and is asked whether it went out', async () => {
        const text = bench.marker()
        const { remote, poll } = await handOver(text)
        expect(await bench.found(text)).toEqual([])
        expect(await poll()).toMatchObject({ is: 'handed_off' })
        await bench.peer.release?.()
        expect(await poll()).toMatchObject({ is: 'published', remote: { remoteId: remote.remoteId } })
        expect(await bench.found(text)).toHaveLength(1)
      })

      test('and takes it back before', async () => {
        const text = bench.marker()
        const { handed, remote, poll } = await handOver(text)
        await publisher().remove?.(remote, bench.driver.context(handed))
        await bench.peer.release?.()
        expect(await bench.found(text)).toEqual([])
        expect(await poll()).toMatchObject({ is: 'rejected' })
      })
    })
  }
}

const isFilm = (kind: string) => kind === 'video' || kind === 'reel' || kind === 'short'
