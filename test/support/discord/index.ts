import type { FaultPlan } from '../faults.ts'
import { countUse, type WindowRule } from '../sim/rate.ts'
import { Refusal, Refused, type Reply } from '../sim/refused.ts'
import { openSim, type Ask, type SeenRequest, type Sim, type SimSetup } from '../sim/server.ts'
import { deleteMessage, editMessage, execute, getMessage, getWebhook } from './messages.ts'
import { worded } from './refusals.ts'
import { freshState, type Channel, type Message, type State, type Webhook } from './state.ts'

/*
 * Discord as its documentation describes it to webhooks (discord/discord-api-docs, v10, 2026-09). Strict where the real one is lenient:
 * fields it does not know are refused. Shares nothing with the publisher it tests.
 */

export interface DiscordOptions extends SimSetup {
  /** Requests of a webhook; many unless told. (Seen outside: 5 in 2 s.) */
  readonly limit?: WindowRule
}

export interface Discord {
  readonly url: string
  readonly plan: FaultPlan
  readonly requests: readonly SeenRequest[]
  /** As they stand, oldest first. */
  messages(): readonly Message[]
  channel(id: string): Channel | undefined
  newChannel(more?: Partial<Channel>): Channel
  newThread(parent: Channel, name?: string): Channel
  newWebhook(channel: Channel, more?: Partial<Webhook>): Webhook
  /** Ends a webhook, as its owner would in the settings of the channel. */
  deleteWebhook(id: string): void
  /** Moves a webhook to another channel, as its owner would. */
  moveWebhook(webhook: Webhook, channel: Channel): void
  lock(channel: Channel): void
  block(word: string): void
  advance(ms: number): void
  save(): void
  stop(): Promise<void>
}

const generous: WindowRule = { limit: 10_000, periodMs: 60_000, starts: 'first_use' }
const base = '/api/v10/webhooks/:id/:token'

export async function startDiscord({ limit = generous, ...setup }: DiscordOptions = {}): Promise<Discord> {
  const sim = openSim<State>(setup, freshState)
  const { state } = sim
  const handle = (answer: (ask: Ask, sim: Sim<State>) => Reply) => (ask: Ask) => answer(ask, sim)
  const withFiles = { maxFile: 30_000_000, maxBody: 2_000_000 }
  await sim.serve({
    routes: {
      [`GET ${base}`]: handle(getWebhook),
      [`POST ${base}`]: { answer: handle(execute), ...withFiles },
      [`GET ${base}/messages/:message`]: handle(getMessage),
      [`PATCH ${base}/messages/:message`]: { answer: handle(editMessage), ...withFiles },
      [`DELETE ${base}/messages/:message`]: handle(deleteMessage),
    },
    refuse: (why) => worded(why, sim.now()),
    admit: (ask) => admit(ask, sim, limit),
    hide: (target) => target.replace(/(\/webhooks\/\d+\/)[^/?]+/, '$1…'),
    views: { messages: () => state.messages },
  })
  return {
    ...sim,
    messages: () => state.messages,
    channel: (id) => state.channels.find((channel) => channel.id === id),
    newChannel(more = {}) {
      const channel: Channel = {
        id: sim.id(),
        guild: '290926798626357999',
        type: 'text',
        parent: null,
        name: 'news',
        locked: false,
        tags: [],
        needsTag: false,
        appliedTags: [],
        ...more,
      }
      state.channels.push(channel)
      sim.save()
      return channel
    },
    newThread(parent, name = 'A thread') {
      const thread: Channel = { ...parent, id: sim.id(), type: 'thread', parent: parent.id, name, tags: [] }
      state.channels.push(thread)
      sim.save()
      return thread
    },
    newWebhook(channel, more = {}) {
      const token = Buffer.from(crypto.getRandomValues(new Uint8Array(51))).toString('base64url')
      const webhook: Webhook = {
        id: sim.id(),
        token,
        name: 'News',
        type: 1,
        channel: channel.id,
        avatar: null,
        ...more,
      }
      state.webhooks.push(webhook)
      sim.save()
      return webhook
    },
    deleteWebhook(id) {
      state.webhooks = state.webhooks.filter((webhook) => webhook.id !== id)
      sim.save()
    },
    moveWebhook(webhook, channel) {
      webhook.channel = channel.id
      sim.save()
    },
    lock(channel) {
      channel.locked = true
      sim.save()
    },
    block(word) {
      state.blockedWords.push(word)
      sim.save()
    },
  }
}

/** As a process of its own (test/support/sim/run.ts): a webhook of a text channel. */
export async function runDiscord(options: DiscordOptions) {
  const server = await startDiscord(options)
  const { id, token } = server.newWebhook(server.newChannel())
  return {
    hello: { url: server.url, id, webhook: `https://discord.com/api/webhooks/${id}/${token}` },
    stop: server.stop,
  }
}

/** Who does not say what they are meets Cloudflare (reference.mdx, "User Agent"); who asks too much, the limit of the webhook. */
function admit(ask: Ask, sim: Sim<State>, rule: WindowRule): Record<string, string> {
  if (!/^DiscordBot \([^,()]+, [^()]+\)/.test(ask.headers['user-agent'] ?? ''))
    throw new Refusal({ status: 403, html: '<html>error code: 1010</html>' })
  const webhook = /\/webhooks\/(\d+)\//.exec(ask.path)?.[1] ?? ''
  const { limit, remaining, resetsAt, over } = countUse(sim.state.windows, `${ask.method} ${webhook}`, sim.now(), rule)
  if (over) throw new Refused(429, 'rate_limited', 'You are being rate limited.', { resetsAt })
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': (resetsAt / 1_000).toFixed(3),
    'x-ratelimit-reset-after': ((resetsAt - sim.now()) / 1_000).toFixed(3),
    'x-ratelimit-bucket': 'webhook',
  }
}
