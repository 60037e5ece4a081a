import { createHash } from 'node:crypto'
import { said, sentence } from '../../../contract/sentences/index.ts'
import { HttpFailure } from '../../http.ts'
import type { HttpAnswer } from '../../http.ts'
import type { CommitOutcome, Outgoing, PublishContext, Publisher, Remote } from '../publisher.ts'
import { failure, StepFailed } from '../publisher.ts'
import { ask, call, noteQuota, objectOf } from './api.ts'
import { hostOf, isUncertain, refusal, unreachable, wordsOf } from './outcome.ts'
import { findStatus } from './look.ts'
import { forgetUploads, isFree, uploadMedia } from './media.ts'
import { replyTarget, toStatus } from './render.ts'
import type { StatusRequest } from './render.ts'

interface Prepared {
  readonly post: Outgoing
  /** Parts in their order. What each replies to is filled in when it is sent. */
  readonly statuses: readonly StatusRequest[]
}

const commitTimeoutMs = 30_000

/** Mastodon and servers that speak its API. Facts and quirks in README.md. */
export const mastodonPublisher: Publisher<Prepared> = {
  platform: 'mastodon',
  // Longer than a request is waited for: a server that ignores Idempotency-Key may finish after we gave up.
  settleMs: 45_000,

  async prepare(post, context) {
    const total = post.parts.reduce((count, part) => count + part.media.length, 0)
    let done = 0
    const statuses: StatusRequest[] = []
    for (const [index, part] of post.parts.entries()) {
      const ids: string[] = []
      for (const [position, file] of part.media.entries()) {
        ids.push(await uploadMedia(file, index, position, context))
        context.progress(++done / total)
      }
      statuses.push(toStatus(post, index, ids))
    }
    return { post, statuses }
  },

  async commit(prepared, index, landed, context): Promise<CommitOutcome> {
    const sentAt = context.clock.now()
    const replyTo = replyTarget(landed, index)
    const json = { ...prepared.statuses[index], ...(replyTo !== null && { in_reply_to_id: replyTo }) }
    const headers = { 'idempotency-key': idempotencyKey(prepared.post, index) }
    let answer: HttpAnswer
    try {
      answer = await call(context, '/api/v1/statuses', {
        method: 'POST',
        json,
        headers,
        fresh: true,
        timeoutMs: commitTimeoutMs,
      })
    } catch (error) {
      if (error instanceof StepFailed) return error.outcome
      if (!(error instanceof HttpFailure)) throw error
      return error.kind === 'not_sent' ? unreachable(error, context) : { is: 'unknown', evidence: error.code }
    }
    noteQuota(context, answer)
    if (answer.status >= 200 && answer.status < 300) return published(answer)
    if (isUncertain(answer.status)) return { is: 'unknown', evidence: wordsOf(answer) }
    if (answer.status === 422) return refused(answer, prepared, index, landed, sentAt, context)
    return refusal(answer, 'content', context)
  },

  reconcile: findStatus,

  async remove(remote, context) {
    await ask(context, `/api/v1/statuses/${encodeURIComponent(remote.remoteId)}`, { method: 'DELETE' }, [200, 404, 410])
  },

  /** Everything is sent again: what an edit leaves out, the server takes away. */
  async edit(prepared, index, remote, context) {
    const {
      visibility: _fixed,
      in_reply_to_id: _fixedToo,
      ...json
    } = prepared.statuses[index] ?? toStatus(prepared.post, index, [])
    const path = `/api/v1/statuses/${encodeURIComponent(remote.remoteId)}`
    const answer = await ask(context, path, { method: 'PUT', json })
    const edited = published(answer)
    return edited.is === 'published' ? edited.remote : remote
  },
}

/** The same for every try at a part, another when the delivery starts over with other content. */
function idempotencyKey({ deliveryId, createdAt }: Outgoing, index: number): string {
  return createHash('sha256').update(`${deliveryId} ${createdAt} ${index}`).digest('hex')
}

function published(answer: HttpAnswer): CommitOutcome {
  const { id, url, uri } = objectOf(answer)
  if (typeof id !== 'string' || id === '')
    return { is: 'unknown', evidence: `${answer.status} with a body that is not a status` }
  return {
    is: 'published',
    remote: { remoteId: id, url: typeof url === 'string' ? url : typeof uri === 'string' ? uri : null },
  }
}

/**
 * A 422 may be about files that are gone: attached to a status of ours whose answer was lost on a server that ignores
 * Idempotency-Key, or cleared away since the upload. Then it is looked for, and else uploaded anew.
 */
async function refused(
  answer: HttpAnswer,
  { post, statuses }: Prepared,
  index: number,
  landed: readonly Remote[],
  sentAt: number,
  context: PublishContext,
): Promise<CommitOutcome> {
  const no = refusal(answer, 'content', context)
  const ids = statuses[index]?.media_ids ?? []
  try {
    const free = await Promise.all(ids.map((id) => isFree(id, context)))
    if (free.every(Boolean)) return no
    const earlier = await findStatus(post, index, landed, Math.min(sentAt, post.createdAt), context)
    if (earlier.is === 'there') return { is: 'published', remote: earlier.remote }
    if (earlier.is === 'cannot_tell') return { is: 'unknown', evidence: `${wordsOf(answer)}; ${sentence(earlier.why)}` }
    forgetUploads(index, context)
    return {
      is: 'not_sent',
      failure: failure('media', said('upload_expired', { platform: hostOf(context.account) }), wordsOf(answer)),
    }
  } catch (error) {
    // The refusal stands whatever came of looking closer.
    if (error instanceof StepFailed || error instanceof HttpFailure) return no
    throw error
  }
}
