import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { commitAnswer, objectOf, quotaUsed } from '../answers.ts'
import { graphAsk, graphDoubt, graphError, graphRefusal, graphWords } from '../graph.ts'
import { StepFailed, type CommitOutcome, type Outgoing, type Publisher } from '../publisher.ts'
import type { PlatformDriver } from '../registry.ts'
import {
  apiOf,
  ask,
  call,
  isMissing,
  platform,
  threadsGraph,
  threadsHosts,
  type AccountApi,
  type ThreadsHosts,
} from './api.ts'
import { createConnector } from './auth.ts'
import { containerFor, containerOf, expired, isLost, itemsFor, partOf, statusOf, stillWorking } from './containers.ts'
import { findPart, isDoubted, toRemote } from './look.ts'

const commitTimeoutMs = 60_000
const comeBackMs = 30_000
const isOut = (index: number) => `${partOf(index)}out`

/** Profiles on Threads. Facts and quirks in README.md. */
export function createThreads(origin?: string): PlatformDriver {
  const hosts = threadsHosts(origin)
  return { publisher: createPublisher(hosts), connector: createConnector(hosts) }
}

function createPublisher(hosts: ThreadsHosts): Publisher<Outgoing> {
  return {
    platform: 'threads',
    // Longer than an answer is waited for. A container becomes one post, however often it is published.
    settleMs: 75_000,

    async prepare(post, context) {
      const api = apiOf(hosts, context)
      if (!post.above) await containerFor(api, post, 0, [])
      for (const index of post.parts.keys()) if (index > 0) await itemsFor(api, post, index)
      await readQuotas(api, post)
      return post
    },

    async commit(post, index, landed, context): Promise<CommitOutcome> {
      const api = apiOf(hosts, context)
      try {
        // Of a reply it is made here, where the post that it answers is known; nobody sees it.
        return await publish(api, index, await containerFor(api, post, index, landed))
      } catch (error) {
        if (error instanceof StepFailed) return error.outcome
        throw error
      }
    },

    reconcile: (post, index, landed, sentAt, context) => findPart(apiOf(hosts, context), post, index, landed, sentAt),

    async remove(remote, context) {
      const api = apiOf(hosts, context)
      let missing = false
      const request = async () => {
        const answer = await call(api, remote.remoteId, { method: 'DELETE' })
        missing = isMissing(answer)
        return answer
      }
      await graphAsk(threadsGraph, context, request).catch((error: unknown) => {
        if (!missing) throw error
      })
    },
  }
}

interface Quota {
  readonly used: string
  readonly config: string
  /** Parts that are left to publish. */
  readonly needs: number
}

/** Tells how many posts are left today; waits where they, or the replies of a thread, are not enough for all of it. Source: threads/overview. */
async function readQuotas(api: AccountApi, post: Outgoing): Promise<void> {
  const { context, account } = api
  const { parts, above = 0 } = post
  const left = parts.map((_, index) => index).filter((at) => at >= above && context.recall(isOut(at)) === undefined)
  const roots = left.filter((index) => index === 0).length
  const posts: Quota = { used: 'quota_usage', config: 'config', needs: roots }
  const replies: Quota = { used: 'reply_quota_usage', config: 'reply_config', needs: left.length - roots }
  const wanted = [posts, replies].filter((quota) => quota.needs > 0)
  if (wanted.length === 0) return
  const fields = wanted.flatMap(({ used, config }) => [used, config]).join(',')
  const { data } = await ask(api, `${account.userId}/threads_publishing_limit`, { query: { fields } })
  const told = ((Array.isArray(data) ? (data as unknown[])[0] : null) ?? {}) as Readonly<Record<string, unknown>>
  for (const quota of wanted) {
    const used = told[quota.used]
    const total = (told[quota.config] as { quota_total?: unknown } | undefined)?.quota_total
    if (typeof used !== 'number' || typeof total !== 'number') continue
    if (quota === posts) context.quota({ remaining: Math.max(0, total - used), limit: total, resetsAt: null })
    if (used + quota.needs > total)
      throw new StepFailed(quotaUsed(platform, context.clock.now() + 3_600_000, `${used} of ${total}`))
  }
}

async function publish(api: AccountApi, index: number, container: string): Promise<CommitOutcome> {
  const { context, account } = api
  const sent = await commitAnswer(platform, () =>
    call(api, `${account.userId}/threads_publish`, {
      method: 'POST',
      form: { creation_id: container },
      fresh: true,
      timeoutMs: commitTimeoutMs,
    }),
  )
  if ('outcome' in sent) return sent.outcome
  const { answer } = sent
  const { id } = objectOf(answer)
  if (answer.status === 200 && !graphError(answer) && typeof id === 'string') {
    await context.step(isOut(index), () => true)
    return { is: 'published', remote: toRemote({ id, permalink: await permalinkOf(api, id) }) }
  }
  if (isMissing(answer)) return await notFound(api, index, container, answer)
  return answer.status < 300 || graphDoubt(answer, threadsGraph.codes)
    ? { is: 'unknown', evidence: graphWords(answer) }
    : graphRefusal(threadsGraph, answer, context.clock.now())
}

/**
 * Threads did not find the container: it is too new to be known everywhere, lost, over, or published already by a request whose answer never came. The
 * container itself says which. Throws StepFailed where it could not look.
 */
async function notFound(api: AccountApi, index: number, container: string, answer: HttpAnswer): Promise<CommitOutcome> {
  const { status } = await statusOf(api, container)
  if (status === 'PUBLISHED') return { is: 'unknown', evidence: graphWords(answer) }
  const madeAt = containerOf(api, index)?.madeAt ?? 0
  // One whose earlier request may have published it is never made anew while it lives.
  if (status === 'EXPIRED' || (isLost(api, madeAt) && !isDoubted(api, index)))
    return expired(api, partOf(index)).outcome
  const failure = { ...stillWorking, words: graphWords(answer) }
  return { is: 'deferred', until: api.context.clock.now() + comeBackMs, failure }
}

/** The post is out whatever comes of this. */
async function permalinkOf(api: AccountApi, id: string): Promise<string | null> {
  try {
    const answer = await call(api, id, { query: { fields: 'permalink' }, timeoutMs: 10_000 })
    const { permalink } = objectOf(answer)
    return typeof permalink === 'string' ? permalink : null
  } catch (error) {
    if (error instanceof HttpFailure) return null
    throw error
  }
}
