import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Delivery } from '../../contract/deliveries.ts'
import { openTestWorkspace, type TestWorkspace } from '../testing.ts'

let workspace: TestWorkspace
let account: string
beforeEach(async () => {
  workspace = openTestWorkspace()
  account = await workspace.practiceAccount()
})
afterEach(() => workspace.dispose())

const feed = () => workspace.practice.list({ limit: 50 }).items.map(({ text }) => text)
const publish = async (post: string) => {
  workspace.publishing.schedule(post, { when: { now: true }, skipProblems: false })
  await workspace.clock.by(60_000)
}
const only = (post: string) => {
  const [delivery, ...others] = workspace.publishing.ofPost(post)
  expect(others).toEqual([])
  return delivery as Delivery
}
const outcomes = (id: string) => workspace.publishing.attempts(id).map(({ outcome }) => outcome)

test('what failed is a draft again once it is reset, goes out anew, and is still in the record', async () => {
  workspace.practice.setFailure(account, 'rejected', 1)
  const post = workspace.draft('at first wrong', [account])
  await publish(post)
  const failed = only(post)
  expect([failed.status, failed.can.reset]).toEqual(['failed', true])

  workspace.publishing.reset(failed.id)
  expect(workspace.posts.get(post)).toMatchObject({ status: 'draft', review: 'draft', deliveries: [] })
  expect(workspace.posts.list({ limit: 10, status: ['draft'] }).items.map(({ id }) => id)).toEqual([post])
  expect(workspace.posts.list({ limit: 10, status: ['failed'] }).items).toEqual([])
  expect(workspace.posts.counts()).toMatchObject({ needsYou: 0, drafts: 1 })
  expect(workspace.publishing.list({ limit: 10 }).items).toEqual([])

  workspace.posts.update(post, { parts: [{ text: 'now right', media: [] }] })
  await publish(post)
  expect(feed()).toEqual(['now right'])
  expect(only(post)).toMatchObject({ status: 'published', attempts: 1 })
  expect(only(post).id).not.toBe(failed.id)
  expect(workspace.publishing.list({ limit: 10, reset: true }).items).toMatchObject([
    { id: failed.id, status: 'failed', reset: true },
  ])
  expect(outcomes(failed.id)).toEqual(['reset', 'rejected'])
})

test('what was deleted at the platform can go out again and again, each with its own record', async () => {
  const post = workspace.draft('come and gone', [account])
  for (let round = 0; round < 3; round++) {
    await publish(post)
    expect(feed()).toEqual(['come and gone'])
    await workspace.publishing.deleteRemote(only(post).id)
    workspace.publishing.reset(only(post).id)
  }
  const kept = workspace.publishing.list({ limit: 10, post, reset: true }).items
  expect(kept.map(({ id }) => outcomes(id))).toEqual(Array(3).fill(['reset', 'remote:deleted', 'published']))
})

test('what was canceled or missed is reset as well, and nothing can be done with it after', async () => {
  const post = workspace.draft('not now', [account])
  workspace.publishing.schedule(post, { when: { wallTime: '2026-12-01T09:00' }, skipProblems: false })
  const { id } = only(post)
  expect(() => workspace.publishing.reset(id)).toThrow(expect.objectContaining({ code: 'conflict' }))
  await workspace.publishing.cancelPost(post)
  workspace.publishing.reset(id)
  const reset = expect.objectContaining({ code: 'conflict', data: expect.objectContaining({ reason: 'reset' }) })
  const { retry, reschedule, resolve, remove, reset: again } = workspace.publishing
  expect(() => retry(id)).toThrow(reset)
  expect(() => reschedule(id, { wallTime: '2026-12-02T09:00' })).toThrow(reset)
  expect(() => resolve(id, 'posted', null)).toThrow(reset)
  expect(() => remove(id)).toThrow(reset)
  expect(() => again(id)).toThrow(reset)
  expect(Object.values(workspace.publishing.get(id).can)).not.toContain(true)
})

test('what is out, or may be, is not reset: it would be there twice', async () => {
  const out = workspace.draft('out', [account])
  await publish(out)
  const refused = (post: string) => {
    try {
      workspace.publishing.reset(only(post).id)
    } catch (error) {
      return (error as { data: { reason: string } }).data.reason
    }
    return null
  }
  expect(refused(out)).toBe('published')

  workspace.practice.setFailure(account, 'cannot_tell', 1)
  const doubted = workspace.draft('in doubt', [account])
  await publish(doubted)
  expect(refused(doubted)).toBe('unknown')
  workspace.publishing.resolve(only(doubted).id, 'leave', null)
  expect([only(doubted).can.reset, refused(doubted)]).toEqual([false, 'in_doubt'])
})
