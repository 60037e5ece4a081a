import type { Reply } from '../sim/refused.ts'
import type { Ask, Sim } from '../sim/server.ts'
import { Input } from './input.ts'
import { bad, conflict, forbidden, unauthorized } from './refusals.ts'
import type { Bot, Chat, Member, State } from './state.ts'

export const ok = (result: unknown): Reply => ({ status: 200, json: { ok: true, result } })

/** The bot whose token is in the address. */
export function botOf(ask: Ask, { state }: Sim<State>): Bot {
  const bot = state.bots.find(({ token }) => token === ask.at['token'])
  if (!bot) throw unauthorized()
  return bot
}

/** The chat that `chat_id` names: its number, or its `@username`. */
export function chatOf(input: Input, { state }: Sim<State>): Chat {
  const id = input.params['chat_id']
  if (id === undefined || id === '') throw bad('chat_id is empty')
  const chat = state.chats.find(({ id: known, username }) =>
    typeof id === 'string' && id.startsWith('@') ? username === id.slice(1) : String(known) === String(id),
  )
  if (!chat) throw bad('chat not found')
  if (chat.movedTo !== null)
    throw bad('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.movedTo })
  return chat
}

/** Refuses a bot that may not write there, in the words for what it wanted to send. */
export function mayPost(chat: Chat, bot: Bot, what: string): void {
  const member = chat.members[bot.id]
  const kind = chat.type === 'group' ? 'group chat' : `${chat.type} chat`
  if (member?.status === 'kicked') throw forbidden(`bot was kicked from the ${kind}`)
  if (!member || member.status === 'left') throw forbidden(`bot is not a member of the ${kind}`)
  if (chat.type === 'channel') {
    if (member.status !== 'administrator' || !member.canPost) throw bad('need administrator rights in the channel chat')
    return
  }
  const may =
    member.status === 'administrator' || (member.status === 'restricted' ? member.canSend : chat.membersMaySend)
  if (!may) throw bad(`not enough rights to send ${what} to the chat`)
}

export function chatJson({ id, type, title, username, isForum }: Chat) {
  return { id, type, title, ...(username !== null && { username }), ...(isForum && { is_forum: true }) }
}

const userJson = ({ id, username }: Bot) => ({ id, is_bot: true, first_name: username, username })

export function getMe(ask: Ask, sim: Sim<State>): Reply {
  const bot = botOf(ask, sim)
  new Input(ask, sim).end()
  return ok({ ...userJson(bot), can_join_groups: true, can_read_all_group_messages: false })
}

export function getChat(ask: Ask, sim: Sim<State>): Reply {
  const bot = botOf(ask, sim)
  const input = new Input(ask, sim, 'chat_id')
  const chat = chatOf(input, sim)
  const status = chat.members[bot.id]?.status
  const kind = chat.type === 'group' ? 'group chat' : `${chat.type} chat`
  if (status === 'kicked') throw forbidden(`bot was kicked from the ${kind}`)
  // Public chats can be looked at by anybody.
  if (chat.username === null && (!status || status === 'left')) throw forbidden(`bot is not a member of the ${kind}`)
  return ok({
    ...chatJson(chat),
    ...(chat.type !== 'channel' && { permissions: { can_send_messages: chat.membersMaySend } }),
  })
}

export function getChatMember(ask: Ask, sim: Sim<State>): Reply {
  const bot = botOf(ask, sim)
  const input = new Input(ask, sim, 'chat_id', 'user_id')
  const chat = chatOf(input, sim)
  if (input.integer('user_id') !== bot.id) throw bad('PARTICIPANT_ID_INVALID')
  const member = chat.members[bot.id]
  if (!member && chat.type === 'channel') throw bad('member list is inaccessible')
  return ok(memberJson(member ?? { status: 'left' }, bot, chat))
}

function memberJson(member: Member, bot: Bot, chat: Chat) {
  const user = userJson(bot)
  switch (member.status) {
    case 'administrator':
      return {
        status: 'administrator',
        user,
        can_be_edited: false,
        is_anonymous: false,
        can_manage_chat: true,
        ...(chat.type === 'channel' && { can_post_messages: member.canPost, can_edit_messages: false }),
      }
    case 'restricted':
      return { status: 'restricted', user, is_member: true, can_send_messages: member.canSend, until_date: 0 }
    default:
      return { status: member.status, user, ...(member.status === 'kicked' && { until_date: 0 }) }
  }
}

/** The last day's, unless they go to a webhook. Only `offset` confirms any. */
export function getUpdates(ask: Ask, sim: Sim<State>): Reply {
  const bot = botOf(ask, sim)
  const input = new Input(ask, sim, 'offset', 'limit', 'timeout', 'allowed_updates')
  if (bot.webhook !== '')
    throw conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
  const limit = input.integer('limit') ?? 100
  const offset = input.integer('offset') ?? 0
  const { state } = sim
  state.updates = state.updates.filter(({ bot: owner, id }) => owner !== bot.id || id >= offset)
  const fresh = state.updates.filter(({ bot: owner, at }) => owner === bot.id && at > sim.now() - 86_400_000)
  return ok(fresh.slice(0, limit).map(({ id, json }) => ({ update_id: id, ...json })))
}

/** Tells a bot that it was added, or what it is now. */
export function tellMember(sim: Sim<State>, chat: Chat, bot: Bot, member: Member): void {
  chat.members[bot.id] = member
  const { state } = sim
  state.updates.push({
    id: (state.updates.at(-1)?.id ?? 1_000) + 1,
    bot: bot.id,
    at: sim.now(),
    json: {
      my_chat_member: {
        chat: chatJson(chat),
        date: Math.floor(sim.now() / 1_000),
        new_chat_member: memberJson(member, bot, chat),
      },
    },
  })
  sim.save()
}
