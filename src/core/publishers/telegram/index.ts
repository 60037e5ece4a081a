import { telegram, telegramKind, telegramSettings } from '../../../contract/platforms/telegram.ts'
import { said, type Said } from '../../../contract/sentences/index.ts'
import type { HttpAnswer } from '../../http.ts'
import { commitAnswer, isUncertain } from '../answers.ts'
import {
  failure,
  StepFailed,
  type CommitOutcome,
  type Outgoing,
  type OutgoingMedia,
  type PublishContext,
  type Publisher,
  type Remote,
} from '../publisher.ts'
import type { PlatformDriver } from '../registry.ts'
import { ask, call, platform, publicOrigin, record, resultOf, secretsOf } from './api.ts'
import { telegramConnector } from './auth.ts'
import { isGone, isNotDeletable, isUnchanged, movedTo, refusal, wordsOf } from './outcome.ts'
import { keyOf, toCall, toEdits, type MethodCall, type Place, type ReadyFile } from './render.ts'

/** Telegram as a bot posts to channels and groups. Facts and quirks in README.md. */
export function createTelegram(origin = publicOrigin): PlatformDriver {
  return { publisher: telegramPublisher(origin), connector: telegramConnector(origin) }
}

interface Prepared {
  readonly post: Outgoing
  /** Files of each part, ready to be sent. */
  readonly files: readonly (readonly ReadyFile[])[]
}

/** What is kept of a part beside its id. */
interface Sent {
  /** All messages of an album, in their order. */
  readonly messages: readonly number[]
  /** When Telegram made it, in seconds since 1970. */
  readonly date: number
  /** Telegram's ids of the files, by what they were made of: an edit sends them again by these. */
  readonly files: Readonly<Record<string, string>>
}

const textTimeoutMs = 30_000
/** Source: Bot API, deleteMessage. */
const deletableMs = 48 * 3_600_000

function telegramPublisher(origin: string): Publisher<Prepared> {
  const commit = (prepared: Prepared, index: number, landed: readonly Remote[], context: PublishContext) =>
    send(origin, prepared, index, landed, context)
  return {
    platform: 'telegram',
    // Nothing is ever shown to be absent: see reconcile.
    settleMs: 0,

    /** Files travel with the message they belong to, so there is nothing to upload before: pictures are made to fit, and that is all. */
    async prepare(post, context) {
      const files: ReadyFile[][] = []
      for (const part of post.parts) {
        const ready: ReadyFile[] = []
        for (const media of part.media) ready.push(await toSend(media, post, files.length === 0 && ready.length === 0))
        files.push(ready)
        context.progress(files.length / post.parts.length)
      }
      return { post, files }
    },

    async commit(prepared, index, landed, context) {
      try {
        const outcome = await commit(prepared, index, landed, context)
        // A group that has become a supergroup refuses the old id and names the new: nothing was made.
        return outcome === 'moved' ? unmoved(await commit(prepared, index, landed, context)) : outcome
      } catch (error) {
        if (error instanceof StepFailed) return error.outcome
        throw error
      }
    },

    // A bot reads no history, and its own posts are not told to it.
    reconcile: () => Promise.resolve({ is: 'cannot_tell', why: said('no_way_to_look', { platform }) }),

    async remove(remote, context) {
      for (const id of sentOf(remote).messages) await removeMessage(origin, id, remote, context)
    },

    async edit(prepared, index, remote, context) {
      const { messages, files: known, date } = sentOf(remote)
      const files = prepared.files[index] ?? []
      const edits = toEdits(prepared.post, index, files, messages, known, placeOf(context))
      if (!edits) throw rejected(said('telegram_not_editable'), 'The number of messages or their kind would change')
      const kept: Record<string, string> = {}
      for (const [at, edit] of edits.entries()) {
        const answer = await ask(origin, edit, context)
        if (answer.status !== 200 && !isUnchanged(answer)) throw new StepFailed(refusal(answer, context))
        const file = files[at]
        const id = file && (fileIdOf(record(resultOf(answer))) ?? known[keyOf(file)])
        if (file && id !== undefined) kept[keyOf(file)] = id
      }
      return { ...remote, data: { messages, date, files: kept } satisfies Sent }
    },
  }
}

/** Pictures within Telegram's limits; animations, videos and what is sent as a file as they are. */
async function toSend(media: OutgoingMedia, post: Outgoing, isFirst: boolean): Promise<ReadyFile> {
  const kind = telegramKind(media, telegramSettings(post.settings).asFile)
  const { images } = telegram.rules.media
  const photo = kind === 'photo' && images ? await media.convert(images) : media
  const chosen = isFirst && kind === 'video' ? post.assets['cover'] : undefined
  const cover = chosen && images ? await chosen.convert(images) : null
  return { media, kind, path: photo.path, type: photo.type, cover: cover && { path: cover.path, type: cover.type } }
}

function placeOf(context: PublishContext): Place {
  return { chatId: secretsOf(context).chatId, isChannel: context.account.limits.flags?.['channel'] === true }
}

async function send(
  origin: string,
  { post, files }: Prepared,
  index: number,
  landed: readonly Remote[],
  context: PublishContext,
): Promise<CommitOutcome | 'moved'> {
  const before = index === 0 ? null : Number(landed[index - 1]?.remoteId)
  const ready = files[index] ?? []
  const method = toCall(post, index, ready, before, placeOf(context))
  const { token } = secretsOf(context)
  const sending = { fresh: true, ...(!method.files && { timeoutMs: textTimeoutMs }) }
  const sent = await commitAnswer(platform, () => call(origin, token, method, context, sending))
  if ('outcome' in sent) return sent.outcome
  const { answer } = sent
  if (answer.status === 200) return published(answer, ready, method)
  if (isUncertain(answer.status)) return { is: 'unknown', evidence: wordsOf(answer) }
  const chatId = movedTo(answer)
  if (chatId !== null && chatId !== secretsOf(context).chatId) {
    context.saveSecrets({ ...context.secrets, chatId })
    return 'moved'
  }
  return refusal(answer, context)
}

/** A group moves once. One that says it has moved again is not followed in circles. */
function unmoved(outcome: CommitOutcome | 'moved'): CommitOutcome {
  if (outcome !== 'moved') return outcome
  return {
    is: 'not_sent',
    failure: failure('platform', said('unreadable_answer', { platform }), 'The group has moved twice at once'),
  }
}

function published(answer: HttpAnswer, files: readonly ReadyFile[], { params }: MethodCall): CommitOutcome {
  const result = resultOf(answer)
  const messages = (Array.isArray(result) ? result : [result]).map(record)
  const ids = messages.map(({ message_id: id }) => id).filter((id) => typeof id === 'number')
  const [first, message] = [ids[0], messages[0]]
  if (first === undefined || !message || ids.length !== messages.length)
    return { is: 'unknown', evidence: `${answer.status} with a body that is not a message` }
  const known = files.flatMap((file, at) => {
    const id = fileIdOf(messages[at] ?? {})
    return id === undefined ? [] : [[keyOf(file), id] as const]
  })
  const date = typeof message['date'] === 'number' ? message['date'] : 0
  const data: Sent = { messages: ids, date, files: Object.fromEntries(known) }
  return { is: 'published', remote: { remoteId: String(first), url: addressOf(message, first, params), data } }
}

/** The link that Telegram copies. Groups that are no supergroups have none. */
function addressOf(
  message: Readonly<Record<string, unknown>>,
  id: number,
  { message_thread_id: topic }: MethodCall['params'],
): string | null {
  const { id: chatId, username } = record(message['chat'])
  const inTopic = typeof topic === 'number' ? `${topic}/` : ''
  if (typeof username === 'string' && username !== '') return `https://t.me/${username}/${inTopic}${id}`
  const closed = /^-100(\d+)$/.exec(String(chatId))?.[1]
  return closed === undefined ? null : `https://t.me/c/${closed}/${inTopic}${id}`
}

/** The id under which a message's file can be sent again. Of a photo's sizes, the last is the largest. */
function fileIdOf(message: Readonly<Record<string, unknown>>): string | undefined {
  const { photo, video, animation, document, audio } = message
  // An animation comes as a document, too.
  const file = record(Array.isArray(photo) ? photo.at(-1) : (video ?? animation ?? document ?? audio))
  return typeof file['file_id'] === 'string' ? file['file_id'] : undefined
}

function sentOf({ remoteId, data }: Remote): Sent {
  const { messages, date, files } = record(data)
  return {
    messages: Array.isArray(messages) ? messages.map(Number) : [Number(remoteId)],
    date: typeof date === 'number' ? date : 0,
    files: record(files) as Sent['files'],
  }
}

async function removeMessage(origin: string, id: number, remote: Remote, context: PublishContext): Promise<void> {
  const params = { chat_id: secretsOf(context).chatId, message_id: id }
  const answer = await ask(origin, { method: 'deleteMessage', params }, context)
  if (answer.status === 200 || isGone(answer)) return
  const age = context.clock.now() - sentOf(remote).date * 1_000
  if (isNotDeletable(answer) && age > deletableMs) throw rejected(said('telegram_too_old_to_delete'), wordsOf(answer))
  throw new StepFailed(refusal(answer, context))
}

function rejected(sentence: Said, words: string): StepFailed {
  return new StepFailed({ is: 'rejected', failure: failure('not_allowed', sentence, words) })
}
