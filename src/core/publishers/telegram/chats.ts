import type { AccountLimits } from '../../../contract/platforms/types.ts'
import type { HttpAnswer } from '../../http.ts'
import type { ConnectedIdentity } from '../publisher.ts'
import { botId, record, resultOf } from './api.ts'
import type { MethodCall } from './render.ts'

/** Calls a method of the bot's and answers whatever came back. */
export type CallBot = (call: MethodCall) => Promise<HttpAnswer>

/** What a bot finds of a chat it was sent to. */
export type Chat =
  | { readonly is: 'ready'; readonly identity: ConnectedIdentity }
  | { readonly is: 'closed'; readonly name: string } // the bot is not in it, or may not post there
  | { readonly is: 'person' } // no channel and no group
  | { readonly is: 'refused'; readonly answer: HttpAnswer } // Telegram says it itself

/** A channel or group as people name it: `@name`, its number, or a link to it or to a message of it. */
export function chatNamed(typed: string): string | null {
  const written = typed.trim()
  if (/^-?\d{5,20}$/.test(written)) return written
  const closed = /(?:t\.me|telegram\.me)\/c\/(\d{5,20})/.exec(written)?.[1]
  if (closed) return `-100${closed}`
  const name = /^(?:@|(?:https?:\/\/)?(?:t\.me|telegram\.me)\/(?:s\/)?)?([A-Za-z]\w{3,31})(?:\/\d*)*$/.exec(
    written,
  )?.[1]
  return name ? `@${name}` : null
}

/** Looks at a chat and at what the bot may do there. */
export async function lookAt(chatId: string, token: string, callBot: CallBot): Promise<Chat> {
  const found = await callBot({ method: 'getChat', params: { chat_id: chatId } })
  if (found.status !== 200) return { is: 'refused', answer: found }
  const chat = record(resultOf(found))
  const { id, type, title } = chat
  if (typeof id !== 'number' || (type !== 'channel' && type !== 'supergroup' && type !== 'group'))
    return { is: 'person' }
  const name = typeof title === 'string' && title !== '' ? title : String(id)
  const member = await callBot({ method: 'getChatMember', params: { chat_id: id, user_id: botId({ token }) } })
  // 400 is how Telegram says that the bot is no member.
  if (member.status !== 200 && member.status !== 400) return { is: 'refused', answer: member }
  return mayPost(record(resultOf(member)), record(chat['permissions']), type)
    ? { is: 'ready', identity: toIdentity(chat, String(id), name, token) }
    : { is: 'closed', name }
}

/** Administrators of channels need the right to post; in groups everybody may who was not restricted (ChatMember, ChatPermissions). */
function mayPost(
  member: Readonly<Record<string, unknown>>,
  permissions: Readonly<Record<string, unknown>>,
  type: 'channel' | 'supergroup' | 'group',
): boolean {
  const { status } = member
  if (status === 'creator') return true
  if (type === 'channel') return status === 'administrator' && member['can_post_messages'] === true
  if (status === 'administrator') return true
  if (status === 'restricted') return member['is_member'] === true && member['can_send_messages'] === true
  return status === 'member' && permissions['can_send_messages'] !== false
}

function toIdentity(
  chat: Readonly<Record<string, unknown>>,
  id: string,
  name: string,
  token: string,
): ConnectedIdentity {
  const { username, type, is_forum: isForum } = chat
  const handle = typeof username === 'string' && username !== '' ? username : null
  return {
    kind: type === 'channel' ? 'channel' : 'group',
    externalId: id,
    name,
    displayHandle: handle ? `@${handle}` : name,
    url: handle ? `https://t.me/${handle}` : null,
    // A chat's picture has the token in its address.
    avatar: null,
    server: '',
    limits: limitsOf(type, isForum),
    expiresAt: null,
    secrets: { token, chatId: id },
  }
}

function limitsOf(type: unknown, isForum: unknown): AccountLimits {
  return { flags: { channel: type === 'channel', forum: isForum === true } }
}

/**
 * Numbers of the chats a bot was told of within the last day, which is as long as Telegram keeps that. Nothing is confirmed, so that a
 * program that lives on these updates still gets them; for the same reason the kinds of updates it asked for stay as they are.
 */
export function chatsIn(updates: unknown): string[] {
  const ids = new Set<string>()
  for (const update of Array.isArray(updates) ? updates : []) {
    const { my_chat_member: member, message, channel_post: post } = record(update)
    const { id, type } = record(record(member ?? post ?? message)['chat'])
    if (typeof id === 'number' && type !== 'private') ids.add(String(id))
  }
  return [...ids]
}
