import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startDiscord, type Discord } from '../../../../test/support/discord/index.ts'
import type { Channel, Webhook } from '../../../../test/support/discord/state.ts'
import { systemClock } from '../../clock.ts'
import { createHttp, type Http } from '../../http.ts'
import { createDriver, type Driver } from '../conformance-driver.ts'
import type { PublisherAccount } from '../publisher.ts'
import { createDiscord } from './index.ts'

let server: Discord
let channel: Channel
let webhook: Webhook
let http: Http
const drivers: Driver[] = []

beforeEach(async () => {
  server = await startDiscord()
  channel = server.newChannel()
  webhook = server.newWebhook(channel)
  http = createHttp()
})
afterEach(async () => {
  await Promise.all(drivers.splice(0).map((made) => made.stop()))
  await http.close()
  await server.stop()
})

const connect = (url: string) =>
  createDiscord(server.url).connector.connect?.(
    'webhook',
    { url },
    {
      app: {},
      http,
      clock: systemClock,
      signal: new AbortController().signal,
      appCredentials: { get: () => undefined, set() {} },
    },
  )
const address = (from = 'https://discord.com/api', { id, token } = webhook) => `${from}/webhooks/${id}/${token}`

async function drive(): Promise<Driver> {
  const account: PublisherAccount = {
    id: 'acct_1',
    platform: 'discord',
    externalId: webhook.id,
    displayHandle: 'News',
    server: '',
    limits: {},
    method: 'webhook',
  }
  const made = await createDriver(createDiscord(server.url).publisher, account, {
    id: webhook.id,
    token: webhook.token,
  })
  drivers.push(made)
  return made
}

describe('the address of a webhook', () => {
  test.each([
    'https://discord.com/api',
    'https://discord.com/api/v10',
    'https://discordapp.com/api',
    'https://ptb.discord.com/api',
    ' https://canary.discord.com/api/v9',
  ])('is taken as any Discord copies it: %s', async (from) => {
    expect(await connect(address(from))).toEqual({
      kind: 'channel',
      externalId: webhook.id,
      name: 'News',
      displayHandle: 'News',
      url: `https://discord.com/channels/${channel.guild}/${channel.id}`,
      avatar: null,
      server: '',
      limits: {},
      expiresAt: null,
      secrets: { id: webhook.id, token: webhook.token, channel: { guildId: channel.guild, forum: false } },
    })
  })

  test('brings its picture', async () => {
    const other = server.newWebhook(channel, { avatar: 'bb71f469' })
    expect(await connect(address(undefined, other))).toMatchObject({
      avatar: `https://cdn.discordapp.com/avatars/${other.id}/bb71f469.png`,
    })
  })

  test.each([
    [
      'of another place',
      'https://example.com/api/webhooks/199737254929760256/abcdefghijklmnopqrstuvwxyz',
      'bad_address_pasted',
    ],
    [
      'without https',
      'http://discord.com/api/webhooks/199737254929760256/abcdefghijklmnopqrstuvwxyz',
      'bad_address_pasted',
    ],
    ['of a channel', 'https://discord.com/channels/1/2', 'bad_address_pasted'],
    [
      'with more than a token',
      'https://discord.com/api/webhooks/199737254929760256/abcdefghijklmnopqrstuvwxyz/../x',
      'bad_address_pasted',
    ],
    [
      'that nobody has',
      'https://discord.com/api/webhooks/199737254929760256/abcdefghijklmnopqrstuvwxyz',
      'discord_webhook_gone',
    ],
  ])('%s: says so at the field', async (_, url, says) => {
    await expect(connect(url)).rejects.toMatchObject({ said: { says }, field: 'url' })
  })

  test('whose token is another, and of a webhook that takes no posts: says so', async () => {
    await expect(connect(address(undefined, { ...webhook, token: 'x'.repeat(68) }))).rejects.toMatchObject({
      said: { says: 'discord_webhook_gone' },
    })
    await expect(connect(address(undefined, server.newWebhook(channel, { type: 2 })))).rejects.toMatchObject({
      said: { says: 'discord_other_webhook' },
    })
  })

  test.each([
    [{ kind: 'error_before', status: 502 } as const, 'server_trouble'],
    [{ kind: 'rate_limited', resetMs: 60_000 } as const, 'takes_no_requests'],
    [{ kind: 'drop_before' } as const, 'not_reached'],
  ])('and a Discord in trouble is not taken for a bad one: %o', async (fault, says) => {
    server.plan.next({}, fault)
    const refused: unknown = await connect(address())?.catch((error: unknown) => error)
    expect(refused).toMatchObject({ said: { says } })
    expect(JSON.stringify(refused)).not.toContain(webhook.token)
  })
})

test('the account is good while the webhook lives, broken when it is gone, and in neither case while Discord is in trouble', async () => {
  const { connector } = createDiscord(server.url)
  const driver = await drive()
  expect(await connector.health(driver.context())).toEqual({ state: 'ok', expiresAt: null })
  server.plan.next({}, { kind: 'error_before', status: 500 })
  expect(await connector.health(driver.context())).toMatchObject({ state: 'unreachable' })
  server.deleteWebhook(webhook.id)
  expect(await connector.health(driver.context())).toMatchObject({
    state: 'broken',
    reason: { says: 'discord_webhook_gone' },
  })
})

test('disconnecting leaves the webhook to whoever else uses it', async () => {
  const driver = await drive()
  expect(await createDiscord(server.url).connector.revoke(driver.context())).toBe(false)
  expect(server.requests).toEqual([])
})
