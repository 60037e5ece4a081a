import { said } from '../../../contract/sentences/index.ts'
import type { HttpAnswer } from '../../http.ts'
import { commitAnswer, isUncertain, objectOf } from '../answers.ts'
import { failure, StepFailed, type PublishContext, type Remote } from '../publisher.ts'
import { ask, call, name, type XHosts } from './api.ts'
import { addressOf } from './look.ts'
import { refusal, wordsOf } from './outcome.ts'
import { comparable, type PostRequest } from './render.ts'

const editTimeoutMs = 30_000

/**
 * Puts a new version in the place of a post: a post with an id of its own. For subscribers, within the hour. Where no answer names that id, the
 * post's versions are asked for it. Throws StepFailed, also where nothing shows whether the change arrived.
 */
export async function editPost(
  hosts: XHosts,
  { text, media }: PostRequest,
  remote: Remote,
  context: PublishContext,
): Promise<Remote> {
  const edited = { ...(text !== undefined && { text }), ...(media && { media }) }
  const json = { ...edited, edit_options: { previous_post_id: remote.remoteId } }
  const request = { method: 'POST', json, fresh: true, timeoutMs: editTimeoutMs } as const
  const sent = await commitAnswer(name, () => call(hosts, context, '/2/tweets', request))
  if ('outcome' in sent && sent.outcome.is === 'not_sent') throw new StepFailed(sent.outcome)
  const answer = 'answer' in sent ? sent.answer : null
  const id = answer && isSuccess(answer) ? idIn(answer) : null
  if (id !== null) return { remoteId: id, url: addressOf(context, id) }
  // A 403 may be for what an earlier try has changed already.
  if (answer && !isSuccess(answer) && !isUncertain(answer.status) && answer.status !== 403)
    throw new StepFailed(refusal(answer, 'content', context.clock.now()))
  const newest = await newestVersion(hosts, remote.remoteId, context)
  if (newest && newest.id !== remote.remoteId && comparable(newest.text) === comparable(text ?? ''))
    return { remoteId: newest.id, url: addressOf(context, newest.id) }
  if (answer?.status === 403) throw new StepFailed(refusal(answer, 'content', context.clock.now()))
  const words = answer ? wordsOf(answer) : undefined
  throw new StepFailed({
    is: 'not_sent',
    failure: failure('platform', said('edit_in_doubt', { platform: name }), words),
  })
}

const isSuccess = ({ status }: HttpAnswer) => status >= 200 && status < 300

/** The id of the post that an answer tells of; null where it tells of none. */
export function idIn(answer: HttpAnswer): string | null {
  const { data } = objectOf(answer)
  const { id } = (data ?? {}) as { id?: unknown }
  return typeof id === 'string' && id !== '' ? id : null
}

/** A post's last version, by the id of any. Source: docs x-api/fundamentals/edit-posts.mdx. Throws StepFailed where it cannot be asked. */
async function newestVersion(
  hosts: XHosts,
  id: string,
  context: PublishContext,
): Promise<{ readonly id: string; readonly text: string } | null> {
  const query = 'tweet.fields=text,note_tweet&expansions=edit_history_tweet_ids'
  const { data, includes } = objectOf(await ask(hosts, context, `/2/tweets/${encodeURIComponent(id)}?${query}`))
  const { edit_history_tweet_ids: ids } = (data ?? {}) as { edit_history_tweet_ids?: unknown }
  const last: unknown = Array.isArray(ids) ? ids.at(-1) : undefined
  const { tweets } = (includes ?? {}) as { tweets?: unknown }
  const found = [data, ...(Array.isArray(tweets) ? (tweets as unknown[]) : [])]
    .map((one) => (one ?? {}) as { id?: unknown; text?: unknown; note_tweet?: { text?: unknown } })
    .find((one) => one.id === last)
  return found && typeof last === 'string'
    ? { id: last, text: String(found.note_tweet?.text ?? found.text ?? '') }
    : null
}
