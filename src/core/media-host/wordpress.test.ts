import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startChaosProxy, type ChaosProxy } from '../../../test/support/chaos-proxy.ts'
import {
  fetchingDriver,
  startFetchingPlatform,
  type FetchingPlatform,
} from '../../../test/support/fetching-platform.ts'
import { startWordPress, wordpressAvailable, type WordPress } from '../../../test/support/wordpress.ts'
import type { AccountId } from '../../contract/vocabulary.ts'
import { wordpressConnector } from '../publishers/wordpress/auth.ts'
import { wordpressPublisher } from '../publishers/wordpress/index.ts'
import { createTestClock, openTestWorkspace, type TestWorkspace } from '../testing.ts'

/** A real WordPress whose media library holds the files of another platform's posts while they are fetched. */
describe.skipIf(!wordpressAvailable())('the media library of a connected WordPress', () => {
  let site: WordPress
  let line: ChaosProxy
  let platform: FetchingPlatform
  let workspace: TestWorkspace
  let blog: AccountId

  beforeAll(async () => {
    site = await startWordPress()
    line = await startChaosProxy(site.url)
    platform = await startFetchingPlatform()
    workspace = openTestWorkspace({
      clock: createTestClock(Date.now()),
      platforms: [{ publisher: wordpressPublisher, connector: wordpressConnector }, fetchingDriver(platform.url)],
    })
    blog = await connect('wordpress', 'app_password', { site: line.url, ...site.admin })
    await workspace.mediaHost.put({ kind: 'wordpress', accountId: blog })
  })
  afterAll(async () => {
    await workspace?.dispose()
    await Promise.all([platform, line, site].map((made) => made?.stop()))
  })

  async function connect(name: 'wordpress' | 'mastodon', method: string, fields: Record<string, string>) {
    const { accounts, error } = await workspace.accounts.startConnection({ platform: name, method, fields })
    if (!accounts[0]) throw new Error(error?.message)
    return accounts[0]
  }

  async function planned(colour: string): Promise<{ post: string; digest: string }> {
    const raw = { create: { width: 40, height: 30, channels: 3, background: colour } } as const
    const png = await sharp(raw).png().toBuffer()
    const { id } = await workspace.media.add({ base64: png.toString('base64'), name: `${colour}.png`, alt: colour })
    const account = await connect('mastodon', 'token', { server: 'fetching.example', token: 'x' })
    const parts = [{ text: colour, media: [{ assetId: id, alt: null }] }]
    const post = workspace.draft('x', [account], { parts })
    workspace.publishing.schedule(post, { when: { now: true }, skipProblems: false })
    return { post, digest: createHash('sha256').update(png).digest('hex') }
  }

  const delivery = (post: string) => workspace.publishing.ofPost(post)[0]
  async function until(what: () => unknown, ms = 500): Promise<void> {
    for (let turn = 0; turn < 300 && !(await what()); turn++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      await workspace.clock.by(ms)
    }
    expect(await what()).toBeTruthy()
  }
  const expectStatus = (post: string, status: string, ms?: number) => until(() => delivery(post)?.status === status, ms)
  const expectEmpty = (ms?: number) => until(async () => (await site.media()).length === 0, ms)

  test('passes the test, and nothing is left in it', async () => {
    const { test, name } = await workspace.mediaHost.test()
    expect(name).toBe(new URL(line.url).host)
    expect(test?.state).toBe('passed')
    expect(test?.steps.map(({ step, state }) => [step, state])).toEqual([
      ['upload', 'done'],
      ['fetch', 'warned'], // on this machine, where no platform comes
      ['compare', 'done'],
      ['delete', 'done'],
      ['gone', 'done'],
    ])
    expect(await site.media()).toEqual([])
  })

  test('holds a file while it is fetched, at an address nobody can guess, and no longer', async () => {
    const { post, digest } = await planned('red')
    await expectStatus(post, 'published')
    expect([...platform.posts.values()].map(({ files }) => files)).toEqual([[digest]])
    expect(platform.told.at(-1)).toMatch(/\/[0-9a-f]{32}\.png$/)
    await expectEmpty()
  })

  test('has a file once where the answer to its upload was lost', async () => {
    line.plan.next({ method: 'POST', path: /wp\/v2\/media/ }, { kind: 'drop_after' })
    const { post } = await planned('blue')
    await expectStatus(post, 'retrying')
    expect(delivery(post)?.reason).toMatchObject({ code: 'network', says: 'media_host_unreachable' })
    expect(await site.media()).toHaveLength(1)
    await expectStatus(post, 'published', 30_000)
    await expectEmpty()
  })

  test('that refuses the sign-in breaks the site’s account, not the one that publishes, and says so', async () => {
    await site.revoke(site.admin.user)
    const { post } = await planned('green')
    await expectStatus(post, 'failed')
    expect(delivery(post)?.reason).toMatchObject({ code: 'media_host', says: 'host_account_broken' })
    const health = Object.fromEntries(
      workspace.accounts.list().map(({ platform: of, health: { state } }) => [of, state]),
    )
    expect(health).toEqual({ wordpress: 'broken', mastodon: 'ok' })
    expect(workspace.mediaHost.get()).toMatchObject({ ready: true, problem: { says: 'host_account_broken' } })
  })

  test('whose account is disconnected is no host to count on', async () => {
    await workspace.accounts.disconnect(blog)
    expect(workspace.mediaHost.get()).toMatchObject({ ready: false, problem: { says: 'host_account_gone' } })
  })
})
