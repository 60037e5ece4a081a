import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChaosProxy, type ChaosProxy } from '../../../../test/support/chaos-proxy.ts'
import { startPds, type Pds, type PdsAccount } from '../../../../test/support/pds.ts'
import { createTestClock, openTestWorkspace, type TestWorkspace } from '../../testing.ts'
import { createBluesky } from './index.ts'

/** The whole way: a workspace with its queue, a schedule, a real PDS, and a network that breaks. */
let pds: Pds
let proxy: ChaosProxy
let owner: PdsAccount
beforeAll(async () => {
  pds = await startPds()
  proxy = await startChaosProxy(pds.url)
  owner = await pds.createAccount('ada')
})
afterAll(async () => {
  await proxy?.stop()
  await pds?.stop()
})

const putRecord = { method: 'POST', path: '/xrpc/com.atproto.repo.putRecord' }
const open = () => openTestWorkspace({ clock: createTestClock(Date.now()), platforms: [createBluesky()] })

async function connect(workspace: TestWorkspace): Promise<{ account: string; appPassword: string }> {
  const { name, password } = await pds.appPassword(owner)
  const fields = { handle: owner.handle, password, service: proxy.url }
  const { accounts, error } = await workspace.accounts.startConnection({
    platform: 'bluesky',
    method: 'app_password',
    fields,
  })
  if (!accounts[0]) throw new Error(error?.message)
  return { account: accounts[0], appPassword: name }
}

/** Lets real answers come in while the workspace's clock goes on. */
async function until(workspace: TestWorkspace, post: string, status: string): Promise<void> {
  const now = () => workspace.publishing.ofPost(post)[0]
  for (let turn = 0; turn < 200 && now()?.status !== status; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 25))
    await workspace.clock.by(500)
  }
  expect(now()).toMatchObject({ status })
}

test('a thread whose answer was lost is found on the server after a restart, and each part is there once', async () => {
  let workspace = open()
  const { account } = await connect(workspace)
  const post = workspace.draft(['part one', 'part two', 'part three'], [account])
  proxy.plan.next(putRecord, { kind: 'drop_after' }, { skip: 1 })
  workspace.publishing.schedule(post, { when: { now: true }, skipProblems: false })
  await until(workspace, post, 'unknown')
  workspace = await workspace.restart()
  await until(workspace, post, 'published')

  const posts = await pds.posts(owner.did)
  expect(posts.map(({ record }) => record.text)).toEqual(['part one', 'part two', 'part three'])
  expect(posts.map(({ record }) => record.reply?.parent.uri)).toEqual([undefined, posts[0]?.uri, posts[1]?.uri])
  expect(workspace.publishing.ofPost(post)[0]?.remote.map(({ remoteId }) => remoteId)).toEqual(
    posts.map(({ uri }) => uri),
  )
  await workspace.dispose()
})

test('an account whose app password was deleted breaks, and what waits for it is canceled when it is disconnected', async () => {
  const workspace = open()
  const { account, appPassword } = await connect(workspace)
  const [later, now] = [workspace.draft('later', [account]), workspace.draft('never', [account])]
  workspace.publishing.schedule(later, {
    when: { at: new Date(workspace.clock.now() + 86_400_000).toISOString() },
    skipProblems: false,
  })
  expect(workspace.accounts.get(account).waiting).toBe(1)

  await pds.revokeAppPassword(owner, appPassword)
  const opened = workspace.accounts.openAccount(account)
  opened.saveSecrets({ ...opened.secrets, accessJwt: pds.expired(String(opened.secrets['accessJwt'])) })
  workspace.publishing.schedule(now, { when: { now: true }, skipProblems: false })
  await until(workspace, now, 'failed')
  expect(workspace.publishing.ofPost(now)[0]?.reason?.code).toBe('reconnect')
  expect(workspace.accounts.get(account).health.state).toBe('broken')

  expect(await workspace.accounts.disconnect(account as `acct_${string}`)).toMatchObject({ canceledDeliveries: 1 })
  expect(workspace.publishing.ofPost(later)[0]?.status).toBe('canceled')
  expect((await pds.posts(owner.did)).map(({ record }) => record.text)).not.toContain('never')
  await workspace.dispose()
})
