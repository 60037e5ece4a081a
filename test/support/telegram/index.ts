import type { FaultPlan } from '../faults.ts'
import { countUse } from '../sim/rate.ts'
import { Refused } from '../sim/refused.ts'
import { openSim, type Ask, type SeenRequest, type Sim, type SimSetup } from '../sim/server.ts'
import type { Reply } from '../sim/refused.ts'
import { deleteMessage, editMessageMedia, editMessageText } from './change.ts'
import { getChat, getChatMember, getMe, getUpdates, tellMember } from './chats.ts'
import { worded } from './refusals.ts'
import { sendFile, sendMediaGroup, sendMessage, sendPoll } from './send.ts'
import { freshState, type Bot, type Chat, type Member, type Message, type State, type StoredFile } from './state.ts'

/*
 * Telegram's Bot API as its documentation describes it (core.telegram.org/bots/api, 10.3), for what a bot needs to post. Strict where the
 * real one is lenient: fields it does not know are refused. Shares nothing with the publisher it tests.
 */

export interface TelegramOptions extends SimSetup {
  /** Messages a bot may send to one chat in a minute; unlimited unless told. (FAQ: 20 in a group.) */
  readonly perMinute?: number
}

export interface Telegram {
  readonly url: string
  readonly plan: FaultPlan
  readonly requests: readonly SeenRequest[]
  /** Messages of a chat as they stand, oldest first; of the first channel unless told. */
  messages(chatId?: number): readonly Message[]
  file(id: string | null): StoredFile | undefined
  /** A bot as @BotFather makes one. */
  newBot(username?: string): Bot
  /** Ends a token, as /revoke does; the bot gets another. */
  revoke(token: string): string
  setWebhook(bot: Bot, url: string): void
  newChat(more?: Partial<Chat>): Chat
  /** Makes a bot something in a chat, which the bot is told. */
  admit(bot: Bot, chat: Chat, member?: Member): void
  /** A group becomes a supergroup with another id. */
  upgrade(chat: Chat): Chat
  /** Deletes a message as an administrator would. */
  removeByHand(chatId: number, messageId: number): void
  advance(ms: number): void
  save(): void
  stop(): Promise<void>
}

export async function startTelegram({ perMinute, ...setup }: TelegramOptions = {}): Promise<Telegram> {
  const sim = openSim<State>(setup, freshState)
  const { state } = sim
  await sim.serve({
    routes: { 'POST /bot:token/:method': { answer: (ask) => answer(ask, sim, perMinute), maxFile: 52_428_800 } },
    refuse: (why) => worded(why, sim.now()),
    hide: (target) => target.replace(/^\/bot[^/]+/, '/bot…'),
    views: { messages: () => state.messages },
  })
  return {
    ...sim,
    messages: (chatId = state.chats[0]?.id) => state.messages.filter(({ chat }) => chat === chatId),
    file: (id) => state.files.find((file) => file.id === id),
    newBot(username = `bot${state.bots.length + 1}_bot`) {
      const id = 7_000_000_001 + state.bots.length
      const bot: Bot = { id, token: tokenFor(id), username, webhook: '' }
      state.bots.push(bot)
      sim.save()
      return bot
    },
    revoke(token) {
      const bot = state.bots.find((known) => known.token === token)
      if (!bot) throw new Error('No bot has this token')
      bot.token = tokenFor(bot.id)
      sim.save()
      return bot.token
    },
    setWebhook(bot, url) {
      bot.webhook = url
      sim.save()
    },
    newChat(more = {}) {
      const number = state.chats.length + 1
      const chat: Chat = {
        id: -1_001_000_000_000 - number,
        type: 'channel',
        title: `Channel ${number}`,
        username: null,
        isForum: false,
        membersMaySend: true,
        topics: [],
        members: {},
        nextMessage: 1,
        movedTo: null,
        ...more,
      }
      state.chats.push(chat)
      sim.save()
      return chat
    },
    admit: (bot, chat, member = { status: 'administrator', canPost: true }) => tellMember(sim, chat, bot, member),
    upgrade(chat) {
      const next: Chat = { ...chat, id: -1_002_000_000_000 - state.chats.length, type: 'supergroup' }
      chat.movedTo = next.id
      state.chats.push(next)
      sim.save()
      return next
    },
    removeByHand(chatId, messageId) {
      state.messages = state.messages.filter(({ chat, id }) => chat !== chatId || id !== messageId)
      sim.save()
    },
  }
}

/** As a process of its own (test/support/sim/run.ts): a bot, and a public channel it may post to. */
export async function runTelegram(options: TelegramOptions) {
  const server = await startTelegram(options)
  const bot = server.newBot()
  const channel = server.newChat({ username: 'broadside_test' })
  server.admit(bot, channel)
  return { hello: { url: server.url, token: bot.token, chat: String(channel.id) }, stop: server.stop }
}

const methods: Readonly<Record<string, (ask: Ask, sim: Sim<State>) => Reply>> = {
  getme: getMe,
  getchat: getChat,
  getchatmember: getChatMember,
  getupdates: getUpdates,
  sendmessage: sendMessage,
  sendphoto: sendFile('photo'),
  sendvideo: sendFile('video'),
  sendanimation: sendFile('animation'),
  senddocument: sendFile('document'),
  sendaudio: sendFile('audio'),
  sendmediagroup: sendMediaGroup,
  sendpoll: sendPoll,
  editmessagetext: editMessageText,
  editmessagemedia: editMessageMedia,
  deletemessage: deleteMessage,
}

/** Names of methods are not told apart by case (Bot API, "Making requests"). */
function answer(ask: Ask, sim: Sim<State>, perMinute: number | undefined): Reply {
  const name = (ask.at['method'] ?? '').toLowerCase()
  const method = methods[name]
  if (!method) throw new Refused(404, 'no_route', 'Not Found')
  if (perMinute !== undefined && name.startsWith('send')) {
    const rule = { limit: perMinute, periodMs: 60_000, starts: 'first_use' } as const
    const { over, resetsAt } = countUse(sim.state.windows, String(ask.body['chat_id']), sim.now(), rule)
    if (over) throw new Refused(429, 'rate_limited', 'Too Many Requests', { resetsAt })
  }
  return method(ask, sim)
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

function tokenFor(id: number): string {
  const random = crypto.getRandomValues(new Uint8Array(35))
  return `${id}:${[...random].map((byte) => letters[byte % letters.length]).join('')}`
}
