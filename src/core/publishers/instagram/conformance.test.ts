import { startInstagram, type Instagram } from '../../../../test/support/instagram/index.ts'
import { instagram } from '../../../contract/platforms/instagram.ts'
import { describePublisher, type DocumentedError, type PeerPost } from '../conformance.ts'
import { createInstagram } from './index.ts'

const accountId = '17841400000000001'
const pageId = '2000001'

/** An error of Graph as its guide writes it. */
const graph = (code: number, subcode?: number, status = 400) => ({
  status,
  body: {
    error: {
      message: 'As the documentation says',
      type: 'OAuthException',
      code,
      ...(subcode !== undefined && { error_subcode: subcode }),
      fbtrace_id: 'A',
    },
  },
})
type Expected = [is: DocumentedError['expect']['is'], code?: DocumentedError['expect']['code']]
const at =
  (where: DocumentedError['at']) =>
  (name: string, answer: DocumentedError['answer'], ...[is, code]: Expected): DocumentedError => ({
    name,
    at: where,
    answer,
    expect: { is, ...(code && { code }) },
  })
const commit = at('commit')
const container = at('upload')

describePublisher({
  name: 'Instagram',
  knowledge: instagram,
  at: createInstagram,
  reconcile: 'finds',
  needs: 'image',
  rateLimit: 'untold',
  largeVideo: true,
  kinds: {
    story: async (_text, driver) => ({
      parts: [{ text: '', media: [await driver.image('story.png', '#3a3', '')] }],
      settings: { format: 'story' },
    }),
  },
  settings: [
    {
      name: 'people, a place and what must be disclosed',
      set: {
        collaborators: ['@ada', 'grace'],
        tagged: ['linus', 'margaret'],
        location: '110843418940484',
        madeWithAi: true,
        paidPartnership: true,
        sponsors: ['17841400000000009'],
      },
      seen: {
        collaborators: JSON.stringify(['ada', 'grace']),
        user_tags: [
          { username: 'linus', x: 0.33, y: 0.9 },
          { username: 'margaret', x: 0.67, y: 0.9 },
        ],
        location_id: '110843418940484',
        is_ai_generated: 'true',
        is_paid_partnership: 'true',
        branded_content_sponsor_ids: JSON.stringify(['17841400000000009']),
      },
    },
    {
      name: 'a reel for its own tab alone, with a moment as its cover, a name for its sound and people in it',
      kind: 'reel',
      set: { shareToFeed: false, coverSecond: 2.5, audioName: 'Harbour, morning', tagged: ['linus'] },
      seen: {
        share_to_feed: 'false',
        thumb_offset: '2500',
        audio_name: 'Harbour, morning',
        user_tags: [{ username: 'linus' }],
      },
    },
    {
      name: 'a reel on trial',
      kind: 'reel',
      set: { trial: 'SS_PERFORMANCE' },
      seen: { trial_params: JSON.stringify({ graduation_strategy: 'SS_PERFORMANCE' }) },
    },
    {
      name: 'people tagged in the first picture of a carousel',
      kind: 'carousel',
      set: { tagged: ['linus'] },
      seen: { user_tags: [{ username: 'linus', x: 0.5, y: 0.9 }] },
    },
  ],
  // instagram-graph-api/reference/error-codes (2026-06-02), graph-api/guides/error-handling.
  errors: [
    commit('-1/2207001 server', graph(-1, 2_207_001, 500), 'unknown'),
    commit('-1/2207032 create failed', graph(-1, 2_207_032), 'unknown'),
    commit('1 unknown', graph(1, undefined, 500), 'unknown'),
    commit('2 service', graph(2, undefined, 503), 'unknown'),
    commit('-2/2207020 media expired', graph(-2, 2_207_020), 'not_sent', 'platform'),
    commit('24/2207008 media not found', graph(24, 2_207_008), 'not_sent', 'platform'),
    commit('9007/2207027 not ready', graph(9_007, 2_207_027), 'deferred', 'processing'),
    commit('9/2207042 posts of the day used up', graph(9, 2_207_042), 'deferred', 'rate_limited'),
    commit('4/2207051 taken for spam', graph(4, 2_207_051), 'rejected', 'not_allowed'),
    commit('25/2207050 account restricted', graph(25, 2_207_050), 'rejected', 'not_allowed'),
    commit('4 too many calls', graph(4), 'deferred', 'rate_limited'),
    commit('80002 use limit', graph(80_002), 'deferred', 'rate_limited'),
    commit('10 permission', graph(10, undefined, 403), 'rejected', 'not_allowed'),
    commit('200 permission', graph(200, undefined, 403), 'rejected', 'not_allowed'),
    commit('190 token', graph(190), 'rejected', 'reconnect'),
    commit('190/463 expired', graph(190, 463, 401), 'rejected', 'reconnect'),
    commit('190/459 checkpoint', graph(190, 459), 'rejected', 'reconnect'),
    commit('100 invalid parameter', graph(100), 'rejected', 'content'),
    commit('368 blocked', graph(368), 'rejected', 'not_allowed'),
    commit('200 with a page', { status: 200, body: '<html>Welcome</html>' }, 'unknown'),
    commit('502 of a proxy', { status: 502, body: '<html>Bad gateway</html>' }, 'unknown'),
    container('9004/2207052 not fetched', graph(9_004, 2_207_052), 'not_sent', 'media_host'),
    container('-2/2207003 fetching took too long', graph(-2, 2_207_003), 'not_sent', 'media_host'),
    container('36000/2207004 larger than 8 MB', graph(36_000, 2_207_004), 'rejected', 'media'),
    container('36001/2207005 format of a picture', graph(36_001, 2_207_005), 'rejected', 'media'),
    container('36003/2207009 ratio', graph(36_003, 2_207_009), 'rejected', 'media'),
    container('36004/2207010 caption too long', graph(36_004, 2_207_010), 'rejected', 'content'),
    container('352/2207026 format of a film', graph(352, 2_207_026), 'rejected', 'media'),
    container('-1/2207053 upload', graph(-1, 2_207_053), 'not_sent', 'platform'),
    container('190 while preparing', graph(190), 'rejected', 'reconnect'),
    container('4 while preparing', graph(4), 'deferred', 'rate_limited'),
    container('2 while preparing', graph(2, undefined, 500), 'not_sent', 'platform'),
    {
      ...at({ method: 'POST', path: /^\/ig-api-upload\// })(
        'a film that the upload host refuses',
        { status: 400, body: { debug_info: { retriable: false, type: 'ProcessingFailedError', message: 'No' } } },
        'rejected',
        'media',
      ),
      kind: 'reel',
    },
  ],
  async start() {
    const peer = await startInstagram()
    const account = {
      id: 'acct_1',
      platform: 'instagram',
      externalId: accountId,
      displayHandle: '@harbour.bakery',
      server: '',
      limits: {},
      method: 'oauth',
    } as const
    const secrets = {
      login: 'facebook',
      accountId,
      token: peer.pageToken(pageId),
      expiresAt: null,
      renewedAt: null,
      userToken: peer.userToken(),
      ...peer.facebookApp,
    }
    return {
      origin: peer.url,
      account,
      secrets,
      chaos: peer,
      commit: { method: 'POST', path: /\/(media_publish|comments)$/ },
      // What is made of files ahead of the commit: a container for each, and one for all.
      upload: { method: 'POST', path: /\/media$/ },
      posts: () => Promise.resolve(peer.posts().map((media) => toPeerPost(peer, media))),
      connectAnother() {
        const { id, secret } = peer.anotherFacebookApp()
        const token = peer.tokenOf(pageId, id)
        return Promise.resolve({
          account: { ...account, id: 'acct_2' },
          secrets: {
            ...secrets,
            token,
            userToken: peer.tokenOf('1000001', id),
            clientId: id,
            clientSecret: secret ?? '',
          },
          revoke: () => Promise.resolve(peer.endToken(token)),
        })
      },
      renewal: null,
      processing: {
        of: 'video',
        slow: () => void (peer.options.processingMs = 120_000),
        fail: () => void (peer.options.failsWith = '2207026'),
      },
      advance: peer.advance,
      stop: () => peer.stop(),
    }
  },
})

function toPeerPost(peer: Instagram, media: ReturnType<Instagram['posts']>[0]): PeerPost {
  const films = media.files.filter(({ kind }) => kind === 'video')
  return {
    remoteId: media.id,
    text: media.caption,
    replyTo: null,
    images: media.files.filter(({ kind }) => kind === 'image').map(({ alt }) => ({ alt })),
    videos: films.map(({ bytes, sha256 }) => ({ bytes, sha256 })),
    comments: peer.comments(media.id),
    kind: media.kind,
    settings: media.settings,
  }
}
