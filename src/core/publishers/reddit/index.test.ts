import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startReddit, type Reddit } from '../../../../test/support/reddit/index.ts'
import { createDriver, movedClock, type Driver, type TestDelivery } from '../conformance-driver.ts'
import type { OutgoingMedia, PublisherAccount } from '../publisher.ts'
import { createReddit } from './index.ts'

let peer: Reddit
let driver: Driver

const account: PublisherAccount = {
  id: 'acct_1',
  platform: 'reddit',
  externalId: 'a1',
  displayHandle: 'u/ada',
  server: '',
  limits: {},
  method: 'token',
}
const commit = { method: 'POST', path: /^\/api\/(submit|submit_gallery_post\.json|submit_poll_post|comment)$/ }
const storage = /^\/reddit-uploaded-/

beforeEach(async () => {
  peer = await startReddit()
  const { access } = peer.auth.issue({ account: 'ada', accessMs: null })
  const secrets = {
    clientId: '',
    clientSecret: '',
    accessToken: access,
    refreshToken: null,
    expiresAt: null,
    scopes: [],
  }
  const options = { clock: movedClock(peer.advance), patienceMs: 600_000 }
  driver = await createDriver(createReddit(peer.url).publisher, account, secrets, options)
})
afterEach(async () => {
  await driver.stop()
  await peer.stop()
})

interface Draft {
  text?: string
  title?: string
  link?: string
  media?: readonly OutgoingMedia[]
  settings?: object
  cover?: OutgoingMedia
}
const post = ({ text = 'Text', title = 'Title', link, media = [], settings = {}, cover }: Draft = {}) =>
  driver.newDelivery([{ text, media }], {
    title,
    ...(link !== undefined && { link }),
    settings: { subreddit: 'engines', ...settings },
    ...(cover && { assets: { cover } }),
  })
const picture = (name = 'a.png') => driver.image(name, '#d33', '')
const film = async (draft: Draft = {}) =>
  post({ media: [driver.video('film.mp4', { bytes: 50_000 })], cover: await picture('cover.png'), ...draft })
const uploads = () => peer.requests.filter(({ target, status }) => storage.test(target) && status === 201).length
const lose = async (delivery: TestDelivery) => {
  peer.plan.next(commit, { kind: 'drop_after' })
  expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
}

describe('a post', () => {
  test('has its title on one line, and its link where its kind has a place for it', async () => {
    const link = 'https://example.com/a?b=c&d=e'
    await driver.publish(post({ title: ' A\ntitle ', link }))
    await driver.publish(post({ link, media: [await picture()] }))
    peer.advance(5_000)
    expect(peer.posts()).toMatchObject([
      { kind: 'link', title: 'A title', text: 'Text', url: link },
      { kind: 'image', text: `Text\n\n${link}` },
    ])
  })

  test('without text is a title alone', async () => {
    await driver.publish(post({ text: '' }))
    expect(peer.posts()).toMatchObject([{ kind: 'self', title: 'Title', text: '' }])
  })

  test('without a community is not sent', async () => {
    const nowhere = post({ settings: { subreddit: '' } })
    expect(await driver.attempt(nowhere)).toMatchObject({ is: 'rejected', failure: { says: 'destination_missing' } })
    expect(peer.requests).toEqual([])
  })

  test('tells how much the app has left', async () => {
    await driver.publish(post())
    expect(driver.quotas.at(-1)).toMatchObject({ limit: 1_000, remaining: 998 })
  })

  test('has a poll of days, with its link in the text', async () => {
    const poll = { options: ['Yes', 'No'], expiresInSeconds: 5 * 86_400, multiple: false, hideTotals: false }
    await driver.publish(post({ link: 'https://example.com', settings: { poll } }))
    expect(peer.posts()).toMatchObject([
      { kind: 'poll', options: ['Yes', 'No'], days: 5, text: 'Text\n\nhttps://example.com' },
    ])
  })

  test('whose community wants no link twice is a duplicate, unless told', async () => {
    const again = (resubmit: boolean) =>
      post({
        title: 'A title that is long enough',
        link: 'https://example.com/a',
        settings: { subreddit: 'strict', flair: 's1', resubmit },
      })
    await driver.publish(again(false))
    expect(await driver.attempt(again(false))).toMatchObject({ is: 'rejected', failure: { says: 'duplicate' } })
    await driver.publish(again(true))
    expect(peer.posts()).toHaveLength(2)
  })

  test.each([
    ['9 minutes', 540, 600],
    ['an hour and more', 4_000, 4_080],
  ])('of an account that posts too much waits as long as the words say: %s', async (_, seconds, most) => {
    peer.state.options.throttleSeconds = seconds
    const outcome = await driver.attempt(post())
    expect(outcome).toMatchObject({ is: 'deferred', failure: { code: 'rate_limited' } })
    const wait = outcome.is === 'deferred' ? (outcome.until - driver.clock.now()) / 1_000 : 0
    expect(wait).toBeGreaterThan(seconds)
    expect(wait).toBeLessThanOrEqual(most + 60)
  })

  test('whose throttle Reddit gives in seconds waits so long', async () => {
    const body = { json: { ratelimit: 123.4, errors: [['RATELIMIT', 'du machst das zu oft', 'ratelimit']] } }
    const end = driver.answer(commit, { status: 200, body })
    const outcome = await driver.attempt(post())
    end()
    const wait = outcome.is === 'deferred' ? outcome.until - driver.clock.now() : 0
    expect(Math.abs(wait - 123_400)).toBeLessThan(5_000)
  })
})

describe('what a community asks for', () => {
  const strict = (draft: Draft = {}) =>
    post({
      title: 'A title that is long enough',
      ...draft,
      settings: { subreddit: 'strict', flair: 's1', ...draft.settings },
    })
  const asks = (more: object) => {
    const found = peer.state.communities.find(({ name }) => name === 'strict')
    if (found) Object.assign(found.requirements, more)
  }

  test.each<[string, object, () => TestDelivery | Promise<TestDelivery>, string]>([
    ['a flair', {}, () => strict({ settings: { flair: '' } }), 'reddit_flair_needed'],
    ['longer titles', {}, () => strict({ title: 'Short' }), 'reddit_title_short'],
    ['shorter titles', { title_text_max_length: 12 }, strict, 'reddit_title_long'],
    ['a word in titles', { title_required_strings: ['[OC]'] }, strict, 'reddit_title_words'],
    ['a word out of titles', { title_blacklisted_strings: ['TITLE'] }, strict, 'reddit_title_forbidden'],
    ['text', { body_restriction_policy: 'required' }, () => strict({ text: '' }), 'reddit_text_needed'],
    ['no text', { body_restriction_policy: 'notAllowed' }, strict, 'reddit_text_refused'],
    ['longer texts', { body_text_min_length: 20 }, strict, 'reddit_text_short'],
    ['shorter texts', { body_text_max_length: 3 }, strict, 'reddit_text_long'],
    [
      'links of its own choice',
      { link_restriction_policy: 'whitelist', domain_whitelist: ['example.org'] },
      () => strict({ link: 'https://www.example.com' }),
      'reddit_link_refused',
    ],
    [
      'no links to a place',
      { link_restriction_policy: 'blacklist', domain_blacklist: ['example.com'] },
      () => strict({ link: 'https://www.example.com' }),
      'reddit_link_refused',
    ],
    [
      'more pictures',
      { gallery_min_items: 3 },
      async () => strict({ media: [await picture(), await picture('b.png')] }),
      'reddit_gallery_few',
    ],
    [
      'fewer pictures',
      { gallery_max_items: 1 },
      async () => strict({ media: [await picture(), await picture('b.png')] }),
      'reddit_gallery_many',
    ],
  ])('%s is looked at before anything is uploaded or sent', async (_, more, make, says) => {
    asks(more)
    expect(await driver.attempt(await make())).toMatchObject({ is: 'rejected', failure: { code: 'content', says } })
    expect(peer.requests.map(({ method }) => method)).toEqual(['GET'])
  })

  test('and is met goes out', async () => {
    asks({ title_required_strings: ['TITLE'], link_restriction_policy: 'whitelist', domain_whitelist: ['example.com'] })
    await driver.publish(strict({ link: 'https://www.example.com' }))
    expect(peer.posts()).toHaveLength(1)
  })

  test('in patterns is left to Reddit, whose own words are shown', async () => {
    asks({ title_regexes: ['^\\[OC\\]'] })
    expect(await driver.attempt(strict())).toMatchObject({
      is: 'rejected',
      failure: { says: 'reddit_rules_unmet', words: expect.stringContaining('TITLE_REGEX') },
    })
  })

  test.each([
    ['that is closed', 'closed', 'not_allowed', 'destination_refused'],
    ['that trusts few', 'trusted', 'not_allowed', 'destination_refused'],
    ['that has banned the account', 'hostile', 'not_allowed', 'destination_refused'],
    ['that is not there', 'nowhere', 'content', 'destination_gone'],
  ])('%s is named', async (_, subreddit, code, says) => {
    expect(await driver.attempt(post({ settings: { subreddit } }))).toMatchObject({
      is: 'rejected',
      failure: { code, says, params: { destination: `r/${subreddit}` } },
    })
  })
})

describe('files', () => {
  test('of a gallery keep their order, and are uploaded once however often the post is refused', async () => {
    const delivery = post({ media: [await picture(), await picture('b.png')] })
    const end = driver.answer(commit, { status: 429, body: {} })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'deferred' })
    end()
    driver.restart(createReddit(peer.url).publisher)
    await driver.publish(delivery)
    expect(uploads()).toBe(2)
    const { assets } = peer.state
    expect(peer.posts()[0]?.items.map(({ media_id: id }) => id)).toEqual(assets.map(({ id }) => id))
  })

  test('that lie there for half a day are uploaded again', async () => {
    const delivery = post({ media: [await picture(), await picture('b.png')] })
    const end = driver.answer(commit, { status: 429, body: {} })
    await driver.attempt(delivery)
    end()

    await driver.clock.sleep(13 * 3_600_000)
    await driver.publish(delivery)
    expect(uploads()).toBe(4)
  })

  test('leave nothing of their signed forms in what is kept', async () => {
    const delivery = await film()
    await driver.publish(delivery)
    const kept = JSON.stringify([...delivery.steps])
    for (const { form } of peer.state.assets)
      for (const key of ['policy', 'X-Amz-Signature', 'x-amz-security-token']) expect(kept).not.toContain(form[key])
  })

  test('of a film are the film and its cover', async () => {
    await driver.publish(await film())
    const [movie, cover] = peer.state.assets
    expect(peer.posts()).toMatchObject([{ kind: 'video', url: movie?.url, poster: cover?.url }])
  })

  test('whose ids Reddit has changed are known all the same, once it has said that it took them', async () => {
    peer.state.options.keepsAssetIds = false
    const delivery = post({ media: [await picture()] })
    await driver.publish(delivery)
    expect(delivery.landed.map(({ remoteId }) => remoteId)).toEqual(peer.posts().map(({ id }) => `t3_${id}`))
  })

  test('of which nothing comes within the hour are told as such', async () => {
    peer.state.options.processing = { ms: 0, fails: true }
    expect(await driver.attempt(post({ media: [await picture()] }))).toMatchObject({
      is: 'rejected',
      failure: { code: 'media', says: 'reddit_never_appeared' },
    })
  })
})

describe('when the answer is lost', () => {
  test('a link that Reddit wrote otherwise is neither taken for ours nor for absent', async () => {
    const delivery = post({ link: 'https://example.com/a' })
    await lose(delivery)
    for (const made of peer.state.posts) Object.assign(made, { url: 'https://example.com/a?utm_source=reddit' })
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'cannot_tell', why: { says: 'reddit_looks_alike' } })
  })

  test('a text of the same title is not ours', async () => {
    await driver.publish(post({ text: 'Another' }))
    const delivery = post()
    peer.plan.next(commit, { kind: 'drop_before' })
    await driver.attempt(delivery)
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'absent' })
  })

  test('a film is not taken for absent while Reddit may be working on it', async () => {
    const delivery = await film()
    peer.state.options.processing = { ms: 1_800_000, fails: false }
    await lose(delivery)
    expect(await driver.reconcile(delivery)).toMatchObject({
      is: 'cannot_tell',
      why: { says: 'reddit_may_still_come' },
    })
    await driver.clock.sleep(1_900_000)
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there' })
  })

  test('a gallery is known by its files, and a poll by its answers', async () => {
    const poll = { options: ['Yes', 'No'], expiresInSeconds: 86_400, multiple: false, hideTotals: false }
    for (const delivery of [post({ media: [await picture(), await picture('b.png')] }), post({ settings: { poll } })]) {
      await lose(delivery)
      expect(await driver.reconcile(delivery)).toMatchObject({ is: 'there' })
    }
  })
})

describe('what is out', () => {
  const out = async (delivery: TestDelivery) => {
    await driver.publish(delivery)
    const [remote] = delivery.landed
    if (!remote) throw new Error('Nothing landed')
    return { remote, context: { ...driver.context(delivery), editing: true } }
  }

  test('is changed in its text alone, and nothing is uploaded for it', async () => {
    const { edit, prepare } = createReddit(peer.url).publisher
    const delivery = post()
    const { remote, context } = await out(delivery)
    const changed = { ...delivery.post, parts: [{ role: 'post' as const, text: 'Changed', media: [] }] }
    await edit?.(await prepare(changed, context), 0, remote, context)
    expect(peer.posts()).toMatchObject([{ title: 'Title', text: 'Changed' }])
  })

  test('is not changed where it is no text', async () => {
    const { edit, prepare } = createReddit(peer.url).publisher
    const delivery = post({ link: 'https://example.com' })
    const { remote, context } = await out(delivery)
    const prepared = await prepare(delivery.post, context)
    await expect(edit?.(prepared, 0, remote, context)).rejects.toMatchObject({
      outcome: { is: 'rejected', failure: { says: 'reddit_only_text_changes' } },
    })
  })

  test('has a comment that can be changed and deleted by itself', async () => {
    const { edit, prepare, remove } = createReddit(peer.url).publisher
    const delivery = driver.newDelivery([{ text: 'Text' }, { text: 'First', role: 'comment' }], {
      title: 'Title',
      settings: { subreddit: 'engines' },
    })
    await driver.publish(delivery)
    const [, comment] = delivery.landed
    if (!comment) throw new Error('There is no comment')
    expect(comment).toMatchObject({ remoteId: expect.stringMatching(/^t1_/), url: expect.stringMatching(/^https:/) })
    const context = { ...driver.context(delivery), editing: true }
    const parts = delivery.post.parts.map((part, at) => (at === 1 ? { ...part, text: 'Second' } : part))
    await edit?.(await prepare({ ...delivery.post, parts }, context), 1, comment, context)
    expect(peer.state.comments).toMatchObject([{ text: 'Second', deleted: false }])
    await remove?.(comment, context)
    expect(peer.state.comments).toMatchObject([{ deleted: true }])
    expect(peer.posts()).toHaveLength(1)
  })
})
