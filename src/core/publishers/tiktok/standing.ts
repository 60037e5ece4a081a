import { said, type Said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import {
  failure,
  StepFailed,
  type CommitOutcome,
  type Failure,
  type PublishContext,
  type Remote,
} from '../publisher.ts'
import { dataOf, isOk, reach, unreadable, type TikTokHosts } from './api.ts'
import { codeOf, failReason, refusal } from './outcome.ts'

/** What became of a post that TikTok has, by its publish id. Source: content-posting-api-reference-get-video-status. */
export interface Standing {
  readonly is: 'uploading' | 'working' | 'in_inbox' | 'out' | 'failed' | 'not_known'
  /** Bytes that have arrived of a video; null where TikTok does not say. */
  readonly uploaded: number | null
  readonly reason: string
  /** Known once it is public and was looked at. */
  readonly postId: string | null
}

/** What is asked about later. JSON. */
export interface Handle {
  readonly publishId: string
  readonly kind: 'video' | 'photo'
  /** Null for the inbox. */
  readonly privacy: string | null
  readonly hasText: boolean
  readonly username: string | null
  readonly since: Instant
  /** When it was first seen to be out. */
  readonly outAt?: Instant
}

const firstPollMs = 5_000
const patienceMs = {
  /** TikTok fetches for an hour at most and works for minutes: what takes a day never ends. */
  working: 24 * 3_600_000,
  /** Mostly a minute, at times hours, which nobody waits for: it is out all the same. */
  review: 10 * 60_000,
  /** A publish id may be unknown for a moment after it was given. */
  unknown: 10 * 60_000,
} as const

/** Asks how a post stands. Throws StepFailed where it cannot be told. */
export async function askStanding(hosts: TikTokHosts, publishId: string, context: PublishContext): Promise<Standing> {
  const request = { method: 'POST', json: { publish_id: publishId } } as const
  const answer = await reach(hosts, context, '/v2/post/publish/status/fetch/', request)
  const code = codeOf(answer)
  const nothing = { uploaded: null, reason: '', postId: null }
  if (code === 'invalid_publish_id' || code === 'token_not_authorized_for_specified_publish_id')
    return { is: 'not_known', ...nothing }
  if (!isOk(answer)) throw new StepFailed(refusal(answer, context.clock.now()))
  const { status, fail_reason: reason, uploaded_bytes: uploaded } = dataOf(answer)
  const is = stages[String(status)]
  if (!is) throw unreadable(`a status ${String(status)}`)
  return {
    is,
    uploaded: typeof uploaded === 'number' ? uploaded : null,
    reason: typeof reason === 'string' ? reason : '',
    postId: postIdIn(answer.text()),
  }
}

const stages: Readonly<Record<string, Standing['is']>> = {
  PROCESSING_UPLOAD: 'uploading',
  PROCESSING_DOWNLOAD: 'working',
  SEND_TO_USER_INBOX: 'in_inbox',
  PUBLISH_COMPLETE: 'out',
  FAILED: 'failed',
}

/** Ids are numbers too long for JSON.parse, under a name that TikTok itself misspells. */
function postIdIn(json: string): string | null {
  return /"publicaly_available_post_id"\s*:\s*\[\s*"?(\d+)/.exec(json)?.[1] ?? null
}

/** A post that TikTok has just taken: asked about from now on. */
export function taken(handle: Handle, now: Instant): CommitOutcome {
  return { is: 'pending', handle, pollAt: now + firstPollMs }
}

export function remoteOf({ publishId, kind, username }: Handle, postId: string | null = null): Remote {
  return {
    remoteId: publishId,
    url: postId !== null && username !== null ? `https://www.tiktok.com/@${username}/${kind}/${postId}` : null,
    ...(postId !== null && { data: { postId } }),
  }
}

/** How a post stands that was taken. Throws StepFailed. */
export async function outcomeOf(hosts: TikTokHosts, handle: Handle, context: PublishContext): Promise<CommitOutcome> {
  const standing = await askStanding(hosts, handle.publishId, context)
  const now = context.clock.now()
  const age = now - handle.since
  const later = (next: Handle = handle): CommitOutcome => ({
    is: 'pending',
    handle: next,
    pollAt: now + Math.min(60_000, Math.max(firstPollMs, age / 10)),
  })
  switch (standing.is) {
    case 'in_inbox':
      return { is: 'published', remote: remoteOf(handle), note: inboxNote(handle) }
    case 'out': {
      const remote = remoteOf(handle, standing.postId)
      if (handle.privacy !== 'PUBLIC_TO_EVERYONE' || standing.postId !== null) return { is: 'published', remote }
      const { outAt = now } = handle
      return now - outAt < patienceMs.review
        ? later({ ...handle, outAt })
        : { is: 'published', remote, note: said('tiktok_in_review') }
    }
    case 'failed':
      return { is: 'rejected', failure: failReason(standing.reason) }
    case 'not_known':
      return age < patienceMs.unknown ? later() : untold
    default:
      return age < patienceMs.working ? later() : untold
  }
}

const untold: CommitOutcome = { is: 'rejected', failure: failure('platform', said('tiktok_untold')) satisfies Failure }

/** A draft is not out before the person posts it, and TikTok takes a video's words only there. */
function inboxNote({ kind, hasText }: Handle): Said {
  return kind === 'video' && hasText ? said('tiktok_in_inbox_without_text') : said('tiktok_in_inbox')
}
