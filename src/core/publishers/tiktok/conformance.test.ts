import { startTikTok } from '../../../../test/support/tiktok/index.ts'
import { tiktok } from '../../../contract/platforms/tiktok.ts'
import { describePublisher, type ConformanceSubject, type DocumentedError } from '../conformance.ts'
import type { PublisherAccount } from '../publisher.ts'
import { createTikTok } from './index.ts'

const refused = (status: number, code: string) => ({
  status,
  body: { data: {}, error: { code, message: `What TikTok says of ${code}`, log_id: '2026' } },
})
const paths = {
  creator: '/v2/post/publish/creator_info/query/',
  video: '/v2/post/publish/video/init/',
  photos: '/v2/post/publish/content/init/',
  status: '/v2/post/publish/status/fetch/',
} as const
const at = (path: keyof typeof paths) => ({ method: 'POST', path: paths[path] })

/** What the start of a post may be refused with, and what each means. Sources: …-reference-direct-post, -photo-post; tiktok-api-v2-error-handling. */
const codes: readonly (readonly [number, string, DocumentedError['expect']])[] = [
  [400, 'invalid_params', { is: 'rejected', code: 'content' }],
  [401, 'access_token_invalid', { is: 'rejected', code: 'reconnect' }],
  [401, 'scope_not_authorized', { is: 'rejected', code: 'not_allowed' }],
  [401, 'scope_permission_missed', { is: 'rejected', code: 'not_allowed' }],
  [403, 'spam_risk_too_many_posts', { is: 'deferred', code: 'rate_limited' }],
  [403, 'spam_risk_too_many_pending_share', { is: 'deferred', code: 'rate_limited' }],
  [403, 'spam_risk_user_banned_from_posting', { is: 'rejected', code: 'not_allowed' }],
  [403, 'reached_active_user_cap', { is: 'deferred', code: 'rate_limited' }],
  [403, 'unaudited_client_can_only_post_to_private_accounts', { is: 'rejected', code: 'not_allowed' }],
  [403, 'privacy_level_option_mismatch', { is: 'rejected', code: 'content' }],
  [429, 'rate_limit_exceeded', { is: 'deferred', code: 'rate_limited' }],
]
const photoCodes: typeof codes = [
  ...codes,
  [403, 'url_ownership_unverified', { is: 'rejected', code: 'media_host' }],
  [400, 'app_version_check_failed', { is: 'rejected', code: 'not_allowed' }],
  [500, 'internal_error', { is: 'unknown' }],
]
const errorsAt = (where: DocumentedError['at'], what: string, list: typeof codes): DocumentedError[] =>
  list.map(([status, code, expect]) => ({
    name: `${what}: ${status} ${code}`,
    at: where,
    answer: refused(status, code),
    expect,
  }))

/** An answer to bytes has no body. Source: media transfer guide. */
const bytes = (status: number, expect: DocumentedError['expect']): DocumentedError => ({
  name: `the last piece: ${status}`,
  at: 'commit',
  answer: { status, body: '' },
  expect,
})

const videoErrors: readonly DocumentedError[] = [
  ...errorsAt(at('creator'), 'what a creator may choose', codes.slice(0, 7)),
  ...errorsAt(at('video'), 'the start', codes),
  {
    name: 'the start: 500 internal_error',
    at: at('video'),
    answer: refused(500, 'internal_error'),
    expect: { is: 'not_sent', code: 'platform' },
  },
  {
    name: 'the start: 200 with another code than ok',
    at: at('video'),
    answer: refused(200, 'invalid_params'),
    expect: { is: 'rejected', code: 'content' },
  },
  {
    name: 'the start: an upload address elsewhere',
    at: at('video'),
    answer: {
      status: 200,
      body: {
        data: { publish_id: 'v_pub_file~v2.1', upload_url: 'https://tiktokapis.com.example/video/?upload_token=x' },
        error: { code: 'ok', message: '', log_id: '' },
      },
    },
    expect: { is: 'not_sent', code: 'platform' },
  },
  bytes(400, { is: 'rejected', code: 'media' }),
  bytes(403, { is: 'not_sent', code: 'media' }),
  bytes(404, { is: 'not_sent', code: 'media' }),
  bytes(416, { is: 'not_sent', code: 'platform' }),
  bytes(206, { is: 'not_sent', code: 'platform' }),
  bytes(429, { is: 'deferred', code: 'rate_limited' }),
  bytes(500, { is: 'unknown' }),
  bytes(502, { is: 'unknown' }),
  bytes(200, { is: 'unknown' }),
]

const photoErrors: readonly DocumentedError[] = [
  ...errorsAt('commit', 'pictures', photoCodes),
  {
    name: 'pictures: 200 with a page',
    at: 'commit',
    answer: { status: 200, body: '<html>Welcome</html>' },
    expect: { is: 'unknown' },
  },
]

const account: PublisherAccount = {
  id: 'acct_1',
  platform: 'tiktok',
  externalId: 'open-ada',
  displayHandle: '@ada.makes',
  server: '',
  limits: {
    choices: {
      mode: ['inbox', 'direct'],
      privacy: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
    },
  },
  method: 'oauth_direct',
}

async function start(commit: RegExp): ReturnType<ConformanceSubject['start']> {
  const server = await startTikTok({ rateLimits: false })
  const app = server.auth.register({ redirectUris: ['http://127.0.0.1:47831/oauth/callback'] })
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
  return {
    origin: server.url,
    account,
    secrets: grant(),
    chaos: server,
    commit: { path: commit },
    // A video of less than twenty million bytes is one piece, and so the commit; pictures are fetched.
    upload: null,
    posts: () =>
      Promise.resolve(
        server.posts().map((post) => ({
          remoteId: post.publishId,
          text: post.text,
          title: post.title,
          replyTo: null,
          kind: post.kind === 'video' ? ('video' as const) : post.pictures.length > 1 ? ('carousel' as const) : 'image',
          images: post.pictures.map(() => ({ alt: '' })),
          videos: post.upload ? [{ bytes: post.upload.size, sha256: post.upload.sha256 ?? '' }] : [],
          settings: post.settings,
        })),
      ),
    connectAnother() {
      const secrets = grant()
      return Promise.resolve({
        account: { ...account, id: 'acct_2' },
        secrets,
        revoke: (held) => Promise.resolve(server.auth.revoke(String(held.secrets['accessToken']))),
      })
    },
    renewal: {
      request: { method: 'POST', path: '/v2/oauth/token/' },
      expire: () => server.auth.expireAccess(),
      count: () => server.auth.refreshes,
    },
    processing: {
      of: 'post',
      slow: () => void (server.state.options.processing = { looks: 20, fails: null }),
      fail: () => void (server.state.options.processing = { looks: 1, fails: 'file_format_check_failed' }),
    },
    advance: server.advance,
    stop: () => server.stop(),
  }
}

const direct = (more: object = {}) => ({
  settings: { mode: 'direct', privacy: 'PUBLIC_TO_EVERYONE', ...more },
})

describePublisher({
  name: 'TikTok, videos',
  at: createTikTok,
  knowledge: tiktok,
  reconcile: 'finds',
  needs: 'video',
  rateLimit: 'untold',
  largeVideo: true,
  write: () => direct(),
  settings: [
    {
      name: 'nothing but what was switched on',
      set: {},
      seen: {
        privacy_level: 'PUBLIC_TO_EVERYONE',
        disable_comment: true,
        disable_duet: true,
        disable_stitch: true,
        brand_content_toggle: false,
        brand_organic_toggle: false,
        is_aigc: false,
      },
    },
    {
      name: 'comments, duets and stitches',
      set: { allowComments: true, allowDuet: true, allowStitch: true },
      seen: { disable_comment: false, disable_duet: false, disable_stitch: false },
    },
    {
      name: 'who may see it',
      set: { privacy: 'MUTUAL_FOLLOW_FRIENDS' },
      seen: { privacy_level: 'MUTUAL_FOLLOW_FRIENDS' },
    },
    {
      name: 'whom it promotes',
      set: { ownBrand: true, brandedContent: true },
      seen: { brand_content_toggle: true, brand_organic_toggle: true },
    },
    { name: 'that AI made it', set: { madeWithAi: true }, seen: { is_aigc: true } },
    { name: 'a cover', set: { coverSeconds: 2.5 }, seen: { video_cover_timestamp_ms: 2_500 } },
    {
      name: 'pictures with the second as cover, music and comments',
      set: { coverPhoto: 2, autoMusic: true, allowComments: true },
      seen: { photo_cover_index: 1, auto_add_music: true, disable_comment: false },
      kind: 'carousel',
    },
  ],
  errors: videoErrors,
  start: () => start(/^\/(video\/|v2\/post\/publish\/content\/init\/)$/),
})

const photos: ConformanceSubject = {
  name: 'TikTok, pictures',
  at: createTikTok,
  knowledge: { ...tiktok, rules: { ...tiktok.rules, kinds: ['image', 'carousel'] } },
  reconcile: 'cannot_tell',
  needs: 'image',
  rateLimit: 'untold',
  write: () => direct(),
  errors: photoErrors,
  start: () => start(/^\/v2\/post\/publish\/content\/init\/$/),
}
describePublisher(photos)
describePublisher({
  ...photos,
  name: 'TikTok, pictures for the inbox',
  noAddress: true,
  write: () => ({ settings: { mode: 'inbox' } }),
  errors: [],
})
