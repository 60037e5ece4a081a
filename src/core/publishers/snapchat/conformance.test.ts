import { profileIds, startSnapchat } from '../../../../test/support/snapchat/index.ts'
import { snapchat } from '../../../contract/platforms/snapchat.ts'
import { describePublisher, type ConformanceSubject, type DocumentedError } from '../conformance.ts'
import type { PublisherAccount } from '../publisher.ts'
import { createSnapchat } from './index.ts'

/** As Public-Profile-API/Profiles writes what went wrong; the codes are those of ProfileAssetManagement. */
const refused = (status: number, code?: string) => ({
  status,
  body: {
    request_id: 'c9e9a7c1-5f0e-4e53-8a55-9bd5ff1e0f4b',
    request_status: 'ERROR',
    debug_message: 'What Snapchat says',
    display_message: 'What Snapchat says',
    ...(code !== undefined && { error_code: code }),
  },
})

type Expected = [is: DocumentedError['expect']['is'], code?: DocumentedError['expect']['code']]
const at =
  (where: DocumentedError['at'], what: string) =>
  (name: string, answer: DocumentedError['answer'], ...[is, code]: Expected): DocumentedError => ({
    name: `${what}: ${name}`,
    at: where,
    answer,
    expect: { is, ...(code && { code }) },
  })
const commit = at('commit', 'the post')
const container = at({ method: 'POST', path: /\/media$/ }, 'the container')
const upload = at('upload', 'the file')

const errors: readonly DocumentedError[] = [
  // Seen with a status of its own, and said to come with 200: both must mean the same.
  ...[200, 400].flatMap((status) => [
    commit(`${status} MEDIA_PROCESSING`, refused(status, 'MEDIA_PROCESSING'), 'deferred', 'processing'),
    commit(`${status} MEDIA_EXPIRED`, refused(status, 'MEDIA_EXPIRED'), 'not_sent', 'media'),
    commit(`${status} being posted already`, refused(status, 'MEDIA_POSTING_ALREADY_IN_PROGRESS'), 'unknown'),
  ]),
  commit('200 with another code', refused(200, 'SOMETHING_NEW'), 'rejected', 'content'),
  commit('400', refused(400), 'rejected', 'content'),
  commit('401', refused(401), 'rejected', 'reconnect'),
  commit('403 without a word', { status: 403, body: '' }, 'rejected', 'not_allowed'),
  commit('403 with a page of something between', { status: 403, body: '<html>No</html>' }, 'not_sent', 'platform'),
  commit('403', refused(403, 'AUTHORIZATION_PERMISSION_DENIED'), 'rejected', 'not_allowed'),
  commit('404', refused(404), 'rejected', 'content'),
  commit('429', refused(429), 'deferred', 'rate_limited'),
  commit('500', refused(500), 'unknown'),
  commit('502 of a proxy', { status: 502, body: '<html>Bad gateway</html>' }, 'unknown'),
  commit('200 with a page', { status: 200, body: '<html>Welcome</html>' }, 'unknown'),
  commit('302', { status: 302, headers: { location: 'https://elsewhere.example/' }, body: '' }, 'rejected', 'platform'),
  container('400', refused(400), 'rejected', 'media'),
  container('403', refused(403, 'AUTHORIZATION_PERMISSION_DENIED'), 'rejected', 'not_allowed'),
  container('429', refused(429), 'deferred', 'rate_limited'),
  container('500', refused(500), 'not_sent', 'platform'),
  container(
    'a path at another host',
    {
      status: 200,
      body: {
        request_status: 'SUCCESS',
        media_id: 'm',
        add_path: '//elsewhere.example/upload',
        finalize_path: '/us/v1/public_profiles/p/media/m/multipart-upload',
      },
    },
    'not_sent',
    'platform',
  ),
  upload('400', refused(400), 'rejected', 'media'),
  upload('400 MEDIA_EXPIRED', refused(400, 'MEDIA_EXPIRED'), 'not_sent', 'media'),
  upload('413', { status: 413, body: '' }, 'rejected', 'media'),
  upload('500', refused(500), 'not_sent', 'platform'),
]

const account: PublisherAccount = {
  id: 'acct_1',
  platform: 'snapchat',
  externalId: profileIds.harbour,
  displayHandle: '@harbour.snaps',
  server: '',
  limits: {},
  method: 'oauth',
}

/** `worked`: what takes its time, the file before it is posted or the Spotlight after. */
async function start(worked: 'processing' | 'review'): ReturnType<ConformanceSubject['start']> {
  const server = await startSnapchat({ rateLimits: false })
  const app = server.auth.register({ redirectUris: ['https://example.com/'] })
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
      organizations: [],
    }
  }
  return {
    origin: server.url,
    account,
    secrets: grant(),
    chaos: server,
    commit: { method: 'POST', path: /\/(stories|saved_stories|spotlights)$/ },
    upload: { method: 'POST', path: /\/multipart-upload$/ },
    posts: () =>
      Promise.resolve(
        server.posts().map(({ id, kind, mediaId, words, settings, media }) => ({
          remoteId: id ?? mediaId,
          text: words,
          // A story has no words: it is told by the name of its file.
          title: media?.name ?? '',
          replyTo: null,
          kind: kind === 'spotlight' ? ('short' as const) : ('story' as const),
          images: media?.type === 'IMAGE' ? [{ alt: '' }] : [],
          videos: media?.type === 'VIDEO' && media.content ? [media.content] : [],
          settings,
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
      request: { method: 'POST', path: '/login/oauth2/access_token' },
      expire: () => server.auth.expireAccess(),
      count: () => server.auth.refreshes,
    },
    processing: {
      of: 'post',
      slow: () => void (server.state.options[worked] = { looks: 5, fails: false }),
      fail: () => void (server.state.options[worked] = { looks: 0, fails: true }),
    },
    advance: server.advance,
    stop: () => server.stop(),
  }
}

describePublisher({
  name: 'Snapchat, stories',
  at: createSnapchat,
  knowledge: { ...snapchat, rules: { ...snapchat.rules, kinds: ['story'] } },
  reconcile: 'cannot_tell',
  needs: 'image',
  rateLimit: 'untold',
  write: (text) => ({ text: '', title: text }),
  kinds: {
    story: async (text, driver) => ({
      parts: [{ text: '', media: [await driver.image('story.png', '#3a3', '')] }],
      title: text,
    }),
  },
  settings: [
    { name: 'a day, which is what it lasts unless told', set: { storyTime: 'ONE_DAY' }, seen: {} },
    { name: 'a week', set: { storyTime: 'ONE_WEEK' }, seen: { ttl: 'ONE_WEEK' } },
    { name: 'a title, saved on the profile', set: { format: 'saved_story' }, seen: { format: 'saved_story' } },
  ],
  errors,
  start: () => start('processing'),
})

describePublisher({
  name: 'Snapchat, Spotlight',
  at: createSnapchat,
  knowledge: {
    ...snapchat,
    rules: {
      ...snapchat.rules,
      kinds: ['short'],
      media:
        snapchat.mediaFor?.({ title: '', parts: [], link: null, settings: { format: 'spotlight' } }, snapchat.rules) ??
        snapchat.rules.media,
    },
  },
  reconcile: 'finds_only',
  needs: 'video',
  rateLimit: 'untold',
  chunked: { bytes: 33_000_000 },
  largeVideo: true,
  write: () => ({ settings: { format: 'spotlight' } }),
  settings: [
    { name: 'nothing but its language', set: {}, seen: { locale: 'en_US', skip_save_to_profile: false } },
    {
      name: 'another language, and not on the profile',
      set: { locale: 'de_DE', saveToProfile: false },
      seen: { locale: 'de_DE', skip_save_to_profile: true },
    },
  ],
  errors: [
    commit('200 without an id', { status: 200, body: { request_status: 'SUCCESS' } }, 'unknown'),
    commit('400 MEDIA_PROCESSING', refused(400, 'MEDIA_PROCESSING'), 'deferred', 'processing'),
    commit('200 MEDIA_EXPIRED', refused(200, 'MEDIA_EXPIRED'), 'not_sent', 'media'),
  ],
  start: () => start('review'),
})
