import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { close, listen } from '../../../../test/support/chaos-proxy.ts'
import { startWordPress, wordpressAvailable } from '../../../../test/support/wordpress.ts'
import type { SiteSwitch, WordPress } from '../../../../test/support/wordpress.ts'
import { systemClock } from '../../clock.ts'
import { createHttp } from '../../http.ts'
import type { Http } from '../../http.ts'
import type { ConnectContext, ConnectedIdentity, PublishContext } from '../publisher.ts'
import { onlyOne } from '../testing.ts'
import { wordpressConnector } from './auth.ts'
import { siteOf } from './discovery.ts'

let http: Http
let context: ConnectContext
beforeAll(() => {
  http = createHttp()
  context = {
    http,
    clock: systemClock,
    signal: new AbortController().signal,
    app: {},
    appCredentials: { get: () => undefined, set: () => undefined },
  }
})
afterAll(() => http.close())

const connect = async (site: string, user: string, password: string) =>
  onlyOne(await wordpressConnector.connect!('app_password', { site, user, password }, context))
const contextOf = ({ secrets, server, limits }: ConnectedIdentity) =>
  ({
    account: {
      id: 'acct_1',
      platform: 'wordpress',
      externalId: 'x',
      displayHandle: 'x',
      server,
      limits,
      method: 'app_password',
    },
    secrets,
    http,
    clock: systemClock,
    signal: new AbortController().signal,
  }) as unknown as PublishContext

describe.skipIf(!wordpressAvailable())('connecting a real site', () => {
  let site: WordPress
  beforeAll(async () => {
    site = await startWordPress()
  })
  afterAll(() => site?.stop())

  test('finds its API, and knows who and what it is', async () => {
    const identity = await connect(`${site.url}/wp-admin/profile.php`, site.admin.user, ` ${site.admin.password} `)
    const host = new URL(site.url).host
    expect(identity).toMatchObject({
      kind: 'site',
      externalId: `${host}#1`,
      name: 'Test site',
      displayHandle: `editor-in-chief · ${host}`,
      server: site.url,
      secrets: { root: 'wp-json/' },
    })
    expect(await wordpressConnector.health(contextOf(identity))).toEqual({ state: 'ok', expiresAt: null })
  })

  test('also by the user’s e-mail address, and without pretty addresses', async () => {
    await site.set('permalink_structure', '')
    const identity = await connect(site.url, 'admin@example.test', site.admin.password)
    expect(identity.secrets['root']).toContain('?rest_route=/')
    expect(await wordpressConnector.health(contextOf(identity))).toMatchObject({ state: 'ok' })
    await site.set('permalink_structure', '/%year%/%postname%/')
  })

  describe.each([
    ['as it comes', false],
    ['with a plugin that asks early who is there', true],
  ])('%s', (_, early) => {
    beforeAll(() => site.turn('asks_early', early))
    afterAll(() => site.turn('asks_early', false))

    test.each([
      ['no user', () => ['', 'x'], 'wordpress_user_missing', 'wordpress_user_missing', 'user'],
      ['no password', () => ['x', ' '], 'wordpress_password_missing', 'wordpress_password_missing', 'password'],
      [
        'a user it does not have',
        () => ['nobody', 'abcd efgh'],
        'wordpress_not_signed_in',
        'wordpress_no_such_user',
        early ? 'user' : 'password',
      ],
      [
        'a wrong password',
        () => [site.admin.user, 'abcd efgh ijkl mnop qrst uvwx'],
        'wordpress_not_signed_in',
        'wordpress_wrong_password',
        'password',
      ],
      [
        'the password one signs in with',
        () => [site.admin.user, site.loginPassword],
        'wordpress_not_signed_in',
        'wordpress_wrong_password',
        'password',
      ],
    ])('with %s says so at its field', async (_case, fields, plain, precise, field) => {
      const [user = '', password = ''] = fields()
      await expect(connect(site.url, user, password)).rejects.toMatchObject({
        said: { says: early ? precise : plain },
        field,
      })
    })
  })

  test('as a reader who may not write, says so', async () => {
    const reader = await site.addUser('subscriber')
    await expect(connect(site.url, reader.user, reader.password)).rejects.toMatchObject({
      said: { says: 'wordpress_reader_only' },
      field: 'user',
    })
  })

  test.each([
    ['no_application_passwords', 'wordpress_passwords_off', 'site'],
    ['no_rest', 'wordpress_api_closed', 'site'],
    ['no_authorization', 'wordpress_not_signed_in', 'password'],
  ] as [SiteSwitch, string, string][])('set up with %s says what is wrong with the site', async (name, says, field) => {
    await site.turn(name, true)
    try {
      await expect(connect(site.url, site.admin.user, site.admin.password)).rejects.toMatchObject({
        said: { says },
        field,
      })
    } finally {
      await site.turn(name, false)
    }
  })

  test('disconnecting deletes the password at the site; a deleted one breaks the account', async () => {
    const author = await site.addUser('author')
    const identity = await connect(site.url, author.user, author.password)
    expect(await wordpressConnector.revoke(contextOf(identity))).toBe(true)
    expect(await wordpressConnector.health(contextOf(identity))).toMatchObject({ state: 'broken' })
    expect(await wordpressConnector.revoke(contextOf(identity))).toBe(false)
    await expect(connect(site.url, author.user, author.password)).rejects.toMatchObject({
      said: { says: 'wordpress_not_signed_in' },
    })
  })

  test('tells its categories and tags, most used first', async () => {
    await site.php(
      `wp_insert_term('Tea & Coffee', 'category'); wp_set_post_terms(wp_insert_post(['post_title' => 'x', 'post_status' => 'publish']), ['b'], 'post_tag'); wp_insert_term('a', 'post_tag');`,
    )
    const identity = contextOf(await connect(site.url, site.admin.user, site.admin.password))
    expect(await wordpressConnector.actions?.['categories']?.(identity, '')).toContainEqual({
      value: 'Tea & Coffee',
      label: 'Tea & Coffee',
    })
    expect(await wordpressConnector.actions?.['tags']?.(identity, '')).toEqual([
      { value: 'b', label: 'b' },
      { value: 'a', label: 'a' },
    ])
  })
})

describe('an address', () => {
  test.each([
    ['', 'wordpress_site_missing'],
    ['my blog', 'not_a_server'],
    ['blog', 'not_a_server'],
    ['ftp://example.com', 'not_a_server'],
    ['http://example.com', 'wordpress_insecure'],
    ['http://192.168.1.5', 'wordpress_insecure'],
  ])('%j is refused at its field', (typed, says) => {
    expect(() => siteOf(typed)).toThrow(
      expect.objectContaining({ said: expect.objectContaining({ says }), field: 'site' }),
    )
  })

  test.each([
    ['example.com', 'https://example.com/'],
    ['https://user:secret@example.com/blog/wp-admin/post.php?x=1#y', 'https://example.com/blog/'],
    ['http://127.0.0.1:8080/wp-login.php', 'http://127.0.0.1:8080/'],
  ])('%s is taken as %s', (typed, address) => {
    expect(siteOf(typed).href).toBe(address)
  })

  const at = async (listener: RequestListener, use: (url: string) => Promise<void>) => {
    const server = createServer(listener)
    try {
      await use(await listen(server))
    } finally {
      await close(server)
    }
  }

  test('where no WordPress is, is said to be so', async () => {
    await at(
      (_request, response) => response.end('<html>Hello</html>'),
      (url) =>
        expect(connect(url, 'x', 'y')).rejects.toMatchObject({ said: { says: 'wordpress_no_api' }, field: 'site' }),
    )
    await at(
      (_request, response) => response.writeHead(503).end(),
      (url) => expect(connect(url, 'x', 'y')).rejects.toMatchObject({ said: { says: 'server_trouble' } }),
    )
    await expect(connect('http://127.0.0.1:1', 'x', 'y')).rejects.toMatchObject({
      said: { says: 'not_reached' },
      field: 'site',
    })
  })

  test('whose pages point elsewhere gets no password there', async () => {
    const asked: (string | undefined)[] = []
    await at(
      (request, response) => {
        asked.push(request.headers.authorization)
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ namespaces: ['wp/v2'], authentication: { 'application-passwords': {} } }))
      },
      async (elsewhere) => {
        await at(
          (_request, response) =>
            response.writeHead(200, { link: `<${elsewhere}/wp-json/>; rel="https://api.w.org/"` }).end('<html>'),
          (url) => expect(connect(url, 'x', 'y')).rejects.toMatchObject({ said: { says: 'wordpress_no_api' } }),
        )
      },
    )
    expect(asked).toEqual([])
  })

  test('that leads to an insecure one is not followed with a password', async () => {
    await at(
      (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1.example.invalid/' }).end(),
      (url) =>
        expect(connect(url, 'x', 'y')).rejects.toMatchObject({
          said: { says: expect.stringMatching(/^(wordpress_insecure|not_reached)$/) },
        }),
    )
  })
})
