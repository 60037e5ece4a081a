import { only, type Params } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask, Sim } from '../sim/server.ts'
import { attachmentsAt, embedsAt, flagAt, flagsAt, listAt, mentionsIn, payloadOf, pollAt, textAt } from './body.ts'
import { invalid, refusal } from './refusals.ts'
import type { Channel, Message, State, Webhook } from './state.ts'

const suppressEmbeds = 1 << 2
const suppressNotifications = 1 << 12

/** The webhook whose id and token are in the address. */
export function webhookOf(ask: Ask, { state }: Sim<State>): Webhook {
  const webhook = state.webhooks.find(({ id }) => id === ask.at['id'])
  if (!webhook) throw refusal(10_015)
  if (webhook.token !== ask.at['token']) throw refusal(50_027)
  return webhook
}

/** The thread that `thread_id` names: one of the webhook's channel. */
function threadOf(id: string, webhook: Webhook, { state }: Sim<State>): Channel {
  const thread = state.channels.find((channel) => channel.id === id && channel.parent === webhook.channel)
  if (!thread) throw refusal(10_003)
  return thread
}

export function getWebhook(ask: Ask, sim: Sim<State>): Reply {
  const { id, type, name, avatar, channel, token } = webhookOf(ask, sim)
  const guild = sim.state.channels.find((known) => known.id === channel)?.guild
  const json = { id, type, name, avatar, channel_id: channel, guild_id: guild, application_id: null, token }
  return { status: 200, json }
}

export function execute(ask: Ask, sim: Sim<State>): Reply {
  const webhook = webhookOf(ask, sim)
  only(ask.query, 'wait', 'thread_id', 'with_components')
  const params = payloadOf(ask)
  only(
    params,
    ...[
      'content',
      'username',
      'avatar_url',
      'tts',
      'embeds',
      'allowed_mentions',
      'flags',
      'thread_name',
      'applied_tags',
    ],
    ...['poll', 'attachments'],
  )
  const content = textAt(params, 'content', 2_000)?.trim() ?? ''
  const attachments = attachmentsAt(params, ask, [], () => sim.id())
  const embeds = embedsAt(params, attachments)
  const poll = pollAt(params)
  const made = {
    username: usernameOf(params, webhook),
    avatarUrl: avatarOf(params),
    tts: flagAt(params, 'tts'),
    flags: flagsAt(params, suppressEmbeds | suppressNotifications),
    mentions: mentionsIn(content, params),
  }
  if (content === '' && attachments.length === 0 && embeds.length === 0 && !poll) throw refusal(50_006)
  if (sim.state.blockedWords.some((word) => content.includes(word))) throw refusal(200_000)
  const id = sim.id()
  const channel = channelFor(ask, params, id, webhook, sim)
  const message: Message = {
    ...made,
    id,
    webhook: webhook.id,
    channel: channel.id,
    at: sim.now(),
    content,
    embeds,
    attachments,
    poll,
    edited: false,
  }
  sim.state.messages.push(message)
  // Without `wait` nothing is told of what was made.
  return ['true', 'True', '1'].includes(String(ask.query['wait']))
    ? { status: 200, json: messageJson(message) }
    : { status: 204 }
}

/** Where it goes: the channel, one of its threads, or a new post of a forum, which is called as its first message. */
function channelFor(ask: Ask, params: Params, id: string, webhook: Webhook, sim: Sim<State>): Channel {
  const { state } = sim
  const channel = state.channels.find((known) => known.id === webhook.channel)
  if (!channel) throw refusal(10_003)
  const name = textAt(params, 'thread_name', 100)
  const tags = listAt(params, 'applied_tags', 5).map(String)
  const threadId = ask.query['thread_id']
  if (channel.type === 'forum' && name !== null && threadId !== undefined) throw refusal(220_002)
  if (channel.type !== 'forum' && (name !== null || tags.length > 0)) throw refusal(220_003)
  if (threadId !== undefined) {
    const thread = threadOf(String(threadId), webhook, sim)
    if (thread.locked) throw refusal(160_005)
    return thread
  }
  if (channel.type !== 'forum') return channel
  if (name === null) throw refusal(220_001)
  if (name.trim() === '') throw invalid('thread_name', 'BASE_TYPE_REQUIRED', 'This field is required')
  if (state.blockedWords.some((word) => name.includes(word))) throw refusal(200_001)
  if (tags.some((tag) => !channel.tags.includes(tag))) throw refusal(10_087)
  if (channel.needsTag && tags.length === 0) throw refusal(40_067)
  const thread: Channel = { ...channel, id, type: 'thread', parent: channel.id, name, appliedTags: tags, tags: [] }
  state.channels.push(thread)
  return thread
}

function usernameOf(params: Params, webhook: Webhook): string {
  const username = textAt(params, 'username', 80)
  if (username === null) return webhook.name
  if (username.trim() === '') throw invalid('username', 'BASE_TYPE_MIN_LENGTH', 'Must be between 1 and 80 in length.')
  const taken = /clyde|discord/i.exec(username)?.[0]
  if (taken) throw invalid('username', 'USERNAME_INVALID_CONTAINS', `Username cannot contain "${taken.toLowerCase()}"`)
  return username
}

function avatarOf(params: Params): string | null {
  const url = textAt(params, 'avatar_url', 2_048)
  if (url !== null && !/^https?:\/\/\S+$/.test(url))
    throw invalid('avatar_url', 'URL_TYPE_INVALID_URL', 'Not a well formed URL.')
  return url
}

/** One of the webhook's own messages; where it stands in a thread, `thread_id` must say so. */
function messageOf(ask: Ask, sim: Sim<State>): Message {
  const webhook = webhookOf(ask, sim)
  only(ask.query, 'thread_id', 'with_components')
  const threadId = ask.query['thread_id']
  const place = threadId === undefined ? webhook.channel : threadOf(String(threadId), webhook, sim).id
  const message = sim.state.messages.find(
    ({ id, webhook: by, channel }) => id === ask.at['message'] && by === webhook.id && channel === place,
  )
  if (!message) throw refusal(10_008)
  return message
}

export const getMessage = (ask: Ask, sim: Sim<State>): Reply => ({
  status: 200,
  json: messageJson(messageOf(ask, sim)),
})

export function editMessage(ask: Ask, sim: Sim<State>): Reply {
  const message = messageOf(ask, sim)
  const params = payloadOf(ask)
  only(params, 'content', 'embeds', 'flags', 'allowed_mentions', 'attachments')
  if (message.poll) throw refusal(520_003)
  const content = 'content' in params ? (textAt(params, 'content', 2_000)?.trim() ?? '') : message.content
  const attachments = attachmentsAt(params, ask, message.attachments, () => sim.id())
  const embeds = 'embeds' in params ? embedsAt(params, attachments) : message.embeds
  if (content === '' && attachments.length === 0 && embeds.length === 0) throw refusal(50_006)
  const flags =
    'flags' in params ? flagsAt(params, suppressEmbeds) | (message.flags & suppressNotifications) : message.flags
  Object.assign(message, { content, attachments, embeds, flags, mentions: mentionsIn(content, params), edited: true })
  return { status: 200, json: messageJson(message) }
}

export function deleteMessage(ask: Ask, sim: Sim<State>): Reply {
  const message = messageOf(ask, sim)
  sim.state.messages = sim.state.messages.filter((other) => other !== message)
  return { status: 204 }
}

function messageJson(message: Message) {
  const { id, channel, content, embeds, webhook, username, flags, at, attachments, poll, tts } = message
  return {
    id,
    type: 0,
    channel_id: channel,
    webhook_id: webhook,
    author: { bot: true, id: webhook, username, avatar: null },
    timestamp: new Date(at).toISOString(),
    content,
    embeds,
    flags,
    tts,
    mentions: [],
    mention_roles: [],
    mention_everyone: message.mentions.includes('everyone'),
    attachments: attachments.map(({ id: file, filename, bytes, type, description }) => ({
      id: file,
      filename,
      size: bytes,
      content_type: type,
      url: `https://cdn.discordapp.com/attachments/${channel}/${file}/${filename}`,
      ...(description !== null && { description }),
    })),
    ...(poll && { poll: { question: { text: poll.question } } }),
  }
}
