import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { isUncertain } from '../answers.ts'
import {
  ConnectFailed,
  saidOf,
  StepFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type HealthReport,
  type PublishContext,
} from '../publisher.ts'
import { ask, call, platform, resultOf, secretsOf, tokenShape } from './api.ts'
import { chatNamed, chatsIn, lookAt, type CallBot, type Chat } from './chats.ts'
import { isRefusal, refusal, wordsOf } from './outcome.ts'

/*
 * Connecting: a bot's token from @BotFather, and the channel or group it posts to. A bot cannot list its chats; where none is named they are
 * found in what Telegram has told the bot within the last day, its being added among it.
 */

const tokenExample = '123456789:AAExample…'

export function telegramConnector(origin: string): Connector {
  return {
    platform: 'telegram',

    async connect(_method, fields, context) {
      const token = (fields['token'] ?? '').trim()
      if (!tokenShape.test(token))
        throw new ConnectFailed('bad_token_shape', { platform, example: tokenExample }, 'token')
      const callBot = connecting(origin, token, context)
      const me = await callBot({ method: 'getMe', params: {} })
      if ((me.status === 401 || me.status === 404) && isRefusal(me))
        throw new ConnectFailed('bad_token', { platform }, 'token')
      if (me.status !== 200) throw new ConnectFailed('let_in_refused', { platform, words: wordsOf(me) }, 'token')
      const typed = (fields['chat'] ?? '').trim()
      return typed === '' ? discover(token, callBot) : named(typed, token, callBot)
    },

    health: (context) => health(origin, context),

    // A token ends in @BotFather alone.
    revoke: () => Promise.resolve(false),

    async destinations(context) {
      const { token, chatId } = secretsOf(context)
      const updates = await ask(origin, updatesOf, context)
      if (updates.status !== 200 && updates.status !== 409) throw new StepFailed(refusal(updates, context))
      const ids = new Set([chatId, ...chatsIn(resultOf(updates))])
      return readyOf([...ids], token, (method) => ask(origin, method, context))
    },
  }
}

const updatesOf = { method: 'getUpdates', params: { limit: 100, timeout: 0 } }
/** More than anybody picks from; each costs two requests. */
const mostChats = 30

async function discover(token: string, callBot: CallBot): Promise<readonly ConnectedIdentity[]> {
  const updates = await callBot(updatesOf)
  // Where a webhook takes them, there is nothing to look through (Bot API, getUpdates).
  if (updates.status === 409) throw new ConnectFailed('telegram_updates_taken', {}, 'chat')
  if (updates.status !== 200) throw new ConnectFailed('let_in_refused', { platform, words: wordsOf(updates) }, 'token')
  const found = await readyOf(chatsIn(resultOf(updates)), token, callBot)
  if (found.length === 0) throw new ConnectFailed('telegram_no_chat_found', {}, 'chat')
  return found
}

async function readyOf(ids: readonly string[], token: string, callBot: CallBot): Promise<ConnectedIdentity[]> {
  const found: ConnectedIdentity[] = []
  for (const id of ids.slice(-mostChats)) {
    const chat = await lookAt(id, token, callBot)
    if (chat.is === 'ready') found.push(chat.identity)
  }
  return found
}

async function named(typed: string, token: string, callBot: CallBot): Promise<ConnectedIdentity> {
  const chatId = chatNamed(typed)
  if (chatId === null) throw new ConnectFailed('telegram_chat_unreadable', { typed: typed.slice(0, 80) }, 'chat')
  const chat = await lookAt(chatId, token, callBot)
  switch (chat.is) {
    case 'ready':
      return chat.identity
    case 'closed':
      throw new ConnectFailed('telegram_bot_may_not_post', { destination: chat.name }, 'chat')
    case 'person':
      throw new ConnectFailed('telegram_not_a_chat', {}, 'chat')
    case 'refused':
      throw chat.answer.status === 400 || chat.answer.status === 403
        ? new ConnectFailed('telegram_chat_unknown', { chat: typed.slice(0, 80) }, 'chat')
        : new ConnectFailed('let_in_refused', { platform, words: wordsOf(chat.answer) }, 'chat')
  }
}

/** Calls while connecting: no answer and a Telegram in trouble are told at the token's field. */
function connecting(origin: string, token: string, { http, signal }: ConnectContext): CallBot {
  return async (method) => {
    const answer = await call(origin, token, method, { http, signal }).catch((error: unknown): never => {
      if (!(error instanceof HttpFailure)) throw error
      throw new ConnectFailed('not_reached', { host: new URL(origin).host, code: error.code }, 'token')
    })
    if (answer.status === 429) throw new ConnectFailed('takes_no_requests', { platform }, 'token')
    if (isUncertain(answer.status))
      throw new ConnectFailed('server_trouble', { platform, words: wordsOf(answer) }, 'token')
    return answer
  }
}

async function health(origin: string, context: PublishContext): Promise<HealthReport> {
  const { displayHandle } = context.account
  let chat: Chat
  try {
    const { token, chatId } = secretsOf(context)
    chat = await lookAt(chatId, token, (method) => ask(origin, method, context))
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    const { is, failure } = error.outcome
    return { state: is === 'rejected' ? 'broken' : 'unreachable', reason: saidOf(failure) }
  }
  switch (chat.is) {
    case 'ready':
      return { state: 'ok', expiresAt: null, limits: chat.identity.limits }
    case 'closed':
      return { state: 'broken', reason: said('telegram_bot_may_not_post', { destination: displayHandle }) }
    case 'person':
      return { state: 'broken', reason: said('destination_gone', { platform, destination: displayHandle }) }
    case 'refused':
      return refusedHealth(chat.answer, context)
  }
}

/** What Telegram says while looking at the chat: a dead token and a chat that is gone break the account, trouble does not. */
function refusedHealth(answer: HttpAnswer, context: PublishContext): HealthReport {
  const { is, failure } = refusal(answer, context)
  if (is === 'rejected') return { state: 'broken', reason: saidOf(failure) }
  return { state: 'unreachable', reason: said('answered', { platform, words: wordsOf(answer) }) }
}
