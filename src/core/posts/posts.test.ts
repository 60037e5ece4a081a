import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PostContent } from '../../contract/posts.ts'
import type { AccountId, AssetId } from '../../contract/vocabulary.ts'
import { createPostsBench, type PostsBench } from './testing.ts'

let bench: PostsBench
beforeEach(() => void (bench = createPostsBench()))
afterEach(() => bench.context.dispose())

const text = (words: string, ...media: AssetId[]): PostContent['parts'] => [
  { text: words, media: media.map((assetId) => ({ assetId, alt: null })) },
]
const variant = (accountId: AccountId, own: string | null = null) => ({
  accountId,
  parts: own === null ? null : text(own),
  settings: {},
})

/** What an error of the contract says, so that tests need not know how it is thrown. */
function failure(work: () => unknown): { code: string; data: any } {
  try {
    work()
  } catch (error) {
    return error as { code: string; data: unknown }
  }
  throw new Error('nothing was refused')
}

const minutes = (count: number) => bench.context.clock.by(count * 60_000)

describe('writing', () => {
  test('a new post is an empty draft that can be saved to at once', () => {
    const made = bench.posts.create({})
    expect(made).toMatchObject({
      title: '',
      parts: [{ text: '', media: [] }],
      status: 'draft',
      review: 'draft',
      when: null,
      revision: 1,
      version: 1,
      deliveries: [],
    })
    expect(bench.posts.get(made.id)).toEqual(made)
  })

  test('everything that was written comes back: thread, variants with settings in their order, labels, link, idea', () => {
    const [first, second] = [bench.addAccount('one'), bench.addAccount('two')]
    const boat = bench.addAsset('boat.jpg')
    const content = {
      title: 'Harbour',
      parts: [...text('One', boat), ...text('Two')],
      link: 'https://example.com/',
      variants: [{ ...variant(second, 'Own'), settings: { visibility: 'unlisted', tags: ['a'] } }, variant(first)],
      labels: ['launch', 'boats'],
    }
    const made = bench.posts.create({ ...content, review: 'idea' })
    expect(made).toMatchObject({ ...content, labels: ['boats', 'launch'], status: 'idea' })
  })

  test('a save that changes nothing makes no revision, no version and no event', () => {
    const { id, revision } = bench.posts.create({ title: 'A', parts: text('Hello'), labels: ['b', 'a'] })
    bench.context.events.length = 0
    const saved = bench.posts.update(id, { title: 'A', parts: text('Hello'), labels: ['b', 'a', 'a'] })
    expect(saved).toMatchObject({ revision, version: 1 })
    expect(bench.context.events).toEqual([])
  })

  test('a save on an older revision is refused and changes nothing of what the other wrote', () => {
    const { id, revision } = bench.posts.create({ parts: text('Hello') })
    const theirs = bench.posts.update(id, { parts: text('Theirs'), revision })
    const refused = failure(() => bench.posts.update(id, { parts: text('Mine'), labels: ['x'], revision }))
    expect(refused).toMatchObject({ code: 'conflict', data: { reason: 'revision' } })
    expect(bench.posts.get(id)).toEqual(theirs)
  })

  test('only what is given changes', () => {
    const account = bench.addAccount('one')
    const { id } = bench.posts.create({
      title: 'Title',
      parts: text('Hello'),
      variants: [variant(account)],
      labels: ['a'],
    })
    expect(bench.posts.update(id, { title: 'New' })).toMatchObject({
      title: 'New',
      parts: text('Hello'),
      variants: [variant(account)],
      labels: ['a'],
      revision: 2,
    })
  })

  test('accounts and files that are not there are named at their field, and nothing is saved', () => {
    const account = bench.addAccount('one')
    const gone = bench.addAccount('gone')
    bench.disconnect(gone)
    const missing = 'asset_01J00000000000000000000000' as AssetId
    const boat = bench.addAsset('boat.jpg')
    const input = {
      parts: text('Hello', boat, missing),
      variants: [variant(account), variant(gone), { ...variant(account), parts: text('x', missing) }],
    }
    const refused = failure(() => bench.posts.create(input))
    expect(refused.code).toBe('unprocessable')
    expect(refused.data.fields.map(({ path }: { path: string }) => path)).toEqual([
      'variants.1.accountId',
      'variants.2.accountId',
      'parts.0.media.1.assetId',
      'variants.2.parts.0.media.0.assetId',
    ])
    expect(bench.posts.list({ limit: 10 }).total).toBe(0)
  })

  test('a post can still be saved after one of its accounts was disconnected', () => {
    const account = bench.addAccount('one')
    const { id } = bench.posts.create({ parts: text('Hello'), variants: [variant(account)] })
    bench.disconnect(account)
    expect(bench.posts.update(id, { parts: text('More'), variants: [variant(account)] }).parts).toEqual(text('More'))
  })

  test('which posts use a file follows every save, in the base and in variants', () => {
    const account = bench.addAccount('one')
    const [boat, dog] = [bench.addAsset('boat.jpg'), bench.addAsset('dog.jpg')]
    const { id } = bench.posts.create({
      parts: text('Hello', boat),
      variants: [{ ...variant(account), parts: text('Own', dog) }],
    })
    const used = () =>
      bench.context.store.sqlite
        .prepare('select asset_id from post_asset where post_id = ? order by position')
        .pluck()
        .all(id)
    expect(used()).toEqual([boat, dog])
    bench.posts.update(id, { parts: text('Hello') })
    expect(used()).toEqual([dog])
  })

  test('a change of the post is told once, after it is saved', () => {
    const { id } = bench.posts.create({ parts: text('Hello') })
    bench.context.events.length = 0
    bench.posts.update(id, { parts: text('More') })
    expect(bench.context.events).toEqual([{ type: 'post.changed', ids: { post: id } }])
  })

  test('a post that is not there is not_found, not a crash', () => {
    for (const work of [
      () => bench.posts.get('post_x'),
      () => bench.posts.update('post_x', {}),
      () => bench.posts.delete('post_x'),
      () => bench.posts.versions('post_x'),
      () => bench.posts.problemsOf('post_x', 'acct_x'),
    ]) {
      expect(failure(work)).toMatchObject({ code: 'not_found', data: { what: 'post', id: 'post_x' } })
    }
  })
})

describe('time', () => {
  test('a wall time is kept as it was meant, in its zone, with the moment it means', () => {
    const { when } = bench.posts.create({ when: { wallTime: '2026-07-01T09:00', zone: 'America/New_York' } })
    expect(when).toEqual({ at: '2026-07-01T13:00:00.000Z', wallTime: '2026-07-01T09:00', zone: 'America/New_York' })
  })

  test('a wall time that does not exist moves forward; one that comes twice takes the first', () => {
    expect(bench.posts.create({ when: { wallTime: '2027-03-28T02:30' } }).when).toMatchObject({
      at: '2027-03-28T01:30:00.000Z',
      wallTime: '2027-03-28T03:30',
    })
    expect(bench.posts.create({ when: { wallTime: '2027-10-31T02:30' } }).when).toMatchObject({
      at: '2027-10-31T00:30:00.000Z',
      wallTime: '2027-10-31T02:30',
    })
  })

  test('a moment becomes the wall time of the workspace', () => {
    expect(bench.posts.create({ when: { at: '2026-12-01T08:00:00Z' } }).when).toEqual({
      at: '2026-12-01T08:00:00.000Z',
      wallTime: '2026-12-01T09:00',
      zone: 'Europe/Berlin',
    })
  })

  test('moving a scheduled post moves what waits to go out; the same time again moves nothing', () => {
    const account = bench.addAccount('one')
    const { id } = bench.posts.create({
      parts: text('Hello'),
      variants: [variant(account)],
      when: { wallTime: '2026-12-01T09:00' },
    })
    bench.addDelivery(id, account, 'scheduled')
    bench.posts.update(id, { when: { wallTime: '2026-12-01T09:00' } })
    expect(bench.moved).toEqual([])
    const moved = bench.posts.update(id, { when: { wallTime: '2026-12-02T09:00' } })
    expect(bench.moved).toEqual([
      { postId: id, when: { at: Date.UTC(2026, 11, 2, 8), wallTime: '2026-12-02T09:00', zone: 'Europe/Berlin' } },
    ])
    expect(moved.revision).toBe(2)
  })

  test('the time of a draft can be taken away; that of a scheduled post cannot, or it would go out unseen', () => {
    const account = bench.addAccount('one')
    const { id } = bench.posts.create({ when: { wallTime: '2026-12-01T09:00' } })
    expect(bench.posts.update(id, { when: null }).when).toBeNull()
    bench.posts.update(id, { when: { wallTime: '2026-12-01T09:00' } })
    bench.addDelivery(id, account, 'scheduled')
    expect(failure(() => bench.posts.update(id, { title: 'x', when: null }))).toMatchObject({
      code: 'conflict',
      data: { reason: 'scheduled' },
    })
    expect(bench.posts.get(id)).toMatchObject({ title: '', when: { wallTime: '2026-12-01T09:00' } })
  })

  test('an account taken out of a scheduled post does not get it, the others do', () => {
    const [keep, drop] = [bench.addAccount('keep'), bench.addAccount('drop')]
    const { id } = bench.posts.create({ parts: text('Hello'), variants: [variant(keep), variant(drop)] })
    bench.addDelivery(id, keep, 'scheduled')
    bench.addDelivery(id, drop, 'scheduled')
    bench.posts.update(id, { variants: [variant(keep)] })
    expect(bench.statusesOf(id)).toEqual(['scheduled', 'canceled'])
  })
})

describe('versions', () => {
  const kept = (id: string) =>
    bench.posts.versions(id).map(({ number, reason, content }) => [number, reason, content.parts[0]?.text])

  test('one session of editing is one version that ends with its last text', async () => {
    const { id } = bench.posts.create({ parts: text('A') })
    for (const words of ['AB', 'ABC', 'ABCD']) {
      bench.posts.update(id, { parts: text(words) })
      await minutes(3)
    }
    expect(kept(id)).toEqual([
      [2, 'edited', 'ABCD'],
      [1, 'created', 'A'],
    ])
  })

  test('more than ten minutes after a session began the next edit starts a new version', async () => {
    const { id } = bench.posts.create({ parts: text('A') })
    bench.posts.update(id, { parts: text('AB') })
    await minutes(10)
    bench.posts.update(id, { parts: text('ABC') })
    await minutes(0.01)
    bench.posts.update(id, { parts: text('ABCD') })
    expect(kept(id)).toEqual([
      [3, 'edited', 'ABCD'],
      [2, 'edited', 'ABC'],
      [1, 'created', 'A'],
    ])
    expect(bench.posts.get(id).version).toBe(3)
  })

  test('scheduling and publishing keep what was sent, once each, and end the session', () => {
    const { id } = bench.posts.create({ parts: text('A') })
    bench.posts.update(id, { parts: text('AB') })
    const keep = (reason: 'scheduled' | 'published') =>
      bench.context.store.write((tx) => bench.posts.keepVersion(tx, id, reason))
    keep('scheduled')
    keep('scheduled')
    bench.posts.update(id, { parts: text('ABC') })
    keep('published')
    keep('published')
    expect(kept(id)).toEqual([
      [5, 'published', 'ABC'],
      [4, 'edited', 'ABC'],
      [3, 'scheduled', 'AB'],
      [2, 'edited', 'AB'],
      [1, 'created', 'A'],
    ])
  })

  test('restoring brings the old content back whole, as a new version, and keeps the one it replaced', () => {
    const account = bench.addAccount('one')
    const { id } = bench.posts.create({
      title: 'Old',
      parts: text('A'),
      labels: ['x'],
      variants: [{ ...variant(account, 'Own'), settings: { a: 1 } }],
    })
    bench.posts.update(id, { title: 'New', parts: text('B'), labels: [], variants: [] })
    const restored = bench.posts.restore(id, 1)
    expect(restored).toMatchObject({
      title: 'Old',
      parts: text('A'),
      labels: ['x'],
      variants: [{ accountId: account, parts: text('Own'), settings: { a: 1 } }],
      version: 3,
      revision: 3,
    })
    expect(bench.posts.versions(id)).toMatchObject([
      { reason: 'restored' },
      { reason: 'edited', content: { title: 'New' } },
      { reason: 'created' },
    ])
  })

  test('a version whose account is gone is restored all the same, and the checks tell of the account', () => {
    const account = bench.addAccount('one')
    const { id } = bench.posts.create({ parts: text('A'), variants: [variant(account)] })
    bench.posts.update(id, { variants: [] })
    bench.disconnect(account)
    expect(bench.posts.restore(id, 1).variants).toEqual([variant(account)])
    expect(bench.posts.validate({ id })).toMatchObject([
      { accountId: account, problems: [{ code: 'account_gone', severity: 'error' }] },
    ])
  })

  test('a version that was never kept is not_found', () => {
    const { id } = bench.posts.create({})
    expect(failure(() => bench.posts.restore(id, 7)).code).toBe('not_found')
  })
})

describe('the bin', () => {
  test('deleting cancels what waits, tells how much, and hides the post; undelete brings it back unscheduled', () => {
    const [one, two] = [bench.addAccount('one'), bench.addAccount('two')]
    const { id } = bench.posts.create({ parts: text('Hello') })
    bench.addDelivery(id, one, 'scheduled')
    bench.addDelivery(id, two, 'published')
    expect(bench.posts.delete(id)).toEqual({ id, canceled: 1 })
    expect(bench.posts.delete(id)).toEqual({ id, canceled: 0 })
    expect(bench.posts.list({ limit: 10 }).total).toBe(0)
    expect(bench.posts.list({ limit: 10, deleted: true }).items).toMatchObject([{ id }])
    expect(bench.posts.undelete(id)).toMatchObject({ deletedAt: null, status: 'published' })
    expect(bench.statusesOf(id)).toEqual(['canceled', 'published'])
  })

  test('what is in the bin cannot be edited, submitted or restored, and says so', () => {
    const { id } = bench.posts.create({})
    bench.posts.delete(id)
    bench.context.configure({ approval: true })
    for (const work of [
      () => bench.posts.update(id, { title: 'x' }),
      () => bench.posts.restore(id, 1),
      () => bench.posts.submit(id),
    ]) {
      expect(failure(work)).toMatchObject({ code: 'conflict', data: { reason: 'deleted' } })
    }
  })

  test('a post whose schedule a platform holds is not deleted behind its back', () => {
    const account = bench.addAccount('one')
    const { id } = bench.posts.create({})
    bench.addDelivery(id, account, 'handed_off')
    expect(failure(() => bench.posts.delete(id))).toMatchObject({ code: 'conflict', data: { reason: 'handed_off' } })
    expect(bench.posts.get(id).deletedAt).toBeNull()
  })

  test('a copy is a new draft with all the content, no time, no deliveries and no history', () => {
    const account = bench.addAccount('one')
    const boat = bench.addAsset('boat.jpg')
    const original = bench.posts.create({
      title: 'T',
      parts: text('Hello', boat),
      variants: [variant(account, 'Own')],
      labels: ['x'],
      link: 'https://example.com/',
      when: { wallTime: '2026-12-01T09:00' },
    })
    bench.addDelivery(original.id, account, 'published')
    const copy = bench.posts.duplicate(original.id)
    expect(copy).toMatchObject({
      title: 'T',
      parts: original.parts,
      variants: original.variants,
      labels: ['x'],
      link: 'https://example.com/',
      when: null,
      deliveries: [],
      status: 'draft',
      revision: 1,
      version: 1,
    })
    expect(copy.id).not.toBe(original.id)
  })
})

describe('review', () => {
  beforeEach(() => bench.context.configure({ approval: true }))

  test('a post is sent, approved as it was seen, and asks again after any edit that shows outside', () => {
    const { id } = bench.posts.create({ parts: text('Hello') })
    const sent = bench.posts.submit(id)
    expect(sent.review).toBe('in_review')
    expect(bench.posts.approve(id, sent.revision).review).toBe('approved')
    expect(bench.posts.update(id, { labels: ['inner'] }).review).toBe('approved')
    expect(bench.posts.update(id, { parts: text('Hello!') }).review).toBe('draft')
  })

  test('a new setting of one account asks for approval again, too', () => {
    const account = bench.addAccount('one')
    const { id, revision } = bench.posts.create({ parts: text('Hello'), variants: [variant(account)] })
    bench.posts.submit(id)
    bench.posts.approve(id, revision)
    expect(
      bench.posts.update(id, { variants: [{ ...variant(account), settings: { visibility: 'public' } }] }).review,
    ).toBe('draft')
  })

  test('restoring an old version asks for approval again', () => {
    const { id } = bench.posts.create({ parts: text('Hello') })
    const edited = bench.posts.update(id, { parts: text('Better') })
    bench.posts.submit(id)
    bench.posts.approve(id, edited.revision)
    expect(bench.posts.restore(id, 1).review).toBe('draft')
  })

  test('what was changed after it was seen is not approved', () => {
    const { id, revision } = bench.posts.create({ parts: text('Hello') })
    bench.posts.submit(id)
    bench.posts.update(id, { parts: text('Something else') })
    expect(failure(() => bench.posts.approve(id, revision))).toMatchObject({
      code: 'conflict',
      data: { reason: 'revision' },
    })
    expect(bench.posts.get(id).review).toBe('in_review')
  })

  test('a post that is sent back keeps the note until it is sent again, and needs somebody', () => {
    const { id } = bench.posts.create({ parts: text('Hello') })
    bench.posts.submit(id)
    expect(bench.posts.reject(id, 'Too long')).toMatchObject({
      review: 'rejected',
      reviewNote: 'Too long',
      status: 'rejected',
    })
    expect(bench.posts.list({ limit: 10 }).items).toMatchObject([{ needsYou: true }])
    expect(bench.posts.update(id, { parts: text('Hi') })).toMatchObject({ review: 'rejected', reviewNote: 'Too long' })
    expect(bench.posts.submit(id)).toMatchObject({ review: 'in_review', reviewNote: null })
  })

  test('only what is in review can be approved, and nothing is sent for approval twice', () => {
    const { id, revision } = bench.posts.create({ parts: text('Hello') })
    expect(failure(() => bench.posts.approve(id, revision))).toMatchObject({
      code: 'conflict',
      data: { reason: 'draft' },
    })
    bench.posts.submit(id)
    expect(failure(() => bench.posts.submit(id))).toMatchObject({ code: 'conflict', data: { reason: 'in_review' } })
  })

  test('a workspace without approval has no review and its posts stay as they are when edited', () => {
    bench.context.configure({ approval: false })
    const { id } = bench.posts.create({ parts: text('Hello') })
    expect(failure(() => bench.posts.submit(id))).toMatchObject({ code: 'conflict', data: { reason: 'approval_off' } })
    bench.context.store.sqlite.prepare(`update post set review = 'approved'`).run()
    expect(bench.posts.update(id, { parts: text('More') }).review).toBe('approved')
  })
})

describe('checking', () => {
  test('every account is told what its own version lacks, from the same checks that run before sending', () => {
    const [short, long] = [
      bench.addAccount('short', { platform: 'bluesky' }),
      bench.addAccount('long', { platform: 'mastodon' }),
    ]
    const content: PostContent = {
      title: '',
      parts: text('x'.repeat(320)),
      link: null,
      labels: [],
      variants: [variant(short), variant(long)],
    }
    expect(bench.posts.validate(content)).toMatchObject([
      { accountId: short, problems: [{ code: 'text_too_long', part: 0, params: { over: 20, max: 300 } }] },
      { accountId: long, problems: [] },
    ])
    const { id } = bench.posts.create({ ...content, variants: [variant(short, 'fits'), variant(long)] })
    expect(bench.posts.validate({ id })).toMatchObject([{ problems: [] }, { problems: [] }])
    expect(bench.posts.problemsOf(id, short)).toEqual([])
  })

  test("the limits an account's own server announced are the ones that count", () => {
    const account = bench.addAccount('big', { platform: 'mastodon', limits: { maxCharacters: 5_000 } })
    const { id } = bench.posts.create({ parts: text('x'.repeat(4_000)), variants: [variant(account)] })
    expect(bench.posts.problemsOf(id, account)).toEqual([])
  })

  test('a broken account, a lost file and a time that has passed are told before anything is sent', () => {
    const account = bench.addAccount('one', { health: 'broken' })
    const boat = bench.addAsset('boat.jpg', { missing: true })
    const { id } = bench.posts.create({
      parts: text('Hello', boat),
      variants: [variant(account)],
      when: { wallTime: '2026-11-20T09:00' },
    })
    expect(bench.posts.problemsOf(id, account).map(({ severity, code }) => [severity, code])).toEqual([
      ['error', 'account_broken'],
      ['error', 'media_missing'],
      ['warning', 'when_past'],
    ])
  })

  test('a sign-in that ends before the post is due is a warning', () => {
    const account = bench.addAccount('one', { expiresAt: Date.UTC(2026, 10, 30) })
    const { id } = bench.posts.create({
      parts: text('Hello'),
      variants: [variant(account)],
      when: { wallTime: '2026-12-01T09:00' },
    })
    expect(bench.posts.problemsOf(id, account)).toMatchObject([
      { severity: 'warning', code: 'account_expires', params: { account: 'one', date: '2026-11-30' } },
    ])
    bench.posts.update(id, { when: { wallTime: '2026-11-28T09:00' } })
    expect(bench.posts.problemsOf(id, account)).toEqual([])
  })

  test('the post that a platform would take no more that day is warned of, counted as that platform counts', () => {
    const account = bench.addAccount('one', { platform: 'tiktok' })
    const codes = (id: string) => bench.posts.problemsOf(id, account).map(({ severity, code }) => `${severity} ${code}`)
    const others = Array.from({ length: 15 }, () =>
      bench.posts.create({ parts: text('Out'), variants: [variant(account)] }),
    )
    const due = (hours: number) => ({ at: new Date(bench.context.clock.now() + hours * 3_600_000).toISOString() })
    const { id } = bench.posts.create({ parts: text('One more'), variants: [variant(account)], when: due(23) })
    for (const other of others.slice(1)) bench.addDelivery(other.id, account, 'published')
    bench.addDelivery(id, account, 'scheduled') // its own is no other
    expect(codes(id)).not.toContain('warning day_full')
    bench.addDelivery(others[0]?.id ?? '', account, 'canceled')
    expect(codes(id)).not.toContain('warning day_full')
    bench.addDelivery(others[0]?.id ?? '', account, 'scheduled', 1)
    expect(codes(id)).toContain('warning day_full')
    bench.posts.update(id, { when: due(25) })
    expect(codes(id)).not.toContain('warning day_full')
  })

  test('a post for no account at all cannot be checked, and says what to choose', () => {
    const { id } = bench.posts.create({ parts: text('Hello') })
    expect(failure(() => bench.posts.validate({ id }))).toMatchObject({
      code: 'unprocessable',
      data: { fields: [{ path: 'variants' }] },
    })
  })
})
