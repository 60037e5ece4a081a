import { startTelegram, type Telegram } from '../../../../test/support/telegram/index.ts'
import type { Message } from '../../../../test/support/telegram/state.ts'
import { telegram } from '../../../contract/platforms/telegram.ts'
import { describePublisher, type DocumentedError, type PeerPost } from '../conformance.ts'
import { createTelegram } from './index.ts'

const poll = { options: ['Tea', 'Coffee'], expiresInSeconds: 3_600, multiple: false, hideTotals: false }

const told = (status: number, description: string, parameters?: object) => ({
  status,
  body: { ok: false, error_code: status, description, ...(parameters && { parameters }) },
})
const refused = (description: string, code: 'content' | 'media' | 'not_allowed'): DocumentedError => ({
  name: `400 ${description}`,
  at: 'commit',
  answer: told(400, `Bad Request: ${description}`),
  expect: { is: 'rejected', code },
})

describePublisher({
  name: 'Telegram',
  at: createTelegram,
  knowledge: telegram,
  reconcile: 'cannot_tell',
  kinds: {
    poll: (text) => ({ parts: [{ text }], settings: { poll } }),
    document: (text, driver) => ({
      parts: [{ text, media: [driver.file('a.pdf', 'application/pdf', Buffer.from('%PDF-1.7'))] }],
    }),
  },
  settings: [
    { name: 'silence', set: { silent: true }, seen: { silent: true, protected: false } },
    { name: 'protection', set: { protect: true }, seen: { silent: false, protected: true } },
    {
      name: 'a large preview above the text',
      set: { linkPreview: 'large', previewAbove: true },
      seen: { preview: { prefer_large_media: true, show_above_text: true } },
      kind: 'link',
    },
    { name: 'no preview', set: { linkPreview: 'none' }, seen: { preview: { is_disabled: true } }, kind: 'link' },
    {
      name: 'a spoiler and its caption above',
      set: { spoiler: true, captionAbove: true },
      seen: { spoiler: true, captionAbove: true },
      kind: 'image',
    },
    { name: 'a picture as a file', set: { asFile: true }, seen: { file: 'document' }, kind: 'document' },
    {
      name: 'buttons',
      set: { buttons: 'Read more https://example.com/more\nOr https://example.com/or' },
      seen: {
        buttons: [
          [{ text: 'Read more', url: 'https://example.com/more' }],
          [{ text: 'Or', url: 'https://example.com/or' }],
        ],
      },
    },
    {
      name: 'a poll whose results are hidden',
      set: { poll: { ...poll, multiple: true, hideTotals: true }, pollShuffle: true, pollMembersOnly: true },
      seen: {
        poll: { type: 'regular', multiple: true, hidden: true, shuffled: true, membersOnly: true, anonymous: true },
      },
      kind: 'poll',
    },
    {
      name: 'a quiz',
      set: { poll, quizAnswer: 2, quizExplanation: 'It wakes you.' },
      seen: { poll: { type: 'quiz', correct: [1], explanation: 'It wakes you.', openPeriod: 3_600 } },
      kind: 'poll',
    },
  ],
  // Bot API, "Making requests" and ResponseParameters; descriptions of tdlib/telegram-bot-api Client.cpp; codes of core.telegram.org/api/errors.
  errors: [
    {
      name: '401 the token was revoked',
      at: 'commit',
      answer: told(401, 'Unauthorized'),
      expect: { is: 'rejected', code: 'reconnect' },
    },
    {
      name: '404 no such bot',
      at: 'commit',
      answer: told(404, 'Not Found'),
      expect: { is: 'rejected', code: 'reconnect' },
    },
    {
      name: '403 kicked',
      at: 'commit',
      answer: told(403, 'Forbidden: bot was kicked from the channel chat'),
      expect: { is: 'rejected', code: 'not_allowed' },
    },
    refused('chat not found', 'not_allowed'),
    refused('need administrator rights in the channel chat', 'not_allowed'),
    refused('not enough rights to send text messages to the chat', 'not_allowed'),
    refused('CHAT_WRITE_FORBIDDEN', 'not_allowed'),
    refused('message is too long', 'content'),
    refused('message text is empty', 'content'),
    refused('message to be replied not found', 'content'),
    refused('message thread not found', 'content'),
    refused('TOPIC_CLOSED', 'content'),
    refused('BUTTON_URL_INVALID', 'content'),
    refused('POLL_OPTION_DUPLICATE', 'content'),
    refused('something nobody has seen before', 'content'),
    refused('PHOTO_INVALID_DIMENSIONS', 'media'),
    refused('IMAGE_PROCESS_FAILED', 'media'),
    {
      name: '413 from the server in front',
      at: 'commit',
      kind: 'image',
      answer: { status: 413, body: '<html>Request Entity Too Large</html>' },
      expect: { is: 'rejected', code: 'media' },
    },
    {
      name: '429',
      at: 'commit',
      answer: told(429, 'Too Many Requests: retry after 7', { retry_after: 7 }),
      expect: { is: 'deferred', code: 'rate_limited' },
    },
    {
      name: '404 from a page in between',
      at: 'commit',
      answer: { status: 404, body: '<html>Sign in to this network</html>' },
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: '302 to another address',
      at: 'commit',
      answer: { status: 302, headers: { location: 'https://elsewhere.example/' }, body: '' },
      expect: { is: 'not_sent', code: 'platform' },
    },
    {
      name: '500',
      at: 'commit',
      answer: told(500, 'Internal Server Error: Request aborted'),
      expect: { is: 'unknown' },
    },
    { name: '502', at: 'commit', answer: { status: 502, body: '<html>Bad Gateway</html>' }, expect: { is: 'unknown' } },
    { name: '200 with a page', at: 'commit', answer: { status: 200, body: '<html>' }, expect: { is: 'unknown' } },
    {
      name: '200 without a message',
      at: 'commit',
      answer: { status: 200, body: { ok: true, result: true } },
      expect: { is: 'unknown' },
    },
  ],
  async start() {
    const server = await startTelegram()
    const bot = server.newBot()
    const channel = server.newChat({ username: 'broadside_news' })
    server.admit(bot, channel)
    const account = {
      id: 'acct_1',
      platform: 'telegram',
      externalId: String(channel.id),
      displayHandle: '@broadside_news',
      server: '',
      limits: { flags: { channel: true, forum: false } },
      method: 'bot',
    } as const
    const secretsWith = (token: string) => ({ token, chatId: String(channel.id) })
    return {
      origin: server.url,
      account,
      secrets: secretsWith(bot.token),
      chaos: server,
      commit: { method: 'POST', path: /\/bot[^/]+\/send[A-Z]/ },
      upload: null,
      posts: () => Promise.resolve(postsOf(server)),
      connectAnother() {
        const other = server.newBot()
        server.admit(other, channel)
        return Promise.resolve({
          account,
          secrets: secretsWith(other.token),
          revoke: () => Promise.resolve(void server.revoke(other.token)),
        })
      },
      renewal: null,
      processing: null,
      advance: server.advance,
      stop: () => server.stop(),
    }
  },
})

/** Messages of an album are one post. */
function postsOf(server: Telegram): PeerPost[] {
  const messages = server.messages()
  const firsts = messages.filter(
    ({ album, id }) => album === null || !messages.some((other) => other.album === album && other.id < id),
  )
  return firsts.map((first) => {
    const album = first.album === null ? [first] : messages.filter((message) => message.album === first.album)
    return toPost(first, album, server)
  })
}

function toPost(first: Message, album: readonly Message[], server: Telegram): PeerPost {
  const files = album.flatMap(({ file }) => server.file(file) ?? [])
  const { poll, shown, preview } = first
  return {
    remoteId: String(first.id),
    text: [first.text ?? first.caption, poll?.description, poll?.question].filter(Boolean).join('\n\n'),
    replyTo: first.replyTo === null ? null : String(first.replyTo),
    images: files.filter(({ type }) => type.startsWith('image/')).map(() => ({ alt: '' })),
    videos: files.filter(({ type }) => type.startsWith('video/')).map(({ bytes, sha256 }) => ({ bytes, sha256 })),
    ...(preview && { link: typeof preview['url'] === 'string' ? preview['url'] : null }),
    settings: {
      silent: first.silent,
      protected: first.protected,
      entities: first.entities,
      preview,
      ...shown,
      file: files[0]?.kind,
      buttons: first.buttons,
      poll,
    },
  }
}
