import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { isUncertain, objectOf, rateLimited, retryAfter, troubled } from '../answers.ts'
import { failure, type Failure, type StepFailure } from '../publisher.ts'

/*
 * What Reddit's refusals mean: by status, and, where they come with 200, by the code in `json.errors` (README.md). Messages are words for people and
 * decide nothing; how long a RATELIMIT lasts stands nowhere else, so that alone is read from them.
 */

const platform = 'Reddit'

/** `[code, message, field]` of an answer that has them; empty for one that took what it was sent. */
export function errorsIn(answer: HttpAnswer): readonly { readonly code: string; readonly words: string }[] {
  const { errors } = formOf(answer)
  if (!Array.isArray(errors)) return []
  return errors.flatMap((error: unknown) => {
    if (!Array.isArray(error) || typeof error[0] !== 'string') return []
    return [{ code: error[0], words: typeof error[1] === 'string' ? error[1] : '' }]
  })
}

/** `json` of an answer. */
export function formOf(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  const { json } = objectOf(answer)
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {}
}

/** What a refusing answer means where nothing was made. `place`: the community it was for. */
export function refusal(answer: HttpAnswer, place: string, now: Instant): StepFailure {
  const { status } = answer
  const words = wordsOf(answer)
  const [first] = errorsIn(answer)
  if (first && status < 500) {
    if (waiting.has(first.code)) return rateLimited(platform, now + waitOf(answer, first.words), words)
    if (broken.has(first.code)) return troubled(platform, words)
    return { is: 'rejected', failure: { ...byCode(first.code, place), words } }
  }
  if (status === 429) return rateLimited(platform, resetOf(answer, now), words)
  if (isUncertain(status)) return troubled(platform, words)
  return { is: 'rejected', failure: { ...byStatus(answer, place), words } }
}

/** An account that posts too much, or too soon after it was made. */
const waiting = new Set(['RATELIMIT', 'SUBREDDIT_RATELIMIT', 'QUOTA_FILLED'])
/** Reddit's own trouble, told as if it were ours. */
const broken = new Set(['SOMETHING_IS_BROKEN', 'GQL_ERROR'])
export const isOwnTrouble = (answer: HttpAnswer) => errorsIn(answer).some(({ code }) => broken.has(code))

function byCode(code: string, destination: string): Failure {
  const known = codes[code]
  if (known) return known(destination)
  if (code.startsWith('SUBMIT_VALIDATION_')) return failure('content', said('reddit_rules_unmet', { destination }))
  return failure('content', said('content_refused', { platform }))
}

type Meaning = (destination: string) => Failure
const signedOut: Meaning = () => failure('reconnect', said('signed_out', { platform }))
const gone: Meaning = (destination) => failure('content', said('destination_gone', { platform, destination }))
const closed: Meaning = (destination) => failure('not_allowed', said('destination_refused', { destination }))
const otherKind: Meaning = (destination) => failure('content', said('reddit_kind_refused', { destination }))
const otherLink: Meaning = (destination) => failure('content', said('reddit_link_refused', { destination }))
const unconfirmed: Meaning = () => failure('not_allowed', said('reddit_email_unverified'))
const noReply: Meaning = () => failure('content', said('reply_target_gone'))

const codes: Readonly<Record<string, Meaning>> = {
  USER_REQUIRED: signedOut,
  IN_TIMEOUT: () => failure('not_allowed', said('account_suspended', { platform })),
  VERIFIED_USER_REQUIRED: unconfirmed,
  NO_VERIFIED_EMAIL: unconfirmed,
  SUBREDDIT_REQUIRED: gone,
  SUBREDDIT_NOEXIST: gone,
  BAD_SR_NAME: gone,
  SUBREDDIT_NOTALLOWED: closed,
  SUBREDDIT_NOTALLOWED_BANNED: closed,
  SUBREDDIT_NO_ACCESS: closed,
  BANNED_FROM_SUBREDDIT: closed,
  QUARANTINE_REQUIRES_VERIFICATION: closed,
  NO_SELFS: otherKind,
  NO_LINKS: otherKind,
  NO_IMAGES: otherKind,
  NO_VIDEOS: otherKind,
  NO_GALLERIES: otherKind,
  NO_POLLS: otherKind,
  DOMAIN_BANNED: otherLink,
  SUBMIT_VALIDATION_LINK_WHITELIST: otherLink,
  SUBMIT_VALIDATION_LINK_BLACKLIST: otherLink,
  SUBMIT_VALIDATION_FLAIR_REQUIRED: (destination) => failure('content', said('reddit_flair_needed', { destination })),
  ALREADY_SUB: () => failure('content', said('duplicate', { platform })),
  TOO_LONG: () => failure('content', said('text_refused_as_too_long', { platform })),
  DELETED_LINK: noReply,
  DELETED_COMMENT: noReply,
  BAD_IMAGE: () => failure('media', said('a_file_refused', { platform })),
  MISSING_VIDEO_URLS: () => failure('media', said('a_file_refused', { platform })),
}

/** Why a community is not open, as `reason` of a 403 or 404 says it. */
const closedReasons = new Set(['SUBREDDIT_NO_ACCESS', 'private', 'banned', 'quarantined', 'gated', 'gold_only'])

function byStatus(answer: HttpAnswer, destination: string): Failure {
  const { status } = answer
  const { reason } = objectOf(answer)
  if (typeof reason === 'string' && closedReasons.has(reason)) return closed(destination)
  switch (status) {
    case 401:
      return signedOut(destination)
    case 403:
      return forbidden(answer, destination)
    case 404:
      return gone(destination)
    case 413:
      return failure('media', said('a_file_too_large', { platform }))
    default:
      if (status >= 300 && status < 400) return failure('platform', said('server_moved', { platform }))
      return failure('content', said('content_refused', { platform }))
  }
}

/** Reddit names a scope that is missing in a header (RFC 6750, 3.1); what else it forbids, it hardly explains. */
function forbidden(answer: HttpAnswer, destination: string): Failure {
  if (lacksScope(answer))
    return failure('not_allowed', said('permission_missing', { platform, permission: 'submit, edit, history, flair' }))
  return destination === platform
    ? failure('not_allowed', said('reddit_app_turned_away'))
    : failure('not_allowed', said('reddit_turned_away', { destination }))
}

export function lacksScope({ headers }: HttpAnswer): boolean {
  return /error="?insufficient_scope/.test(headers.get('www-authenticate') ?? '')
}

/** `x-ratelimit-reset` counts seconds from now. */
function resetOf(answer: HttpAnswer, now: Instant): Instant {
  const seconds = Number(answer.headers.get('x-ratelimit-reset') ?? NaN)
  return seconds > 0 && seconds <= 86_400 ? now + seconds * 1_000 : retryAfter(answer, now)
}

const unitMs: Readonly<Record<string, number>> = { millisecond: 1, second: 1_000, minute: 60_000, hour: 3_600_000 }
const blindWaitMs = 10 * 60_000
const longestWaitMs = 24 * 3_600_000

/** `json.ratelimit` in seconds, where there is one; else what the words say; else ten minutes. */
function waitOf(answer: HttpAnswer, words: string): number {
  const told = formOf(answer)['ratelimit']
  if (typeof told === 'number' && told > 0) return Math.min(longestWaitMs, told * 1_000)
  const [, count = '', unit = ''] = /(\d+) (millisecond|second|minute|hour)s?\b/.exec(words) ?? []
  const wait = Number(count) * (unitMs[unit] ?? NaN)
  // The minute that is named has begun already.
  return wait > 0 ? Math.min(longestWaitMs, wait + (unit === 'minute' ? 60_000 : 1_000)) : blindWaitMs
}

/** Reddit's own words, short. */
export function wordsOf(answer: HttpAnswer): string {
  const [first] = errorsIn(answer)
  const { explanation, message, reason } = objectOf(answer)
  const text = first
    ? `${first.code} ${first.words}`
    : [explanation, message, reason].find((one): one is string => typeof one === 'string' && one !== '')
  return `${answer.status}${text ? ` ${text.slice(0, 300)}` : ''}`
}
