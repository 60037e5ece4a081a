import { discord, discordSettings } from '../../../contract/platforms/discord.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { HttpAnswer } from '../../http.ts'
import { commitAnswer, isUncertain, objectOf } from '../answers.ts'
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
import { ask, call, noteQuota, platform, publicOrigin, secretsOf } from './api.ts'
import { discordConnector } from './auth.ts'
import { codeOf, codes, refusal, wordsOf } from './outcome.ts'
import { keyOf, toCall, toEdit, type ReadyFile } from './render.ts'

/** Discord through the webhook of a channel. Facts and quirks in README.md. */
export function createDiscord(origin = publicOrigin): PlatformDriver {
  return { publisher: discordPublisher(origin), connector: discordConnector(origin) }
}

interface Prepared {
  readonly post: Outgoing
  /** Files of each part, ready to be sent. */
  readonly files: readonly (readonly ReadyFile[])[]
}

/** What is kept of a part beside its id. */
interface Sent {
  /** The thread it stands in, where it stands in one. */
  readonly thread: string | null
  /** Discord's ids of its files, by what they were made of: an edit keeps them by these. */
  readonly files: Readonly<Record<string, string>>
}

const textTimeoutMs = 30_000

function discordPublisher(origin: string): Publisher<Prepared> {
  return {
    platform: 'discord',
    // Nothing is ever shown to be absent: see reconcile.
    settleMs: 0,

    /** Files travel with their message, so there is nothing to upload before: pictures are made to fit, and that is all. */
    async prepare(post, context) {
      const files: ReadyFile[][] = []
      for (const part of post.parts) {
        files.push(await Promise.all(part.media.map(toSend)))
        context.progress(files.length / post.parts.length)
      }
      return { post, files }
    },

    async commit(prepared, index, landed, context) {
      try {
        const outcome = await send(origin, prepared, index, landed, context)
        // Only now it showed whether the channel is a forum. Both refusals made nothing, so it is sent as the channel wants it.
        return outcome === 'other_channel' ? settled(await send(origin, prepared, index, landed, context)) : outcome
      } catch (error) {
        if (error instanceof StepFailed) return error.outcome
        throw error
      }
    },

    // A webhook sees single messages whose id it knows, and no list. Its route knows no nonce either.
    reconcile: () => Promise.resolve({ is: 'cannot_tell', why: said('no_way_to_look', { platform }) }),

    async remove(remote, context) {
      const { thread } = sentOf(remote)
      const path = `/messages/${encodeURIComponent(remote.remoteId)}`
      const answer = await ask(origin, { method: 'DELETE', path, query: inThread(thread) }, context)
      const isGone = codeOf(answer) === codes.unknownMessage || codeOf(answer) === codes.unknownChannel
      if (answer.status !== 204 && !isGone) throw new StepFailed(refusal(answer, context))
    },

    async edit(prepared, index, remote, context) {
      const { thread, files: known } = sentOf(remote)
      const files = prepared.files[index] ?? []
      const edit = toEdit(prepared.post, index, files, known)
      if (!edit)
        throw new StepFailed({ is: 'rejected', failure: failure('content', said('discord_poll_not_editable')) })
      const path = `/messages/${encodeURIComponent(remote.remoteId)}`
      const answer = await ask(origin, { method: 'PATCH', path, query: inThread(thread), ...edit }, context)
      if (answer.status !== 200) throw new StepFailed(refusal(answer, context))
      noteQuota(context, answer)
      return { ...remote, data: { thread, files: filesOf(answer, files) } satisfies Sent }
    },
  }
}

/** A message is known by its id and the thread it stands in. */
const inThread = (thread: string | null): Readonly<Record<string, string>> =>
  thread === null ? {} : { thread_id: thread }

async function toSend(media: OutgoingMedia): Promise<ReadyFile> {
  const { images } = discord.rules.media
  const { path, type } = media.kind === 'image' && images ? await media.convert(images) : media
  return { media, path, type }
}

async function send(
  origin: string,
  { post, files }: Prepared,
  index: number,
  landed: readonly Remote[],
  context: PublishContext,
): Promise<CommitOutcome | 'other_channel'> {
  const { channel } = secretsOf(context)
  const { threadId, threadName } = discordSettings(post.settings)
  const [first] = landed
  // What follows goes where the first part went, and that may have made a thread.
  const thread = (first ? sentOf(first).thread : null) ?? (threadId || null)
  const isNew = thread === null && index === 0 && (channel.forum || threadName !== '')
  const ready = files[index] ?? []
  const request = toCall(post, index, ready, { thread, isNew })
  const sending = { fresh: true, ...(ready.length === 0 && { timeoutMs: textTimeoutMs }) }
  const sent = await commitAnswer(platform, () => call(origin, secretsOf(context), { ...request, ...sending }, context))
  if ('outcome' in sent) return sent.outcome
  const { answer } = sent
  noteQuota(context, answer)
  if (answer.status === 200) return published(answer, ready, isNew, thread, context)
  if (isUncertain(answer.status)) return { is: 'unknown', evidence: wordsOf(answer) }
  const code = codeOf(answer)
  const showsForum = code === codes.forumWantsName && index === 0 && !isNew
  const showsNone = code === codes.noForum && isNew && threadName === ''
  if (showsForum || showsNone) {
    context.saveSecrets({ ...context.secrets, channel: { ...channel, forum: showsForum } })
    return 'other_channel'
  }
  return refusal(answer, context)
}

/** A channel is a forum or it is none. One that says both is not asked in circles. */
function settled(outcome: CommitOutcome | 'other_channel'): CommitOutcome {
  if (outcome !== 'other_channel') return outcome
  const words = 'It wants the title of a forum post, and refuses it'
  return { is: 'not_sent', failure: failure('platform', said('unreadable_answer', { platform }), words) }
}

function published(
  answer: HttpAnswer,
  files: readonly ReadyFile[],
  isNew: boolean,
  thread: string | null,
  context: PublishContext,
): CommitOutcome {
  const { id, channel_id: channel } = objectOf(answer)
  if (typeof id !== 'string' || id === '')
    return { is: 'unknown', evidence: `${answer.status} with a body that is not a message` }
  const { guildId } = secretsOf(context).channel
  const place = typeof channel === 'string' ? channel : null
  const data: Sent = { thread: isNew ? place : thread, files: filesOf(answer, files) }
  const url = guildId === null || place === null ? null : `https://discord.com/channels/${guildId}/${place}/${id}`
  return { is: 'published', remote: { remoteId: id, url, data } }
}

/** Discord lists the files of a message in the order they were sent. */
function filesOf(answer: HttpAnswer, files: readonly ReadyFile[]): Readonly<Record<string, string>> {
  const { attachments } = objectOf(answer)
  if (!Array.isArray(attachments) || attachments.length !== files.length) return {}
  return Object.fromEntries(
    files.flatMap((file, at) => {
      const id: unknown = (attachments[at] as { id?: unknown } | null)?.id
      return typeof id === 'string' ? [[keyOf(file), id] as const] : []
    }),
  )
}

function sentOf({ data }: Remote): Sent {
  const { thread, files } = (typeof data === 'object' && data !== null ? data : {}) as Partial<Sent>
  return { thread: typeof thread === 'string' ? thread : null, files: files ?? {} }
}
