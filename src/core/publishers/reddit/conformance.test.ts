import { startReddit } from '../../../../test/support/reddit/index.ts'
import { reddit } from '../../../contract/platforms/reddit.ts'
import { describePublisher } from '../conformance.ts'
import type { PublisherAccount } from '../publisher.ts'
import { createReddit } from './index.ts'

const error = (status: number, more: object = {}, headers?: Record<string, string>) => ({
  status,
  body: { message: 'Error', error: status, ...more },
  ...(headers && { headers }),
})
const refused = (code: string, message = 'No.', field: string | null = 'sr') => ({
  status: 200,
  body: { json: { errors: [[code, message, field]] } },
})
const rejected = (code: 'content' | 'not_allowed' | 'reconnect' | 'media') => ({ is: 'rejected', code }) as const

/** By the code that comes with 200. Source: redditwarp, docs on "Submission"; reddit-archive/reddit, r2/lib/errors.py; README.md. */
const codes = {
  content: [
    'SUBREDDIT_NOEXIST',
    'BAD_SR_NAME',
    'NO_SELFS',
    'NO_LINKS',
    'NO_IMAGES',
    'NO_VIDEOS',
    'NO_TEXT',
    'NO_URL',
    'TOO_LONG',
    'ALREADY_SUB',
    'DOMAIN_BANNED',
    'SUBMIT_VALIDATION_FLAIR_REQUIRED',
    'SUBMIT_VALIDATION_LINK_WHITELIST',
    'SUBMIT_VALIDATION_TITLE_REGEX_REQUIREMENT',
    'SUBMIT_VALIDATION_BODY_REQUIRED',
    'placeholder',
  ],
  not_allowed: [
    'SUBREDDIT_NOTALLOWED',
    'SUBREDDIT_NOTALLOWED_BANNED',
    'SUBREDDIT_NO_ACCESS',
    'IN_TIMEOUT',
    'VERIFIED_USER_REQUIRED',
  ],
  reconnect: ['USER_REQUIRED'],
  media: ['MISSING_VIDEO_URLS', 'BAD_IMAGE'],
} as const
const storage = { method: 'POST', path: /^\/reddit-uploaded-/ }

describePublisher({
  name: 'Reddit',
  at: createReddit,
  knowledge: reddit,
  reconcile: 'finds',
  largeVideo: true,
  write: () => ({ settings: { subreddit: 'engines' } }),
  kinds: {
    video: async (text, driver) => ({
      parts: [{ text, media: [driver.video('film.mp4')] }],
      title: text,
      settings: { cover: 'asset_cover' },
      assets: { cover: await driver.image('cover.png', '#3d3', '') },
    }),
    poll: (text) => ({
      parts: [{ text }],
      title: text,
      settings: { poll: { options: ['Yes', 'No'], expiresInSeconds: 3 * 86_400, multiple: false, hideTotals: false } },
    }),
  },
  settings: [
    { name: 'a community', set: { subreddit: 'r/notes' }, seen: { community: 'notes' } },
    { name: 'the own profile', set: { subreddit: 'u_ada' }, seen: { community: 'u_ada' } },
    { name: 'a flair', set: { flair: 'f1' }, seen: { flairId: 'f1', flairText: 'Brass' } },
    { name: 'words of a flair', set: { flair: 'f2', flairText: 'Steam' }, seen: { flairId: 'f2', flairText: 'Steam' } },
    { name: 'that it is not for everybody', set: { nsfw: true }, seen: { nsfw: true, spoiler: false } },
    { name: 'that it tells too much', set: { spoiler: true }, seen: { nsfw: false, spoiler: true } },
    { name: 'no word of replies', set: { sendReplies: false }, seen: { sendReplies: false } },
    { name: 'no sound', set: { silent: true }, seen: { kind: 'videogif' }, kind: 'video' },
    {
      name: 'captions and links of single pictures',
      set: { captions: '\nThe second', links: 'https://example.com/one' },
      seen: {
        items: [
          ['', 'https://example.com/one'],
          ['The second', ''],
        ],
      },
      kind: 'carousel',
    },
  ],
  errors: [
    ...Object.entries(codes).flatMap(([code, names]) =>
      names.map((name) => ({
        name: `200 ${name}`,
        at: 'commit' as const,
        answer: refused(name),
        expect: rejected(code as keyof typeof codes),
      })),
    ),
    {
      name: '200 RATELIMIT',
      at: 'commit',
      answer: refused('RATELIMIT', "Looks like you've been doing that a lot. Take a break for 9 minutes.", 'ratelimit'),
      expect: { is: 'deferred', code: 'rate_limited' },
    },
    {
      name: '200 QUOTA_FILLED',
      at: 'commit',
      answer: refused('QUOTA_FILLED', "You've submitted too many links recently.", null),
      expect: { is: 'deferred', code: 'rate_limited' },
    },
    {
      name: '200 SOMETHING_IS_BROKEN',
      at: 'commit',
      answer: refused('SOMETHING_IS_BROKEN'),
      expect: { is: 'unknown' },
    },
    { name: '400', at: 'commit', answer: error(400), expect: rejected('content') },
    { name: '401', at: 'commit', answer: error(401), expect: rejected('reconnect') },
    {
      name: '403 scope',
      at: 'commit',
      answer: error(403, {}, { 'www-authenticate': 'Bearer realm="reddit", error="insufficient_scope"' }),
      expect: rejected('not_allowed'),
    },
    { name: '403 private', at: 'commit', answer: error(403, { reason: 'private' }), expect: rejected('not_allowed') },
    {
      name: '403 blocked, with a page',
      at: 'commit',
      answer: { status: 403, body: '<html>whoa there, pardner!</html>' },
      expect: rejected('not_allowed'),
    },
    { name: '404 closed or gone', at: 'commit', answer: error(404), expect: rejected('content') },
    { name: '413', at: 'commit', answer: error(413), expect: rejected('media') },
    {
      name: '429',
      at: 'commit',
      answer: error(429, {}, { 'x-ratelimit-reset': '90' }),
      expect: { is: 'deferred', code: 'rate_limited' },
    },
    { name: '500', at: 'commit', answer: error(500), expect: { is: 'unknown' } },
    { name: '503', at: 'commit', answer: error(503), expect: { is: 'unknown' } },
    {
      name: '200 with a page',
      at: 'commit',
      answer: { status: 200, body: '<html>Welcome</html>' },
      expect: { is: 'unknown' },
    },
    {
      name: '200 with neither errors nor a post',
      at: 'commit',
      answer: { status: 200, body: { json: { errors: [], data: {} } } },
      expect: { is: 'unknown' },
    },
    {
      name: 'rules of the community: 404',
      at: { method: 'GET', path: '/api/v1/engines/post_requirements' },
      answer: error(404, { reason: 'SUBREDDIT_NOEXIST' }),
      expect: rejected('content'),
    },
    {
      name: 'rules of the community: 403',
      at: { method: 'GET', path: '/api/v1/engines/post_requirements' },
      answer: error(403, { reason: 'SUBREDDIT_NO_ACCESS' }),
      expect: rejected('not_allowed'),
    },
    {
      name: 'lease: 400, a type it does not take',
      at: { method: 'POST', path: '/api/media/asset.json' },
      kind: 'image',
      answer: error(400),
      expect: rejected('media'),
    },
    {
      name: 'lease: 200 USER_REQUIRED',
      at: { method: 'POST', path: '/api/media/asset.json' },
      kind: 'image',
      answer: refused('USER_REQUIRED', 'Please log in to do that.', null),
      expect: rejected('reconnect'),
    },
    {
      name: 'storage: 400 too large',
      at: 'upload',
      answer: { status: 400, body: '<Error><Code>EntityTooLarge</Code></Error>' },
      expect: rejected('media'),
    },
    {
      name: 'storage: 403, the lease ran out',
      at: 'upload',
      answer: { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' },
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: 'storage: 503',
      at: 'upload',
      answer: { status: 503, body: '<Error><Code>SlowDown</Code></Error>' },
      expect: { is: 'not_sent', code: 'platform' },
    },
  ],
  async start() {
    const server = await startReddit()
    const app = server.auth.register({ redirectUris: ['http://localhost:47831/oauth/callback'] })
    const account: PublisherAccount = {
      id: 'acct_1',
      platform: 'reddit',
      externalId: 'a1',
      displayHandle: 'u/ada',
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
        refreshExpiresAt: null,
        scopes: [...token.scopes],
      }
    }
    const { assets, comments, options } = server.state
    const kinds = {
      self: 'text',
      link: 'link',
      image: 'image',
      gallery: 'carousel',
      video: 'video',
      videogif: 'video',
      poll: 'poll',
    } as const
    return {
      origin: server.url,
      account,
      secrets: grant(),
      chaos: server,
      commit: { method: 'POST', path: /^\/api\/(submit|submit_gallery_post\.json|submit_poll_post|comment)$/ },
      upload: storage,
      posts: () =>
        Promise.resolve(
          server.posts().map((post) => {
            const film = kinds[post.kind] === 'video' ? assets.find(({ url }) => url === post.url) : undefined
            const pictures = post.kind === 'image' ? 1 : post.items.length
            return {
              remoteId: `t3_${post.id}`,
              title: post.title,
              text: post.text,
              link: post.kind === 'link' ? post.url : null,
              replyTo: null,
              kind: kinds[post.kind],
              images: Array.from({ length: pictures }, () => ({ alt: '' })),
              videos: film ? [{ bytes: film.bytes, sha256: film.sha256 }] : [],
              comments: comments.filter((one) => one.post === post.id && !one.deleted).map(({ text }) => text),
              settings: {
                community: post.community,
                flairId: post.flairId,
                flairText: post.flairText,
                nsfw: post.nsfw,
                spoiler: post.spoiler,
                sendReplies: post.sendReplies,
                kind: post.kind,
                items: post.items.map(({ caption, outbound_url: link }) => [caption, link]),
              },
            }
          }),
        ),
      connectAnother() {
        const secrets = grant()
        return Promise.resolve({
          account: { ...account, id: 'acct_2' },
          secrets,
          revoke: () => Promise.resolve(server.auth.revoke(secrets.accessToken)),
        })
      },
      renewal: {
        request: { method: 'POST', path: '/api/v1/access_token' },
        expire: () => server.auth.expireAccess(),
        count: () => server.auth.refreshes,
      },
      processing: {
        of: 'video',
        slow: () => void (options.processing = { ms: 60_000, fails: false }),
        fail: () => void (options.processing = { ms: 0, fails: true }),
      },
      advance: server.advance,
      stop: () => server.stop(),
    }
  },
})
