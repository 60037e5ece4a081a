import { isParams, only, type Param, type Params } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask, Sim } from '../sim/server.ts'
import { botOf, chatJson, chatOf, mayPost, ok } from './chats.ts'
import { buttonsOf, entitiesOf, Input, measured, previewOf } from './input.ts'
import { bad } from './refusals.ts'
import type { Bot, Chat, FileKind, Message, Poll, Shown, State, StoredFile } from './state.ts'

const common = ['chat_id', 'message_thread_id', 'disable_notification', 'protect_content', 'reply_parameters']
const captioned = ['caption', 'caption_entities', 'reply_markup']
const looks = ['show_caption_above_media', 'has_spoiler']
const sizes = ['width', 'height', 'duration']
const nothingShown: Shown = { spoiler: false, captionAbove: false, width: null, height: null, duration: null }

/** A message that is about to be, and where. */
interface Draft {
  readonly input: Input
  readonly bot: Bot
  readonly chat: Chat
  readonly sim: Sim<State>
}

function begin(ask: Ask, sim: Sim<State>, what: string, ...known: string[]): Draft {
  const bot = botOf(ask, sim)
  const input = new Input(ask, sim, ...common, ...known)
  const chat = chatOf(input, sim)
  mayPost(chat, bot, what)
  return { input, bot, chat, sim }
}

/** Makes messages at once, all or none: one, or those of an album. */
function make({ input, bot, chat, sim }: Draft, contents: readonly Partial<Message>[]): Message[] {
  input.end()
  const topic = topicOf(input, chat)
  const replyTo = replyOf(input, chat, sim)
  const album = contents.length > 1 ? sim.id() : null
  return contents.map((content) => {
    const message: Message = {
      id: chat.nextMessage++,
      chat: chat.id,
      from: bot.id,
      date: Math.floor(sim.now() / 1_000),
      editedAt: null,
      topic,
      replyTo,
      album,
      text: null,
      caption: null,
      entities: [],
      preview: null,
      file: null,
      cover: null,
      shown: nothingShown,
      poll: null,
      buttons: [],
      silent: input.flag('disable_notification'),
      protected: input.flag('protect_content'),
      ...content,
    }
    sim.state.messages.push(message)
    return message
  })
}

function topicOf(input: Input, chat: Chat): number | null {
  const id = input.integer('message_thread_id')
  if (id === null) return null
  const topic = chat.isForum ? chat.topics.find((known) => known.id === id) : undefined
  if (!topic) throw bad('message thread not found')
  if (topic.closed) throw bad('TOPIC_CLOSED')
  return id
}

function replyOf(input: Input, chat: Chat, { state }: Sim<State>): number | null {
  const parameters = input.object('reply_parameters')
  if (!parameters) return null
  only(parameters, 'message_id', 'allow_sending_without_reply')
  const { message_id: id, allow_sending_without_reply: anyway } = parameters
  if (typeof id !== 'number') throw bad("can't parse reply parameters: message_id must be an Integer")
  const isThere = state.messages.some((message) => message.chat === chat.id && message.id === id)
  if (!isThere && anyway !== true) throw bad('message to be replied not found')
  return isThere ? id : null
}

export function sendMessage(ask: Ask, sim: Sim<State>): Reply {
  const draft = begin(ask, sim, 'text messages', 'text', 'entities', 'link_preview_options', 'reply_markup')
  const { input } = draft
  const text = measured(input.text('text') ?? '', 4_096, 'message is too long')
  if (text === '') throw bad('message text is empty')
  const [message] = make(draft, [
    {
      text,
      entities: entitiesOf(input.list('entities'), text),
      preview: previewOf(input.object('link_preview_options')),
      buttons: buttonsOf(input.object('reply_markup')),
    },
  ])
  return ok(message && messageJson(message, sim))
}

const plural = { photo: 'photos', video: 'videos', animation: 'animations', document: 'documents', audio: 'audios' }

/** sendPhoto, sendVideo, sendAnimation, sendDocument, sendAudio. */
export function sendFile(kind: FileKind) {
  const more = {
    photo: looks,
    video: [...looks, ...sizes, 'cover', 'supports_streaming'],
    animation: [...looks, ...sizes],
    document: ['disable_content_type_detection'],
    audio: ['duration', 'performer', 'title'],
  }[kind]
  return (ask: Ask, sim: Sim<State>): Reply => {
    const draft = begin(ask, sim, plural[kind], kind, ...captioned, ...more)
    const { input } = draft
    const caption = measured(input.text('caption') ?? '', 1_024, 'message caption is too long')
    const file = input.fileField(kind)
    const cover = kind === 'video' ? input.text('cover') : null
    const [message] = make(draft, [
      {
        caption,
        entities: entitiesOf(input.list('caption_entities'), caption),
        file: file.id,
        cover: cover === null ? null : input.file(cover, 'photo').id,
        shown: {
          spoiler: input.flag('has_spoiler'),
          captionAbove: input.flag('show_caption_above_media'),
          width: input.integer('width'),
          height: input.integer('height'),
          duration: input.integer('duration'),
        },
        buttons: buttonsOf(input.object('reply_markup')),
      },
    ])
    return ok(message && messageJson(message, sim))
  }
}

const itemFields: Readonly<Record<string, readonly string[]>> = {
  photo: looks,
  video: [...looks, ...sizes, 'cover', 'supports_streaming'],
  animation: [...looks, ...sizes],
  document: ['disable_content_type_detection'],
  audio: ['duration', 'performer', 'title'],
}

/** One InputMedia: of an album, of a poll, or to put in another's place. */
export function mediaOf(item: Param | undefined, input: Input): Partial<Message> & { readonly kind: FileKind } {
  if (!isParams(item)) throw bad("can't parse InputMedia: expected an Object")
  const { type, media, cover } = item
  const fields = typeof type === 'string' ? itemFields[type] : undefined
  if (!fields) throw bad('unknown media type specified')
  const kind = type as FileKind
  only(item, 'type', 'media', 'caption', 'caption_entities', ...fields)
  const given = <T>(name: string, is: 'string' | 'number' | 'boolean', without: T): T => {
    const value = item[name]
    if (value === undefined) return without
    if (typeof value !== is) throw bad(`can't parse InputMedia: ${name}`)
    return value as T
  }
  if (typeof media !== 'string') throw bad("can't parse InputMedia: media")
  const caption = measured(given('caption', 'string', ''), 1_024, 'message caption is too long')
  const entities = item['caption_entities']
  if (entities !== undefined && !Array.isArray(entities)) throw bad("can't parse entities")
  return {
    kind,
    caption,
    entities: entitiesOf(entities ?? null, caption),
    file: input.file(media, kind).id,
    cover: typeof cover === 'string' ? input.file(cover, 'photo').id : null,
    shown: {
      spoiler: given('has_spoiler', 'boolean', false),
      captionAbove: given('show_caption_above_media', 'boolean', false),
      width: given<number | null>('width', 'number', null),
      height: given<number | null>('height', 'number', null),
      duration: given<number | null>('duration', 'number', null),
    },
  }
}

export function sendMediaGroup(ask: Ask, sim: Sim<State>): Reply {
  const draft = begin(ask, sim, 'media', 'media')
  const items = draft.input.list('media') ?? []
  if (items.length < 2 || items.length > 10) throw bad('there must be 2-10 media in the album')
  const contents = items.map((item) => mediaOf(item, draft.input))
  const groups = new Set(contents.map(({ kind }) => (kind === 'video' ? 'photo' : kind)))
  if (groups.size > 1 || groups.has('animation')) throw bad("can't use the media of the specified type in the album")
  const messages = make(
    draft,
    contents.map(({ kind: _kind, ...content }) => content),
  )
  return ok(messages.map((message) => messageJson(message, sim)))
}

export function sendPoll(ask: Ask, sim: Sim<State>): Reply {
  const draft = begin(
    ask,
    sim,
    'polls',
    ...['question', 'options', 'is_anonymous', 'type', 'allows_multiple_answers', 'shuffle_options'],
    ...['hide_results_until_closes', 'members_only', 'correct_option_ids', 'explanation', 'description'],
    ...['description_entities', 'media', 'open_period', 'reply_markup'],
  )
  const { input, chat } = draft
  const description = measured(input.text('description') ?? '', 1_024, 'message caption is too long')
  const entities = entitiesOf(input.list('description_entities'), description)
  const media = input.object('media')
  const { kind: _kind, ...attached } = media ? mediaOf(media, input) : { kind: null }
  const [message] = make(draft, [
    {
      ...attached,
      entities,
      poll: pollOf(input, chat, description),
      buttons: buttonsOf(input.object('reply_markup')),
    },
  ])
  return ok(message && messageJson(message, sim))
}

function pollOf(input: Input, chat: Chat, description: string): Poll {
  const question = measured(input.text('question') ?? '', 300, 'poll question length must not exceed 300')
  if (question === '') throw bad('poll question must be non-empty')
  const options = (input.list('options') ?? []).map(optionOf)
  if (options.length < 1) throw bad('poll must have at least 1 option')
  if (options.length > 12) throw bad("poll can't have more than 12 options")
  if (new Set(options).size < options.length) throw bad('POLL_OPTION_DUPLICATE')
  const anonymous = input.params['is_anonymous'] === undefined || input.flag('is_anonymous')
  if (!anonymous && chat.type === 'channel') throw bad("non-anonymous polls can't be sent to channel chats")
  const type = input.text('type') ?? 'regular'
  if (type !== 'regular' && type !== 'quiz') throw bad('unsupported poll type specified')
  const correct = (input.list('correct_option_ids') ?? []).map(Number)
  if (type === 'quiz' && (correct.length === 0 || correct.some((id) => !(id >= 0 && id < options.length))))
    throw bad('wrong correct option ID specified')
  const explanation = input.text('explanation') ?? ''
  if (type === 'regular' && (correct.length > 0 || explanation !== '')) throw bad('only quizzes have right answers')
  if ([...explanation].length > 200 || explanation.split('\n').length > 3) throw bad('poll explanation is too long')
  const openPeriod = input.integer('open_period')
  if (openPeriod !== null && (openPeriod < 5 || openPeriod > 2_628_000)) throw bad('POLL_CLOSE_DATE_INVALID')
  const membersOnly = input.flag('members_only')
  if (membersOnly && chat.type !== 'channel') throw bad('members_only is for channels')
  return {
    question,
    options,
    anonymous,
    type,
    multiple: input.flag('allows_multiple_answers'),
    correct,
    explanation,
    hidden: input.flag('hide_results_until_closes'),
    shuffled: input.flag('shuffle_options'),
    membersOnly,
    openPeriod,
    description,
  }
}

function optionOf(option: Param): string {
  if (!isParams(option)) throw bad("can't parse options: expected an Object")
  only(option, 'text')
  const { text } = option
  if (typeof text !== 'string' || text.trim() === '') throw bad('poll options must be non-empty')
  return measured(text, 100, 'poll options length must not exceed 100')
}

const fileJson = ({ id, bytes, name, type }: StoredFile) => ({
  file_id: id,
  file_unique_id: `u-${id}`,
  file_size: bytes,
  file_name: name,
  mime_type: type,
})

/** A message as it is answered (Message). */
export function messageJson(message: Message, { state }: Sim<State>): Params {
  const chat = state.chats.find(({ id }) => id === message.chat)
  const file = state.files.find(({ id }) => id === message.file)
  const content: Record<string, unknown> = {}
  if (file) {
    const json = fileJson(file)
    content[file.kind] =
      file.kind === 'photo'
        ? [
            { ...json, file_id: `small-${file.id}`, width: 90, height: 90 },
            { ...json, width: 1_280, height: 1_280 },
          ]
        : json
    if (file.kind === 'animation') content['document'] = json
  }
  return {
    message_id: message.id,
    date: message.date,
    chat: chat && chatJson(chat),
    ...(message.topic !== null && { message_thread_id: message.topic, is_topic_message: true }),
    ...(message.album !== null && { media_group_id: message.album }),
    ...(message.text !== null && { text: message.text }),
    ...(message.caption && { caption: message.caption }),
    ...(message.poll && { poll: { id: `poll-${message.id}`, question: message.poll.question } }),
    ...content,
  } as Params
}
