import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { isUncertain, objectOf, rateLimited, retryAfter, troubled } from '../answers.ts'
import { failure, type Failure, type StepFailure } from '../publisher.ts'

/*
 * What TikTok's answers mean: by `error.code`, or for files by status (doc/tiktok-api-v2-error-handling; the tables of …-reference-direct-post,
 * -upload-video, -photo-post, -get-video-status and of the media transfer guide). Messages are words for people and decide nothing.
 */

const platform = 'TikTok'

/** Limits are counted within a minute. Source: doc/tiktok-api-v2-rate-limit. */
const minuteMs = 60_000
/** What is counted within 24 hours ends at a moment TikTok does not tell: it is tried again after so long. */
const dayLimitMs = 3_600_000
/** Somebody may make room in the inbox at any time. */
const inboxMs = 1_800_000

/** What a refusing answer means where nothing was made. `host`: where pictures lie that TikTok was to fetch. */
export function refusal(answer: HttpAnswer, now: Instant, host = ''): StepFailure {
  const code = codeOf(answer)
  const words = wordsOf(answer)
  if (answer.status === 429 || code === 'rate_limit_exceeded')
    return rateLimited(platform, answer.headers.has('retry-after') ? retryAfter(answer, now) : now + minuteMs, words)
  if (isUncertain(answer.status) || code === 'internal_error' || code === 'internal') return troubled(platform, words)
  const waits = waiting(code, now)
  if (waits) return { ...waits, failure: { ...waits.failure, words } }
  return { is: 'rejected', failure: { ...permanent(answer, code, host), words } }
}

/** What passes by itself, or once a person has made room. */
function waiting(code: string, now: Instant): StepFailure | null {
  const until = (ms: number, sentence: Failure): StepFailure => ({ is: 'deferred', until: now + ms, failure: sentence })
  switch (code) {
    case 'spam_risk_too_many_posts':
      return until(dayLimitMs, failure('rate_limited', said('tiktok_day_used_up')))
    case 'reached_active_user_cap':
      return until(dayLimitMs, failure('rate_limited', said('tiktok_user_cap')))
    case 'spam_risk_too_many_pending_share':
      return until(inboxMs, failure('rate_limited', said('tiktok_inbox_full')))
    default:
      return null
  }
}

function permanent({ status }: HttpAnswer, code: string, host: string): Failure {
  switch (code) {
    case 'access_token_invalid':
      return failure('reconnect', said('signed_out', { platform }))
    case 'scope_not_authorized':
    case 'scope_permission_missed':
      return failure('not_allowed', said('permission_missing', { platform, permission: 'video.upload, video.publish' }))
    case 'unaudited_client_can_only_post_to_private_accounts':
      return failure('not_allowed', said('tiktok_not_audited'))
    case 'url_ownership_unverified':
      return failure('media_host', said('tiktok_url_unverified', { host }))
    case 'privacy_level_option_mismatch':
      return failure('content', said('tiktok_privacy_gone'))
    case 'app_version_check_failed':
      return failure('not_allowed', said('tiktok_app_too_old'))
    case 'invalid_file_upload':
      return failure('media', said('a_file_refused', { platform }))
    default:
      return byReason(code) ?? byStatus(status)
  }
}

function byStatus(status: number): Failure {
  if (status === 401) return failure('reconnect', said('signed_out', { platform }))
  if (status === 403) return failure('not_allowed', said('not_allowed', { platform }))
  if (status >= 300 && status < 400) return failure('platform', said('server_moved', { platform }))
  return failure('content', said('content_refused', { platform }))
}

/** Why a post that TikTok had taken came to nothing. Source: …-reference-get-video-status, fail_reason. */
export function failReason(reason: string): Failure {
  return { ...(byReason(reason) ?? failure('content', said('processing_failed', { platform }))), words: reason }
}

function byReason(reason: string): Failure | null {
  switch (reason) {
    case 'file_format_check_failed':
      return failure('media', said('a_file_refused', { platform }))
    case 'duration_check_failed':
      return failure('media', said('tiktok_length_refused'))
    case 'frame_rate_check_failed':
      return failure('media', said('tiktok_frame_rate'))
    case 'picture_size_check_failed':
      return failure('media', said('tiktok_picture_size'))
    case 'video_pull_failed':
    case 'photo_pull_failed':
      return failure('media_host', said('tiktok_not_fetched'))
    case 'internal':
      return failure('platform', said('processing_came_to_nothing', { platform }))
    case 'publish_cancelled':
      return failure('content', said('deleted_before_its_time', { platform }))
    case 'auth_removed':
      return failure('reconnect', said('signed_out', { platform }))
    case 'spam_risk_too_many_posts':
      return failure('not_allowed', said('tiktok_day_used_up'))
    case 'spam_risk_user_banned_from_posting':
      return failure('not_allowed', said('tiktok_posting_barred'))
    case 'spam_risk':
    case 'spam_risk_text':
      return failure('content', said('blocked', { platform }))
    default:
      return null
  }
}

/** What an answer to bytes means that were not taken: these have no code, only a status. Source: media transfer guide. */
export function fileRefusal(answer: HttpAnswer, now: Instant): StepFailure {
  const words = String(answer.status)
  if (answer.status === 429) return rateLimited(platform, retryAfter(answer, now), words)
  if (isUncertain(answer.status)) return troubled(platform, words)
  return { is: 'rejected', failure: failure('media', said('a_file_refused', { platform }), words) }
}

/** `ok`, a code of an error, or '' where the answer is not TikTok's. */
export function codeOf(answer: HttpAnswer): string {
  const { code } = errorOf(answer)
  return typeof code === 'string' ? code : ''
}

/** TikTok's own words, short. `log_id` is what its support asks for. */
export function wordsOf(answer: HttpAnswer): string {
  const { code, message, log_id: log } = errorOf(answer)
  return [String(answer.status), code, message, log]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ')
    .slice(0, 300)
}

function errorOf(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  const { error } = objectOf(answer)
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {}
}
