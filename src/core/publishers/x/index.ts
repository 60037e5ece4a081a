import { xSettings } from '../../../contract/platforms/x.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { commitAnswer, isUncertain, objectOf } from '../answers.ts'
import { StepFailed, type CommitOutcome, type Outgoing, type PublishContext, type Publisher } from '../publisher.ts'
import type { PlatformDriver } from '../registry.ts'
import { ask, call, hostsAt, name, noteQuota, type XHosts } from './api.ts'
import { createConnector } from './auth.ts'
import { editPost, idIn } from './edit.ts'
import { addressOf, findPost } from './look.ts'
import { uploadMedia } from './media.ts'
import { refusal, wordsOf } from './outcome.ts'
import { replyTarget, toPost, type PostRequest } from './render.ts'

interface Prepared {
  readonly post: Outgoing
  readonly requests: readonly PostRequest[]
}

const commitTimeoutMs = 30_000

/** X, through an app of the person's own. Facts and quirks in README.md. */
export function createX(origin?: string): PlatformDriver {
  const hosts = hostsAt(origin)
  return { publisher: createPublisher(hosts), connector: createConnector(hosts) }
}

function createPublisher(hosts: XHosts): Publisher<Prepared> {
  return {
    platform: 'x',
    // Longer than a request is waited for, and than a timeline takes to show a post.
    settleMs: 60_000,

    async prepare(post, context) {
      const total = post.parts.reduce((count, part) => count + part.media.length, 0)
      const tagged = await context.step('tagged', () => userIds(hosts, post, context))
      const requests: PostRequest[] = []
      let done = 0
      for (const [index, part] of post.parts.entries()) {
        const ids: string[] = []
        for (const [position, file] of part.media.entries()) {
          ids.push(await uploadMedia(hosts, file, index, position, context))
          context.progress(++done / total)
        }
        requests.push(toPost(post, index, ids, tagged))
      }
      return { post, requests }
    },

    async commit(prepared, index, landed, context): Promise<CommitOutcome> {
      const sentAt = context.clock.now()
      const replyTo = replyTarget(landed, index)
      const json = {
        ...prepared.requests[index],
        ...(replyTo !== null && { reply: { in_reply_to_tweet_id: replyTo } }),
      }
      const request = { method: 'POST', json, fresh: true, timeoutMs: commitTimeoutMs } as const
      try {
        const sent = await commitAnswer(name, () => call(hosts, context, '/2/tweets', request))
        if ('outcome' in sent) return sent.outcome
        const { answer } = sent
        noteQuota(context, answer)
        if (answer.status >= 200 && answer.status < 300) return published(answer, context)
        if (isUncertain(answer.status)) return { is: 'unknown', evidence: wordsOf(answer) }
        if (answer.status === 403) return await forbidden(answer, prepared.post, index, landed, sentAt, context)
        return refusal(answer, 'content', context.clock.now())
      } catch (error) {
        if (error instanceof StepFailed) return error.outcome
        throw error
      }
    },

    reconcile: (post, index, landed, sentAt, context) => findPost(hosts, post, index, landed, sentAt, context),

    async remove(remote, context) {
      await ask(hosts, context, `/2/tweets/${encodeURIComponent(remote.remoteId)}`, { method: 'DELETE' }, [200, 404])
    },

    edit: (prepared, index, remote, context) => editPost(hosts, prepared.requests[index] ?? {}, remote, context),
  }

  /** A repeat of a recent text is refused with 403 and no code of its own: it may be this very post, whose answer was lost. */
  async function forbidden(
    answer: HttpAnswer,
    ...looked: [Outgoing, number, Parameters<typeof findPost>[3], number, PublishContext]
  ): Promise<CommitOutcome> {
    const [post, index, landed, sentAt, context] = looked
    const no = refusal(answer, 'content', context.clock.now())
    try {
      const seen = await findPost(hosts, post, index, landed, Math.min(sentAt, post.createdAt), context)
      return seen.is === 'there' ? { is: 'published', remote: seen.remote } : no
    } catch (error) {
      // The refusal stands whatever came of looking closer.
      if (error instanceof StepFailed || error instanceof HttpFailure) return no
      throw error
    }
  }
}

function published(answer: HttpAnswer, context: PublishContext): CommitOutcome {
  const id = idIn(answer)
  if (id === null) return { is: 'unknown', evidence: `${answer.status} with a body that is not a post` }
  return { is: 'published', remote: { remoteId: id, url: addressOf(context, id) } }
}

/** Ids of the people to be tagged. Source: openapi.json, GET /2/users/by (up to 100 usernames). */
async function userIds(hosts: XHosts, post: Outgoing, context: PublishContext): Promise<string[]> {
  const { tagged } = xSettings(post.settings)
  if (tagged.length === 0 || post.parts[0]?.media.length === 0) return []
  const query = new URLSearchParams({ usernames: tagged.join(',') })
  const { data } = objectOf(await ask(hosts, context, `/2/users/by?${query.toString()}`))
  return (Array.isArray(data) ? data : []).map((user: { id?: unknown }) => String(user.id))
}
