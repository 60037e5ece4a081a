import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { postStatus } from '../../contract/post-status.ts'
import type { PostSummary } from '../../contract/posts.ts'
import { DeliveryStatus, ReviewState, type AccountId } from '../../contract/vocabulary.ts'
import { createPostsBench, type PostsBench } from '../posts/testing.ts'
import { postsUsing, usageCounts } from './assets.ts'

let bench: PostsBench
const open = () => void (bench = createPostsBench())
const close = () => bench.context.dispose()

const part = (text: string) => [{ text, media: [] }]
const base = (accountId: AccountId) => ({ accountId, parts: null, settings: {} })
const titles = (items: readonly PostSummary[]) => items.map(({ title }) => title)
const day = (number: number, time = '09:00') => ({ wallTime: `2026-12-${String(number).padStart(2, '0')}T${time}` })

describe('finding posts', () => {
  beforeEach(open)
  afterEach(close)

  test('the latest plan comes first and posts without a plan come last', () => {
    bench.posts.create({ title: 'none' })
    bench.posts.create({ title: 'second', when: day(2) })
    bench.posts.create({ title: 'third', when: day(3) })
    bench.posts.create({ title: 'first', when: day(1) })
    expect(titles(bench.posts.list({ limit: 10 }).items)).toEqual(['third', 'second', 'first', 'none'])
  })

  test('pages follow each other without a gap or a repeat, also across equal times and into posts without a plan', () => {
    for (let number = 0; number < 23; number++)
      bench.posts.create({ title: String(number), ...(number % 3 && { when: day(1 + (number % 4)) }) })
    for (const order of ['when', 'updated'] as const) {
      const whole = titles(bench.posts.list({ limit: 100, order }).items)
      const paged: string[] = []
      let cursor: string | undefined
      do {
        const page = bench.posts.list({ limit: 4, order, cursor })
        expect(page.total).toBe(23)
        paged.push(...titles(page.items))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect(paged).toEqual(whole)
      expect(new Set(paged).size).toBe(23)
    }
  })

  test('a post saved while somebody pages does not disturb the pages', () => {
    for (let number = 1; number <= 9; number++) bench.posts.create({ title: String(number), when: day(number) })
    const first = bench.posts.list({ limit: 3 })
    bench.posts.create({ title: 'new', when: day(20) })
    expect(titles(bench.posts.list({ limit: 3, cursor: first.nextCursor ?? '' }).items)).toEqual(['6', '5', '4'])
  })

  test('a cursor is refused with other filters, another order, or when it is made up', () => {
    for (let number = 1; number <= 5; number++) bench.posts.create({ when: day(number), labels: ['a'] })
    const cursor = bench.posts.list({ limit: 2, label: 'a' }).nextCursor ?? ''
    expect(bench.posts.list({ limit: 2, label: 'a', cursor }).items).toHaveLength(2)
    for (const input of [
      { limit: 2, cursor },
      { limit: 2, label: 'a', order: 'updated' as const, cursor },
      { limit: 2, cursor: 'made-up' },
      { limit: 2, cursor: '' },
    ]) {
      expect(() => bench.posts.list(input)).toThrow(expect.objectContaining({ code: 'bad_cursor' }))
    }
  })

  test('filters by account and platform find what an account got, also after it left the post', () => {
    const [one, two] = [
      bench.addAccount('one', { platform: 'bluesky' }),
      bench.addAccount('two', { platform: 'mastodon' }),
    ]
    bench.posts.create({ title: 'chosen', variants: [base(one)] })
    const left = bench.posts.create({ title: 'left', variants: [base(two)] })
    bench.addDelivery(left.id, one, 'published')
    bench.posts.create({ title: 'nobody' })
    expect(titles(bench.posts.list({ limit: 10, account: one }).items).sort()).toEqual(['chosen', 'left'])
    expect(titles(bench.posts.list({ limit: 10, platform: 'mastodon' }).items)).toEqual(['left'])
  })

  test('filters by label, span and state can be combined, and the total counts what they let through', () => {
    const account = bench.addAccount('one')
    const make = (title: string, number: number, labels: string[], status?: DeliveryStatus) => {
      const { id } = bench.posts.create({ title, when: day(number), labels, variants: [base(account)] })
      if (status) bench.addDelivery(id, account, status)
    }
    make('hit', 2, ['x'], 'failed')
    make('other label', 2, ['y'], 'failed')
    make('too late', 5, ['x'], 'failed')
    make('other state', 2, ['x'], 'published')
    make('draft', 2, ['x'])
    const filter = { label: 'x', from: '2026-12-02T00:00:00Z', to: '2026-12-03T00:00:00Z' }
    expect(bench.posts.list({ limit: 1, ...filter })).toMatchObject({ total: 3 })
    expect(titles(bench.posts.list({ limit: 10, ...filter, status: ['failed'] }).items)).toEqual(['hit'])
    expect(titles(bench.posts.list({ limit: 10, ...filter, status: ['failed', 'draft'] }).items).sort()).toEqual([
      'draft',
      'hit',
    ])
    expect(titles(bench.posts.list({ limit: 10, ...filter, needsYou: true }).items)).toEqual(['hit'])
  })

  test('a summary shows the first line, the number of parts, the first picture and every account with its state', () => {
    const [one, two] = [bench.addAccount('one'), bench.addAccount('two')]
    const boat = bench.addAsset('boat.jpg')
    const { id } = bench.posts.create({
      parts: [{ text: '\n  Hello 👋 world  \nsecond', media: [{ assetId: boat, alt: null }] }, ...part('b')],
      variants: [base(two), base(one)],
      labels: ['b', 'a'],
      when: day(1),
    })
    bench.addDelivery(id, one, 'published')
    expect(bench.posts.list({ limit: 1 }).items).toEqual([
      expect.objectContaining({
        id,
        firstLine: 'Hello 👋 world',
        parts: 2,
        thumb: boat,
        labels: ['a', 'b'],
        status: 'published',
        when: { at: '2026-12-01T08:00:00.000Z', wallTime: '2026-12-01T09:00', zone: 'Europe/Berlin' },
        accounts: [
          { accountId: two, platform: 'practice', status: null },
          { accountId: one, platform: 'practice', status: 'published' },
        ],
      }),
    ])
  })

  test('counts and labels tell what the lists show', () => {
    const account = bench.addAccount('one')
    const made = (['failed', 'scheduled', 'scheduled', 'published'] as const).map((status) => {
      const { id } = bench.posts.create({ labels: ['all', status] })
      bench.addDelivery(id, account, status)
      return id
    })
    bench.posts.create({ labels: ['all'] })
    bench.posts.create({ review: 'idea' })
    bench.posts.delete(made[3] ?? '')
    expect(bench.posts.counts()).toEqual({
      all: 5,
      needsYou: 1,
      drafts: 1,
      scheduled: 2,
      inReview: 0,
      deleted: 1,
      byStatus: { failed: 1, scheduled: 2, draft: 1, idea: 1 },
    })
    expect(bench.posts.labels()).toEqual([
      { name: 'all', posts: 4 },
      { name: 'failed', posts: 1 },
      { name: 'scheduled', posts: 2 },
    ])
  })

  test('every mix of deliveries is found under the very status its post shows, and under no other', () => {
    const accounts = Array.from({ length: 4 }, (_, index) => bench.addAccount(`a${index}`))
    const { id } = bench.posts.create({ variants: accounts.map(base) })
    const { sqlite } = bench.context.store
    fc.assert(
      fc.property(
        fc.constantFrom(...ReviewState.options),
        fc.array(fc.constantFrom(...DeliveryStatus.options), { maxLength: 4 }),
        (review, statuses) => {
          sqlite.prepare('delete from delivery').run()
          sqlite.prepare('update post set review = ?').run(review)
          statuses.forEach((status, index) => bench.addDelivery(id, accounts[index] as AccountId, status))
          const expected = postStatus(review, statuses)
          expect(bench.posts.list({ limit: 1 }).items[0]?.status).toBe(expected)
          expect(bench.posts.counts().byStatus).toEqual({ [expected]: 1 })
          const others = [
            'idea',
            'draft',
            'in_review',
            'approved',
            'rejected',
            'scheduled',
            'publishing',
            'published',
            'partially_published',
            'failed',
            'unknown',
            'missed',
            'canceled',
          ] as const
          expect(bench.posts.list({ limit: 1, status: [expected] }).total).toBe(1)
          expect(bench.posts.list({ limit: 1, status: others.filter((one) => one !== expected) }).total).toBe(0)
          const shown = bench.posts.list({ limit: 1 }).items[0]?.needsYou
          expect(bench.posts.list({ limit: 1, needsYou: true }).total).toBe(shown ? 1 : 0)
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('searching', () => {
  beforeEach(open)
  afterEach(close)

  const found = (q: string) => titles(bench.posts.list({ limit: 50, q }).items).sort()

  test('finds while the last word is being typed, in titles, all parts and variants, without regard to case and accents', () => {
    const account = bench.addAccount('one')
    bench.posts.create({ title: 'Café opening', parts: part('Come by') })
    bench.posts.create({ title: 'thread', parts: [...part('one'), ...part('The harbour at dawn')] })
    bench.posts.create({
      title: 'variant',
      parts: part('x'),
      variants: [{ accountId: account, parts: part('Only here: marmalade'), settings: {} }],
    })
    expect(found('cafe op')).toEqual(['Café opening'])
    expect(found('CAFÉ')).toEqual(['Café opening'])
    expect(found('dawn harb')).toEqual(['thread'])
    expect(found('marm')).toEqual(['variant'])
    expect(found('marm harbour')).toEqual([])
    expect(found('   ')).toHaveLength(3)
  })

  test('finds the new text and no longer the old after a save, a restore and a trip through the bin', () => {
    const { id } = bench.posts.create({ title: 'p', parts: part('alpha') })
    bench.posts.update(id, { parts: part('beta') })
    expect([found('alpha'), found('beta')]).toEqual([[], ['p']])
    bench.posts.restore(id, 1)
    expect([found('alpha'), found('beta')]).toEqual([['p'], []])
    bench.posts.delete(id)
    expect(found('alpha')).toEqual([])
    expect(bench.posts.list({ limit: 5, q: 'alpha', deleted: true }).total).toBe(1)
    bench.posts.undelete(id)
    expect(found('alpha')).toEqual(['p'])
  })

  test('still points at the right posts after the database was compacted and copied', () => {
    const ids = ['one', 'two', 'three', 'four'].map((word) => bench.posts.create({ title: word, parts: part(word) }).id)
    const { sqlite } = bench.context.store
    // A gap in the row numbers, as an erased post would leave, shows whether compacting renumbers.
    sqlite.prepare('delete from post where id = ?').run(ids[1])
    sqlite.exec('vacuum')
    expect([found('one'), found('two'), found('three'), found('four')]).toEqual([['one'], [], ['three'], ['four']])
  })

  test.each([
    '"',
    '""',
    'a"b',
    'NEAR(a b)',
    'title:x',
    '-x',
    'a OR',
    'AND',
    'NOT',
    '*',
    '^a',
    '(',
    '{a b}:',
    "'; drop table post; --",
    'a\0b',
    '👍',
    '\\',
    '+',
    'x*y*',
  ])('takes %j as words, not as a query language', (q) => {
    bench.posts.create({ title: 'quagga', parts: part('zebra') })
    expect(found(q)).toEqual([])
  })

  test('takes whatever anybody types without an error', () => {
    bench.posts.create({ title: 'p', parts: part('some text') })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 30 }),
          fc.string({ unit: 'grapheme', maxLength: 30 }),
          fc.string({
            unit: fc.constantFrom('"', '*', '(', ')', ':', '^', '-', '+', '{', '}', '\\', ' ', "'", 'a', 'AND', 'NEAR'),
          }),
        ),
        (q) => {
          bench.posts.list({ limit: 1, q })
        },
      ),
      { numRuns: 200 },
    )
  })

  test('finds a post by the beginning of any word of it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-zA-ZäöüßéñЖя0-9]{1,12}$/), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.nat(),
        (words, which, length) => {
          const { id } = bench.posts.create({ parts: part(words.join(' ')) })
          const word = words[which % words.length] ?? ''
          const typed = word.slice(0, 1 + (length % word.length))
          expect(bench.posts.list({ limit: 200, q: typed }).items.map((one) => one.id)).toContain(id)
          bench.posts.delete(id)
        },
      ),
      { numRuns: 30 },
    )
  })
})

describe('ten thousand posts', () => {
  let accounts: AccountId[]
  beforeAll(() => {
    open()
    accounts = [bench.addAccount('one'), bench.addAccount('two', { platform: 'mastodon' })]
    fill(bench, accounts, 10_000)
  })
  afterAll(close)

  const statements = (work: () => unknown): string[] => {
    const prepare = vi.spyOn(bench.context.store.sqlite, 'prepare')
    try {
      work()
      return prepare.mock.calls.map(([sql]) => String(sql))
    } finally {
      prepare.mockRestore()
    }
  }

  const span = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }

  test('a page, a calendar and the counts take the same few queries as for ten posts', () => {
    expect(statements(() => expect(bench.posts.list({ limit: 200 }).items).toHaveLength(200))).toHaveLength(3)
    expect(statements(() => expect(bench.posts.calendar(span)).toHaveLength(10_000))).toHaveLength(2)
    expect(statements(() => expect(bench.posts.counts().all).toBe(10_000))).toHaveLength(3)
    expect(statements(() => expect(bench.posts.labels()).toHaveLength(10))).toHaveLength(1)
  })

  test('a calendar is in order of time and holds only its span, posts with an account and what the filter lets through', () => {
    bench.posts.create({ title: 'no account', when: { at: '2026-06-01T12:00:00Z' } })
    const week = { from: '2026-06-01T00:00:00Z', to: '2026-06-08T00:00:00Z' }
    const items = bench.posts.calendar(week)
    const times = items.map(({ when }) => when?.at ?? '')
    expect(items.length).toBeGreaterThan(100)
    expect(times).toEqual([...times].sort())
    expect(times.every((at) => at >= week.from.replace('Z', '.000Z') && at < week.to.replace('Z', '.000Z'))).toBe(true)
    expect(titles(items)).not.toContain('no account')
    const failed = bench.posts.calendar({ ...week, status: ['failed'], account: accounts[1] })
    expect(failed.length).toBeGreaterThan(0)
    expect(failed.every(({ status }) => status === 'failed')).toBe(true)
  })

  test('no common question reads the whole table of posts or deliveries', () => {
    const questions: Record<string, () => unknown> = {
      list: () => bench.posts.list({ limit: 50 }),
      'list by change': () => bench.posts.list({ limit: 50, order: 'updated' }),
      'next page': () => bench.posts.list({ limit: 50, cursor: bench.posts.list({ limit: 50 }).nextCursor ?? '' }),
      'by state': () => bench.posts.list({ limit: 50, status: ['failed'] }),
      drafts: () => bench.posts.list({ limit: 50, status: ['draft'] }),
      'needs you': () => bench.posts.list({ limit: 50, needsYou: true }),
      'by label': () => bench.posts.list({ limit: 50, label: 'label-3' }),
      'by account': () => bench.posts.list({ limit: 50, account: accounts[0] }),
      'by platform': () => bench.posts.list({ limit: 50, platform: 'mastodon' }),
      span: () => bench.posts.list({ limit: 50, ...span }),
      search: () => bench.posts.list({ limit: 50, q: 'harbour num' }),
      bin: () => bench.posts.list({ limit: 50, deleted: true }),
      calendar: () => bench.posts.calendar({ from: '2026-06-01T00:00:00Z', to: '2026-06-08T00:00:00Z' }),
      counts: () => bench.posts.counts(),
      labels: () => bench.posts.labels(),
      'where a file is used': () => postsUsing(bench.context.store.read, 'asset_1'),
      'how often files are used': () => usageCounts(bench.context.store.read, ['asset_1', 'asset_2']),
      'one post': () => bench.posts.get(bench.posts.list({ limit: 1 }).items[0]?.id ?? ''),
    }
    for (const [name, ask] of Object.entries(questions)) {
      // Counting by a state that is derived, or by an account most posts go to, reads each post once; all else comes from an index.
      const allowed = ['counts', 'by account', 'by platform'].includes(name) ? ['SCAN p'] : []
      const whole = plansOf(bench, statements(ask)).filter((plan) => fullScan.test(plan))
      expect({ name, whole }).toEqual({ name, whole: allowed })
    }
    // The default page must not sort: it is read off the index.
    for (const order of ['when', 'updated'] as const) {
      const page =
        statements(() => bench.posts.list({ limit: 50, order })).find((sql) => sql.includes('order by p.')) ?? ''
      expect(plansOf(bench, [page]).join('; ')).not.toContain('ORDER BY')
    }
  })
})

/** A line of a plan that reads one of these tables from end to end without an index. */
const fullScan = /^SCAN (p|d|v|post|delivery|variant|post_label|post_asset)\b(?!.* USING (COVERING )?INDEX)/

/** The query plan of each statement, line by line. */
function plansOf({ context }: PostsBench, statements: readonly string[]): string[] {
  return statements
    .filter((sql) => /^\s*select/i.test(sql))
    .flatMap((sql) => {
      const bound = Array.from({ length: (sql.match(/\?/g) ?? []).length }, () => '1')
      return (context.store.sqlite.prepare(`explain query plan ${sql}`).all(...bound) as { detail: string }[]).map(
        ({ detail }) => detail,
      )
    })
}

/** Posts over the year 2026 with two accounts, some delivered in every way, written in one transaction. */
function fill({ context }: PostsBench, accounts: readonly AccountId[], count: number): void {
  const { sqlite } = context.store
  const start = Date.UTC(2026, 0, 1)
  const step = (365 * 86_400_000) / count
  const id = (prefix: string, number: number) => `${prefix}_${String(number).padStart(26, '0')}`
  const insertPost = sqlite.prepare(
    `insert into post (id, title, parts, review, planned_at, wall_time, zone, created_at, updated_at) values (?, ?, ?, ?, ?, '2026-01-01T00:00', 'UTC', ?, ?)`,
  )
  const insertVariant = sqlite.prepare(
    `insert into variant (post_id, account_id, position, settings) values (?, ?, ?, '{}')`,
  )
  const insertDelivery = sqlite.prepare(
    `insert into delivery (id, post_id, account_id, status, due_at, wall_time, zone, deadline_at, created_at, updated_at) values (?, ?, ?, ?, ?, '', 'UTC', 0, 0, 0)`,
  )
  const insertLabel = sqlite.prepare('insert into post_label values (?, ?)')
  const insertText = sqlite.prepare(
    'insert into post_search (rowid, title, body) select rowid, title, ? from post where id = ?',
  )
  sqlite.transaction(() => {
    for (let number = 0; number < count; number++) {
      const [postId, at, text] = [
        id('post', number),
        Math.round(start + number * step),
        `Harbour news number ${number}`,
      ]
      insertPost.run(
        postId,
        `Post ${number}`,
        JSON.stringify(part(text)),
        number % 12 < 8 ? 'approved' : 'draft',
        at,
        at,
        at,
      )
      insertText.run(text, postId)
      insertLabel.run(postId, `label-${number % 10}`)
      accounts.forEach((account, position) => {
        insertVariant.run(postId, account, position)
        const status = DeliveryStatus.options[(number + position) % 12]
        if (status && (position === 0 || number % 3 === 0))
          insertDelivery.run(id('dlv', number * 10 + position), postId, account, status, at)
      })
    }
  })()
  sqlite.exec('analyze')
}
