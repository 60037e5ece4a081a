import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestWorkspace, type TestWorkspace } from '../testing.ts'

let workspace: TestWorkspace
let account: string
beforeEach(async () => {
  workspace = openTestWorkspace()
  account = await workspace.practiceAccount()
})
afterEach(() => workspace.dispose())

const due = '2026-11-24T11:00'
const step = (name: string, more: object = {}) => ({ step: name, account, text: name, publishAt: due, ...more })
const under = (name: string, parentStep: string, more: object = {}) => ({
  step: name,
  account,
  text: name,
  parentStep,
  ...more,
})

async function apply(posts: object[]): Promise<Map<string, string>> {
  const input = { mode: 'scheduled', timezone: 'Europe/Berlin', idempotencyKey: 'k', posts }
  const { run } = await workspace.schedules.apply(input, { key: null, mayAddFiles: true })
  return new Map(
    workspace.runs.table(run.id, { limit: 50 }).items.map(({ step: name, deliveryId }) => [name!, deliveryId!]),
  )
}
/** What the practice account shows: each text and the text it answers, in the order it came. */
function feed(): [string, string | null][] {
  const rows = workspace.store.sqlite
    .prepare('select id, text, reply_to as replyTo from practice_post order by rowid')
    .all() as {
    id: string
    text: string
    replyTo: string | null
  }[]
  return rows.map(({ text, replyTo }) => [text, rows.find(({ id }) => id === replyTo)?.text ?? null])
}
const status = (id: string) => workspace.publishing.get(id).status
const atDue = () => workspace.clock.to(Date.parse('2026-11-24T10:00:00Z') + 5_000)

test('a reply goes out under its parent, and what answers the reply under that', async () => {
  const ids = await apply([under('second', 'first'), step('first'), under('third', 'second')])
  await atDue()
  await workspace.clock.by(1_000)
  expect(feed()).toEqual([
    ['first', null],
    ['second', 'first'],
    ['third', 'second'],
  ])
  expect([...ids.values()].map(status)).toEqual(['published', 'published', 'published'])
})

test('a reply goes under the last part of a thread, a comment under the first', async () => {
  await apply(
    [
      step('thread', { text: undefined, parts: [{ text: 'one' }, { text: 'two' }] }),
      under('reply', 'thread', { parts: [{ text: 'three' }, { text: 'four' }], text: undefined }),
      under('comment', 'thread', { interaction: 'comment' }),
    ].map((one) => JSON.parse(JSON.stringify(one)) as object),
  )
  await atDue()
  await workspace.clock.by(1_000)
  expect(new Map(feed())).toEqual(
    new Map<string, string | null>([
      ['one', null],
      ['two', 'one'],
      ['three', 'two'],
      ['four', 'three'],
      ['comment', 'one'],
    ]),
  )
})

test('a reply keeps its own time, later than its parent’s', async () => {
  const ids = await apply([step('first'), under('later', 'first', { publishAt: '2026-11-24T12:00' })])
  await atDue()
  expect([status(ids.get('first')!), status(ids.get('later')!)]).toEqual(['published', 'scheduled'])
  await workspace.clock.by(3_600_000)
  expect(feed().at(-1)).toEqual(['later', 'first'])
})

test('a parent that fails leaves what goes under it failed, which can be tried again after it', async () => {
  workspace.practice.setFailure(account, 'rejected', 1)
  const ids = await apply([step('first'), under('second', 'first')])
  await atDue()
  await workspace.clock.by(31_000)
  const second = workspace.publishing.get(ids.get('second')!)
  expect([status(ids.get('first')!), second.status, second.reason?.says]).toEqual([
    'failed',
    'failed',
    'parent_not_out',
  ])
  workspace.publishing.retry(ids.get('first')!)
  workspace.publishing.retry(ids.get('second')!)
  await workspace.clock.by(31_000)
  expect(feed()).toEqual([
    ['first', null],
    ['second', 'first'],
  ])
})

test('a parent that was canceled leaves it failed as well', async () => {
  const ids = await apply([step('first'), under('second', 'first')])
  await workspace.publishing.cancel(ids.get('first')!)
  await atDue()
  expect(workspace.publishing.get(ids.get('second')!)).toMatchObject({ status: 'failed', reason: { code: 'parent' } })
  expect(feed()).toEqual([])
})

test('while its parent is in doubt a reply waits, over a restart too, and goes out once it is found', async () => {
  workspace.practice.setFailure(account, 'cannot_tell', 1)
  const ids = await apply([step('first'), under('second', 'first')])
  await atDue()
  await workspace.clock.by(60_000)
  expect([status(ids.get('first')!), status(ids.get('second')!)]).toEqual(['unknown', 'scheduled'])
  expect(workspace.publishing.get(ids.get('second')!).reason?.says).toBe('parent_waits')
  workspace = await workspace.restart()
  await workspace.clock.by(60_000)
  expect(status(ids.get('second')!)).toBe('scheduled')
  workspace.publishing.resolve(ids.get('first')!, 'not_posted', null)
  await workspace.clock.by(60_000)
  expect(feed()).toEqual([
    ['first', null],
    ['second', 'first'],
  ])
})

test('a reply whose own answer was lost is found under its parent, and never sent twice', async () => {
  const ids = await apply([step('first'), under('second', 'first', { publishAt: '2026-11-24T12:00' })])
  await atDue()
  workspace.practice.setFailure(account, 'lost_answer', 1)
  await workspace.clock.by(3_600_000 + 120_000)
  expect(status(ids.get('second')!)).toBe('published')
  expect(feed()).toEqual([
    ['first', null],
    ['second', 'first'],
  ])
})

test('a reply that is out can be changed there, alone', async () => {
  const ids = await apply([step('first'), under('second', 'first')])
  await atDue()
  await workspace.clock.by(1_000)
  const { postId } = workspace.publishing.get(ids.get('second')!)
  workspace.posts.update(postId, { parts: [{ text: 'changed', media: [] }] })
  await workspace.publishing.editRemote(ids.get('second')!)
  expect(feed()).toEqual([
    ['first', null],
    ['changed', 'first'],
  ])
})

test('a link and an account that the parent does not go to are refused', async () => {
  const other = await workspace.practiceAccount('Two')
  const { problems } = await workspace.schedules.validate({
    mode: 'scheduled',
    idempotencyKey: 'k',
    posts: [
      step('first'),
      under('second', 'first', { account: other, link: 'https://example.com' }),
      under('early', 'first', { publishAt: '2026-11-24T10:30' }),
    ],
  })
  expect(problems.filter(({ severity }) => severity === 'error').map(({ path, says }) => [path, says])).toEqual([
    ['posts.1.account', 'schedule_parent_account'],
    ['posts.1.link', 'schedule_link_below'],
    ['posts.2.publishAt', 'schedule_before_parent'],
  ])
})
