import { startX } from '../../../../test/support/x/index.ts'
import { x } from '../../../contract/platforms/x.ts'
import { describePublisher } from '../conformance.ts'
import type { PublisherAccount } from '../publisher.ts'
import { createX } from './index.ts'

const problem = (status: number, type: string, detail: string, more: object = {}) => ({
  status,
  body: { title: 'Problem', detail, type, status, ...more },
})
const bare = 'about:blank'
const kind = (name: string) => `https://api.x.com/2/problems/${name}`

describePublisher({
  name: 'X',
  at: createX,
  // A subscriber's: what they may do more is edit.
  knowledge: { ...x, rules: x.rulesFor({ flags: { subscriber: true } }) },
  reconcile: 'finds',
  largeVideo: true,
  chunked: { bytes: 9_000_000 },
  kinds: {
    poll: (text) => ({
      parts: [{ text }],
      settings: {
        poll: { options: ['Yes', 'No'], expiresInSeconds: 3_600, multiple: false, hideTotals: false },
      },
    }),
  },
  settings: [
    { name: 'who may reply', set: { replies: 'following' }, seen: { reply_settings: 'following' } },
    {
      name: 'a community, by its address',
      set: { community: 'https://x.com/i/communities/1471580197908586507', shareWithFollowers: true },
      seen: { community_id: '1471580197908586507', share_with_followers: true },
    },
    { name: 'subscribers only', set: { subscribersOnly: true }, seen: { for_super_followers_only: true } },
    { name: 'a paid partnership', set: { paidPartnership: true }, seen: { paid_partnership: true } },
    { name: 'that AI made it', set: { madeWithAi: true }, seen: { made_with_ai: true } },
    { name: 'people in a picture', set: { tagged: ['@ada'] }, seen: { tagged: ['1001'] }, kind: 'image' },
  ],
  // docs x-api/fundamentals/response-codes-and-errors.mdx and the pages of each operation.
  errors: [
    {
      name: '400 invalid request',
      at: 'commit',
      answer: problem(400, kind('invalid-request'), 'One or more parameters to your request was invalid.'),
      expect: { is: 'rejected', code: 'content' },
    },
    {
      name: '401 token invalid',
      at: 'commit',
      answer: problem(401, bare, 'Unauthorized'),
      expect: { is: 'rejected', code: 'reconnect' },
    },
    {
      name: '402 no credits',
      at: 'commit',
      answer: problem(402, kind('credits'), 'Your account does not have any credits.'),
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    {
      name: '403 a reply to somebody who did not ask',
      at: 'commit',
      answer: problem(403, bare, 'Reply to this conversation is not allowed because you have not been mentioned.'),
      expect: { is: 'rejected', code: 'content' },
    },
    {
      name: '403 a repeat',
      at: 'commit',
      answer: problem(403, bare, 'You are not allowed to create a Tweet with duplicate content.'),
      expect: { is: 'rejected', code: 'content' },
    },
    {
      name: '403 app in an old project',
      at: 'commit',
      answer: problem(403, kind('client-forbidden'), 'When authenticating requests…', {
        reason: 'client-not-enrolled',
      }),
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    {
      name: '403 scope',
      at: 'commit',
      answer: problem(403, kind('not-authorized-for-resource'), 'Missing scope'),
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    {
      name: '404 what it answers is gone',
      at: 'commit',
      answer: problem(404, kind('resource-not-found'), 'Could not find the post.'),
      expect: { is: 'rejected', code: 'content' },
    },
    {
      name: '429',
      at: 'commit',
      answer: problem(429, kind('rate-limit-exceeded'), 'Too Many Requests'),
      expect: { is: 'deferred', code: 'rate_limited' },
    },
    {
      name: '429 spending limit',
      at: 'commit',
      answer: problem(429, kind('usage-capped'), 'Usage cap exceeded'),
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    { name: '500', at: 'commit', answer: problem(500, bare, 'Internal Server Error'), expect: { is: 'unknown' } },
    { name: '503', at: 'commit', answer: problem(503, bare, 'Service Unavailable'), expect: { is: 'unknown' } },
    {
      name: '201 with a page',
      at: 'commit',
      answer: { status: 201, body: '<html>Welcome</html>' },
      expect: { is: 'unknown' },
    },
    {
      name: 'upload: 400 not a picture',
      at: 'upload',
      answer: problem(400, kind('invalid-request'), 'The media type is unrecognized.'),
      expect: { is: 'rejected', code: 'media' },
    },
    {
      name: 'upload: 413',
      at: 'upload',
      answer: problem(413, bare, 'Payload Too Large'),
      expect: { is: 'rejected', code: 'media' },
    },
    {
      name: 'upload: 403 scope',
      at: 'upload',
      answer: problem(403, kind('not-authorized-for-resource'), 'Missing scope'),
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    {
      name: 'upload: 503',
      at: 'upload',
      answer: problem(503, bare, 'Service Unavailable'),
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: 'upload: 429',
      at: 'upload',
      answer: problem(429, kind('rate-limit-exceeded'), 'Too Many Requests'),
      expect: { is: 'deferred', code: 'rate_limited' },
    },
  ],
  async start() {
    const server = await startX({ rateLimits: false })
    const app = server.auth.register({ public: true, redirectUris: ['http://127.0.0.1:47831/oauth/callback'] })
    const account: PublisherAccount = {
      id: 'acct_1',
      platform: 'x',
      externalId: '1002',
      displayHandle: '@grace',
      server: '',
      limits: { flags: { subscriber: true } },
      method: 'oauth',
    }
    const grant = () => {
      const token = server.auth.issue({ account: 'grace', clientId: app.id })
      return {
        clientId: app.id,
        clientSecret: '',
        accessToken: token.access,
        refreshToken: token.refresh,
        expiresAt: token.accessExpiresAt,
        refreshExpiresAt: null,
        scopes: [...token.scopes],
      }
    }
    const { media, options } = server.state
    return {
      origin: server.url,
      account,
      secrets: grant(),
      chaos: server,
      commit: { method: 'POST', path: '/2/tweets' },
      upload: { method: 'POST', path: /^\/2\/media\/upload(\/\d+\/append)?$/ },
      posts: () =>
        Promise.resolve(
          server.posts().map((post) => {
            const files = post.mediaIds.map((id) => media.find((one) => one.id === id))
            return {
              remoteId: post.id,
              text: post.text,
              replyTo: post.replyTo,
              images: files.flatMap((file) => (file?.category === 'tweet_image' ? [{ alt: file.alt ?? '' }] : [])),
              videos: files.flatMap((file) =>
                file?.category === 'tweet_video' ? [{ bytes: file.total, sha256: file.sha256 ?? '' }] : [],
              ),
              settings: { ...post.settings, tagged: post.taggedIds },
            }
          }),
        ),
      connectAnother() {
        const secrets = grant()
        return Promise.resolve({
          account: { ...account, id: 'acct_2' },
          secrets,
          revoke() {
            for (const token of server.state.auth.tokens) if (token.access === secrets.accessToken) token.revoked = true
            return Promise.resolve()
          },
        })
      },
      renewal: {
        request: { method: 'POST', path: '/2/oauth2/token' },
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
