import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Connection } from '../../contract/accounts.ts'
import type { Accounts } from './accounts.ts'
import { backOf, openAccounts, stateOf, type AccountsUnderTest, type FakePlatform } from './testing.ts'

let under: AccountsUnderTest
let accounts: Accounts
let platform: FakePlatform
let redirectPort: number

beforeEach(async () => {
  redirectPort = await freePort()
  under = openAccounts({ redirectPort })
  ;({ accounts, platform } = under)
})
afterEach(() => under.dispose())

async function freePort(): Promise<number> {
  const server = await listening(0)
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function listening(port: number, host = '127.0.0.1'): Promise<Server> {
  const server = createServer()
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, () => resolve(server)))
}

const start = (method: string, more: object = {}, at = accounts) =>
  at.startConnection({
    platform: 'bluesky',
    method,
    fields: method === 'oauth' ? { handle: 'one.example' } : {},
    ...more,
  })
const begin = async (more: object = {}) => {
  const connection = await start('oauth', more)
  const redirect = backOf(connection)
  return { id: connection.id, redirect, visit: (query: string) => fetch(`${redirect}?${query}`) }
}
const ended = 'fetch failed'

describe('connecting by browser', () => {
  test('ends when the browser comes back, and the tab says so without being able to run anything', async () => {
    const { id, redirect, visit } = await begin()
    expect(redirect).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/)
    const tab = await visit('code=c&state=the-state')
    expect(await tab.text()).toContain('You can close this tab')
    expect(tab.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(accounts.connection(id)).toMatchObject({ state: 'connected', authorizeUrl: null, redirect: null })
    expect(accounts.list()).toHaveLength(1)
  })

  test('a stranger with another state neither connects nor ends the wait', async () => {
    const { id, visit } = await begin()
    expect((await visit('code=evil&state=guess')).status).toBe(400)
    expect((await visit('code=evil')).status).toBe(400)
    expect(accounts.connection(id).state).toBe('waiting')
    expect((await visit('code=c&state=the-state')).status).toBe(200)
  })

  test('a page elsewhere that points its own name at this machine gets nothing', async () => {
    const { id, redirect } = await begin()
    const { port } = new URL(redirect)
    const status = await new Promise((resolve, reject) => {
      request(
        {
          host: '127.0.0.1',
          port,
          path: '/oauth/callback?code=c&state=the-state',
          headers: { host: `evil.example:${port}` },
        },
        (answer) => resolve(answer.resume().statusCode),
      )
        .on('error', reject)
        .end()
    })
    expect(status).toBe(404)
    expect(accounts.connection(id).state).toBe('waiting')
  })

  test('a redirect counts once', async () => {
    const { id, redirect, visit } = await begin()
    await visit('code=c&state=the-state')
    await expect(visit('code=c&state=the-state')).rejects.toThrow(ended)
    await expect(accounts.finishConnection(id, `${redirect}?code=c&state=the-state`)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('what a platform says is shown as text, never as markup', async () => {
    const { id, visit } = await begin()
    const text = await (await visit('error=access_denied&state=the-state')).text()
    expect(text).toContain('you said &lt;no&gt; &amp; &quot;left&quot;')
    expect(accounts.connection(id)).toMatchObject({ state: 'failed', error: { says: 'let_in_refused' } })
  })

  test('nobody comes back within ten minutes: failed, and nothing listens any more', async () => {
    const { id, visit } = await begin()
    await under.context.clock.by(10 * 60_000)
    expect(accounts.connection(id)).toMatchObject({ state: 'failed', error: { says: 'timed_out' } })
    await expect(visit('code=c&state=the-state')).rejects.toThrow(ended)
  })

  test('given up: nothing listens any more', async () => {
    const { id, visit } = await begin()
    expect(accounts.cancelConnection(id).state).toBe('canceled')
    await expect(visit('code=c&state=the-state')).rejects.toThrow(ended)
    expect(accounts.list()).toEqual([])
  })

  test('given up while the platform is still answering: nothing is connected, and the sign-in is given back', async () => {
    const { id, visit } = await begin()
    let answer = () => {}
    platform.finishing = new Promise((resolve) => (answer = resolve))
    const tab = visit('code=c&state=the-state')
    await expect.poll(() => platform.asked).toBe(1)
    accounts.cancelConnection(id)
    answer()
    expect(await (await tab).text()).toContain('was not connected')
    expect(accounts.connection(id).state).toBe('canceled')
    expect(accounts.list()).toEqual([])
    expect(platform.revoked).toHaveLength(1)
  })

  test('an address can be pasted where the browser could not come back, and only the right one', async () => {
    const { id, redirect } = await begin()
    const paste = (url: string) => accounts.finishConnection(id, url)
    await expect(paste('https://evil.example/oauth/callback?code=c&state=the-state')).rejects.toMatchObject({
      data: { fields: [{ path: 'redirectedUrl', says: 'pasted_elsewhere' }] },
    })
    await expect(paste(`${redirect}?code=c&state=other`)).rejects.toMatchObject({
      data: { fields: [{ path: 'redirectedUrl', says: 'pasted_other_sign_in' }] },
    })
    expect(await paste(`${redirect}?code=c&state=the-state`)).toMatchObject({ state: 'connected' })
  })

  test.each([
    ['in the fragment', '#state=the-state&code=c'],
    ['with what Instagram adds', '?state=the-state&code=c#_'],
    ['with what Facebook adds', '?state=the-state&code=c#_=_'],
  ])('an answer %s is understood', async (_how, end) => {
    const { id, redirect } = await begin()
    expect(await accounts.finishConnection(id, redirect + end)).toMatchObject({ state: 'connected' })
  })
})

describe('a redirect that is registered to the letter', () => {
  beforeEach(() => accounts.apps.save('bluesky', 'fixed', { clientId: '1', clientSecret: '2' }))
  const visit = (connection: Connection, state = stateOf(connection)) =>
    fetch(`${backOf(connection)}?code=c&state=${state}`)

  test('is always the same address', async () => {
    const connection = await start('fixed')
    expect(connection.redirect).toEqual({
      address: `http://localhost:${redirectPort}/oauth/callback`,
      comesBack: true,
    })
    expect((await visit(connection)).status).toBe(200)
    const again = await start('fixed')
    expect(again.redirect).toEqual(connection.redirect)
    expect((await visit(again)).status).toBe(200)
  })

  test('is shared by sign-ins of several workspaces at once, each ended by its own state', async () => {
    const other = under.another()
    const [one, two] = [await start('fixed'), await start('fixed', {}, other)]
    const three = await start('fixed')
    expect(new Set([one, two, three].map(stateOf)).size).toBe(3)
    platform.who = 'did:two'
    await visit(two)
    expect(other.connection(two.id).state).toBe('connected')
    expect([one, three].map(({ id }) => accounts.connection(id).state)).toEqual(['waiting', 'waiting'])
    expect((await visit(one, 'nobody’s')).status).toBe(400)
    await visit(one)
    accounts.cancelConnection(three.id)
    expect(accounts.connection(one.id).state).toBe('connected')
    await expect(visit(three)).rejects.toThrow(ended)
  })

  test('answers a browser that takes localhost for either address', async () => {
    const connection = await start('fixed')
    const at = (host: string) =>
      new Promise((resolve, reject) => {
        const headers = { host: `localhost:${redirectPort}` }
        request({ host, port: redirectPort, path: '/oauth/callback?state=other', headers }, (answer) =>
          resolve(answer.resume().statusCode),
        )
          .on('error', reject)
          .end()
      })
    expect(await at('127.0.0.1')).toBe(400)
    if (await hasIpv6()) expect(await at('::1')).toBe(400)
    accounts.cancelConnection(connection.id)
  })

  test('at a port another program has is told, and the address can be pasted instead', async () => {
    const squatter = await listening(redirectPort)
    try {
      expect(await start('fixed')).toMatchObject({
        state: 'failed',
        error: { says: 'redirect_port_taken', params: { port: redirectPort } },
      })
      const connection = await start('fixed', { paste: true })
      expect(connection).toMatchObject({ state: 'waiting', redirect: { comesBack: false } })
      const address = `${backOf(connection)}?code=c&state=${stateOf(connection)}`
      expect(await accounts.finishConnection(connection.id, address)).toMatchObject({ state: 'connected' })
    } finally {
      squatter.close()
    }
    expect(await start('fixed')).toMatchObject({ state: 'waiting', redirect: { comesBack: true } })
  })
})

describe('a redirect of the person’s own choice', () => {
  const redirectUri = 'https://example.com/back'
  beforeEach(() => accounts.apps.save('bluesky', 'pasted', { clientId: '1', redirectUri }))

  test('is given to the platform as registered, and its page may have led the browser on', async () => {
    const connection = await start('pasted')
    expect(connection.redirect).toEqual({ address: redirectUri, comesBack: false })
    expect(new URL(connection.authorizeUrl ?? '').searchParams.get('back')).toBe(redirectUri)
    const paste = (address: string) => accounts.finishConnection(connection.id, address)
    await expect(paste(`${redirectUri}?code=c&state=guess`)).rejects.toMatchObject({ code: 'unprocessable' })
    expect(await paste(`https://www.example.com/back/?state=${stateOf(connection)}&code=c`)).toMatchObject({
      state: 'connected',
    })
  })
})

async function hasIpv6(): Promise<boolean> {
  return listening(0, '::1').then(
    (server) => (server.close(), true),
    () => false,
  )
}
