import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PostContent } from '../../../../contract/posts.ts'
import { each } from './each.ts'
import { isNarrowed, listQuery, readNarrowing } from './post-query.ts'
import { secondLine } from './post-name.ts'
import { versionChanges } from './record/version-changes.ts'
import { allOrNone, extended, nothing, still, toggled } from './selection.ts'

const week = { from: '2026-11-22T23:00:00.000Z', to: '2026-11-29T23:00:00.000Z' }
const open = { statuses: [], platform: null, account: null, label: null } as const
const parts = { narrowing: open, search: '', order: 'when', week } as const

describe('what the table asks the studio for', () => {
  test('each saved filter asks for its own and nothing more', () => {
    expect(listQuery({ ...parts, tab: 'all' })).toEqual({ order: 'when' })
    expect(listQuery({ ...parts, tab: 'needs' })).toEqual({ order: 'when', needsYou: true })
    expect(listQuery({ ...parts, tab: 'week' })).toEqual({ order: 'when', ...week })
    expect(listQuery({ ...parts, tab: 'drafts' })).toEqual({ order: 'when', status: ['draft'] })
    expect(listQuery({ ...parts, tab: 'bin' })).toEqual({ order: 'when', deleted: true })
  })

  test('a narrowing and words go along, and a tab that is a status keeps it', () => {
    const narrowing = { ...open, statuses: ['failed'], platform: 'mastodon', label: 'bensa' } as const
    expect(listQuery({ ...parts, tab: 'all', narrowing, search: '  roast lo ' })).toEqual({
      order: 'when',
      status: ['failed'],
      platform: 'mastodon',
      label: 'bensa',
      q: 'roast lo',
    })
    expect(listQuery({ ...parts, tab: 'scheduled', narrowing }).status).toEqual(['scheduled'])
  })

  test('an address written by hand narrows by what is known and ignores the rest', () => {
    const known = { statuses: ['failed', 'draft'], platforms: ['mastodon'] } as const
    const read = readNarrowing({ status: 'failed,nonsense', platform: 'myspace', account: '../etc', label: ' ' }, known)
    expect(read).toEqual({ ...open, statuses: ['failed'] })
    expect(isNarrowed(read)).toBe(true)
    expect(isNarrowed(readNarrowing({}, known))).toBe(false)
  })
})

describe('choosing rows', () => {
  const rows = ['a', 'b', 'c', 'd', 'e']
  const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join('')

  test('shift takes all between, in either direction, and from a row left out leaves out', () => {
    const from = toggled(nothing, 'd')
    expect(ids(extended(from, 'b', rows))).toBe('bcd')
    expect(ids(extended(from, 'e', rows))).toBe('de')
    const left = toggled(extended(from, 'b', rows), 'c')
    expect(ids(extended(left, 'b', rows))).toBe('d')
  })

  test('shift from a row that is gone chooses just the one', () => {
    expect(ids(extended({ ids: new Set(), anchor: 'z' }, 'b', rows))).toBe('b')
  })

  test('all becomes none, and rows that left the list are not acted on', () => {
    const all = allOrNone(nothing, rows)
    expect(ids(all)).toBe('abcde')
    expect(ids(allOrNone(all, rows))).toBe('')
    expect(ids(still(all, ['a', 'c']))).toBe('ac')
  })
})

describe('doing something to many', () => {
  test('one that fails stops none of the others, and each is told', async () => {
    let now = 0
    let most = 0
    const outcome = await each([1, 2, 3, 4, 5, 6], async (item) => {
      most = Math.max(most, ++now)
      await new Promise((resolve) => setTimeout(resolve, 2))
      now -= 1
      if (item === 3) throw new Error('no')
      return item * 10
    })
    expect(outcome.done.map(({ result }) => result).sort()).toEqual([10, 20, 40, 50, 60])
    expect(outcome.failed.map(({ item }) => item)).toEqual([3])
    expect(most).toBe(4)
  })
})

describe('what changed between versions', () => {
  const content = (change: Partial<PostContent> = {}): PostContent => ({
    title: 'Bensa',
    parts: [{ text: 'Forty bags of washed Sidama', media: [] }],
    link: null,
    variants: [],
    labels: [],
    ...change,
  })

  test('is told word by word, and the same content has no changes', () => {
    expect(versionChanges(content(), content())).toEqual([])
    const [change] = versionChanges(content(), content({ parts: [{ text: 'Fifty bags of washed Sidama', media: [] }] }))
    expect(change).toEqual({
      what: 'part',
      of: 0,
      stretches: [
        { text: 'Forty', is: 'gone' },
        { text: 'Fifty', is: 'new' },
        { text: ' bags of washed Sidama', is: 'same' },
      ],
    })
  })

  test('counts parts that came or went, pictures, labels and what an account got', () => {
    const accountId = 'acct_00000000000000000000000001' as const
    const media = [{ assetId: 'asset_00000000000000000000000001' as const, alt: null }]
    const changes = versionChanges(
      content(),
      content({
        parts: [
          { text: 'Forty bags of washed Sidama', media },
          { text: 'Two', media: [] },
        ],
        labels: ['bensa'],
        variants: [{ accountId, parts: null, settings: { visibility: 'unlisted' } }],
      }),
    )
    expect(changes.map(({ what, of }) => [what, of])).toEqual([
      ['media', 0],
      ['part', 1],
      ['labels', null],
      ['variant', accountId],
    ])
  })

  test('put together again is the text it came from, and the one it went to', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.string({ maxLength: 80 }), (before, after) => {
        const [change] = versionChanges(content({ title: before, parts: [] }), content({ title: after, parts: [] }))
        const join = (leave: string) =>
          change?.stretches
            .filter(({ is }) => is !== leave)
            .map(({ text }) => text)
            .join('')
        if (before === after) return change === undefined
        return join('new') === before && join('gone') === after
      }),
      { seed: 5, numRuns: 300 },
    )
  })
})

describe('the line beside a name', () => {
  test('is left out where it only repeats the name', () => {
    expect(secondLine({ title: 'Bensa is back', firstLine: 'Bensa is back.' })).toBe('')
    expect(secondLine({ title: 'Bensa is back', firstLine: 'Forty bags' })).toBe('Forty bags')
    expect(secondLine({ title: '', firstLine: 'Forty bags' })).toBe('')
  })
})
