import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestWorkspace, type TestWorkspace } from '../testing.ts'

let workspace: TestWorkspace
let account: string

beforeEach(async () => {
  workspace = openTestWorkspace()
  account = await workspace.practiceAccount()
})
afterEach(() => workspace.dispose())

const feed = () => workspace.practice.list({ limit: 50 }).items.map(({ text }) => text)
const only = (post: string) => {
  const [delivery] = workspace.publishing.ofPost(post)
  if (!delivery) throw new Error('no delivery')
  return delivery
}
const outcomes = (id: string) =>
  workspace.publishing
    .attempts(id)
    .map(({ outcome }) => outcome)
    .reverse()
const schedule = (post: string, wallTime = '2026-11-24T10:30') =>
  workspace.publishing.schedule(post, { when: { wallTime, zone: 'Europe/Berlin' }, skipProblems: false })

describe('a scheduled post', () => {
  test('goes out once, when it is due and not before', async () => {
    const post = workspace.draft('hello', [account])
    schedule(post)
    await workspace.clock.to(Date.parse('2026-11-24T09:29:59Z'))
    expect(feed()).toEqual([])
    await workspace.clock.to(Date.parse('2026-11-24T09:30:00Z'))
    expect(feed()).toEqual(['hello'])
    expect(only(post)).toMatchObject({ status: 'published', attempts: 1 })
    expect(workspace.publishing.attempts(only(post).id)[0]?.phases.map(({ state }) => state)).toEqual([
      'done',
      'skipped',
      'done',
      'done',
    ])
    await workspace.clock.by(2 * 3_600_000)
    expect(feed()).toEqual(['hello'])
  })

  test('moved to another time goes out then, once', async () => {
    const post = workspace.draft('moved', [account])
    schedule(post)
    schedule(post, '2026-11-24T11:00')
    await workspace.clock.to(Date.parse('2026-11-24T09:45:00Z'))
    expect(feed()).toEqual([])
    await workspace.clock.to(Date.parse('2026-11-24T10:00:00Z'))
    expect(feed()).toEqual(['moved'])
  })

  test('canceled does not go out, and tried again goes out at once', async () => {
    const post = workspace.draft('canceled', [account])
    schedule(post)
    await workspace.publishing.cancelPost(post)
    await workspace.clock.by(2 * 3_600_000)
    expect(feed()).toEqual([])
    workspace.publishing.retry(only(post).id)
    await workspace.clock.by(0)
    expect(feed()).toEqual(['canceled'])
  })

  test('with a thread lands part by part, each a reply to the one before', async () => {
    const post = workspace.draft(['one', 'two', 'three'], [account])
    schedule(post)
    await workspace.clock.by(3_600_000)
    const items = workspace.practice.list({ limit: 10 }).items
    expect(items).toHaveLength(3)
    expect(only(post).remote).toHaveLength(3)
    const byText = new Map(items.map((item) => [item.text, item]))
    expect(byText.get('three')?.replyTo).toBe(byText.get('two')?.id)
    expect(byText.get('two')?.replyTo).toBe(byText.get('one')?.id)
  })

  test('for two accounts fails at one and is published at the other', async () => {
    const other = await workspace.practiceAccount('Other')
    workspace.practice.setFailure(other, 'rejected', 1)
    const post = workspace.draft('two ways', [account, other])
    schedule(post)
    await workspace.clock.by(3_600_000)
    expect(
      workspace.publishing
        .ofPost(post)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['failed', 'published'])
    expect(workspace.posts.get(post).status).toBe('partially_published')
  })
})

describe('an answer that never came', () => {
  test('for a post that arrived: it is found there and not sent again', async () => {
    workspace.practice.setFailure(account, 'lost_answer', 1)
    const post = workspace.draft('arrived', [account])
    schedule(post)
    await workspace.clock.by(3_600_000)
    expect(feed()).toEqual(['arrived'])
    expect(only(post).status).toBe('published')
    expect(outcomes(only(post).id)).toEqual(['unknown', 'reconciled:there'])
  })

  test('for a post that did not arrive: it is shown absent, then sent once', async () => {
    workspace.practice.setFailure(account, 'lost_request', 1)
    const post = workspace.draft('got lost', [account])
    schedule(post)
    await workspace.clock.by(3_600_000)
    expect(feed()).toEqual(['got lost'])
    expect(outcomes(only(post).id)).toEqual(['unknown', 'reconciled:absent', 'published'])
  })

  test('where the platform cannot tell: nothing is sent until the person says so', async () => {
    workspace.practice.setFailure(account, 'cannot_tell', 1)
    const post = workspace.draft('who knows', [account])
    schedule(post)
    await workspace.clock.by(2 * 3_600_000)
    expect(only(post)).toMatchObject({ status: 'unknown', can: { resolve: true, retry: false } })
    expect(feed()).toEqual([])
    workspace.publishing.resolve(only(post).id, 'not_posted', null)
    await workspace.clock.by(1_000)
    expect(feed()).toEqual(['who knows'])
    expect(only(post).status).toBe('published')
  })

  test('and the person saw it: it stands as published and is never sent', async () => {
    workspace.practice.setFailure(account, 'cannot_tell', 1)
    const post = workspace.draft('seen', [account])
    schedule(post)
    await workspace.clock.by(3_600_000)
    workspace.publishing.resolve(only(post).id, 'posted', null)
    await workspace.clock.by(2 * 3_600_000)
    expect(only(post).status).toBe('published')
    expect(feed()).toEqual([])
  })
})

describe('a platform', () => {
  test('that cannot be reached is tried again until it can', async () => {
    workspace.practice.setFailure(account, 'unreachable', 3)
    const post = workspace.draft('patience', [account])
    schedule(post)
    await workspace.clock.by(2 * 3_600_000)
    expect(feed()).toEqual(['patience'])
    expect(only(post).attempts).toBe(4)
  })

  test('that stays away longer than the deadline makes the post fail and says so', async () => {
    workspace.practice.setFailure(account, 'unreachable', null)
    const post = workspace.draft('in vain', [account])
    schedule(post)
    await workspace.clock.by(9 * 3_600_000)
    expect(only(post)).toMatchObject({ status: 'failed', reason: { code: 'gave_up' } })
  })

  test('that wants a pause gets it: nothing of the account is sent meanwhile', async () => {
    workspace.practice.setFailure(account, 'rate_limited', 1)
    const first = workspace.draft('first', [account])
    const second = workspace.draft('second', [account])
    schedule(first)
    schedule(second, '2026-11-24T10:30:10')
    await workspace.clock.to(Date.parse('2026-11-24T09:30:50Z'))
    expect(feed()).toEqual([])
    expect(only(first)).toMatchObject({ status: 'retrying', reason: { code: 'rate_limited' } })
    await workspace.clock.to(Date.parse('2026-11-24T09:31:30Z'))
    expect(feed().sort()).toEqual(['first', 'second'])
  })

  test('that processes is asked until it is done, and sent to once', async () => {
    workspace.practice.setFailure(account, 'processing', 1)
    const post = workspace.draft('cooking', [account])
    schedule(post)
    await workspace.clock.to(Date.parse('2026-11-24T09:30:01Z'))
    expect(only(post).reason?.code).toBe('processing')
    await workspace.clock.by(60_000)
    expect(feed()).toEqual(['cooking'])
    expect(outcomes(only(post).id)).toEqual(['published'])
  })

  test('that signed us out fails the post, marks the account, and the post goes out after reconnecting', async () => {
    workspace.practice.setFailure(account, 'reconnect', 1)
    const post = workspace.draft('signed out', [account])
    schedule(post)
    await workspace.clock.by(3_600_000)
    expect(only(post)).toMatchObject({ status: 'failed', reason: { code: 'reconnect' } })
    expect(workspace.accounts.get(account).health.state).toBe('broken')
    await workspace.practiceAccount()
    workspace.publishing.retry(only(post).id)
    await workspace.clock.by(1_000)
    expect(feed()).toEqual(['signed out'])
  })
})

describe('a program that was closed', () => {
  test('publishes late what the policy allows, and asks about the rest', async () => {
    const soon = workspace.draft('a little late', [account])
    const long = workspace.draft('very late', [account])
    schedule(long, '2026-11-24T10:05')
    schedule(soon, '2026-11-24T11:30')
    workspace = await workspace.restart(Date.parse('2026-11-24T11:00:00Z'))
    await workspace.clock.by(0)
    expect(feed()).toEqual(['a little late'])
    expect(only(long).status).toBe('missed')
    workspace.publishing.retry(only(long).id)
    await workspace.clock.by(1_000)
    expect(feed().sort()).toEqual(['a little late', 'very late'])
  })

  test('skips what it missed when the workspace says so', async () => {
    workspace.configure({ missed: { then: 'skip', withinMinutes: 0 } })
    const post = workspace.draft('too late', [account])
    schedule(post)
    workspace = await workspace.restart(Date.parse('2026-11-24T12:00:00Z'))
    expect(only(post)).toMatchObject({ status: 'canceled', reason: { code: 'missed' } })
    expect(feed()).toEqual([])
  })
})

describe('a workspace that asks for approval', () => {
  beforeEach(() => workspace.configure({ approval: true }))

  test('schedules only what was approved, and an edit after that asks again', async () => {
    const post = workspace.draft('first words', [account])
    expect(() => schedule(post)).toThrow(/approv/)
    workspace.posts.submit(post)
    workspace.posts.approve(post, workspace.posts.get(post).revision)
    schedule(post)
    workspace.posts.update(post, { parts: [{ text: 'other words', media: [] }] })
    await workspace.clock.by(3_600_000)
    expect(feed()).toEqual([])
    expect(only(post).status).toBe('missed')
  })
})

test('what a post looked like when it was first sent is what every retry sends', async () => {
  workspace.practice.setFailure(account, 'unreachable', 1)
  const post = workspace.draft('as it was', [account])
  schedule(post)
  await workspace.clock.to(Date.parse('2026-11-24T09:30:00Z'))
  workspace.posts.update(post, { parts: [{ text: 'changed meanwhile', media: [] }] })
  await workspace.clock.by(3_600_000)
  expect(feed()).toEqual(['as it was'])
})

test('a post that breaks a limit is refused before anything is made, with the problem named', () => {
  const post = workspace.draft('x'.repeat(501), [account])
  expect(() => schedule(post)).toThrow(/1 /)
  expect(workspace.publishing.ofPost(post)).toEqual([])
})

test('deleting at the platform takes it away there and keeps the record', async () => {
  const post = workspace.draft(['one', 'two'], [account])
  schedule(post)
  await workspace.clock.by(3_600_000)
  await workspace.publishing.deleteRemote(only(post).id)
  expect(feed()).toEqual([])
  expect(only(post)).toMatchObject({ status: 'canceled', remote: [] })
  expect(outcomes(only(post).id)).toEqual(['published', 'remote:deleted'])
})

test('editing at the platform changes what is there', async () => {
  const post = workspace.draft('with a tpyo', [account])
  schedule(post)
  await workspace.clock.by(3_600_000)
  workspace.posts.update(post, { parts: [{ text: 'without a typo', media: [] }] })
  await workspace.publishing.editRemote(only(post).id)
  expect(feed()).toEqual(['without a typo'])
})

test('twenty posts of one account due in one second go out in the order they were due, one at a time', async () => {
  const posts = Array.from({ length: 20 }, (_, index) =>
    workspace.draft(`post ${String(index).padStart(2, '0')}`, [account]),
  )
  for (const post of posts) schedule(post)
  await workspace.clock.by(3_600_000)
  const sent = workspace.practice
    .list({ limit: 50 })
    .items.sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1))
  expect(sent.map(({ text }) => text)).toEqual(posts.map((_, index) => `post ${String(index).padStart(2, '0')}`))
})

test('two runs of the engine never send one delivery: the second finds it claimed', async () => {
  workspace.practice.setFailure(account, 'slow', 1)
  const post = workspace.draft('slowly', [account])
  schedule(post)
  await workspace.clock.to(Date.parse('2026-11-24T09:30:01Z'))
  expect(only(post).status).toBe('publishing')
  workspace.publishing.engine.poke()
  workspace.publishing.engine.wake()
  expect(() => workspace.publishing.retry(only(post).id)).toThrow(/being sent/)
  await expect(workspace.publishing.cancel(only(post).id)).rejects.toThrow(/being sent/)
  await workspace.clock.by(60_000)
  expect(feed()).toEqual(['slowly'])
})

test('removing what is out is refused, so that its record keeps it from going out again', async () => {
  const post = workspace.draft('kept', [account])
  schedule(post)
  await workspace.clock.by(3_600_000)
  expect(() => workspace.publishing.remove(only(post).id)).toThrow(/record/)
  schedule(post, '2026-11-24T20:00')
  await workspace.clock.by(24 * 3_600_000)
  expect(feed()).toEqual(['kept'])
})

test('the next free slot is one no planned post has taken', () => {
  workspace.slots.put([
    { accountId: null, weekday: 2, time: '11:00', zone: 'Europe/Berlin' },
    { accountId: null, weekday: 2, time: '12:00', zone: 'Europe/Berlin' },
  ])
  const first = workspace.draft('first', [account])
  const second = workspace.draft('second', [account])
  workspace.publishing.schedule(first, { when: { slot: 'next' }, skipProblems: false })
  workspace.publishing.schedule(second, { when: { slot: 'next' }, skipProblems: false })
  expect(only(first).wallTime).toBe('2026-11-24T11:00')
  expect(only(second).wallTime).toBe('2026-11-24T12:00')
})

test('a post whose deliveries were all taken out is a draft again', () => {
  const post = workspace.draft('not today', [account])
  schedule(post)
  workspace.publishing.remove(only(post).id)
  expect(workspace.posts.get(post)).toMatchObject({ status: 'draft', review: 'draft' })
})

test('a clock that jumps past a time asks instead of sending late, and says why; one that jumps back sends nothing twice', async () => {
  workspace.configure({ missed: { then: 'ask', withinMinutes: 0 } })
  const post = workspace.draft('jumped over', [account])
  schedule(post)
  workspace.clock.set(Date.parse('2026-11-24T15:00:00Z'))
  await workspace.clock.by(31_000)
  expect(only(post)).toMatchObject({ status: 'missed' })
  expect(only(post).reason?.message).toMatch(/clock jumped/)
  workspace.publishing.retry(only(post).id)
  await workspace.clock.by(1_000)
  workspace.clock.set(Date.parse('2026-11-24T09:00:00Z'))
  await workspace.clock.by(8 * 3_600_000)
  expect(feed()).toEqual(['jumped over'])
})
