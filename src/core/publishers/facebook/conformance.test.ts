import { startFacebook, type PublishedPost } from '../../../../test/support/facebook/index.ts'
import { facebook } from '../../../contract/platforms/facebook.ts'
import { describePublisher, type DocumentedError, type PeerPost } from '../conformance.ts'
import { createFacebook } from './index.ts'

const pageId = '2000001'

/** An error of Graph as its guide writes it. */
const graph = (code: number, more: { subcode?: number; status?: number; transient?: boolean } = {}) => ({
  status: more.status ?? 400,
  body: {
    error: {
      message: 'As the documentation says',
      type: 'OAuthException',
      code,
      ...(more.subcode !== undefined && { error_subcode: more.subcode }),
      ...(more.transient && { is_transient: true }),
      fbtrace_id: 'A',
    },
  },
})

const at =
  (where: DocumentedError['at']) =>
  (
    name: string,
    answer: DocumentedError['answer'],
    is: DocumentedError['expect']['is'],
    code?: DocumentedError['expect']['code'],
  ): DocumentedError => ({ name, at: where, answer, expect: { is, ...(code && { code }) } })
const commit = at('commit')
const upload = at('upload')

describePublisher({
  name: 'Facebook',
  knowledge: facebook,
  at: createFacebook,
  reconcile: 'finds',
  rateLimit: 'untold',
  chunked: { bytes: 2_500_000 },
  largeVideo: true,
  kinds: {
    reel: (_text, driver) => ({
      parts: [{ text: _text, media: [driver.video('reel.mp4')] }],
      settings: { format: 'reel' },
    }),
    story: async (_text, driver) => ({
      parts: [{ text: '', media: [await driver.image('story.png', '#3a3', '')] }],
      settings: { format: 'story' },
    }),
    carousel: async (text, driver) => ({
      parts: [{ text, media: [await driver.image('a.png', '#a33', 'A'), await driver.image('b.png', '#33a', 'B')] }],
    }),
  },
  settings: [
    {
      name: 'a place, a sponsor and people who may see it',
      set: { place: '110843418940484', sponsor: '20531316728', countries: ['de', 'fr'], ageMin: '18' },
      seen: {
        place: '110843418940484',
        sponsor_id: '20531316728',
        targeting: JSON.stringify({ geo_locations: { countries: ['DE', 'FR'] }, age_min: 18 }),
      },
    },
    {
      name: 'a button below its link',
      kind: 'link',
      set: { button: 'SHOP_NOW' },
      seen: {
        call_to_action: JSON.stringify({ type: 'SHOP_NOW', value: { link: 'https://page.invalid/a?b=c&d=e' } }),
      },
    },
    {
      name: 'what a film may have',
      kind: 'video',
      set: { videoTags: ['tea', 'harbour'], category: 'FOOD_HEALTH', embeddable: false, countries: ['AT'] },
      seen: {
        content_tags: JSON.stringify(['tea', 'harbour']),
        content_category: 'FOOD_HEALTH',
        embeddable: 'false',
        targeting: JSON.stringify({ geo_locations: { countries: ['AT'] } }),
      },
    },
    { name: 'a reel that is published, not drafted', kind: 'reel', set: {}, seen: { video_state: 'PUBLISHED' } },
  ],
  // graph-api/guides/error-handling, graph-api/overview/rate-limiting, reference page/feed, page/photos, page/videos.
  errors: [
    commit('1 unknown', graph(1, { status: 500 }), 'unknown'),
    commit('2 service', graph(2, { status: 503, transient: true }), 'unknown'),
    commit('2 service, with 400', graph(2, { transient: true }), 'unknown'),
    commit('3 capability', graph(3), 'rejected', 'not_allowed'),
    commit('4 too many calls', graph(4), 'deferred', 'rate_limited'),
    commit('10 permission denied', graph(10, { status: 403 }), 'rejected', 'not_allowed'),
    commit('17 user too many calls', graph(17), 'deferred', 'rate_limited'),
    commit('32 page request limit', graph(32), 'deferred', 'rate_limited'),
    commit('80001 page use limit', graph(80_001), 'deferred', 'rate_limited'),
    commit('100 invalid parameter', graph(100), 'rejected', 'content'),
    commit('102 session', graph(102), 'rejected', 'reconnect'),
    commit('190/458 app not installed', graph(190, { subcode: 458 }), 'rejected', 'reconnect'),
    commit('190/459 checkpoint', graph(190, { subcode: 459 }), 'rejected', 'reconnect'),
    commit('190/460 password changed', graph(190, { subcode: 460 }), 'rejected', 'reconnect'),
    commit('190/463 expired, with 401', graph(190, { subcode: 463, status: 401 }), 'rejected', 'reconnect'),
    commit('190/492 no role on the Page', graph(190, { subcode: 492 }), 'rejected', 'reconnect'),
    commit('200 permission', graph(200, { status: 403 }), 'rejected', 'not_allowed'),
    commit('283 missing permission', graph(283), 'rejected', 'not_allowed'),
    commit('341 application limit', graph(341), 'deferred', 'rate_limited'),
    commit('368 temporarily blocked', graph(368), 'rejected', 'not_allowed'),
    commit('368/1390008 posting too fast', graph(368, { subcode: 1_390_008 }), 'deferred', 'rate_limited'),
    commit('506 duplicate', graph(506), 'rejected', 'duplicate'),
    commit('613 custom limit', graph(613), 'deferred', 'rate_limited'),
    commit('1500 bad link', graph(1_500), 'rejected', 'content'),
    commit('1609005 link not scraped', graph(1_609_005), 'rejected', 'content'),
    commit('200 with a page', { status: 200, body: '<html>Welcome</html>' }, 'unknown'),
    commit('200 with an error in it', { status: 200, body: graph(2).body }, 'unknown'),
    commit('502 of a proxy', { status: 502, body: '<html>Bad gateway</html>' }, 'unknown'),
    upload('1/1366046 photo too large', graph(1, { subcode: 1_366_046 }), 'rejected', 'media'),
    upload('324 no image file', graph(324), 'rejected', 'media'),
    upload('100 about a file', graph(100), 'rejected', 'media'),
    upload('190 while uploading', graph(190), 'rejected', 'reconnect'),
    upload('2 while uploading', graph(2, { status: 500 }), 'not_sent', 'platform'),
    upload('4 while uploading', graph(4), 'deferred', 'rate_limited'),
    upload('413 of a proxy', { status: 413, body: '<html>Too large</html>' }, 'rejected', 'media'),
    {
      ...at({ method: 'POST', path: /\/videos$/ })('6000 upload problem', graph(6_000), 'not_sent', 'platform'),
      kind: 'video',
    },
    {
      ...at({ method: 'POST', path: /\/videos$/ })('352 film not supported', graph(352), 'rejected', 'media'),
      kind: 'video',
    },
    {
      ...at({ method: 'POST', path: /\/video_reels$/ })('190 for a reel', graph(190), 'rejected', 'reconnect'),
      kind: 'reel',
    },
  ],
  async start() {
    const peer = await startFacebook()
    const account = {
      id: 'acct_1',
      platform: 'facebook',
      externalId: pageId,
      displayHandle: '@harbourbakery',
      server: '',
      limits: {},
      method: 'oauth',
    } as const
    const secrets = { pageId, token: peer.pageToken(pageId), userToken: peer.userToken(), ...peer.app }
    return {
      origin: peer.url,
      account,
      secrets,
      // Beginning, sending and ending a film have one path; the phase tells them apart.
      chaos: {
        plan: peer.plan,
        get requests() {
          return peer.requests.map((request) => ({ ...request, target: phased(request.target) }))
        },
      },
      commit: { method: 'POST', path: /\/(feed|comments|photo_stories|finish)$/ },
      upload: { method: 'POST', path: /\/photos$|\/videos$|^\/video-upload\// },
      posts: () => Promise.resolve(peer.posts().map(toPeerPost)),
      connectAnother() {
        const { id, secret } = peer.anotherApp()
        const token = peer.tokenOf(pageId, id)
        const userToken = peer.auth.issue({ account: '1000001', clientId: id }).access
        return Promise.resolve({
          account: { ...account, id: 'acct_2' },
          secrets: { pageId, token, userToken, clientId: id, clientSecret: secret ?? '' },
          revoke: () => Promise.resolve(peer.endToken(token)),
        })
      },
      renewal: null,
      processing: {
        of: 'video',
        slow: () => void (peer.options.processingMs = 60_000),
        fail: () => void (peer.options.fails = true),
      },
      advance: peer.advance,
      release: () => peer.publishHeld(),
      stop: () => peer.stop(),
    }
  },
})

const phased = (target: string) => {
  const [path = '', query = ''] = target.split('?')
  const phase = new URLSearchParams(query).get('upload_phase')
  return phase === null || phase === 'transfer' ? target : `${path}/${phase}`
}

function toPeerPost(post: PublishedPost): PeerPost {
  return {
    remoteId: post.id,
    text: post.text,
    title: post.title,
    replyTo: null,
    images: post.photos,
    ...(post.video && { videos: [post.video] }),
    link: post.link,
    comments: post.comments,
    ...(post.kind !== 'feed' && { kind: post.kind }),
    settings: post.settings,
  }
}
