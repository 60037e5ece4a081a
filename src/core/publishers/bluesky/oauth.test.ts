import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPds, type Pds, type PdsAccount } from '../../../../test/support/pds.ts'
import { createAccounts, type Accounts } from '../../accounts/accounts.ts'
import { createTestContext, type TestContext } from '../../testing.ts'
import { createDriver } from '../conformance-driver.ts'
import { createRegistry } from '../registry.ts'
import { createBluesky } from './index.ts'
import type { OAuthSecrets } from './oauth.ts'

const peers = new URL('../../../../tools/peers.mjs', import.meta.url).href
const { findChromium } = (await import(/* @vite-ignore */ peers)) as { findChromium(): string | undefined }
const program = findChromium()

/** Signing in as a person does: the server's own pages in a real browser, our listener on loopback, a real PDS and its OAuth provider. */
describe.skipIf(!program)('signing in to Bluesky by browser', () => {
  let pds: Pds
  let browser: Browser
  let owner: PdsAccount
  let context: TestContext
  let accounts: Accounts
  let bluesky: ReturnType<typeof createBluesky>

  beforeAll(async () => {
    pds = await startPds()
    browser = await chromium.launch({
      ...(program && { executablePath: program }),
      chromiumSandbox: process.getuid?.() !== 0,
    })
    owner = await pds.createAccount('ada')
    context = createTestContext()
    bluesky = createBluesky({ plcDirectory: pds.plcUrl })
    accounts = createAccounts(context, createRegistry([bluesky]), { cancelWaiting: () => 0, reconnected() {} })
  })
  afterAll(async () => {
    accounts?.close()
    await browser?.close()
    await context?.dispose()
    await pds?.stop()
  })

  const start = (handle: string, reconnect?: `acct_${string}`) =>
    accounts.startConnection({
      platform: 'bluesky',
      method: 'oauth',
      fields: { handle, service: pds.publicUrl },
      reconnect,
    })

  /** Signs in on the server's pages and returns what the tab says in the end. */
  async function signIn(
    authorizeUrl: string | null,
    password: string,
    answer: 'Authorize' | 'Deny access' = 'Authorize',
  ): Promise<string> {
    const tab = await browser.newContext()
    try {
      const page = await tab.newPage()
      await page.goto(authorizeUrl ?? '')
      await page.getByPlaceholder('Enter your password').fill(password)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('button', { name: answer, exact: true }).click()
      await page.waitForURL(/^http:\/\/127\.0\.0\.1:/)
      return await page.getByRole('main').innerText()
    } finally {
      await tab.close()
    }
  }

  async function connect(account: PdsAccount): Promise<`acct_${string}`> {
    const { id, authorizeUrl } = await start(account.handle)
    await signIn(authorizeUrl, account.password)
    const [accountId] = accounts.connection(id).accounts
    if (!accountId) throw new Error('not connected')
    return accountId as `acct_${string}`
  }

  test('connects the account, whose sign-in runs out after two weeks, and tells the tab it can be closed', async () => {
    const { id, authorizeUrl, state } = await start(`@${owner.handle}`)
    expect(state).toBe('waiting')
    expect(await signIn(authorizeUrl, owner.password)).toContain('You can close this tab')
    const connection = accounts.connection(id)
    expect(connection).toMatchObject({ state: 'connected', authorizeUrl: null, error: null })
    const account = accounts.get(connection.accounts[0] ?? '')
    expect(account).toMatchObject({
      handle: `bluesky:profile:${owner.did}`,
      displayHandle: owner.handle,
      method: 'oauth',
      health: { state: 'ok' },
    })
    expect(Date.parse(account.health.expiresAt ?? '') - context.clock.now()).toBe(14 * 24 * 3_600_000)
  })

  test('a person who says no is told that nothing was connected', async () => {
    const { id, authorizeUrl } = await start(owner.handle)
    expect(await signIn(authorizeUrl, owner.password, 'Deny access')).toContain('You did not allow')
    expect(accounts.connection(id)).toMatchObject({ state: 'failed', error: { says: 'sign_in_denied' } })
  })

  test('somebody else signing in does not take the place of the account that was to be connected again', async () => {
    const accountId = await connect(owner)
    const other = await pds.createAccount('eve')
    const { id, authorizeUrl } = await start(other.handle, accountId)
    expect(await signIn(authorizeUrl, other.password)).toContain('You signed in as eve.test')
    expect(accounts.connection(id)).toMatchObject({ state: 'failed', error: { says: 'other_identity' } })
    expect(accounts.list().map((account) => account.displayHandle)).toEqual([owner.handle])
  })

  test('posts with a picture, survives two calls at a time that both find its token run out, and keeps the new one', async () => {
    const opened = accounts.openAccount(await connect(owner))
    const driver = await createDriver(bluesky.publisher, opened.account, opened.secrets)
    const before = (driver.secrets as OAuthSecrets).session.tokenSet
    driver.context().saveSecrets({
      ...driver.secrets,
      session: {
        ...(driver.secrets as OAuthSecrets).session,
        tokenSet: { ...before, expires_at: new Date(0).toISOString() },
      },
    })
    const image = await driver.image('red.png', '#d33', 'A red card')
    await Promise.all([
      driver.publish(driver.newDelivery([{ text: 'by browser, with a picture', media: [image] }])),
      driver.publish(driver.newDelivery([{ text: 'by browser, at the same time' }])),
    ])
    const after = (driver.secrets as OAuthSecrets).session.tokenSet
    expect(after.refresh_token).not.toBe(before.refresh_token)
    expect(await bluesky.connector.health(driver.context())).toMatchObject({ state: 'ok' })
    expect((await pds.posts(owner.did)).map((post) => post.record.text).sort()).toEqual([
      'by browser, at the same time',
      'by browser, with a picture',
    ])
    await driver.stop()
  })

  test('disconnecting ends the sign-in at the server and erases it here', async () => {
    const accountId = await connect(owner)
    const { account, secrets } = accounts.openAccount(accountId)
    expect(await accounts.disconnect(accountId)).toEqual({
      id: accountId,
      revoked: true,
      canceledDeliveries: 0,
      sharedWith: 0,
    })
    expect(() => accounts.openAccount(accountId)).toThrow('The account was disconnected')
    const driver = await createDriver(bluesky.publisher, account, secrets)
    expect(await driver.attempt(driver.newDelivery([{ text: 'after the end' }]))).toMatchObject({
      is: 'rejected',
      failure: { code: 'reconnect' },
    })
    await driver.stop()
  })
})
