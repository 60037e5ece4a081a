import { startDiscord, type Discord } from '../../../../test/support/discord/index.ts'
import type { Message } from '../../../../test/support/discord/state.ts'
import { discord } from '../../../contract/platforms/discord.ts'
import { describePublisher, type DocumentedError, type PeerPost } from '../conformance.ts'
import { createDiscord } from './index.ts'

const poll = { options: ['Tea', 'Coffee'], expiresInSeconds: 3_600, multiple: false, hideTotals: false }

const refused = (
  status: number,
  code: number,
  message: string,
  expected: 'content' | 'media' | 'not_allowed' | 'reconnect',
): DocumentedError => ({
  name: `${status} ${code} ${message}`,
  at: 'commit',
  answer: { status, body: { message, code } },
  expect: { is: 'rejected', code: expected },
})
const invalid = (field: string, code: string, expected: 'content' | 'media'): DocumentedError => ({
  name: `400 50035 ${field} ${code}`,
  at: 'commit',
  answer: {
    status: 400,
    body: { message: 'Invalid Form Body', code: 50_035, errors: { [field]: { _errors: [{ code, message: 'No' }] } } },
  },
  expect: { is: 'rejected', code: expected },
})
const waits = (status: number, code: number, message: string): DocumentedError => ({
  name: `${status} ${code} ${message}`,
  at: 'commit',
  answer: { status, body: { message, code } },
  expect: { is: 'deferred', code: 'rate_limited' },
})

describePublisher({
  name: 'Discord',
  at: createDiscord,
  knowledge: discord,
  reconcile: 'cannot_tell',
  kinds: {
    poll: (text) => ({ parts: [{ text }], settings: { poll } }),
    document: (text, driver) => ({
      parts: [{ text, media: [driver.file('a.pdf', 'application/pdf', Buffer.from('%PDF-1.7'))] }],
    }),
  },
  settings: [
    {
      name: 'a sender of its own',
      set: { username: 'Ada', avatarUrl: 'https://example.com/ada.png' },
      seen: { username: 'Ada', avatarUrl: 'https://example.com/ada.png' },
    },
    { name: 'silence and no cards', set: { silent: true, suppressEmbeds: true }, seen: { flags: 4_100 } },
    { name: 'a voice', set: { tts: true }, seen: { tts: true } },
    {
      name: 'a title and tags of its forum post',
      set: { threadName: 'Opening', forumTags: ['100000000000000001'] },
      seen: { thread: 'Opening', tags: ['100000000000000001'] },
    },
    { name: 'spoilers', set: { spoiler: true }, seen: { spoilers: [true] }, kind: 'image' },
    {
      name: 'a poll of many answers',
      set: { poll: { ...poll, multiple: true, expiresInSeconds: 5_400 } },
      seen: { poll: { answers: ['Tea', 'Coffee'], hours: 2, multiple: true } },
      kind: 'poll',
    },
  ],
  // topics/opcodes-and-status-codes.mdx, "JSON"; reference.mdx, "Error Messages"; rate-limits.mdx.
  errors: [
    refused(404, 10_015, 'Unknown Webhook', 'reconnect'),
    refused(401, 50_027, 'Invalid Webhook Token', 'reconnect'),
    refused(404, 10_003, 'Unknown Channel', 'not_allowed'),
    refused(403, 50_001, 'Missing Access', 'not_allowed'),
    refused(403, 50_013, 'Missing Permissions', 'not_allowed'),
    refused(400, 50_006, 'Cannot send an empty message', 'content'),
    refused(413, 40_005, 'Request entity too large', 'media'),
    refused(400, 50_045, 'File uploaded exceeds the maximum size', 'media'),
    refused(400, 50_046, 'Invalid file uploaded', 'media'),
    refused(403, 400_001, 'Access to file uploads has been limited for this guild', 'media'),
    refused(400, 220_003, 'Webhooks can only create threads in forum channels', 'content'),
    refused(400, 40_067, 'A tag is required to create a forum post in this channel', 'content'),
    refused(400, 10_087, 'Unknown Tag', 'content'),
    refused(400, 160_005, 'Thread is locked', 'not_allowed'),
    refused(400, 50_083, 'Invalid action on archived thread', 'not_allowed'),
    refused(400, 200_000, 'Message was blocked by automatic moderation', 'content'),
    refused(400, 200_001, 'Title was blocked by automatic moderation', 'content'),
    refused(400, 240_000, 'Message blocked by harmful links filter', 'content'),
    refused(400, 520_002, 'Invalid channel type for poll creation', 'content'),
    refused(400, 99_999, 'Something nobody has seen before', 'content'),
    invalid('content', 'BASE_TYPE_MAX_LENGTH', 'content'),
    invalid('username', 'USERNAME_INVALID_CONTAINS', 'content'),
    invalid('attachments', 'ATTACHMENT_NOT_FOUND', 'media'),
    waits(400, 20_016, 'This action cannot be performed due to slowmode rate limit'),
    waits(429, 20_028, 'The channel you are writing has hit the write rate limit'),
    {
      name: '413 from Cloudflare',
      at: 'commit',
      kind: 'image',
      answer: { status: 413, body: '<html>Payload Too Large</html>' },
      expect: { is: 'rejected', code: 'media' },
    },
    {
      name: '404 from a page in between',
      at: 'commit',
      answer: { status: 404, body: '<html>Sign in to this network</html>' },
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: '403 from Cloudflare',
      at: 'commit',
      answer: { status: 403, body: '<html>error code: 1010</html>' },
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: '301 to another address',
      at: 'commit',
      answer: { status: 301, headers: { location: 'https://elsewhere.example/' }, body: '' },
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: '503 130000 overloaded',
      at: 'commit',
      answer: {
        status: 503,
        body: { message: 'API resource is currently overloaded. Try again a little later', code: 130_000 },
      },
      expect: { is: 'unknown' },
    },
    {
      name: '500',
      at: 'commit',
      answer: { status: 500, body: { message: 'Internal Server Error', code: 0 } },
      expect: { is: 'unknown' },
    },
    { name: '200 with a page', at: 'commit', answer: { status: 200, body: '<html>' }, expect: { is: 'unknown' } },
  ],
  async start() {
    const server = await startDiscord()
    // A forum: what follows a part stands below it in the thread that it has made.
    const forum = server.newChannel({ type: 'forum', tags: ['100000000000000001'] })
    const webhook = server.newWebhook(forum)
    const account = {
      id: 'acct_1',
      platform: 'discord',
      externalId: webhook.id,
      displayHandle: 'News',
      server: '',
      limits: {},
      method: 'webhook',
    } as const
    const secretsOf = ({ id, token }: { id: string; token: string }) => ({
      id,
      token,
      channel: { guildId: forum.guild, forum: true },
    })
    return {
      origin: server.url,
      account,
      secrets: secretsOf(webhook),
      chaos: server,
      commit: { method: 'POST', path: /\/api\/v10\/webhooks\/\d+\/[^/]+$/ },
      upload: null,
      posts: () => Promise.resolve(server.messages().map((message) => toPost(message, server))),
      connectAnother() {
        const other = server.newWebhook(forum)
        return Promise.resolve({
          account,
          secrets: secretsOf(other),
          revoke: () => Promise.resolve(server.deleteWebhook(other.id)),
        })
      },
      renewal: null,
      processing: null,
      advance: server.advance,
      stop: () => server.stop(),
    }
  },
})

function toPost(message: Message, server: Discord): PeerPost {
  const { id, content, embeds, attachments, poll: asked, channel, username, avatarUrl, flags, tts } = message
  const above = server.messages().filter((other) => other.channel === channel && BigInt(other.id) < BigInt(id))
  const thread = server.channel(channel)
  const ofType = (type: string) => attachments.filter((file) => file.type.startsWith(type))
  return {
    remoteId: id,
    text: [content, ...embeds.map(({ description }) => description), asked?.question].filter(Boolean).join('\n\n'),
    replyTo: above.at(-1)?.id ?? null,
    images: ofType('image/').map(({ description }) => ({ alt: description ?? '' })),
    videos: ofType('video/').map(({ bytes, sha256 }) => ({ bytes, sha256 })),
    settings: {
      username,
      avatarUrl,
      flags,
      tts,
      thread: thread?.name,
      tags: thread?.appliedTags,
      spoilers: attachments.map(({ spoiler }) => spoiler),
      poll: asked,
    },
  }
}
