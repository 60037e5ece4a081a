import { instagram } from '../../../contract/platforms/instagram.ts'
import type { PostKind } from '../../../contract/platforms/types.ts'
import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { commitAnswer, objectOf, quotaUsed } from '../answers.ts'
import { graphDoubt, graphError, graphRefusal, graphWords } from '../graph.ts'
import {
  failure,
  StepFailed,
  type CommitOutcome,
  type Outgoing,
  type Publisher,
  type Reconciled,
  type Remote,
} from '../publisher.ts'
import type { PlatformDriver } from '../registry.ts'
import { apiOf, ask, call, instagramGraph, instagramHosts, type AccountApi, type InstagramHosts } from './api.ts'
import { createConnector } from './auth.ts'
import { containerFor, expired } from './containers.ts'
import { findComment, findPost, toRemote, type RemoteData } from './look.ts'

interface Prepared {
  readonly post: Outgoing
  readonly kind: PostKind
  readonly container: string
}

const commitTimeoutMs = 60_000
const published = 'published'
const platform = instagramGraph.name

/** Professional accounts on Instagram. Facts and quirks in README.md. */
export function createInstagram(origin?: string): PlatformDriver {
  const hosts = instagramHosts(origin)
  return { publisher: createPublisher(hosts), connector: createConnector(hosts) }
}

function createPublisher(hosts: InstagramHosts): Publisher<Prepared> {
  return {
    platform: 'instagram',
    // Longer than an answer is waited for. A container becomes one post, however often it is published.
    settleMs: 75_000,

    async prepare(post, context) {
      const api = apiOf(hosts, context)
      const kind = instagram.kindOf(post)
      const container = post.above ? '' : await containerFor(api, post, kind)
      // A comment that is left to send counts nothing.
      if (!post.above && !context.recall(published)) await readQuota(api)
      return { post, kind, container }
    },

    async commit({ post, kind, container }, index, landed, context): Promise<CommitOutcome> {
      const api = apiOf(hosts, context)
      const [first] = landed
      return post.parts[index]?.role === 'comment' && first
        ? await comment(api, post.parts[index].text.trim(), first)
        : await publish(api, kind, container)
    },

    async reconcile(post, index, landed, sentAt, context): Promise<Reconciled> {
      const api = apiOf(hosts, context)
      const [first] = landed
      return index > 0 && first
        ? await findComment(api, first, post.parts[index]?.text ?? '', sentAt)
        : await findPost(api, post, instagram.kindOf(post), sentAt)
    },

    async remove(remote, context) {
      const api = apiOf(hosts, context)
      const isComment = (remote.data as RemoteData | undefined)?.kind === 'comment'
      if (api.account.login === 'instagram' && !isComment)
        throw new StepFailed({ is: 'rejected', failure: failure('not_allowed', said('deleting_unsupported')) })
      try {
        await ask(api, remote.remoteId, { method: 'DELETE' })
      } catch (error) {
        const isGone = error instanceof StepFailed && error.outcome.failure.says === 'reference_gone'
        if (!isGone) throw error
      }
    },
  }
}

/** Tells how many posts are left today; waits where none is. Source: ig-user/content_publishing_limit. */
async function readQuota(api: AccountApi): Promise<void> {
  const { context, account } = api
  const { data } = await ask(api, `${account.accountId}/content_publishing_limit`, {
    query: { fields: 'quota_usage,config' },
  })
  const [first] = Array.isArray(data) ? (data as unknown[]) : []
  const { quota_usage: used, config } = (first ?? {}) as { quota_usage?: unknown; config?: { quota_total?: unknown } }
  const total = config?.quota_total
  if (typeof used !== 'number' || typeof total !== 'number') return
  context.quota({ remaining: Math.max(0, total - used), limit: total, resetsAt: null })
  if (used >= total) throw new StepFailed(quotaUsed(platform, context.clock.now() + 3_600_000, `${used} of ${total}`))
}

async function publish(api: AccountApi, kind: PostKind, container: string): Promise<CommitOutcome> {
  const { context, account } = api
  const sent = await commitAnswer(platform, () =>
    call(api, `${account.accountId}/media_publish`, {
      method: 'POST',
      form: { creation_id: container },
      fresh: true,
      timeoutMs: commitTimeoutMs,
    }),
  )
  if ('outcome' in sent) return sent.outcome
  const { answer } = sent
  const { id } = objectOf(answer)
  if (answer.status === 200 && typeof id === 'string') {
    await context.step(published, () => true)
    const remoteKind = kind === 'story' ? 'story' : 'media'
    return { is: 'published', remote: toRemote({ id, permalink: await permalinkOf(api, id) }, remoteKind) }
  }
  return refused(api, answer) ?? refusal(answer, context)
}

/** What has a remedy of its own: a container that is gone is made anew, one that is not ready is waited for. */
function refused(api: AccountApi, answer: HttpAnswer): CommitOutcome | null {
  const { code, subcode } = graphError(answer) ?? {}
  if (subcode === 2_207_008 || subcode === 2_207_020) return expired(api).outcome
  if (code !== 9_007 && subcode !== 2_207_027) return null
  const waits = failure('processing', said('file_still_processing', { platform }), graphWords(answer))
  return { is: 'deferred', until: api.context.clock.now() + 30_000, failure: waits }
}

function refusal(answer: HttpAnswer, { clock }: AccountApi['context']): CommitOutcome {
  return answer.status < 300 || graphDoubt(answer, instagramGraph.codes)
    ? { is: 'unknown', evidence: graphWords(answer) }
    : graphRefusal(instagramGraph, answer, clock.now())
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

async function comment(api: AccountApi, message: string, on: Remote): Promise<CommitOutcome> {
  const sent = await commitAnswer(platform, () =>
    call(api, `${on.remoteId}/comments`, {
      method: 'POST',
      form: { message },
      fresh: true,
      timeoutMs: commitTimeoutMs,
    }),
  )
  if ('outcome' in sent) return sent.outcome
  const { id } = objectOf(sent.answer)
  return sent.answer.status === 200 && typeof id === 'string'
    ? { is: 'published', remote: toRemote({ id }, 'comment') }
    : refusal(sent.answer, api.context)
}
