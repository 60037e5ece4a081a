import { startThreads, type Threads } from '../../../../test/support/threads/index.ts'
import { threads } from '../../../contract/platforms/threads.ts'
import type { PostKind } from '../../../contract/platforms/types.ts'
import { describePublisher, type DocumentedError, type PeerPost } from '../conformance.ts'
import { createThreads } from './index.ts'

/** An error of Graph as its guide writes it. */
const graph = (code: number, subcode?: number, status = 400) => ({
  status,
  body: {
    error: {
      message: 'As the documentation says',
      type: 'THApiException',
      code,
      ...(subcode !== undefined && { error_subcode: subcode }),
      fbtrace_id: 'A',
    },
  },
})
type Expected = [is: DocumentedError['expect']['is'], code?: DocumentedError['expect']['code']]
const at =
  (where: DocumentedError['at'], kind?: PostKind) =>
  (name: string, answer: DocumentedError['answer'], ...[is, code]: Expected): DocumentedError => ({
    name,
    at: where,
    answer,
    expect: { is, ...(code && { code }) },
    ...(kind && { kind }),
  })
const commit = at('commit')
const container = at('upload')
const status = (state: string, reason?: string) => ({
  status: 200,
  body: { id: '1', status: state, ...(reason !== undefined && { error_message: reason }) },
})
/** How the container of a film stands. */
const stands = at({ method: 'GET', path: /^\/v1\.0\/\d+$/ }, 'video')
const limit = at({ method: 'GET', path: /threads_publishing_limit$/ })
const poll = { options: ['Rye', 'Wheat', 'Spelt'], expiresInSeconds: 86_400 }

describePublisher({
  name: 'Threads',
  knowledge: threads,
  at: createThreads,
  reconcile: 'finds',
  rateLimit: 'untold',
  largeVideo: true,
  kinds: { poll: (text) => ({ parts: [{ text }], settings: { poll } }) },
  settings: [
    {
      name: 'who may reply, a topic, a place and the countries it is shown in',
      set: {
        replies: 'followers_only',
        replyApprovals: true,
        topicTag: '#Bread',
        place: 'Kiel',
        location: '9001',
        countries: ['de', 'FR'],
      },
      seen: {
        reply_control: 'followers_only',
        enable_reply_approvals: 'true',
        topic_tag: 'Bread',
        location_id: '9001',
        allowlisted_country_codes: 'DE,FR',
      },
    },
    {
      name: 'a GIF',
      set: { gif: 'https://giphy.com/gifs/cat-happy-R6gvnAxj2ISzJdbA63' },
      seen: { gif_attachment: JSON.stringify({ gif_id: 'R6gvnAxj2ISzJdbA63', provider: 'GIPHY' }) },
    },
    {
      name: 'a long text',
      set: { longText: 'Once upon a time' },
      seen: { text_attachment: JSON.stringify({ plaintext: 'Once upon a time' }) },
    },
    {
      name: 'a long text with the link',
      kind: 'link',
      set: { longText: 'Once upon a time' },
      seen: {
        text_attachment: JSON.stringify({
          plaintext: 'Once upon a time',
          link_attachment_url: 'https://page.invalid/a?b=c&d=e',
        }),
      },
    },
    { name: 'an end after a day', set: { ghost: true, topicTag: 'Bread' }, seen: { is_ghost_post: 'true' } },
    {
      name: 'pictures behind a veil',
      kind: 'carousel',
      set: { spoilerMedia: true },
      seen: { is_spoiler_media: 'true' },
    },
    {
      name: 'a poll',
      kind: 'poll',
      set: {},
      seen: { poll_attachment: JSON.stringify({ option_a: 'Rye', option_b: 'Wheat', option_c: 'Spelt' }) },
    },
  ],
  // threads/troubleshooting, graph-api/guides/error-handling, instagram-graph-api/reference/error-codes (the same numbers), fbsamples/threads_api#70.
  errors: [
    commit('24/4279009 not found yet', graph(24, 4_279_009), 'deferred', 'processing'),
    commit('-1/2207001 server', graph(-1, 2_207_001, 500), 'unknown'),
    commit('1 unknown', graph(1, undefined, 500), 'unknown'),
    commit('2 service', graph(2, undefined, 503), 'unknown'),
    commit('9/2207042 posts of the day used up', graph(9, 2_207_042), 'deferred', 'rate_limited'),
    commit('4/2207051 taken for spam', graph(4, 2_207_051), 'rejected', 'not_allowed'),
    commit('25/2207050 account restricted', graph(25, 2_207_050), 'rejected', 'not_allowed'),
    commit('4 too many calls', graph(4), 'deferred', 'rate_limited'),
    commit('613 too many calls', graph(613), 'deferred', 'rate_limited'),
    commit('10 permission', graph(10, undefined, 403), 'rejected', 'not_allowed'),
    commit('200 permission', graph(200, undefined, 403), 'rejected', 'not_allowed'),
    commit('190 token', graph(190), 'rejected', 'reconnect'),
    commit('190/463 expired', graph(190, 463, 401), 'rejected', 'reconnect'),
    commit('190/459 checkpoint', graph(190, 459), 'rejected', 'reconnect'),
    commit('100 invalid parameter', graph(100), 'rejected', 'content'),
    commit('368 blocked', graph(368), 'rejected', 'not_allowed'),
    commit('200 with a page', { status: 200, body: '<html>Welcome</html>' }, 'unknown'),
    commit('502 of a proxy', { status: 502, body: '<html>Bad gateway</html>' }, 'unknown'),
    container('1/2207052 not fetched', graph(1, 2_207_052), 'not_sent', 'media_host'),
    container('-2/2207003 fetching took too long', graph(-2, 2_207_003), 'not_sent', 'media_host'),
    container('36000/2207004 larger than 8 MB', graph(36_000, 2_207_004), 'rejected', 'media'),
    container('36001/2207005 format of a picture', graph(36_001, 2_207_005), 'rejected', 'media'),
    container('36003/2207009 ratio', graph(36_003, 2_207_009), 'rejected', 'media'),
    container('352/2207026 format of a film', graph(352, 2_207_026), 'rejected', 'media'),
    container('100 too long, or too many links', graph(100), 'rejected', 'content'),
    container('-1/2207053 upload', graph(-1, 2_207_053), 'not_sent', 'platform'),
    container('190 while preparing', graph(190), 'rejected', 'reconnect'),
    container('4 while preparing', graph(4), 'deferred', 'rate_limited'),
    container('2 while preparing', graph(2, undefined, 500), 'not_sent', 'platform'),
    ...['FAILED_PROCESSING_AUDIO', 'FAILED_PROCESSING_VIDEO', 'INVALID_ASPEC_RATIO', 'INVALID_BIT_RATE'].map((reason) =>
      stands(reason, status('ERROR', reason), 'rejected', 'media'),
    ),
    ...['INVALID_DURATION', 'INVALID_FRAME_RATE', 'INVALID_AUDIO_CHANNELS', 'INVALID_AUDIO_CHANNEL_LAYOUT'].map(
      (reason) => stands(reason, status('ERROR', reason), 'rejected', 'media'),
    ),
    stands('FAILED_DOWNLOADING_VIDEO', status('ERROR', 'FAILED_DOWNLOADING_VIDEO'), 'not_sent', 'media_host'),
    stands('UNKNOWN', status('ERROR', 'UNKNOWN'), 'not_sent', 'platform'),
    stands('EXPIRED', status('EXPIRED'), 'not_sent', 'platform'),
    stands('IN_PROGRESS for long', status('IN_PROGRESS'), 'deferred', 'processing'),
    limit(
      'no posts left',
      { status: 200, body: { data: [{ quota_usage: 250, config: { quota_total: 250, quota_duration: 86_400 } }] } },
      'deferred',
      'rate_limited',
    ),
  ],
  async start() {
    const peer = await startThreads()
    const account = {
      id: 'acct_1',
      platform: 'threads',
      externalId: peer.account,
      displayHandle: '@ada.bakes',
      server: '',
      limits: { flags: { countries: true } },
      method: 'oauth',
    } as const
    const secrets = (token: string) => ({
      userId: peer.account,
      token,
      expiresAt: null,
      renewedAt: peer.now(),
      ...peer.app,
    })
    return {
      origin: peer.url,
      account,
      secrets: secrets(peer.token()),
      chaos: peer,
      commit: { method: 'POST', path: /\/threads_publish$/ },
      // What is made of text and files ahead of the commit: a container for each file, and one for all.
      upload: { method: 'POST', path: /\/threads$/ },
      posts: () => Promise.resolve(peer.posts().map((post) => toPeerPost(post))),
      connectAnother() {
        const token = peer.token()
        return Promise.resolve({
          account: { ...account, id: 'acct_2' },
          secrets: secrets(token),
          revoke: () => Promise.resolve(peer.endToken(token)),
        })
      },
      renewal: null,
      processing: {
        of: 'video',
        slow: () => void (peer.options.processingMs = 120_000),
        fail: () => void (peer.options.failsWith = 'INVALID_FRAME_RATE'),
      },
      advance: peer.advance,
      stop: () => peer.stop(),
    }
  },
})

function toPeerPost({ id, type, text, replyTo, files, settings }: ReturnType<Threads['posts']>[0]): PeerPost {
  const { link_attachment: link, ...others } = settings
  const kinds = { TEXT: 'text', IMAGE: 'image', VIDEO: 'video', CAROUSEL: 'carousel' } as const
  const kind = 'poll_attachment' in settings ? 'poll' : typeof link === 'string' ? 'link' : kinds[type]
  const films = files.filter((file) => file.kind === 'video')
  return {
    remoteId: id,
    text,
    replyTo,
    images: files.filter((file) => file.kind === 'image').map(({ alt }) => ({ alt })),
    videos: films.map(({ bytes, sha256 }) => ({ bytes, sha256 })),
    ...(typeof link === 'string' && { link }),
    ...(kind !== 'text' && { kind }),
    settings: others,
  }
}
