import { startYouTube } from '../../../../test/support/youtube/index.ts'
import { youtube } from '../../../contract/platforms/youtube.ts'
import { describePublisher } from '../conformance.ts'
import type { PublisherAccount } from '../publisher.ts'
import { createYouTube } from './index.ts'

const error = (status: number, reason: string, message = reason, more: object = {}) => ({
  status,
  body: { error: { code: status, message, errors: [{ message, domain: 'youtube', reason }], ...more } },
})
/** Where an upload begins with its words, and where its bytes go; a small film's first piece is its last. */
const begin = { method: 'POST', path: '/upload/youtube/v3/videos' } as const
const put = { method: 'PUT', path: '/upload/youtube/v3/videos' } as const

describePublisher({
  name: 'YouTube',
  at: createYouTube,
  knowledge: youtube,
  reconcile: 'finds',
  needs: 'video',
  // Two pieces ahead of the last.
  filmBytes: 600_000,
  largeVideo: true,
  chunked: { bytes: 26_000_000 },
  rateLimit: 'untold',
  write: () => ({ settings: { madeForKids: 'no' } }),
  kinds: {
    video: (text, driver) => ({
      title: text,
      settings: { madeForKids: 'no' },
      parts: [{ text, media: [{ ...driver.video('wide.mp4'), width: 1_280, height: 720 }] }],
    }),
  },
  settings: [
    { name: 'who sees it', set: { privacy: 'unlisted' }, seen: { privacyStatus: 'unlisted' } },
    { name: 'that it is made for kids', set: { madeForKids: 'yes' }, seen: { selfDeclaredMadeForKids: true } },
    { name: 'that it is not made for kids', set: { madeForKids: 'no' }, seen: { selfDeclaredMadeForKids: false } },
    { name: 'a category', set: { category: '28' }, seen: { categoryId: '28' } },
    { name: 'tags', set: { tags: ['engines', 'two words'] }, seen: { tags: ['engines', 'two words'] } },
    {
      name: 'a language',
      set: { language: ['de'] },
      seen: { defaultLanguage: 'de', defaultAudioLanguage: 'de' },
    },
    { name: 'that AI made it', set: { syntheticMedia: true }, seen: { containsSyntheticMedia: true } },
    { name: 'a licence', set: { license: 'creativeCommon' }, seen: { license: 'creativeCommon' } },
    { name: 'no embedding', set: { embeddable: false }, seen: { embeddable: false } },
    { name: 'no figures in public', set: { publicStats: false }, seen: { publicStatsViewable: false } },
    { name: 'no word to subscribers', set: { notifySubscribers: false }, seen: { notify: false } },
    { name: 'a playlist', set: { playlist: 'PLada1' }, seen: { playlists: ['PLada1'] } },
    {
      name: 'subtitles',
      set: { language: ['en'], subtitles: '1\n00:00:00,000 --> 00:00:02,000\nHello “you”' },
      seen: { captions: [{ language: 'en', text: '1\n00:00:00,000 --> 00:00:02,000\nHello “you”' }] },
    },
  ],
  // youtube/v3/docs/errors, the tables of videos.insert and of core errors.
  errors: [
    ...(
      [
        ['invalidTitle', 'content'],
        ['invalidDescription', 'content'],
        ['invalidTags', 'content'],
        ['invalidCategoryId', 'content'],
        ['invalidPublishAt', 'content'],
        ['invalidVideoMetadata', 'content'],
        ['defaultLanguageNotSetError', 'content'],
        ['invalidFilename', 'media'],
        ['mediaBodyRequired', 'media'],
      ] as const
    ).map(([reason, code]) => ({
      name: `400 ${reason}`,
      at: begin,
      answer: error(400, reason),
      expect: { is: 'rejected', code } as const,
    })),
    {
      name: '400 uploadLimitExceeded',
      at: begin,
      answer: error(400, 'uploadLimitExceeded'),
      expect: { is: 'deferred', code: 'rate_limited' },
    },
    {
      name: '401 authError',
      at: begin,
      answer: error(401, 'authError', 'Invalid Credentials'),
      expect: { is: 'rejected', code: 'reconnect' },
    },
    {
      name: '401 youtubeSignupRequired',
      at: begin,
      answer: error(401, 'youtubeSignupRequired', 'Unauthorized'),
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    ...(
      [
        ['forbidden', 'not_allowed'],
        ['insufficientPermissions', 'not_allowed'],
        ['accessNotConfigured', 'not_allowed'],
        ['authenticatedUserAccountSuspended', 'not_allowed'],
        ['authenticatedUserAccountClosed', 'not_allowed'],
        ['forbiddenLicenseSetting', 'content'],
        ['forbiddenPrivacySetting', 'content'],
      ] as const
    ).map(([reason, code]) => ({
      name: `403 ${reason}`,
      at: begin,
      answer: error(403, reason),
      expect: { is: 'rejected', code } as const,
    })),
    ...['quotaExceeded', 'dailyLimitExceeded', 'rateLimitExceeded', 'userRateLimitExceeded'].map((reason) => ({
      name: `403 ${reason}`,
      at: begin,
      answer: error(403, reason),
      expect: { is: 'deferred', code: 'rate_limited' } as const,
    })),
    {
      name: '403 of a newer kind: SERVICE_DISABLED',
      at: begin,
      answer: error(403, 'forbidden', 'YouTube Data API v3 has not been used in project 1 before or it is disabled.', {
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SERVICE_DISABLED' }],
      }),
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    {
      name: '429',
      at: begin,
      answer: error(429, 'rateLimitExceeded'),
      expect: { is: 'deferred', code: 'rate_limited' },
    },
    {
      name: '503 at the start',
      at: begin,
      answer: error(503, 'backendError'),
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: '200 without an address',
      at: begin,
      answer: { status: 200, body: {} },
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: '200 with an address elsewhere',
      at: begin,
      answer: { status: 200, body: {}, headers: { location: 'https://elsewhere.invalid/upload' } },
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: 'a piece: 404, the upload is forgotten',
      at: put,
      answer: error(404, 'notFound'),
      expect: { is: 'not_sent', code: 'media' },
    },
    {
      name: 'a piece: 503',
      at: put,
      answer: error(503, 'backendError'),
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: 'a piece: 308 that says nothing has arrived, again and again',
      at: put,
      answer: { status: 308, body: '' },
      expect: { is: 'not_sent', code: 'platform' },
    },
    ...(
      [
        [400, 'invalidTitle', 'rejected', 'content'],
        [403, 'forbidden', 'rejected', 'not_allowed'],
        [403, 'quotaExceeded', 'deferred', 'rate_limited'],
        [404, 'notFound', 'not_sent', 'media'],
        [410, 'gone', 'not_sent', 'media'],
        [413, 'uploadTooLarge', 'rejected', 'media'],
        [429, 'rateLimitExceeded', 'deferred', 'rate_limited'],
        [500, 'backendError', 'unknown', undefined],
        [503, 'backendError', 'unknown', undefined],
      ] as const
    ).map(([status, reason, is, code]) => ({
      name: `the last piece: ${status} ${reason}`,
      at: put,
      kind: 'video' as const,
      answer: error(status, reason),
      expect: { is, ...(code && { code }) },
    })),
    {
      name: 'the last piece: 308, it did not take all',
      at: put,
      kind: 'video',
      answer: { status: 308, body: '' },
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: 'the last piece: 200 with a page',
      at: put,
      kind: 'video',
      answer: { status: 200, body: '<html>Welcome</html>' },
      expect: { is: 'unknown' },
    },
  ],
  async start() {
    const server = await startYouTube()
    const { state } = server
    state.options.quota = { uploads: 10_000, units: 1_000_000 }
    const app = server.auth.register({ redirectUris: ['http://127.0.0.1'] })
    const account: PublisherAccount = {
      id: 'acct_1',
      platform: 'youtube',
      externalId: 'UCada0000000000000000001',
      displayHandle: '@ada',
      server: '',
      limits: { flags: { longVideos: true } },
      method: 'oauth',
    }
    const grant = () => {
      const token = server.auth.issue({ account: 'ada', clientId: app.id })
      return {
        clientId: app.id,
        clientSecret: app.secret,
        accessToken: token.access,
        refreshToken: token.refresh,
        expiresAt: token.accessExpiresAt,
        refreshExpiresAt: null,
        scopes: [...token.scopes],
      }
    }
    return {
      origin: server.url,
      account,
      secrets: grant(),
      chaos: server,
      commit: { path: /^\/upload\/youtube\/v3\/videos\/last$|^\/youtube\/v3\/commentThreads\/insert$/ },
      upload: { method: 'PUT', path: '/upload/youtube/v3/videos/piece' },
      posts: () =>
        Promise.resolve(
          server.visible().map(({ id, snippet, status, captions, notify, bytes, sha256 }) => ({
            remoteId: id,
            text: snippet.description,
            title: snippet.title,
            replyTo: null,
            images: [],
            videos: [{ bytes, sha256 }],
            comments: state.comments.filter(({ videoId }) => videoId === id).map(({ text }) => text),
            settings: {
              ...snippet,
              ...status,
              notify,
              captions: captions.map(({ language, text }) => ({ language, text })),
              playlists: state.playlists.filter(({ videoIds }) => videoIds.includes(id)).map((list) => list.id),
            },
          })),
        ),
      connectAnother() {
        const secrets = grant()
        return Promise.resolve({
          account: { ...account, id: 'acct_2' },
          secrets,
          revoke() {
            for (const token of state.auth.tokens) if (token.refresh === secrets.refreshToken) token.revoked = true
            return Promise.resolve()
          },
        })
      },
      renewal: {
        request: { method: 'POST', path: '/token' },
        expire: () => server.auth.expireAccess(),
        count: () => server.auth.refreshes,
      },
      processing: {
        of: 'video',
        slow: () => void (state.options.processing = { looks: 12, fails: false }),
        fail: () => void (state.options.processing = { looks: 1, fails: true }),
      },
      advance: server.advance,
      release() {
        for (const { status } of state.videos) if (status.publishAt !== null) status.publishAt = server.now()
      },
      stop: () => server.stop(),
    }
  },
})
