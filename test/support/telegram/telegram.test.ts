import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTelegram, type Telegram } from './index.ts'
import type { Bot, Chat } from './state.ts'

let server: Telegram
let bot: Bot
let channel: Chat

beforeEach(async () => {
  server = await startTelegram()
  bot = server.newBot()
  channel = server.newChat({ username: 'news' })
  server.admit(bot, channel)
})
afterEach(() => server.stop())

interface Answer {
  readonly ok: boolean
  readonly description?: string
  readonly result?: unknown
  readonly parameters?: unknown
}

async function call(method: string, params: object, token = bot.token): Promise<Answer> {
  const body = params instanceof FormData ? params : JSON.stringify(params)
  const headers: Record<string, string> = params instanceof FormData ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(`${server.url}/bot${token}/${method}`, { method: 'POST', body, headers })
  return (await answer.json()) as Answer
}
const send = (more: object, chat: Chat = channel) => call('sendMessage', { chat_id: chat.id, text: 'x', ...more })

function png(width: number, height: number): Blob {
  const head = Buffer.alloc(64)
  head.write('\x89PNG\r\n\x1a\n', 'latin1')
  head.writeUInt32BE(width, 16)
  head.writeUInt32BE(height, 20)
  return new Blob([head], { type: 'image/png' })
}
const mp4 = new Blob([Buffer.from('\0\0\0\x18ftypisom')], { type: 'video/mp4' })

function form(fields: Record<string, unknown>, files: Record<string, Blob>): FormData {
  const made = new FormData()
  for (const [name, value] of Object.entries(fields))
    made.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  for (const [name, file] of Object.entries(files)) made.set(name, file, `${name}.bin`)
  return made
}

describe('takes', () => {
  test('a text with entities, a preview and buttons', async () => {
    const answer = await send({
      text: ' 😀 bold ',
      chat_id: '@news',
      entities: [{ type: 'bold', offset: 3, length: 4 }],
      link_preview_options: { is_disabled: true },
      reply_markup: { inline_keyboard: [[{ text: 'Go', url: 'https://example.com' }]] },
    })
    expect(answer).toMatchObject({ ok: true, result: { message_id: 1, chat: { id: channel.id, username: 'news' } } })
    expect(server.messages()).toMatchObject([
      { text: '😀 bold', preview: { is_disabled: true }, buttons: [[{ text: 'Go' }]], from: bot.id },
    ])
  })

  test('an album of files that came with it, and knows them by their ids afterwards', async () => {
    const media = [
      { type: 'photo', media: 'attach://a', caption: 'Both' },
      { type: 'video', media: 'attach://b', supports_streaming: true },
    ]
    const answer = await call('sendMediaGroup', form({ chat_id: String(channel.id), media }, { a: png(9, 9), b: mp4 }))
    expect(answer.result).toMatchObject([
      { message_id: 1, caption: 'Both', photo: [{}, {}] },
      { message_id: 2, video: {} },
    ])
    const photo = server.messages()[0]?.file
    const again = await call('editMessageMedia', {
      chat_id: channel.id,
      message_id: 1,
      media: { type: 'photo', media: photo, caption: 'One' },
    })
    expect(again.ok).toBe(true)
    expect(server.messages()[0]).toMatchObject({ caption: 'One', file: photo })
  })

  test('names of methods in any case, and 4,096 emoji', async () => {
    expect(await call('SENDMESSAGE', { chat_id: channel.id, text: '😀'.repeat(4_096) })).toMatchObject({ ok: true })
  })
})

describe('refuses', () => {
  test.each([
    ['a text that is too long', { text: 'x'.repeat(4_097) }, 'message is too long'],
    ['no text', { text: ' ' }, 'message text is empty'],
    ['a field it does not know', { txet: 'x' }, 'Unknown parameter: txet'],
    ['a chat that is not there', { chat_id: 5 }, 'chat not found'],
    ['a flag of another type', { disable_notification: 'yes' }, 'disable_notification must be a Boolean'],
    ['a reply to nothing', { reply_parameters: { message_id: 7 } }, 'message to be replied not found'],
    ['a topic where there are none', { message_thread_id: 7 }, 'message thread not found'],
    [
      'an entity beyond the text',
      { entities: [{ type: 'bold', offset: 0, length: 2 }] },
      'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 1',
    ],
    ['a button to nowhere', { reply_markup: { inline_keyboard: [[{ text: 'a', url: 'b' }]] } }, 'BUTTON_URL_INVALID'],
  ])('%s', async (_, more, description) => {
    expect(await send(more)).toEqual({ ok: false, error_code: 400, description: `Bad Request: ${description}` })
    expect(server.messages()).toEqual([])
  })

  test.each([
    ['a picture that is none', { photo: mp4 }, 'IMAGE_PROCESS_FAILED'],
    ['a picture that is too large', { photo: png(9_000, 1_001) }, 'PHOTO_INVALID_DIMENSIONS'],
    ['a picture that is too long', { photo: png(2_100, 100) }, 'PHOTO_INVALID_DIMENSIONS'],
    ['a file that belongs to nothing', { photo: png(9, 9), more: mp4 }, 'nobody asked for the file more'],
  ])('%s', async (_, files, description) => {
    const sent = form({ chat_id: String(channel.id) }, files as unknown as Record<string, Blob>)
    expect((await call('sendPhoto', sent)).description).toBe(`Bad Request: ${description}`)
  })

  test.each([
    ['one answer too many', { options: Array.from({ length: 13 }, (_, at) => ({ text: `${at}` })) }, "poll can't have"],
    ['a question that is too long', { question: 'x'.repeat(301) }, 'poll question length'],
    ['names in a channel', { is_anonymous: false }, "non-anonymous polls can't be sent to channel chats"],
    ['a quiz without a right answer', { type: 'quiz' }, 'wrong correct option'],
    ['a poll without an end', { open_period: 4 }, 'POLL_CLOSE_DATE_INVALID'],
  ])('a poll with %s', async (_, more, description) => {
    const poll = { chat_id: channel.id, question: 'Tea?', options: [{ text: 'a' }, { text: 'b' }] }
    expect(await call('sendPoll', poll)).toMatchObject({ ok: true })
    expect((await call('sendPoll', { ...poll, ...more })).description).toContain(description)
  })

  test('albums that mix documents with pictures, and of one', async () => {
    const album = (types: string[]) =>
      call(
        'sendMediaGroup',
        form(
          { chat_id: String(channel.id), media: types.map((type, at) => ({ type, media: `attach://${at}` })) },
          Object.fromEntries(types.map((type, at) => [at, type === 'photo' ? png(9, 9) : mp4])),
        ),
      )
    expect((await album(['photo', 'document'])).description).toContain("can't use the media of the specified type")
    expect((await album(['photo'])).description).toContain('2-10')
    expect(server.messages()).toEqual([])
  })

  test('who has no right to, in the words for where they are', async () => {
    const other = server.newBot()
    const post = () => call('sendMessage', { chat_id: channel.id, text: 'x' }, other.token)
    expect((await post()).description).toBe('Forbidden: bot is not a member of the channel chat')
    server.admit(other, channel, { status: 'administrator', canPost: false })
    expect((await post()).description).toBe('Bad Request: need administrator rights in the channel chat')
    server.admit(other, channel, { status: 'kicked' })
    expect((await post()).description).toBe('Forbidden: bot was kicked from the channel chat')
    const group = server.newChat({ type: 'supergroup' })
    server.admit(other, group, { status: 'restricted', canSend: false })
    expect((await call('sendMessage', { chat_id: group.id, text: 'x' }, other.token)).description).toBe(
      'Bad Request: not enough rights to send text messages to the chat',
    )
  })

  test('a token that was revoked', async () => {
    const old = bot.token
    server.revoke(old)
    expect(await call('getMe', {}, old)).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' })
    expect(await call('getMe', {})).toMatchObject({ ok: true, result: { username: bot.username } })
  })

  test('too much in a minute, and says until when', async () => {
    const busy = await startTelegram({ perMinute: 1 })
    const one = busy.newBot()
    const chat = busy.newChat()
    busy.admit(one, chat)
    const post = () =>
      fetch(`${busy.url}/bot${one.token}/sendMessage`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ chat_id: chat.id, text: 'x' }),
      })
    await post()
    const answer = await post()
    expect([answer.status, await answer.json()]).toMatchObject([429, { parameters: { retry_after: 60 } }])
    busy.advance(60_000)
    expect((await post()).status).toBe(200)
    await busy.stop()
  })
})

test('a group that became a supergroup names its new id', async () => {
  const group = server.newChat({ id: -4_001, type: 'group' })
  server.admit(bot, group)
  const next = server.upgrade(group)
  expect(await send({}, group)).toMatchObject({ ok: false, parameters: { migrate_to_chat_id: next.id } })
  expect(await send({}, next)).toMatchObject({ ok: true })
})

test('a message is deleted within 48 hours, and once', async () => {
  await send({})
  await send({})
  const remove = (id: number) => call('deleteMessage', { chat_id: channel.id, message_id: id })
  expect(await remove(1)).toMatchObject({ ok: true, result: true })
  expect((await remove(1)).description).toBe('Bad Request: message to delete not found')
  server.advance(48 * 3_600_000 + 1_000)
  expect((await remove(2)).description).toBe("Bad Request: message can't be deleted")
})

test('an edit that changes nothing is refused', async () => {
  await send({})
  const edit = (text: string) => call('editMessageText', { chat_id: channel.id, message_id: 1, text })
  expect((await edit('x')).description).toContain('message is not modified')
  expect(await edit('y')).toMatchObject({ ok: true })
})

test('a bot is told where it was added, for a day and unless a webhook takes it', async () => {
  expect(await call('getUpdates', {})).toMatchObject({
    result: [{ my_chat_member: { chat: { id: channel.id }, new_chat_member: { status: 'administrator' } } }],
  })
  server.setWebhook(bot, 'https://example.com')
  expect((await call('getUpdates', {})).description).toContain('Conflict: ')
  server.setWebhook(bot, '')
  server.advance(86_400_001)
  expect(await call('getUpdates', {})).toEqual({ ok: true, result: [] })
})

test('the log has no token', async () => {
  await send({})
  expect(JSON.stringify(server.requests)).not.toContain(bot.token)
})
