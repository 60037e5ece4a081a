import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTelegram, type Telegram } from '../../../../test/support/telegram/index.ts'
import type { Bot } from '../../../../test/support/telegram/state.ts'
import { systemClock } from '../../clock.ts'
import { createHttp, type Http } from '../../http.ts'
import { createDriver, type Driver } from '../conformance-driver.ts'
import type { ConnectContext, ConnectedIdentity, PublisherAccount } from '../publisher.ts'
import { createTelegram } from './index.ts'

let server: Telegram
let bot: Bot
let http: Http
const drivers: Driver[] = []

beforeEach(async () => {
  server = await startTelegram()
  bot = server.newBot()
  http = createHttp()
})
afterEach(async () => {
  await Promise.all(drivers.splice(0).map((made) => made.stop()))
  await http.close()
  await server.stop()
})

const context = (): ConnectContext => ({
  app: {},
  http,
  clock: systemClock,
  signal: new AbortController().signal,
  appCredentials: { get: () => undefined, set() {} },
})
const connect = async (fields: Record<string, string>, origin = server.url): Promise<readonly ConnectedIdentity[]> => {
  const found = await createTelegram(origin).connector.connect?.('bot', { token: bot.token, ...fields }, context())
  return found ? [found].flat() : []
}

async function drive(chatId: number): Promise<Driver> {
  const account: PublisherAccount = {
    id: 'acct_1',
    platform: 'telegram',
    externalId: String(chatId),
    displayHandle: '@news',
    server: '',
    limits: {},
    method: 'bot',
  }
  const made = await createDriver(createTelegram(server.url).publisher, account, {
    token: bot.token,
    chatId: String(chatId),
  })
  drivers.push(made)
  return made
}

describe('a channel that is named', () => {
  test.each(['@news', 'news', 'https://t.me/news', 't.me/s/news', 'https://t.me/news/12'])('as %s', async (chat) => {
    const channel = server.newChat({ username: 'news', title: 'The news' })
    server.admit(bot, channel)
    expect(await connect({ chat })).toEqual([
      {
        kind: 'channel',
        externalId: String(channel.id),
        name: 'The news',
        displayHandle: '@news',
        url: 'https://t.me/news',
        avatar: null,
        server: '',
        limits: { flags: { channel: true, forum: false } },
        expiresAt: null,
        secrets: { token: bot.token, chatId: String(channel.id) },
      },
    ])
  })

  test('by its number, or by the link to a message where only members can open it', async () => {
    const group = server.newChat({ type: 'supergroup', title: 'Us', isForum: true })
    server.admit(bot, group, { status: 'member' })
    const expected = [
      { kind: 'group', displayHandle: 'Us', url: null, limits: { flags: { channel: false, forum: true } } },
    ]
    expect(await connect({ chat: String(group.id) })).toMatchObject(expected)
    expect(await connect({ chat: `https://t.me/c/${String(group.id).slice(4)}/3` })).toMatchObject(expected)
  })

  test.each([
    ['that the bot is not in', '@news', 'telegram_chat_unknown'],
    ['where it may not post', '@closed', 'telegram_bot_may_not_post'],
    ['that is a person', '12345', 'telegram_not_a_chat'],
    ['that is no name', 'a/b', 'telegram_chat_unreadable'],
  ])('%s: says so at the field', async (_, chat, says) => {
    server.admit(bot, server.newChat({ username: 'closed' }), { status: 'administrator', canPost: false })
    server.newChat({ id: 12_345, type: 'private', username: 'someone' })
    await expect(connect({ chat })).rejects.toMatchObject({ said: { says }, field: 'chat' })
  })
})

describe('without a name', () => {
  test('the channels are those the bot was added to within a day, where it may post', async () => {
    const [news, group, closed] = [server.newChat(), server.newChat({ type: 'supergroup' }), server.newChat()]
    server.admit(bot, news)
    server.admit(bot, group, { status: 'member' })
    server.admit(bot, closed, { status: 'administrator', canPost: false })
    server.admit(server.newBot(), server.newChat())
    expect((await connect({})).map(({ externalId }) => externalId)).toEqual([news.id, group.id].map(String))
    // Another program that lives on these updates still gets them.
    expect(await connect({})).toHaveLength(2)
  })

  test('and none or a webhook in the way: says what to do', async () => {
    await expect(connect({})).rejects.toMatchObject({ said: { says: 'telegram_no_chat_found' }, field: 'chat' })
    server.setWebhook(bot, 'https://example.com/hook')
    await expect(connect({})).rejects.toMatchObject({ said: { says: 'telegram_updates_taken' }, field: 'chat' })
  })

  test('more of them can be found later, the account itself among them', async () => {
    const [news, other] = [server.newChat(), server.newChat()]
    server.admit(bot, news)
    const driver = await drive(news.id)
    server.advance(2 * 86_400_000)
    server.admit(bot, other)
    const found = await createTelegram(server.url).connector.destinations?.(driver.context())
    expect(found?.map(({ externalId }) => externalId)).toEqual([news.id, other.id].map(String))
  })
})

describe('a token', () => {
  test.each([
    ['of no shape', 'hello', 'bad_token_shape'],
    ['with more in it than a token', `123456:${'a'.repeat(35)}/../x`, 'bad_token_shape'],
    ['that nobody has', `123456:${'a'.repeat(35)}`, 'bad_token'],
  ])('%s: says so at the field', async (_, token, says) => {
    await expect(connect({ token, chat: '@news' })).rejects.toMatchObject({ said: { says }, field: 'token' })
  })

  test.each([
    [{ kind: 'error_before', status: 502 } as const, 'server_trouble'],
    [{ kind: 'rate_limited', resetMs: 60_000 } as const, 'takes_no_requests'],
    [{ kind: 'drop_before' } as const, 'not_reached'],
  ])('and a Telegram in trouble is not taken for a bad one: %o', async (fault, says) => {
    server.plan.next({}, fault)
    const refused = await connect({ chat: '@news' }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ said: { says } })
    expect(JSON.stringify(refused)).not.toContain(bot.token)
  })
})

describe('the health of an account', () => {
  test.each([
    ['is good while the bot may post', () => undefined, { state: 'ok' }],
    [
      'is broken once it may not',
      (chat: Parameters<Telegram['admit']>[1]) => server.admit(bot, chat, { status: 'administrator', canPost: false }),
      { state: 'broken', reason: { says: 'telegram_bot_may_not_post' } },
    ],
    [
      'or was thrown out',
      (chat: Parameters<Telegram['admit']>[1]) => server.admit(bot, chat, { status: 'kicked' }),
      { state: 'broken', reason: { says: 'telegram_bot_may_not_post' } },
    ],
    ['or its token ended', () => void server.revoke(bot.token), { state: 'broken', reason: { says: 'signed_out' } }],
    [
      'and nothing is said of it while Telegram is in trouble',
      () => server.plan.next({}, { kind: 'error_before', status: 500 }),
      { state: 'unreachable', reason: { says: 'answered' } },
    ],
  ])('%s', async (_, happens, expected) => {
    const channel = server.newChat({ username: 'news' })
    server.admit(bot, channel)
    const driver = await drive(channel.id)
    happens(channel)
    expect(await createTelegram(server.url).connector.health(driver.context())).toMatchObject(expected)
  })

  test('cannot be ended from here', async () => {
    const channel = server.newChat()
    server.admit(bot, channel)
    expect(await createTelegram(server.url).connector.revoke((await drive(channel.id)).context())).toBe(false)
  })
})
