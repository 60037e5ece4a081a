import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mostHeld } from '../../../../test/support/memory.ts'
import { startTelegram, type Telegram } from '../../../../test/support/telegram/index.ts'
import type { Bot, Chat } from '../../../../test/support/telegram/state.ts'
import type { AccountLimits } from '../../../contract/platforms/types.ts'
import { createDriver, type Driver, type TestDelivery } from '../conformance-driver.ts'
import type { Outgoing, OutgoingMedia, PublisherAccount } from '../publisher.ts'
import { createTelegram } from './index.ts'

let server: Telegram
let bot: Bot
let channel: Chat
let driver: Driver
const drivers: Driver[] = []

async function drive(chat: Chat, limits: AccountLimits = { flags: { channel: true } }): Promise<Driver> {
  const account: PublisherAccount = {
    id: 'acct_1',
    platform: 'telegram',
    externalId: String(chat.id),
    displayHandle: chat.username === null ? chat.title : `@${chat.username}`,
    server: '',
    limits,
    method: 'bot',
  }
  const secrets = { token: bot.token, chatId: String(chat.id) }
  const made = await createDriver(createTelegram(server.url).publisher, account, secrets)
  drivers.push(made)
  return made
}

beforeEach(async () => {
  server = await startTelegram()
  bot = server.newBot()
  channel = server.newChat({ username: 'news' })
  server.admit(bot, channel)
  driver = await drive(channel)
})
afterEach(async () => {
  await Promise.all(drivers.splice(0).map((made) => made.stop()))
  await server.stop()
})

const gif = (): OutgoingMedia => ({
  ...driver.file('a.gif', 'image/gif', Buffer.from('GIF89a')),
  kind: 'image',
  animated: true,
})
const song = (): OutgoingMedia => ({ ...driver.file('a.mp3', 'audio/mpeg', Buffer.from('ID3')), kind: 'audio' })
const kinds = (chat = channel) => server.messages(chat.id).map(({ file }) => server.file(file)?.kind)

async function sent(
  text: string,
  media: OutgoingMedia[] = [],
  extra: Parameters<Driver['newDelivery']>[1] = {},
): Promise<TestDelivery> {
  const delivery = driver.newDelivery([{ text, media }], extra)
  await driver.publish(delivery)
  return delivery
}
const remoteOf = ({ landed: [remote] }: TestDelivery) => {
  if (!remote) throw new Error('Nothing landed')
  return remote
}
async function edit(delivery: TestDelivery, changed: Partial<Outgoing>) {
  const { publisher } = createTelegram(server.url)
  const context = driver.context(delivery)
  const prepared = await publisher.prepare({ ...delivery.post, ...changed }, context)
  return publisher.edit?.(prepared, 0, remoteOf(delivery), context)
}
const part = (text: string, media: readonly OutgoingMedia[] = []) => ({
  parts: [{ role: 'post' as const, text, media }],
})

describe('a message', () => {
  test('carries its formatting as entities, and markup of others as plain text', async () => {
    await sent('**Big** <b>news</b> & [more](https://example.com)', [], { settings: { formatting: true } })
    await sent('**Big** <b>news</b>')
    expect(server.messages()).toMatchObject([
      {
        text: 'Big <b>news</b> & more',
        entities: [
          { type: 'bold', offset: 0, length: 3 },
          { type: 'text_link', offset: 18, length: 4, url: 'https://example.com' },
        ],
      },
      { text: '**Big** <b>news</b>', entities: [] },
    ])
  })

  test('gets the link of its post, and shows it', async () => {
    await sent('Read', [], { link: 'https://example.com/a' })
    expect(server.messages()).toMatchObject([
      { text: 'Read\n\nhttps://example.com/a', preview: { url: 'https://example.com/a' } },
    ])
  })

  test('is an animation, sound, a document or a film by what its file is', async () => {
    await sent('', [gif()])
    await sent('', [song()])
    await sent('', [driver.video('a.mp4')])
    await sent('', [driver.file('a.pdf', 'application/pdf', Buffer.from('%PDF'))])
    expect(kinds()).toEqual(['animation', 'audio', 'video', 'document'])
    expect(server.messages()[2]?.shown).toMatchObject({ width: 720, height: 1_280, duration: 10 })
  })

  test('sends pictures as files untouched, in an album with films', async () => {
    const picture = await driver.image('a.png', '#d33', 'A')
    await sent('All', [picture, driver.video('a.mp4'), gif()], { settings: { asFile: true, spoiler: true } })
    expect(kinds()).toEqual(['document', 'document', 'document'])
    expect(server.file(server.messages()[0]?.file ?? null)).toMatchObject({ sha256: picture.sha256, name: 'a.png' })
    // The caption of documents is read below the last.
    expect(server.messages().map(({ caption }) => caption)).toEqual(['', '', 'All'])
  })

  test('has a cover before its film', async () => {
    const cover = await driver.image('cover.png', '#3d3', '')
    await sent('Film', [driver.video('a.mp4')], { assets: { cover } })
    expect(server.file(server.messages()[0]?.cover ?? null)).toMatchObject({ sha256: cover.sha256 })
  })

  test('asks below what it says, with a picture', async () => {
    const poll = { options: ['Tea', 'Coffee'], expiresInSeconds: 600 }
    await sent('We open early.\n\nWhat do you drink?', [await driver.image('a.png', '#d33', 'A')], {
      settings: { poll },
    })
    expect(server.messages()).toMatchObject([
      { poll: { question: 'What do you drink?', description: 'We open early.', options: ['Tea', 'Coffee'] } },
    ])
    expect(kinds()).toEqual(['photo'])
  })

  test('has the address that Telegram copies, also where only members can open it', async () => {
    const closed = server.newChat()
    server.admit(bot, closed)
    driver = await drive(closed)
    expect(remoteOf(await sent('x')).url).toBe(`https://t.me/c/${String(closed.id).slice(4)}/1`)
  })

  test('of 49 MB is streamed from disk', async () => {
    const film = driver.video('large.mp4', { bytes: 49_000_000 })
    const held = await mostHeld(async () => void (await sent('Long', [film])))
    expect(server.file(server.messages()[0]?.file ?? null)).toMatchObject({ bytes: 49_000_000, sha256: film.sha256 })
    expect(held).toBeLessThan(30_000_000)
  })
})

describe('a group', () => {
  let group: Chat
  beforeEach(async () => {
    group = server.newChat({ type: 'supergroup', username: 'talk', isForum: true, topics: [{ id: 7, closed: false }] })
    server.admit(bot, group, { status: 'member' })
    driver = await drive(group, { flags: { channel: false, forum: true } })
  })

  test('gets a message in its topic, as a reply, and a poll with names', async () => {
    await sent('one', [], { settings: { topic: '7' } })
    const delivery = await sent('Which?', [], {
      settings: {
        topic: 'https://t.me/talk/7',
        replyTo: 'https://t.me/talk/7/1',
        pollPublic: true,
        pollMembersOnly: true,
        poll: { options: ['a', 'b'], expiresInSeconds: 60 },
      },
    })
    expect(server.messages(group.id)).toMatchObject([
      { topic: 7, replyTo: null },
      { topic: 7, replyTo: 1, poll: { anonymous: false, membersOnly: false } },
    ])
    expect(remoteOf(delivery).url).toBe('https://t.me/talk/7/2')
  })

  test('whose topic is gone, or whose message to reply to: says which', async () => {
    expect(await driver.attempt(driver.newDelivery([{ text: 'x' }], { settings: { topic: '8' } }))).toMatchObject({
      is: 'rejected',
      failure: { says: 'telegram_topic_gone' },
    })
    expect(await driver.attempt(driver.newDelivery([{ text: 'x' }], { settings: { replyTo: '99' } }))).toMatchObject({
      is: 'rejected',
      failure: { says: 'reply_target_gone' },
    })
  })

  test('that has become a supergroup is followed to its new id, which is kept', async () => {
    const small = server.newChat({ id: -4_001, type: 'group' })
    server.admit(bot, small, { status: 'member' })
    const moved = await drive(small, { flags: { channel: false } })
    const next = server.upgrade(small)
    const delivery = moved.newDelivery([{ text: 'one' }, { text: 'two' }])
    await moved.publish(delivery)
    expect(server.messages(next.id).map(({ text }) => text)).toEqual(['one', 'two'])
    expect(moved.secrets).toEqual({ token: bot.token, chatId: String(next.id) })
  })

  test('that lets nobody write: the bot is to be made an administrator', async () => {
    server.admit(bot, group, { status: 'restricted', canSend: false })
    expect(await driver.attempt(driver.newDelivery([{ text: 'x' }]))).toMatchObject({
      is: 'rejected',
      failure: { code: 'not_allowed', says: 'telegram_bot_may_not_post', params: { destination: '@talk' } },
    })
  })
})

describe('afterwards', () => {
  test('an album is deleted whole, also where somebody took one of it already', async () => {
    const delivery = await sent('x', [await driver.image('a.png', '#d33', 'A'), driver.video('b.mp4')])
    server.removeByHand(channel.id, 1)
    await createTelegram(server.url).publisher.remove?.(remoteOf(delivery), driver.context())
    expect(server.messages()).toEqual([])
  })

  test('after two days nothing is deleted, and it says why', async () => {
    const delivery = await sent('x')
    server.advance(49 * 3_600_000)
    const late = { ...driver.context(), clock: { ...driver.clock, now: () => driver.clock.now() + 49 * 3_600_000 } }
    await expect(createTelegram(server.url).publisher.remove?.(remoteOf(delivery), late)).rejects.toMatchObject({
      outcome: { is: 'rejected', failure: { says: 'telegram_too_old_to_delete' } },
    })
    expect(server.messages()).toHaveLength(1)
  })

  test('a caption is changed without sending the file again, and another file is sent', async () => {
    const [red, blue] = [await driver.image('a.png', '#d33', 'A'), await driver.image('b.png', '#33d', 'B')]
    const delivery = await sent('one', [red], { settings: { buttons: 'Go https://a.b' } })
    const before = server.messages()[0]?.file
    await edit(delivery, part('two', [red]))
    expect(server.messages()).toMatchObject([{ caption: 'two', file: before, buttons: [[{ text: 'Go' }]] }])
    const edited = await edit(delivery, part('three', [blue]))
    expect(server.file(server.messages()[0]?.file ?? null)).toMatchObject({ sha256: blue.sha256 })
    expect(edited).toMatchObject({ remoteId: '1', data: { messages: [1] } })
  })

  test('an edit that changes nothing is done, one of an album changes each of it', async () => {
    const text = await sent('same')
    await edit(text, {})
    const [red, film] = [await driver.image('a.png', '#d33', 'A'), driver.video('b.mp4')]
    const album = await sent('one', [red, film])
    const uploads = () => server.requests.filter(({ target }) => target.endsWith('/editMessageMedia')).length
    await edit(album, part('two', [red, film]))
    expect(uploads()).toBe(2)
    expect(
      server
        .messages()
        .slice(1)
        .map(({ caption }) => caption),
    ).toEqual(['two', ''])
  })

  test('a poll, or an album of another size, is not edited', async () => {
    const poll = { poll: { options: ['a', 'b'], expiresInSeconds: 60 } }
    const asked = await sent('Which?', [], { settings: poll })
    await expect(edit(asked, part('Who?'))).rejects.toMatchObject({
      outcome: { failure: { says: 'telegram_not_editable' } },
    })
    const one = await sent('x', [await driver.image('a.png', '#d33', 'A')])
    const two = part('x', [await driver.image('b.png', '#d33', 'A'), await driver.image('c.png', '#d33', 'A')])
    await expect(edit(one, two)).rejects.toMatchObject({ outcome: { failure: { says: 'telegram_not_editable' } } })
  })
})

test('a long thread waits where Telegram says so and goes on at the next part', async () => {
  await server.stop()
  server = await startTelegram({ perMinute: 2 })
  bot = server.newBot()
  channel = server.newChat()
  server.admit(bot, channel)
  driver = await drive(channel)
  const delivery = driver.newDelivery([{ text: '1' }, { text: '2' }, { text: '3' }])
  const outcome = await driver.attempt(delivery)
  expect(outcome).toMatchObject({ is: 'deferred', failure: { code: 'rate_limited' } })
  expect(outcome.is === 'deferred' && outcome.until - driver.clock.now()).toBeGreaterThan(50_000)
  server.advance(61_000)
  await driver.attempt(delivery)
  expect(server.messages().map(({ text, replyTo }) => [text, replyTo])).toEqual([
    ['1', null],
    ['2', 1],
    ['3', 2],
  ])
})
