import type { Reply } from '../sim/refused.ts'
import type { Ask, Sim } from '../sim/server.ts'
import { botOf, chatOf, ok } from './chats.ts'
import { buttonsOf, entitiesOf, Input, measured, previewOf } from './input.ts'
import { bad } from './refusals.ts'
import { mediaOf, messageJson } from './send.ts'
import type { Message, State } from './state.ts'

const twoDays = 48 * 3_600_000
const unchanged =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'

/** The bot's own message; others cannot be changed. */
function messageOf(input: Input, ask: Ask, sim: Sim<State>, purpose: 'edit' | 'delete'): Message {
  const bot = botOf(ask, sim)
  const chat = chatOf(input, sim)
  const id = input.integer('message_id')
  if (id === null) throw bad('message identifier is not specified')
  const found = sim.state.messages.find((message) => message.chat === chat.id && message.id === id)
  if (!found) throw bad(`message to ${purpose} not found`)
  if (found.from !== bot.id) throw bad(`message can't be ${purpose === 'edit' ? 'edited' : 'deleted'}`)
  return found
}

/** Changes a message where that changes anything. */
function change(message: Message, next: Partial<Message>, sim: Sim<State>): Reply {
  const before = JSON.stringify(message)
  Object.assign(message, next)
  if (JSON.stringify(message) === before) throw bad(unchanged)
  message.editedAt = Math.floor(sim.now() / 1_000)
  return ok(messageJson(message, sim))
}

export function editMessageText(ask: Ask, sim: Sim<State>): Reply {
  const known = ['chat_id', 'message_id', 'text', 'entities', 'link_preview_options', 'reply_markup']
  const input = new Input(ask, sim, ...known)
  const message = messageOf(input, ask, sim, 'edit')
  if (message.text === null) throw bad('there is no text in the message to edit')
  const text = measured(input.text('text') ?? '', 4_096, 'message is too long')
  if (text === '') throw bad('message text is empty')
  const next = {
    text,
    entities: entitiesOf(input.list('entities'), text),
    preview: previewOf(input.object('link_preview_options')),
    buttons: buttonsOf(input.object('reply_markup')),
  }
  input.end()
  return change(message, next, sim)
}

/** Also gives a text its first file. Of an album, one file after the other. */
export function editMessageMedia(ask: Ask, sim: Sim<State>): Reply {
  const input = new Input(ask, sim, 'chat_id', 'message_id', 'media', 'reply_markup')
  const message = messageOf(input, ask, sim, 'edit')
  if (message.poll) throw bad("message can't be edited")
  const { kind, ...content } = mediaOf(input.object('media') ?? undefined, input)
  const before = sim.state.files.find(({ id }) => id === message.file)
  if (message.album !== null && (kind === 'animation' || (kind === 'document') !== (before?.kind === 'document')))
    throw bad("can't use the media of the specified type in the album")
  const markup = input.object('reply_markup')
  if (message.album !== null && markup) throw bad('albums have no buttons')
  input.end()
  return change(message, { ...content, text: null, buttons: buttonsOf(markup) }, sim)
}

export function deleteMessage(ask: Ask, sim: Sim<State>): Reply {
  const input = new Input(ask, sim, 'chat_id', 'message_id')
  const message = messageOf(input, ask, sim, 'delete')
  if (sim.now() - message.date * 1_000 > twoDays) throw bad("message can't be deleted")
  sim.state.messages = sim.state.messages.filter((other) => other !== message)
  return ok(true)
}
