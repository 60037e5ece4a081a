import { startMastodon } from '../../../../test/support/mastodon/index.ts'
import type { Media } from '../../../../test/support/mastodon/state.ts'
import { mastodon } from '../../../contract/platforms/mastodon.ts'
import { describePublisher } from '../conformance.ts'
import { mastodonConnector } from './auth.ts'
import { mastodonPublisher } from './index.ts'

const upload = '/api/v2/media'

describePublisher({
  name: 'Mastodon',
  at: () => ({ publisher: mastodonPublisher, connector: mastodonConnector }),
  knowledge: mastodon,
  reconcile: 'finds',
  largeVideo: true,
  kinds: {
    poll: (text) => ({
      parts: [{ text }],
      settings: { poll: { options: ['Yes', 'No'], seconds: 3_600, multiple: false } },
    }),
  },
  // docs methods/statuses.md and media.md; app/controllers/concerns/api/error_handling.rb; a proxy before the server answers in HTML.
  errors: [
    {
      name: '401 token invalid',
      at: 'commit',
      answer: { status: 401, body: { error: 'The access token is invalid' } },
      expect: { is: 'rejected', code: 'reconnect' },
    },
    {
      name: '403 scope',
      at: 'commit',
      answer: { status: 403, body: { error: 'This action is outside the authorized scopes' } },
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    {
      name: '404 reply to nothing',
      at: 'commit',
      answer: { status: 404, body: { error: 'The post you are trying to reply to does not appear to exist.' } },
      expect: { is: 'rejected', code: 'content' },
    },
    {
      name: '422 validation',
      at: 'commit',
      answer: { status: 422, body: { error: "Validation failed: Text can't be blank" } },
      expect: { is: 'rejected', code: 'content' },
    },
    {
      name: '429',
      at: 'commit',
      answer: { status: 429, body: { error: 'Too many requests' } },
      expect: { is: 'deferred', code: 'rate_limited' },
    },
    {
      name: '301 to another address',
      at: 'commit',
      answer: { status: 301, headers: { location: 'https://elsewhere.example/' }, body: '' },
      expect: { is: 'rejected', code: 'platform' },
    },
    {
      name: '500',
      at: 'commit',
      answer: { status: 500, body: { error: 'Internal error' } },
      expect: { is: 'unknown' },
    },
    {
      name: '503 race',
      at: 'commit',
      answer: { status: 503, body: { error: 'There was a temporary problem serving your request, please try again' } },
      expect: { is: 'unknown' },
    },
    {
      name: '200 with a page',
      at: 'commit',
      answer: { status: 200, body: '<html>Welcome</html>' },
      expect: { is: 'unknown' },
    },
    {
      name: 'upload: 401',
      at: 'upload',
      answer: { status: 401, body: { error: 'The access token was revoked' } },
      expect: { is: 'rejected', code: 'reconnect' },
    },
    {
      name: 'upload: 403',
      at: 'upload',
      answer: { status: 403, body: { error: 'This action is outside the authorized scopes' } },
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    {
      name: 'upload: 413 from a proxy',
      at: 'upload',
      answer: { status: 413, body: '<html>Too large</html>' },
      expect: { is: 'rejected', code: 'media' },
    },
    {
      name: 'upload: 422 type',
      at: 'upload',
      answer: { status: 422, body: { error: 'Validation failed: File content type is invalid, File is invalid' } },
      expect: { is: 'rejected', code: 'media' },
    },
    {
      name: 'upload: 500 thumbnail',
      at: 'upload',
      answer: { status: 500, body: { error: 'Error processing thumbnail for uploaded media' } },
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: 'upload: 429',
      at: 'upload',
      answer: { status: 429, body: { error: 'Too many requests' } },
      expect: { is: 'deferred', code: 'rate_limited' },
    },
  ],
  async start() {
    const server = await startMastodon({ rateLimits: null })
    const account = {
      id: 'acct_1',
      platform: 'mastodon',
      externalId: 'ada@mastodon.test',
      displayHandle: '@ada@mastodon.test',
      server: server.url,
      limits: {},
      method: 'token',
    } as const
    const accountId = server.accountId()
    return {
      origin: '',
      account,
      secrets: { token: server.token(), accountId },
      chaos: server,
      commit: { method: 'POST', path: '/api/v1/statuses' },
      upload: { method: 'POST', path: upload },
      posts: () =>
        Promise.resolve(
          server.statuses().map(({ id, text, inReplyTo, media }) => ({
            remoteId: id,
            text,
            replyTo: inReplyTo,
            ...filesOf(server.media().filter((file) => media.includes(file.id))),
          })),
        ),
      connectAnother() {
        const token = server.token()
        return Promise.resolve({
          account,
          secrets: { token, accountId },
          revoke: () => Promise.resolve(server.revokeTokens(token)),
        })
      },
      renewal: null,
      processing: {
        of: 'image',
        slow: () => void (server.options.processing = { image: 2, video: 2, fails: false }),
        fail: () => void (server.options.processing = { image: 1, video: 1, fails: true }),
      },
      advance: server.advance,
      stop: () => server.stop(),
    }
  },
})

const filesOf = (media: readonly Media[]) => ({
  images: media.filter(({ type }) => type === 'image').map(({ description }) => ({ alt: description ?? '' })),
  videos: media.filter(({ type }) => type === 'video').map(({ bytes, sha256 }) => ({ bytes, sha256 })),
})
