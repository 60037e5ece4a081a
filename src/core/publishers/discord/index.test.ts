import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startDiscord, type Discord } from '../../../../test/support/discord/index.ts'
import type { Channel, Webhook } from '../../../../test/support/discord/state.ts'
import { mostHeld } from '../../../../test/support/memory.ts'
import { createDriver, type Driver, type TestDelivery } from '../conformance-driver.ts'
import type { Outgoing, OutgoingMedia, PublisherAccount } from '../publisher.ts'
import { createDiscord } from './index.ts'

let server: Discord
let channel: Channel
let webhook: Webhook
let driver: Driver
const drivers: Driver[] = []

async function drive(to: Webhook, forum = false): Promise<Driver> {
  const account: PublisherAccount = {
    id: 'acct_1',
    platform: 'discord',
    externalId: to.id,
    displayHandle: 'News',
    server: '',
    limits: {},
    method: 'webhook',
  }
  const secrets = { id: to.id, token: to.token, channel: { guildId: channel.guild, forum } }
  const made = await createDriver(createDiscord(server.url).publisher, account, secrets)
  drivers.push(made)
  return made
}

beforeEach(async () => {
  server = await startDiscord()
  channel = server.newChannel()
  webhook = server.newWebhook(channel)
  driver = await drive(webhook)
})
afterEach(async () => {
  await Promise.all(drivers.splice(0).map((made) => made.stop()))
  await server.stop()
})

const posts = () => server.requests.filter(({ method }) => method === 'POST').length

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
  const { publisher } = createDiscord(server.url)
  const context = driver.context(delivery)
  const prepared = await publisher.prepare({ ...delivery.post, ...changed }, context)
  return publisher.edit?.(prepared, 0, remoteOf(delivery), context)
}
const part = (text: string, media: readonly OutgoingMedia[] = []) => ({
  parts: [{ role: 'post' as const, text, media }],
})

describe('a message', () => {
  test('notifies nobody, whatever its text names, unless that was said', async () => {
    const text = '@everyone <@&80351110224678912> <@80351110224678912>'
    await sent(text)
    await sent(text, [], { settings: { mentions: 'roles' } })
    await sent(text, [], { settings: { mentions: 'everyone' } })
    expect(server.messages().map(({ mentions }) => mentions)).toEqual([
      [],
      ['users', 'roles'],
      ['users', 'roles', 'everyone'],
    ])
  })

  test('shows Markdown, or shows its marks as they were written', async () => {
    await sent('**a** snake_case')
    await sent('**a** snake_case', [], { settings: { plain: true } })
    expect(server.messages().map(({ content }) => content)).toEqual(['**a** snake_case', '\\*\\*a\\*\\* snake\\_case'])
  })

  test('goes into a card with its title, link, colour and first picture', async () => {
    const files = [driver.video('a.mp4'), await driver.image('Ä b.png', '#d33', 'A red card')]
    await sent('The text', files, {
      title: 'The title',
      link: 'https://example.com/a',
      settings: { embed: true, embedColour: '#c8371f' },
    })
    expect(server.messages()).toMatchObject([
      {
        content: '',
        embeds: [
          {
            title: 'The title',
            description: 'The text',
            url: 'https://example.com/a',
            color: 0xc8371f,
            image: { url: 'attachment://picture.png' },
          },
        ],
        attachments: [{ filename: 'a.mp4' }, { filename: 'picture.png', description: 'A red card' }],
      },
    ])
  })

  test('asks below what it says', async () => {
    await sent('We open early.\n\nTea?', [], { settings: { poll: { options: ['a', 'b'], expiresInSeconds: 3_600 } } })
    expect(server.messages()).toMatchObject([{ content: 'We open early.', poll: { question: 'Tea?', hours: 1 } }])
  })

  test('has the address that Discord copies, and tells how near its webhook is to the limit', async () => {
    const remote = remoteOf(await sent('x'))
    expect(remote.url).toBe(`https://discord.com/channels/${channel.guild}/${channel.id}/${remote.remoteId}`)
    expect(driver.quotas).toEqual([{ limit: 10_000, remaining: 9_999, resetsAt: expect.any(Number) }])
  })

  test('of 20 MB is streamed from disk', async () => {
    const film = driver.video('large.mp4', { bytes: 20_000_000 })
    const held = await mostHeld(async () => void (await sent('Long', [film])))
    expect(server.messages()[0]?.attachments).toMatchObject([{ bytes: 20_000_000, sha256: film.sha256 }])
    expect(held).toBeLessThan(12_000_000)
  })
})

describe('where it goes', () => {
  test('in a channel the parts of a thread stand one after the other', async () => {
    await driver.publish(driver.newDelivery([{ text: '1' }, { text: '2' }]))
    expect(server.messages().map((message) => [message.content, message.channel])).toEqual([
      ['1', channel.id],
      ['2', channel.id],
    ])
  })

  test('a thread of the channel is chosen by its link', async () => {
    const thread = server.newThread(channel)
    const threadId = `https://discord.com/channels/${channel.guild}/${thread.id}`
    const delivery = driver.newDelivery([{ text: '1' }, { text: '2' }], { settings: { threadId } })
    await driver.publish(delivery)
    expect(server.messages().map((message) => message.channel)).toEqual([thread.id, thread.id])
    await createDiscord(server.url).publisher.remove?.(remoteOf(delivery), driver.context())
    expect(server.messages().map(({ content }) => content)).toEqual(['2'])
  })

  test('that the channel is a forum shows with the first post, which is sent as the forum wants it', async () => {
    const forum = server.newChannel({ type: 'forum' })
    driver = await drive(server.newWebhook(forum))
    const delivery = driver.newDelivery([{ text: 'First line\nmore' }, { text: 'second' }])
    await driver.publish(delivery)
    const [first, second] = server.messages()
    expect(server.channel(first?.channel ?? '')).toMatchObject({ name: 'First line', parent: forum.id })
    expect(second?.channel).toBe(first?.channel)
    expect(posts()).toBe(3)
    expect(driver.secrets).toMatchObject({ channel: { forum: true } })
    await sent('another')
    expect(posts()).toBe(4)
  })

  test('and so does that it is none any more', async () => {
    driver = await drive(webhook, true)
    await sent('x')
    expect(server.messages()).toMatchObject([{ channel: channel.id }])
    expect(driver.secrets).toMatchObject({ channel: { forum: false } })
  })

  test('a title where there is no forum is refused, not dropped', async () => {
    const delivery = driver.newDelivery([{ text: 'x' }], { settings: { threadName: 'Title' } })
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'rejected', failure: { says: 'discord_not_a_forum' } })
  })

  test('a lost answer while that was not known is in doubt all the same', async () => {
    driver = await drive(server.newWebhook(server.newChannel({ type: 'forum' })))
    server.plan.next({ method: 'POST' }, { kind: 'drop_after' }, { skip: 1 })
    const delivery = driver.newDelivery([{ text: 'x' }])
    expect(await driver.attempt(delivery)).toMatchObject({ is: 'unknown' })
    expect(await driver.reconcile(delivery)).toMatchObject({ is: 'cannot_tell' })
    expect(server.messages()).toHaveLength(1)
  })
})

describe('afterwards', () => {
  test('an edit keeps the files it still has, takes away others and adds new ones', async () => {
    const [red, blue, green] = [
      await driver.image('r.png', '#d33', 'Red'),
      await driver.image('b.png', '#33d', 'Blue'),
      await driver.image('g.png', '#3d3', 'Green'),
    ]
    const delivery = await sent('one', [red, blue])
    const before = server.messages()[0]?.attachments.map(({ id }) => id) ?? []
    await edit(delivery, part('two', [{ ...blue, alt: 'Bluer' }, green]))
    const [message] = server.messages()
    expect(message).toMatchObject({ content: 'two', edited: true })
    expect(message?.attachments).toMatchObject([{ id: before[1], description: 'Bluer' }, { description: 'Green' }])
  })

  test('an edit in a forum finds its message there, and a card becomes text', async () => {
    driver = await drive(server.newWebhook(server.newChannel({ type: 'forum' })), true)
    const delivery = await sent('one', [], { settings: { embed: true } })
    await edit(delivery, { ...part('two'), settings: { mentions: 'everyone' } })
    expect(server.messages()).toMatchObject([{ content: 'two', embeds: [] }])
  })

  test('a poll is not edited', async () => {
    const asked = await sent('Tea?', [], { settings: { poll: { options: ['a', 'b'], expiresInSeconds: 3_600 } } })
    await expect(edit(asked, part('Coffee?'))).rejects.toMatchObject({
      outcome: { failure: { says: 'discord_poll_not_editable' } },
    })
  })

  test('a message whose thread was deleted is gone', async () => {
    driver = await drive(server.newWebhook(server.newChannel({ type: 'forum' })), true)
    const delivery = await sent('x')
    const thread = server.channel(server.messages()[0]?.channel ?? '')
    if (thread) Object.assign(thread, { parent: null })
    const { publisher } = createDiscord(server.url)
    await expect(publisher.remove?.(remoteOf(delivery), driver.context())).resolves.toBeUndefined()
  })
})

test('a long thread waits where Discord says so and goes on at the next part', async () => {
  await server.stop()
  server = await startDiscord({ limit: { limit: 2, periodMs: 60_000, starts: 'first_use' } })
  driver = await drive(server.newWebhook(server.newChannel()))
  const delivery = driver.newDelivery([{ text: '1' }, { text: '2' }, { text: '3' }])
  const outcome = await driver.attempt(delivery)
  expect(outcome).toMatchObject({ is: 'deferred', failure: { code: 'rate_limited' } })
  expect(outcome.is === 'deferred' && outcome.until - driver.clock.now()).toBeGreaterThan(50_000)
  server.advance(61_000)
  await driver.attempt(delivery)
  expect(server.messages().map(({ content }) => content)).toEqual(['1', '2', '3'])
})
