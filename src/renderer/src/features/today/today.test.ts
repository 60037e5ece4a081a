import { describe, expect, test } from 'vitest'
import type { Account } from '../../../../contract/accounts.ts'
import type { Approval } from '../../../../contract/approvals.ts'
import type { Delivery } from '../../../../contract/deliveries.ts'
import type { PostSummary } from '../../../../contract/posts.ts'
import type { DeliveryStatus, PostStatus } from '../../../../contract/vocabulary.ts'
import { countsOf, daysUntil, needsOf } from './needs.ts'
import { emphasised, factsOf, programmeOf } from './programme-lines.ts'

let made = 0
const post = (status: PostStatus): PostSummary => ({
  id: `post_${String(++made).padStart(26, '0')}`,
  title: '',
  firstLine: '',
  status,
  review: 'draft',
  when: null,
  accounts: [],
  thumb: null,
  parts: 1,
  labels: [],
  needsYou: false,
  updatedAt: '2026-11-01T00:00:00.000Z',
})
/** A moment of that day in Berlin, by the minute its clocks show. */
const moment = (minute: number) => Date.parse('2026-11-23T23:00:00.000Z') + minute * 60_000
const placed = (minute: number, status: PostStatus) => ({
  post: post(status),
  day: '2026-11-24',
  minute,
  again: false,
  at: moment(minute),
})
const slot = (minute: number) => ({
  day: '2026-11-24',
  minute,
  when: { at: new Date(moment(minute)).toISOString(), wallTime: '2026-11-24T20:30', zone: 'Europe/Berlin' },
  accounts: [],
  count: 1,
})
const delivery = (of: PostSummary, status: DeliveryStatus) =>
  ({ id: `dlv_${String(++made).padStart(26, '0')}`, postId: of.id, status }) as Delivery

describe('the programme of a day', () => {
  const day = [placed(480, 'published'), placed(642, 'publishing'), placed(750, 'scheduled')]

  test('puts now between what was due and what is to come, and free slots in their place', () => {
    const lines = programmeOf(day, [slot(600), slot(1230)], moment(642))
    expect(lines.map((line) => line.kind)).toEqual(['post', 'post', 'now', 'post', 'slot'])
    expect(lines.map((line) => line.kind === 'post' && line.past)).toEqual([true, false, false, false, false])
  })

  test('has now at its end when all is done, and no now on another day or an empty one', () => {
    expect(programmeOf(day, [], moment(1439)).at(-1)).toEqual({ kind: 'now' })
    expect(programmeOf(day, [slot(600)], null).map((line) => line.kind)).toEqual(['post', 'slot', 'post', 'post'])
    expect(programmeOf([], [], moment(642))).toEqual([])
  })

  test('keeps to what comes first in the hour that comes twice', () => {
    // Clocks went back at 03:00 on 25 October 2026: 02:45, then 02:30 for the second time.
    const first = { ...placed(165, 'scheduled'), at: Date.parse('2026-10-25T00:45:00Z') }
    const second = { ...placed(150, 'scheduled'), again: true, at: Date.parse('2026-10-25T01:30:00Z') }
    const now = Date.parse('2026-10-25T01:15:00Z')
    const lines = programmeOf([first, second], [], now)
    expect(lines.map((line) => (line.kind === 'post' ? line.placed.minute : line.kind))).toEqual([165, 'now', 150])
    expect(factsOf([first, second], now).next).toBe(second)
  })

  test('a canceled post is not part of it', () => {
    expect(programmeOf([placed(800, 'canceled')], [], moment(642))).toEqual([])
  })

  test('counts what is out, going and to go; a draft is none of them', () => {
    const next = placed(750, 'scheduled')
    const facts = factsOf(
      [
        placed(480, 'published'),
        placed(540, 'partially_published'),
        placed(642, 'publishing'),
        placed(700, 'draft'),
        next,
        placed(900, 'scheduled'),
      ],
      moment(642),
    )
    expect(facts).toEqual({ out: 2, going: 1, toGo: 2, next })
  })

  test('a title with stars or marks in it cannot make other words stand out', () => {
    expect(emphasised('*Two* to go: *@*.', '@', '5 * 3 <b>')).toEqual([
      { text: 'Two', strong: true },
      { text: ' to go: ', strong: false },
      { text: '5 * 3 <b>', strong: true },
      { text: '.', strong: false },
    ])
  })
})

describe('what needs a person', () => {
  const account = (state: Account['health']['state']) =>
    ({ id: 'acct_00000000000000000000000001', health: { state } }) as unknown as Account

  test('stands in the order of its weight, each unknown for itself, the missed of a post together', () => {
    const [late, mixed, sent] = [post('missed'), post('unknown'), post('rejected')]
    const troubles = new Map([
      [late.id as string, [delivery(late, 'missed'), delivery(late, 'missed')]],
      [
        mixed.id,
        [
          delivery(mixed, 'failed'),
          delivery(mixed, 'unknown'),
          delivery(mixed, 'unknown'),
          delivery(mixed, 'retrying'),
        ],
      ],
    ])
    const needs = needsOf({
      posts: [late, mixed, sent],
      inReview: [post('in_review')],
      troubles,
      approvals: [{ id: 'appr_00000000000000000000000001' } as unknown as Approval],
      accounts: [account('ok'), account('broken')],
    })
    expect(needs.map((need) => need.kind)).toEqual([
      'unknown',
      'unknown',
      'failed',
      'missed',
      'approval',
      'rejected',
      'review',
      'account',
    ])
    expect(countsOf(needs)[0]).toEqual({ kind: 'unknown', count: 2 })
  })

  test('a delivery of a post in the bin asks nothing', () => {
    const gone = post('failed')
    expect(
      needsOf({
        posts: [],
        inReview: [],
        troubles: new Map([[gone.id as string, [delivery(gone, 'failed')]]]),
        approvals: [],
        accounts: [],
      }),
    ).toEqual([])
  })

  test('days until an account expires are whole days, and none once it is over', () => {
    const now = Date.parse('2026-11-24T09:42:00Z')
    expect([
      daysUntil('2026-11-29T10:00:00.000Z', now),
      daysUntil('2026-11-24T20:00:00.000Z', now),
      daysUntil('2026-11-20T00:00:00.000Z', now),
      daysUntil(null, now),
    ]).toEqual([5, 0, 0, null])
  })
})
