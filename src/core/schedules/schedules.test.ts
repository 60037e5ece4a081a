import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openTestWorkspace, type TestWorkspace } from '../testing.ts'

let workspace: TestWorkspace
let account: string
let other: string
beforeEach(async () => {
  workspace = openTestWorkspace()
  account = await workspace.practiceAccount('One')
  other = await workspace.practiceAccount('Two')
})
afterEach(() => workspace.dispose())

const person = { key: null, mayAddFiles: true }
const document = (posts: object[], more: object = {}) => ({
  mode: 'scheduled',
  timezone: 'Europe/Berlin',
  idempotencyKey: 'spring',
  posts,
  ...more,
})
const row = (more: object = {}) => ({ account, text: 'Hello', publishAt: '2026-12-24T09:00', ...more })
const rows = (table: string) => workspace.store.sqlite.prepare(`select count(*) from ${table}`).pluck().get()
const problemsOf = async (input: unknown) =>
  (await workspace.schedules.validate(input)).problems
    .filter(({ severity }) => severity === 'error')
    .map(({ path, says }) => [path, says])
async function refused(work: Promise<unknown>): Promise<{ code: string; fields: { path: string; says: string }[] }> {
  try {
    await work
  } catch (error) {
    const { code, data } = error as { code: string; data: { fields: { path: string; says: string }[] } }
    return { code, fields: data.fields }
  }
  throw new Error('it was not refused')
}

test('one document makes posts for many accounts, at moments, offsets and wall times', async () => {
  const handle = workspace.accounts.get(other).handle
  const { run } = await workspace.schedules.apply(
    document([
      row(),
      { accounts: [account, handle], text: 'Both', publishAt: '2026-12-24T10:00:00-05:00', labels: ['news'] },
      { targets: [{ account: other, text: 'Own words' }], text: 'Base', publishAt: '2026-12-24T12:00:00Z' },
    ]),
    person,
  )
  expect(run).toMatchObject({ status: 'pending', counts: { posts: 3, deliveries: 4, byStatus: { scheduled: 4 } } })
  const { items } = workspace.runs.table(run.id, { limit: 50 })
  expect(items.map(({ row: index, dueAt, accountId }) => [index, dueAt, accountId])).toEqual([
    [0, '2026-12-24T08:00:00.000Z', account],
    [1, '2026-12-24T15:00:00.000Z', account],
    [1, '2026-12-24T15:00:00.000Z', other],
    [2, '2026-12-24T12:00:00.000Z', other],
  ])
  expect(workspace.posts.get(items[3]!.postId).variants[0]?.parts).toEqual([{ text: 'Own words', media: [] }])
})

test('every problem of every row is told, each at its place', async () => {
  const problems = await problemsOf({
    timezone: 'Mars/Olympus',
    mode: 'later',
    posts: [
      row({ account: 'mastodon:profile:nobody' }),
      row({ text: 'x'.repeat(10_000) }),
      row({ publishAt: '2026-02-30T09:00', settings: { colour: 'red' } }),
      row({ assets: ['asset_00000000000000000000000000'], accounts: [account] }),
      7,
      { text: 'For nobody', publishAt: '2026-12-24T09:00' },
    ],
  })
  expect(problems).toEqual([
    ['timezone', 'input_zone'],
    ['mode', 'schedule_mode'],
    ['idempotencyKey', 'schedule_key_missing'],
    ['posts.0.account', 'schedule_account_unknown'],
    ['posts.1.text', 'problem'],
    ['posts.2.publishAt', 'schedule_time_wrong'],
    ['posts.2.settings.colour', 'schedule_setting_of_none'],
    ['posts.3.assets.0', 'file_not_in_library'],
    ['posts.3.accounts.0', 'account_twice'],
    ['posts.4', 'schedule_not_object'],
    ['posts.5.account', 'choose_account'],
  ])
})

test('what other programs call a field is refused with its name here', async () => {
  const { problems } = await workspace.schedules.validate(
    document([
      {
        account_id: account,
        caption: 'Hello',
        scheduled_at: '2026-12-24T09:00',
        media_urls: [],
        publish_at: '',
        colour: 1,
      },
    ]),
  )
  expect(problems.map(({ path, params }) => [path, params['name'] ?? null])).toEqual([
    ['posts.0.account_id', 'account'],
    ['posts.0.caption', 'text'],
    ['posts.0.scheduled_at', 'publishAt'],
    ['posts.0.media_urls', 'assets'],
    ['posts.0.publish_at', 'publishAt'],
    ['posts.0.colour', null],
  ])
})

test('parents that are missing, doubled or in a circle are named', async () => {
  const step = (name: string, parentStep?: string) => row({ step: name, ...(parentStep && { parentStep }) })
  expect(
    await problemsOf(
      document([
        step('a', 'c'),
        step('b', 'a'),
        step('c', 'b'),
        step('d', 'nowhere'),
        step('d'),
        row({ interaction: 'reply' }),
      ]),
    ),
  ).toEqual([
    ['posts.0.parentStep', 'schedule_parent_circle'],
    ['posts.1.parentStep', 'schedule_parent_circle'],
    ['posts.2.parentStep', 'schedule_parent_circle'],
    ['posts.3.parentStep', 'schedule_parent_missing'],
    ['posts.4.step', 'schedule_step_twice'],
    ['posts.5.parentStep', 'schedule_parent_needed'],
  ])
})

test('a document with one bad row makes nothing', async () => {
  const { code, fields } = await refused(
    workspace.schedules.apply(document([row(), row({ text: 'x'.repeat(10_000) }), row({ account: 'nobody' })]), person),
  )
  expect(code).toBe('unprocessable')
  expect(fields.map(({ path }) => path)).toEqual(['posts.1.text', 'posts.2.account'])
  expect([rows('post'), rows('delivery'), rows('run'), rows('run_step')]).toEqual([0, 0, 0, 0])
})

test('the same key and document is the same run, another document is refused', async () => {
  const first = await workspace.schedules.apply(document([row()]), person)
  const again = await workspace.schedules.apply(document([row()]), person)
  expect([again.replayed, again.run.id, rows('post')]).toEqual([true, first.run.id, 1])
  expect(await refused(workspace.schedules.apply(document([row({ text: 'Other' })]), person))).toMatchObject({
    code: 'idempotency_key_conflict',
  })
})

test('and is still the same run after a restart', async () => {
  const first = await workspace.schedules.apply(document([row()]), person)
  workspace = await workspace.restart()
  const again = await workspace.schedules.apply(document([row()]), person)
  expect([again.replayed, again.run.id, rows('post')]).toEqual([true, first.run.id, 1])
})

test('fifty at once make one run', async () => {
  const all = await Promise.all(Array.from({ length: 50 }, () => workspace.schedules.apply(document([row()]), person)))
  expect(new Set(all.map(({ run }) => run.id)).size).toBe(1)
  expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1)
  expect(rows('post')).toBe(1)
})

test('slots are taken one after the other', async () => {
  workspace.slots.put([{ accountId: null, weekday: 1, time: '09:00', zone: 'Europe/Berlin' }])
  const slot = () => ({ account, text: 'Hello', slot: 'next' })
  const { run } = await workspace.schedules.apply(document([slot(), slot()]), person)
  expect(workspace.runs.table(run.id, { limit: 50 }).items.map(({ dueAt }) => dueAt)).toEqual([
    '2026-11-30T08:00:00.000Z',
    '2026-12-07T08:00:00.000Z',
  ])
})

test('a slot where there is none is a problem', async () => {
  expect(await problemsOf(document([{ account, text: 'Hello', slot: 'next' }]))).toEqual([
    ['posts.0.slot', 'no_free_slot'],
  ])
})

test('a draft run is published later, moved as the clock on the wall moves', async () => {
  const { run } = await workspace.schedules.apply(
    document([row(), row({ publishAt: '2026-12-25T18:30' })], { mode: 'draft' }),
    person,
  )
  expect(run).toMatchObject({ status: 'draft', counts: { posts: 2, deliveries: 0 } })
  const published = workspace.runs.publish(run.id, '2027-04-01T09:00', null)
  expect(published).toMatchObject({ status: 'pending', counts: { deliveries: 2 } })
  // Summer time by then: nine o'clock is another moment, and still nine o'clock.
  expect(workspace.runs.table(run.id, { limit: 50 }).items.map(({ dueAt }) => dueAt)).toEqual([
    '2027-04-01T07:00:00.000Z',
    '2027-04-02T16:30:00.000Z',
  ])
  expect(() => workspace.runs.publish(run.id, undefined, null)).toThrow(/published already/)
})

test('a draft run with a row that has no time needs a start, and nothing of it is scheduled without', async () => {
  const { run } = await workspace.schedules.apply(
    document(
      [row(), row({ publishAt: undefined })].map((one) => JSON.parse(JSON.stringify(one)) as object),
      {
        mode: 'draft',
      },
    ),
    person,
  )
  expect(() => workspace.runs.publish(run.id, undefined, null)).toThrow(/startAt/)
  expect(rows('delivery')).toBe(0)
  expect(workspace.runs.publish(run.id, '2026-12-24T09:00', null).counts.deliveries).toBe(2)
})

test('files of this machine are taken in when it is applied, by who may add files', async () => {
  const path = join(workspace.folder, 'note.gif')
  writeFileSync(path, Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'))
  const input = document([row({ assets: [{ path, alt: 'A dot' }] })])
  expect(
    await refused(
      workspace.schedules.apply(input, { key: null, mayAddFiles: false }).catch((error: unknown) => {
        throw Object.assign(error as Error, { data: { fields: [] } })
      }),
    ),
  ).toMatchObject({ code: 'scope_missing' })
  const { run } = await workspace.schedules.apply(input, person)
  const [line] = workspace.runs.table(run.id, { limit: 1 }).items
  expect(workspace.posts.get(line!.postId).parts[0]?.media).toEqual([
    { assetId: expect.stringMatching(/^asset_/), alt: 'A dot' },
  ])
})

test('a file that is not there stops all of it, at its place', async () => {
  const gone = document([row(), row({ assets: [{ path: '/nowhere/at/all.png' }] })])
  expect((await refused(workspace.schedules.apply(gone, person))).fields.map(({ path }) => path)).toEqual([
    'posts.1.assets.0.path',
  ])
  expect(rows('post')).toBe(0)
})

test('campaigns keep their names, and a workspace that approves takes drafts alone', async () => {
  const campaigns = [
    { name: 'Launch', steps: [row({ step: 'news' })] },
    { name: 'Echo', steps: [row({ step: 'news' })] },
  ]
  const input = { mode: 'draft', idempotencyKey: 'c', campaigns }
  workspace.configure({ approval: true })
  expect(await problemsOf({ ...input, mode: 'scheduled' })).toEqual([['mode', 'not_approved']])
  const { run } = await workspace.schedules.apply(input, person)
  expect(run.campaigns).toEqual(['Launch', 'Echo'])
  workspace.posts.create({ title: 'Of no run' })
  expect(workspace.posts.list({ run: run.id, limit: 50 }).total).toBe(2)
  expect(workspace.posts.list({ run: run.id, campaign: 'Echo', limit: 50 }).total).toBe(1)
  expect(workspace.runs.campaign(run.id).campaigns.map(({ name, steps }) => [name, steps[0]?.step])).toEqual([
    ['Launch', 'news'],
    ['Echo', 'news'],
  ])
})
