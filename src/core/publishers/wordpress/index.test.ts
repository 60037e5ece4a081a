import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startChaosProxy } from '../../../../test/support/chaos-proxy.ts'
import type { ChaosProxy } from '../../../../test/support/chaos-proxy.ts'
import { startWordPress, wordpressAvailable } from '../../../../test/support/wordpress.ts'
import type { WordPress, WordPressUser } from '../../../../test/support/wordpress.ts'
import { createDriver } from '../conformance-driver.ts'
import type { Driver, TestDelivery } from '../conformance-driver.ts'
import { wordpressPublisher } from './index.ts'

const hour = 3_600_000
const making = { method: 'POST', path: '/wp-json/wp/v2/posts' }
const commit = { method: 'POST', path: /\/wp\/v2\/posts\/\d+$/ }

describe.skipIf(!wordpressAvailable())('a WordPress site', () => {
  let site: WordPress
  let proxy: ChaosProxy
  let driver: Driver
  const drivers: Driver[] = []

  const drive = async (user: WordPressUser, root = 'wp-json/') => {
    const account = {
      id: 'acct_1',
      platform: 'wordpress',
      externalId: 'x#1',
      displayHandle: 'x',
      server: proxy.url,
      limits: {},
      method: 'app_password',
    } as const
    const made = await createDriver(wordpressPublisher, account, { ...user, root })
    drivers.push(made)
    return made
  }
  const delivery = (text: string, settings: Record<string, unknown> = {}, more: object = {}): TestDelivery => {
    const made = driver.newDelivery([{ text }], { settings })
    return { ...made, post: { ...made.post, deliveryId: `dlv_${Math.random()}`, ...more } }
  }
  const titled = async (title: string) =>
    (await site.posts()).filter((post) => post.title === title && post.status !== 'trash')

  beforeAll(async () => {
    site = await startWordPress()
    proxy = await startChaosProxy(site.url)
    driver = await drive(site.admin)
  })
  afterEach(() => proxy.plan.heal())
  afterAll(async () => {
    await Promise.all([...drivers, proxy, site].map((made) => made?.stop()))
  })

  test('gets title, excerpt, categories and tags, those it has and those it has not', async () => {
    await site.php(`wp_insert_term('Tea & Coffee', 'category'); wp_insert_term('Green', 'post_tag');`)
    const settings = {
      excerpt: 'In short.',
      categories: ['tea & coffee', 'New one'],
      tags: ['green', 'Brand new', 'R&D'],
    }
    const one = delivery('The body.', settings, { title: 'Of “tea”' })
    await driver.publish(one)
    await driver.publish(delivery('Another.', settings, { title: 'And again' }))
    expect(await titled('Of “tea”')).toMatchObject([
      {
        status: 'publish',
        excerpt: 'In short.',
        content: expect.stringContaining('<p>The body.</p>'),
        categories: ['New one', 'Tea &amp; Coffee'],
        tags: ['Brand new', 'Green', 'R&amp;D'],
      },
    ])
    expect(
      await site.php<number>(`return (int) wp_count_terms(['taxonomy' => 'post_tag', 'hide_empty' => false]);`),
    ).toBe(3)
    const { url } = one.landed[0] ?? {}
    expect(url).toMatch(/\/\d{4}\/of-tea\/$/)
  })

  test('shows a hostile text as text', async () => {
    const text =
      'First\n\n<script>alert(1)</script> [gallery] <!-- wp:html --><b>x</b><!-- /wp:html --> \\n \\\' "q" %20 👩🏽‍🚀'
    const made = delivery(text, { excerpt: '<i>x</i>' }, { title: '<script>t</script>' })
    await driver.publish(made)
    const page = await (await fetch(made.landed[0]?.url ?? '')).text()
    expect(page).not.toMatch(/<script>(alert|t)/)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &#091;gallery&#093;')
    expect(page).toContain('&lt;b&gt;x&lt;/b&gt;')
    expect(page).toMatch(/\\n \\&#8217;/)
    expect(page).toContain('👩🏽‍🚀')
  })

  test.each(['draft', 'pending', 'private'] as const)(
    'keeps a post as %s when asked to, and it is found there',
    async (status) => {
      const made = delivery('x', { status }, { title: `kept ${status}` })
      proxy.plan.next(commit, { kind: 'drop_after' })
      expect(await driver.attempt(made)).toMatchObject({ is: 'unknown' })
      expect(await driver.reconcile(made)).toMatchObject({ is: 'there' })
      expect((await titled(`kept ${status}`)).map((post) => post.status)).toEqual([status])
    },
  )

  test('sent again in spite of all, it stays one post, under a clean address', async () => {
    const made = delivery('x', {}, { title: 'Only once' })
    for (const kind of ['drop_after', 'cut_body', 'error_after'] as const) {
      proxy.plan.next(commit, { kind })
      expect(await driver.attempt(made)).toMatchObject({ is: 'unknown' })
    }
    expect(await driver.attempt(made)).toMatchObject({ is: 'published' })
    expect((await titled('Only once')).map(({ status, slug }) => [status, slug])).toEqual([['publish', 'only-once']])
  })

  test.each(['drop_before', 'drop_after', 'cut_body', 'error_after'] as const)(
    'a draft on the way whose answer is lost (%s) is nothing sent, and is found, not made again',
    async (kind) => {
      const made = delivery('x', {}, { title: `draft ${kind}` })
      proxy.plan.next(making, { kind })
      expect(await driver.attempt(made)).toMatchObject({ is: 'not_sent' })
      expect((await titled(`draft ${kind}`)).filter(({ status }) => status !== 'draft')).toEqual([])
      expect(await driver.reconcile(made)).toEqual({ is: 'absent' })
      await driver.publish(made)
      expect((await titled(`draft ${kind}`)).map(({ status }) => status)).toEqual(['publish'])
    },
  )

  test('a draft that somebody deleted meanwhile is made anew; a trashed post is asked about', async () => {
    const made = delivery('x', {}, { title: 'deleted draft' })
    proxy.plan.next(commit, { kind: 'error_before' })
    await driver.attempt(made)
    await site.php(`wp_delete_post(${(await titled('deleted draft'))[0]?.id}, true);`)
    expect(await driver.reconcile(made)).toEqual({ is: 'absent' })
    expect(await driver.attempt(made)).toMatchObject({ is: 'not_sent', failure: { code: 'platform' } })
    await driver.publish(made)
    await site.php(`wp_trash_post(${(await titled('deleted draft'))[0]?.id});`)
    made.landed.length = 0
    expect(await driver.reconcile(made)).toMatchObject({ is: 'cannot_tell' })
  })

  test('that keeps posts for review on its own says so', async () => {
    await site.turn('keeps_for_review', true)
    expect(await driver.attempt(delivery('x', {}, { title: 'kept back' }))).toMatchObject({
      is: 'rejected',
      failure: { code: 'not_allowed', words: 'status pending' },
    })
    await site.turn('keeps_for_review', false)
  })

  test('a picture whose upload was answered too late is found, not uploaded again; the same one is used for the next post', async () => {
    const image = await driver.image('Ein schönes "Bild".png', '#abc', 'A’s "alt" & more')
    const uploads = async () => (await site.media()).filter(({ alt }) => alt.includes('alt'))
    const made = driver.newDelivery([{ text: 'with a picture', media: [image] }])
    proxy.plan.next({ method: 'POST', path: '/wp-json/wp/v2/media' }, { kind: 'drop_after' })
    expect(await driver.attempt(made)).toMatchObject({ is: 'not_sent', failure: { code: 'network' } })
    await driver.publish(made)
    await driver.publish(driver.newDelivery([{ text: 'with it again', media: [image] }]))
    expect(await uploads()).toMatchObject([
      { file: 'Ein-scho-nes-Bild.png', type: 'image/png', alt: 'A’s "alt" & more' },
    ])
    const [one, two] = (await site.posts()).filter(({ title }) => title.startsWith('with '))
    expect(one?.featured).toBe((await uploads())[0]?.id)
    expect(two?.featured).toBe(one?.featured)
  })

  test('without pretty addresses is reached all the same', async () => {
    await site.set('permalink_structure', '')
    const plain = await drive(site.admin, '?rest_route=/')
    const made = delivery('x', { tags: ['Green'] }, { title: 'plain' })
    await plain.publish(made)
    expect(await plain.reconcile(made)).toMatchObject({ is: 'there', remote: { remoteId: made.landed[0]?.remoteId } })
    await site.set('permalink_structure', '/%year%/%postname%/')
  })

  test('an edit changes the words and the picture, and neither address, status nor date', async () => {
    const made = delivery('before', { status: 'draft', tags: ['one'] }, { title: 'edited' })
    await driver.publish(made)
    const [before] = await titled('edited')
    const image = await driver.image('new.png', '#cba', 'New')
    const changed = {
      ...made.post,
      title: 'edited',
      settings: { tags: ['two'] },
      parts: [{ role: 'post' as const, text: 'after', media: [image] }],
    }
    const context = driver.context()
    const [remote] = made.landed
    if (!remote) throw new Error('nothing landed')
    await wordpressPublisher.edit?.(await wordpressPublisher.prepare(changed, context), 0, remote, context)
    const [after] = await titled('edited')
    expect(after).toMatchObject({
      id: before?.id,
      slug: before?.slug,
      status: 'draft',
      dateGmt: before?.dateGmt,
      tags: ['two'],
      content: expect.stringContaining('after'),
    })
    expect(after?.featured).toBeGreaterThan(0)
  })

  describe('that holds the schedule itself', () => {
    const later = () => ({ dueAt: Date.now() + 2 * hour })

    test('takes a post ahead of its time and is asked later whether it went out', async () => {
      const made = delivery('x', { handOff: true }, { title: 'handed off', ...later() })
      const outcome = await driver.attempt(made)
      expect(outcome).toMatchObject({ is: 'handed_off', until: expect.any(Number) })
      expect((await titled('handed off')).map(({ status, dateGmt }) => [status, Date.parse(`${dateGmt}Z`)])).toEqual([
        ['future', Math.floor(made.post.dueAt / 1_000) * 1_000],
      ])
      const [remote] = made.landed
      expect(await wordpressPublisher.poll?.(remote, driver.context(made))).toMatchObject({ is: 'handed_off' })
      await site.publishScheduled()
      expect(await wordpressPublisher.poll?.(remote, driver.context(made))).toMatchObject({
        is: 'published',
        remote: { remoteId: remote?.remoteId },
      })
    })

    test('and whose answer was lost: not called published before its time, never sent twice', async () => {
      const made = delivery('x', { handOff: true }, { title: 'handed off in the dark', ...later() })
      proxy.plan.next(commit, { kind: 'drop_after' })
      expect(await driver.attempt(made)).toMatchObject({ is: 'unknown' })
      await expect(driver.reconcile(made)).rejects.toMatchObject({
        outcome: { is: 'deferred', failure: { code: 'processing' } },
      })
      await site.publishScheduled()
      expect(await driver.reconcile(made)).toMatchObject({ is: 'there' })
      expect(await titled('handed off in the dark')).toHaveLength(1)
    })

    test('taken back before its time does not come out; deleted there, it is said', async () => {
      const made = delivery('x', { handOff: true }, { title: 'taken back', ...later() })
      await driver.attempt(made)
      const [remote] = made.landed
      if (!remote) throw new Error('nothing landed')
      await wordpressPublisher.remove?.(remote, driver.context())
      expect(await titled('taken back')).toEqual([])
      expect(await wordpressPublisher.poll?.(remote, driver.context(made))).toMatchObject({ is: 'rejected' })
    })

    test('publishes at once what is due already', async () => {
      await driver.publish(delivery('x', { handOff: true }, { title: 'due' }))
      expect((await titled('due')).map(({ status }) => status)).toEqual(['publish'])
    })
  })

  describe('and a user who may not publish', () => {
    let contributor: Driver
    beforeAll(async () => {
      contributor = await drive(await site.addUser('contributor'))
    })

    test('says so, and what to do', async () => {
      expect(await contributor.attempt(delivery('x', {}, { title: 'not mine' }))).toMatchObject({
        is: 'rejected',
        failure: {
          code: 'not_allowed',
          says: 'wordpress_may_not_publish',
          words: expect.stringContaining('rest_cannot_publish'),
        },
      })
    })

    test('is found again though the site takes its address away', async () => {
      const made = delivery('Line & “more” <b>\n\nand [more]', { status: 'pending' }, { title: 'for review' })
      proxy.plan.next(commit, { kind: 'drop_after' })
      expect(await contributor.attempt(made)).toMatchObject({ is: 'unknown' })
      expect((await titled('for review')).map(({ slug }) => slug)).toEqual([''])
      expect(await contributor.reconcile(made)).toMatchObject({ is: 'there' })
    })

    test('cannot make a category, and the post is not sent without it', async () => {
      expect(
        await contributor.attempt(
          delivery('x', { status: 'pending', categories: ['Mine alone'] }, { title: 'no category' }),
        ),
      ).toMatchObject({
        is: 'rejected',
        failure: { code: 'not_allowed', says: 'wordpress_category_not_made', params: { name: 'Mine alone' } },
      })
      expect(await titled('no category')).toEqual([])
    })
  })

  test('a file it does not take is a problem of the file', async () => {
    const made = driver.newDelivery([
      {
        text: 'x',
        media: [
          { ...(await driver.image('x.png', '#fff', '')), kind: 'video', type: 'application/x-php', name: 'x.php' },
        ],
      },
    ])
    expect(await driver.attempt(made)).toMatchObject({ is: 'rejected', failure: { code: 'media' } })
  })
})
