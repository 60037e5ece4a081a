import { startPinterest } from '../../../../test/support/pinterest/index.ts'
import { pinterest } from '../../../contract/platforms/pinterest.ts'
import { describePublisher } from '../conformance.ts'
import type { PublisherAccount } from '../publisher.ts'
import { createPinterest } from './index.ts'

const error = (status: number, code: number, message: string) => ({ status, body: { code, message } })

describePublisher({
  name: 'Pinterest',
  at: createPinterest,
  knowledge: pinterest,
  reconcile: 'finds',
  needs: 'image',
  largeVideo: true,
  write: () => ({ settings: { board: '8001' } }),
  settings: [
    { name: 'a board', set: { board: '8002' }, seen: { board: '8002', section: null } },
    { name: 'a section of its board', set: { section: '9001' }, seen: { board: '8001', section: '9001' } },
    { name: 'a frame as cover', set: { coverSeconds: 3 }, seen: { cover: 3 }, kind: 'video' },
    {
      name: 'titles and links of single pictures',
      set: { slideTitles: '\nThe second', slideLinks: 'https://example.com/one' },
      seen: {
        slides: [
          [null, 'https://example.com/one'],
          ['The second', null],
        ],
      },
      kind: 'carousel',
    },
  ],
  // openapi, responses of POST /pins; code 29 and 3 as seen (README.md).
  errors: [
    {
      name: '400 invalid parameters',
      at: 'commit',
      answer: error(400, 1, 'Invalid request: link is not a valid URL'),
      expect: { is: 'rejected', code: 'content' },
    },
    {
      name: '401 authentication failed',
      at: 'commit',
      answer: error(401, 2, 'Authentication failed.'),
      expect: { is: 'rejected', code: 'reconnect' },
    },
    {
      name: '401 scope',
      at: 'commit',
      answer: error(401, 3, 'Your token does not have sufficient permissions to perform this operation.'),
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    {
      name: '403 Trial access',
      at: 'commit',
      answer: error(403, 29, 'Apps with Trial access may not create Pins in production'),
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    {
      name: '403 picture broken',
      at: 'commit',
      answer: error(403, 235, "The Pin's image is too small, too large or is broken"),
      expect: { is: 'rejected', code: 'media' },
    },
    {
      name: '404 board or section',
      at: 'commit',
      answer: error(404, 404, 'Board not found.'),
      expect: { is: 'rejected', code: 'content' },
    },
    {
      name: '413',
      at: 'commit',
      answer: { status: 413, body: '<html>Request Entity Too Large</html>' },
      expect: { is: 'rejected', code: 'media' },
    },
    {
      name: '429',
      at: 'commit',
      answer: error(429, 8, 'You have exceeded your rate limit. Try again later.'),
      expect: { is: 'deferred', code: 'rate_limited' },
    },
    { name: '500', at: 'commit', answer: error(500, 500, 'Internal error'), expect: { is: 'unknown' } },
    { name: '503', at: 'commit', answer: error(503, 503, 'Unavailable'), expect: { is: 'unknown' } },
    {
      name: '201 with a page',
      at: 'commit',
      answer: { status: 201, body: '<html>Welcome</html>' },
      expect: { is: 'unknown' },
    },
    {
      name: 'media: 403',
      at: { method: 'POST', path: '/v5/media' },
      kind: 'video',
      answer: error(403, 403, 'Not authorized'),
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    {
      name: 'storage: 403, the form ran out',
      at: { method: 'POST', path: '/pinterest-media-upload/' },
      kind: 'video',
      answer: { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' },
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: 'storage: 400 too large',
      at: { method: 'POST', path: '/pinterest-media-upload/' },
      kind: 'video',
      answer: { status: 400, body: '<Error><Code>EntityTooLarge</Code></Error>' },
      expect: { is: 'rejected', code: 'media' },
    },
    {
      name: 'storage: 503',
      at: { method: 'POST', path: '/pinterest-media-upload/' },
      kind: 'video',
      answer: { status: 503, body: '<Error><Code>SlowDown</Code></Error>' },
      expect: { is: 'not_sent', code: 'platform' },
    },
  ],
  async start() {
    const server = await startPinterest()
    const app = server.auth.register({ redirectUris: ['http://localhost:47831/oauth/callback'] })
    const account: PublisherAccount = {
      id: 'acct_1',
      platform: 'pinterest',
      externalId: '7001',
      displayHandle: '@ada',
      server: '',
      limits: {},
      method: 'oauth',
    }
    const grant = () => {
      const token = server.auth.issue({ account: 'ada', clientId: app.id })
      return {
        clientId: app.id,
        clientSecret: app.secret ?? '',
        accessToken: token.access,
        refreshToken: token.refresh,
        expiresAt: token.accessExpiresAt,
        refreshExpiresAt: token.refreshExpiresAt,
        scopes: [...token.scopes],
      }
    }
    const { media, options, auth } = server.state
    return {
      origin: server.url,
      account,
      secrets: grant(),
      chaos: server,
      commit: { method: 'POST', path: '/v5/pins' },
      // Pictures go with the pin; the films' own tests stand in index.test.ts.
      upload: null,
      posts: () =>
        Promise.resolve(
          server.pins().map((pin) => {
            const { media: source } = pin
            const alts = (pin.alt ?? '').split('\n')
            const film = source.kind === 'video' ? media.find(({ id }) => id === source.mediaId) : undefined
            return {
              remoteId: pin.id,
              title: pin.title ?? '',
              text: pin.description ?? '',
              link: pin.link,
              replyTo: null,
              kind: ({ image: 'image', multiple_images: 'carousel', video: 'video' } as const)[source.kind],
              images: source.kind === 'video' ? [] : source.items.map((_, at) => ({ alt: alts[at] ?? '' })),
              videos: film ? [{ bytes: film.bytes, sha256: film.sha256 }] : [],
              settings: {
                board: pin.board,
                section: pin.section,
                ...(source.kind === 'video'
                  ? { cover: source.cover }
                  : { slides: source.items.map(({ title, link }) => [title, link]) }),
              },
            }
          }),
        ),
      connectAnother() {
        const secrets = grant()
        return Promise.resolve({
          account: { ...account, id: 'acct_2' },
          secrets,
          revoke() {
            for (const token of auth.tokens) if (token.access === secrets.accessToken) token.revoked = true
            return Promise.resolve()
          },
        })
      },
      renewal: {
        request: { method: 'POST', path: '/v5/oauth/token' },
        expire: () => server.auth.expireAccess(),
        count: () => server.auth.refreshes,
      },
      processing: {
        of: 'video',
        slow: () => void (options.processing = { looks: 20, fails: false }),
        fail: () => void (options.processing = { looks: 1, fails: true }),
      },
      advance: server.advance,
      stop: () => server.stop(),
    }
  },
})
