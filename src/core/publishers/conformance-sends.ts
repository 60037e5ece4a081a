import { describe, expect, test } from 'vitest'
import type { Bench } from './conformance-bench.ts'
import type { TestDelivery } from './conformance-driver.ts'
import type { PeerPost } from './conformance-subject.ts'

/** What goes out: each kind the rules list, whole, in order, and with what was set. */
export function describeSending(bench: Bench): void {
  const { subject, rules } = bench
  const { knowledge } = subject

  const errorsOf = ({ post }: TestDelivery) =>
    knowledge
      .check(post, knowledge.rulesFor(bench.peer.account.limits))
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code)

  /** The post that came of it, and that it has the files it was sent. */
  async function expectSent(delivery: TestDelivery): Promise<PeerPost> {
    const before = new Set((await bench.peer.posts()).map(({ remoteId }) => remoteId))
    expect(errorsOf(delivery)).toEqual([])
    await bench.driver.publish(delivery)
    const posts = (await bench.peer.posts()).filter(({ remoteId }) => !before.has(remoteId))
    const [post] = posts
    expect(posts.map(({ remoteId }) => remoteId)).toEqual(delivery.landed.map(({ remoteId }) => remoteId))
    if (!post) throw new Error('Nothing came of it')
    const files = delivery.post.parts[0]?.media ?? []
    const pictures = files.filter(({ kind }) => kind === 'image')
    expect(post.images.length).toBe(pictures.length)
    if (rules.media.altMax > 0) expect(post.images).toEqual(pictures.map(({ alt }) => ({ alt })))
    const films = files.filter(({ kind }) => kind === 'video')
    if (films.length > 0) expect(post.videos).toEqual(films.map(({ bytes, sha256 }) => ({ bytes, sha256 })))
    return post
  }

  describe('sends', () => {
    test('a post, and knows its id and address', async () => {
      const text = bench.marker()
      const delivery = await bench.start(text)
      await bench.driver.publish(delivery)
      const posts = await bench.found(text)
      expect(posts).toMatchObject([{ remoteId: delivery.landed[0]?.remoteId, replyTo: null }])
      if (subject.noAddress) expect(delivery.landed[0]?.url).toBeNull()
      else expect(delivery.landed[0]?.url).toMatch(/^https?:\/\//)
    })

    test.each(rules.kinds)('its kind of post: %s', async (kind) => {
      const text = bench.marker()
      const delivery = await bench.ofKind(kind, text)
      expect(knowledge.kindOf(delivery.post)).toBe(kind)
      const post = await expectSent(delivery)
      if (post.kind !== undefined) expect(post.kind).toBe(kind)
      if (delivery.post.link !== null && post.link !== undefined) expect(post.link).toBe(delivery.post.link)
    })

    test('a text with a link, whole', async () => {
      const text = `${bench.marker()} https://example.com/a?b=c&d=e`
      const delivery = await bench.start(text)
      const plain = {
        ...delivery,
        post: { ...delivery.post, settings: { ...delivery.post.settings, linkCard: false } },
      }
      await bench.driver.publish(plain)
      expect(await bench.found(text)).toHaveLength(1)
    })

    test('characters of many bytes without a loss, and those of HTML where they are taken', async () => {
      const many = `${bench.marker()} 👩🏽‍🚀 naïve “日本語”`
      const withTags = await bench.start(`${many} <b>&amp;</b>`)
      const delivery = errorsOf(withTags).length === 0 ? withTags : await bench.start(many)
      await bench.driver.publish(delivery)
      expect(await bench.found(delivery.post.parts[0]?.text || delivery.post.title)).toHaveLength(1)
    })

    if (rules.media.images && rules.media.max > 1 && subject.needs !== 'video') {
      test('images in their order with their descriptions', async () => {
        await expectSent(await bench.withFiles(bench.marker()))
      })
    }

    if (rules.thread) {
      test('a thread, each part replying to the one before', async () => {
        const text = bench.marker()
        const delivery = await bench.start(`${text} one`, `${text} two`, `${text} three`)
        await bench.driver.publish(delivery)
        const posts = await bench.found(text)
        expect(posts.map((post) => post.text.split(' ').at(-1))).toEqual(['one', 'two', 'three'])
        expect(posts.map((post) => post.replyTo)).toEqual([null, posts[0]?.remoteId, posts[1]?.remoteId])
        expect(delivery.landed.map((remote) => remote.remoteId)).toEqual(posts.map((post) => post.remoteId))
      })
    } else {
      test('no thread, and says so before anything is sent', async () => {
        const { post } = await bench.start('one', 'two')
        expect(knowledge.check(post, rules).map(({ code, severity }) => [code, severity])).toContainEqual([
          'thread_unsupported',
          'error',
        ])
      })
    }

    if (rules.firstComment) {
      test('a first comment under the post', async () => {
        const text = bench.marker()
        const delivery = await commented(bench, text)
        await bench.driver.publish(delivery)
        expect(delivery.landed).toHaveLength(2)
        expect(await commentsOf(bench, text)).toEqual([`${text} comment`])
      })
    }

    if (rules.thread || rules.firstComment) {
      test('what goes under another delivery, under it, and nothing of that one anew', async () => {
        const text = bench.marker()
        const above = await bench.start(text)
        await bench.driver.publish(above)
        const uploads = bench.uploads()
        const below = underneath(bench, above, `${text} below`)
        await bench.driver.publish(below)
        expect(await commentsOf(bench, text)).toEqual([`${text} below`])
        expect((await bench.found(text)).filter(({ replyTo }) => replyTo === null)).toHaveLength(1)
        expect(below.landed).toHaveLength(2)
        // A text can be a container of its own; what is out is none again.
        const own = rules.thread ? 1 : 0
        expect(bench.uploads() - uploads, 'a file of what is out was uploaded again').toBeLessThanOrEqual(own)
      })

      if (subject.reconcile === 'finds')
        test('what goes under another delivery once, though its answer was lost', async () => {
          const text = bench.marker()
          const above = await bench.start(text)
          await bench.driver.publish(above)
          const below = underneath(bench, above, `${text} below`)
          bench.peer.chaos.plan.next(bench.peer.commit, { kind: 'drop_after' })
          expect(await bench.driver.attempt(below)).toMatchObject({ is: 'unknown' })
          bench.restart()
          expect(await bench.look(below)).toBe('there')
          expect(await commentsOf(bench, text)).toEqual([`${text} below`])
        })
    }

    if (subject.settings) {
      test.each(subject.settings.map((setting) => [setting.name, setting] as const))('with %s', async (_, setting) => {
        const kind = setting.kind ?? rules.kinds[0] ?? 'text'
        const post = await expectSent(await bench.ofKind(kind, bench.marker(), setting.set))
        expect(post.settings).toMatchObject(setting.seen)
      })
    }
  })
}

/** A post with a first comment. */
export async function commented(bench: Bench, text: string): Promise<TestDelivery> {
  const delivery = await bench.start(text)
  const parts = [...delivery.post.parts, { role: 'comment', text: `${text} comment`, media: [] }] as const
  return { ...delivery, post: { ...delivery.post, parts } }
}

/** What a reply or comment of another delivery is to a publisher: what is out stands in front, empty, and is known by `landed`. */
function underneath(bench: Bench, above: TestDelivery, text: string): TestDelivery {
  const role = bench.rules.thread ? 'reply' : 'comment'
  const delivery = bench.deliver([{ text: '' }, { text, role }], text)
  const { settings } = above.post
  const post = { ...delivery.post, title: '', link: null, settings: { ...settings, firstComment: '' }, above: 1 }
  return { ...delivery, post, landed: [...above.landed] }
}

/** Texts of what stands under the post with these words, as comments or as replies. */
export async function commentsOf(bench: Bench, text: string): Promise<string[]> {
  const posts = await bench.found(text)
  const [first] = posts.filter(({ replyTo }) => replyTo === null)
  const replies = posts.filter(({ replyTo }) => replyTo !== null && replyTo === first?.remoteId)
  return [...(first?.comments ?? []), ...replies.map((reply) => reply.text)]
}
