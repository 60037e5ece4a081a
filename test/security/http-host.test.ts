import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from '../../src/contract/page-policy.ts'
import { pathOf, startTestHost, type TestHost } from './host.ts'

let host: TestHost
beforeAll(async () => {
  host = await startTestHost()
})
afterAll(() => host.close())

const ours = () => `http://127.0.0.1:${host.port}`
const workspaces = async () => ((await host.script('GET', '/v1/workspaces')).json() as unknown[]).length

describe('another site', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1.evil.example', 'localhost.evil.example'])(
    'that reaches us under its own name, %j, is told nothing, token or not',
    async (name) => {
      for (const headers of [
        { host: name, cookie: host.cookie },
        { host: name, authorization: `Bearer ${host.token}` },
      ]) {
        for (const path of ['/', '/v1/workspaces', '/v1/openapi.json', '/docs', '/sign-in?token=x']) {
          const answer = await host.ask('GET', path, { headers })
          expect([path, answer.status]).toEqual([path, 403])
          expect(answer.headers['set-cookie']).toBeUndefined()
        }
      }
    },
  )

  test('that names another port of this machine is told nothing', async () => {
    const answer = await host.ask('GET', '/v1/workspaces', {
      headers: { host: `127.0.0.1:${host.port + 1}`, cookie: host.cookie },
    })
    expect(answer.status).toBe(403)
  })

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'https://127.0.0.1', 'http://localhost'])(
    'with the origin %s may neither read nor write, token or not',
    async (origin) => {
      const before = await workspaces()
      for (const who of [{ cookie: host.cookie }, { authorization: `Bearer ${host.token}` }]) {
        const headers = { origin, 'content-type': 'application/json', ...who }
        expect((await host.ask('GET', '/v1/workspaces', { headers })).status).toBe(403)
        expect((await host.ask('POST', '/v1/workspaces', { headers, body: '{"name":"Theirs"}' })).status).toBe(403)
        expect((await host.ask('OPTIONS', '/v1/workspaces', { headers })).status).toBe(403)
      }
      expect(await workspaces()).toBe(before)
    },
  )

  test('gets no leave to read us, in any answer', async () => {
    for (const path of ['/', '/v1/workspaces', '/v1/health', '/docs']) {
      const { headers } = await host.ask('GET', path, { headers: { cookie: host.cookie } })
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
    }
  })

  test('cannot change anything with a form that a signed-in browser sends along with its cookie', async () => {
    const before = await workspaces()
    const form = { 'content-type': 'application/x-www-form-urlencoded', cookie: host.cookie }
    const forms = [
      { ...form, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
      { ...form, origin: 'null', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
      // Another program's page on another port of this machine: the cookie goes there too.
      { ...form, origin: 'http://127.0.0.1:9', 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' },
      { ...form, 'sec-fetch-site': 'same-site' },
      { ...form }, // an old browser that says nothing of itself
    ]
    for (const headers of forms)
      expect((await host.ask('POST', '/v1/workspaces', { headers, body: 'name=Theirs' })).status).toBe(403)
    expect(await workspaces()).toBe(before)
  })

  test('cannot have its scripts, pictures or frames fetched from us, though a link from it opens the page', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const from = (mode: string, dest: string) => ({
        cookie: host.cookie,
        'sec-fetch-site': site,
        'sec-fetch-mode': mode,
        'sec-fetch-dest': dest,
      })
      for (const path of ['/v1/workspaces', '/v1/events', '/', '/media/ws/asset/small'])
        expect((await host.ask('GET', path, { headers: from('no-cors', 'script') })).status).toBe(403)
      expect((await host.ask('GET', '/', { headers: from('navigate', 'iframe') })).status).toBe(403)
      expect((await host.ask('GET', '/', { headers: from('navigate', 'document') })).status).toBe(200)
    }
  })

  test('our own page may do all that', async () => {
    const headers = { cookie: host.cookie, origin: ours(), 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }
    expect((await host.ask('GET', '/v1/workspaces', { headers })).status).toBe(200)
    const made = await host.ask('POST', '/v1/workspaces', {
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"name":"Ours"}',
    })
    expect(made.status).toBe(201)
  })
})

describe('who is let in', () => {
  test('without a session there is no page, no call, no media; only that it lives, and what it can do', async () => {
    for (const path of ['/', '/index.html', '/assets/a.js', '/media/ws_x/asset_y/small'])
      expect([path, (await host.ask('GET', path)).status]).toEqual([path, 401])
    for (const path of ['/v1/workspaces', '/v1/posts', '/v1/events', '/v1/vault', '/v1/system']) {
      const answer = await host.ask('GET', path)
      expect([path, answer.status, answer.json().code]).toEqual([path, 401, 'unauthenticated'])
    }
    const headers = { origin: ours(), 'content-type': 'application/json' }
    expect((await host.ask('POST', '/rpc/workspaces/list', { headers, body: '{}' })).status).toBe(401)
    expect((await host.ask('POST', '/v1/assets/upload', { headers, body: '' })).status).toBe(401)
    expect((await host.ask('POST', '/sign-in-link', { headers })).status).toBe(401)
    expect((await host.ask('GET', '/v1/health')).json()).toEqual({ status: 'ok', version: '0.0.0' })
    expect((await host.ask('GET', '/v1/openapi.json')).status).toBe(200)
  })

  test.each(['wrong', 't', 'bs_host_', 'bs_live_ws_x_secret'])('the token %j is refused', async (token) => {
    const answer = await host.ask('GET', '/v1/workspaces', { headers: { authorization: `Bearer ${token}` } })
    expect([answer.status, answer.json().code]).toEqual([401, 'invalid_key'])
  })

  test('a wrong token is refused even where a good cookie came along, and a forged cookie lets nobody in', async () => {
    const both = { authorization: 'Bearer wrong', cookie: host.cookie }
    expect((await host.ask('GET', '/v1/workspaces', { headers: both })).status).toBe(401)
    for (const cookie of ['broadside_session=', 'broadside_session=x', `broadside_session=${'0'.repeat(64)}`])
      expect((await host.ask('GET', '/v1/workspaces', { headers: { cookie } })).status).toBe(401)
  })

  test('only a program of the person is given a sign-in link, not a page', async () => {
    const headers = { cookie: host.cookie, origin: ours() }
    const refused = await host.ask('POST', '/sign-in-link', { headers })
    expect([refused.status, refused.text]).toEqual([405, ''])
    expect((await host.script('POST', '/sign-in-link')).json().link).toMatch(/\/sign-in\?token=[\w-]{40,}$/)
  })

  test('a link signs in once, by a cookie that scripts cannot read and other sites cannot send', async () => {
    const path = pathOf(host.newLink())
    const first = await host.ask('GET', path)
    expect([first.status, first.headers.location]).toEqual([303, '/'])
    const [cookie = ''] = first.headers['set-cookie'] ?? []
    const [value = '', ...flags] = cookie.split('; ')
    expect(flags.toSorted()).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Strict'])
    expect((await host.ask('GET', '/', { headers: { cookie: value } })).status).toBe(200)
    const again = await host.ask('GET', path)
    expect([again.status, again.headers['set-cookie']]).toEqual([401, undefined])
    // What lies on disk lets nobody in.
    expect(readFileSync(join(host.folder, 'data/sessions.json'), 'utf8')).not.toContain(value.split('=')[1])
  })
})

describe('the page', () => {
  test('comes with exactly the policy of the contract, and its headers', async () => {
    const { headers } = await host.ask('GET', '/', { headers: { cookie: host.cookie } })
    expect(headers['content-security-policy']).toBe(contentSecurityPolicy)
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  const built = join(import.meta.dirname, '../../out/renderer/index.html')
  test.skipIf(!existsSync(built))('as built, holds no script, style or handler of its own', () => {
    const html = readFileSync(built, 'utf8')
    expect(html).toMatch(/<script[^>]* src="/)
    expect([...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>/g)]).toEqual([])
    expect([...html.matchAll(/<style|\son\w+\s*=|javascript:/gi)]).toEqual([])
    expect([...html.matchAll(/\s(?:src|href)="(?:https?:)?\/\//g)]).toEqual([])
  })

  const escapes = [
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/%252e%252e%252fsecret.json',
    '/..\\secret.json',
    '/..%5csecret.json',
    '/assets/..%255c..%255csecret.json',
    '//secret.json',
    '/./../secret.json',
    '/secret.json%00.js',
    '/file:///etc/passwd.json',
    '/%c0%ae%c0%ae/secret.json',
  ]
  test.each(escapes)('%s stays inside its folder', async (path) => {
    const answer = await host.ask('GET', path, { headers: { cookie: host.cookie } })
    expect(answer.status).toBe(404)
    expect(answer.text).toBe('')
  })

  test.each(escapes)('/media/WORKSPACE%s stays inside the library', async (path) => {
    const [workspace] = host.studio.workspaces.list()
    const id = workspace?.id ?? 'ws_none'
    for (const at of [`/media/${id}${path}`, `/media/${id}/asset_x${path}`, `/media${path}`]) {
      const answer = await host.ask('GET', at, { headers: { cookie: host.cookie } })
      expect([at, answer.status]).toEqual([at, 404])
    }
  })
})

describe('what is too much, or makes no sense', () => {
  const json = () => ({ authorization: `Bearer ${host.token}`, 'content-type': 'application/json' })

  test('a body that says it is too large is refused before it is read', async () => {
    const answer = await host.ask('POST', '/v1/workspaces', {
      headers: { ...json(), 'content-length': '40000000', connection: 'close' },
      body: Readable.from([]),
    })
    expect([answer.status, answer.json()]).toEqual([
      413,
      { code: 'payload_too_large', message: expect.any(String), details: { maxBytes: 32_000_000 } },
    ])
  })

  test.each(['/v1/workspaces', '/rpc/workspaces/create'])(
    'a body for %s that does not say how large it is, is refused when it is too large',
    async (path) => {
      const piece = Buffer.alloc(1_000_000, 'a')
      const endless = async function* () {
        yield Buffer.from('{"name":"')
        for (let count = 0; count < 60; count++) yield piece
        yield Buffer.from('"}')
      }
      const answer = await host.ask('POST', path, { headers: json(), body: Readable.from(endless()) })
      expect([answer.status, answer.headers.connection]).toEqual([413, 'close'])
      expect(answer.json()).toMatchObject({ code: 'payload_too_large' })
      expect((await host.script('GET', '/v1/health')).status).toBe(200)
    },
  )

  test.each(['{', '{"name":', 'name=x', '\u0000', '{"name":"x"}}'])('the body %j is no JSON', async (body) => {
    const answer = await host.ask('POST', '/v1/workspaces', { headers: json(), body })
    expect([answer.status, answer.json().code]).toEqual([400, 'invalid_request'])
    expect(Object.keys(answer.json()).toSorted()).toEqual(['code', 'message'])
  })

  test('keys that reach into prototypes reach nothing', async () => {
    const body = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"name":"Plain"}'
    const answer = await host.ask('POST', '/v1/workspaces', { headers: json(), body })
    expect(answer.status).toBe(201)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

test('neither tokens nor links nor what was typed stands in the log', async () => {
  await host.ask('GET', '/sign-in?token=MARK-link-token-1a2b3c')
  await host.ask('GET', '/v1/posts', { headers: { authorization: 'Bearer MARK-bearer-4d5e6f' } })
  const { id } = (await host.script('POST', '/v1/workspaces', { name: 'Log' })).json() as { id: string }
  expect(host.studio.vault.status().state).toBe('ready')
  const answer = await host.script(
    'POST',
    '/v1/connections',
    {
      platform: 'wordpress',
      method: 'app_password',
      fields: { site: 'http://127.0.0.1:9', user: 'me', password: 'MARK-password-778899' },
    },
    { 'broadside-workspace': id },
  )
  expect(answer.json()).toMatchObject({ state: 'failed' })
  expect(answer.text).not.toContain('MARK-')
  for (const path of [
    '/v1/connections/health',
    '/v1/accounts',
    '/v1/system',
    '/v1/vault',
    '/v1/settings',
    '/v1/workspaces',
  ]) {
    const read = await host.script('GET', path, undefined, { 'broadside-workspace': id })
    for (const secret of ['MARK-', host.token, host.cookie.split('=')[1] ?? '']) expect(read.text).not.toContain(secret)
  }
  const log = readFileSync(join(host.folder, 'data/logs/broadside.log'), 'utf8')
  for (const secret of ['MARK-', host.token, host.cookie.split('=')[1] ?? '']) expect(log).not.toContain(secret)
})
