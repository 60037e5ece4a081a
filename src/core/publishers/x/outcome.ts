import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { isUncertain, objectOf, rateLimited, retryAfter, troubled } from '../answers.ts'
import { failure, type Failure, type StepFailure } from '../publisher.ts'

/*
 * What X's answers mean: by status, and by the `type` and `reason` of its problem documents
 * (docs x-api/fundamentals/response-codes-and-errors.mdx). Details are words for people and decide nothing.
 */

const platform = 'X'

/** What a refusing answer means where nothing was made. `about`: what a 400 is about. */
export function refusal(answer: HttpAnswer, about: 'content' | 'media', now: Instant): StepFailure {
  const { status } = answer
  const words = wordsOf(answer)
  if (status === 429) {
    if (problemOf(answer) === 'usage-capped')
      return { is: 'rejected', failure: failure('not_allowed', said('payment_needed', { platform }), words) }
    return rateLimited(platform, resetOf(answer, now), words)
  }
  if (isUncertain(status)) return troubled(platform, words)
  return { is: 'rejected', failure: { ...permanent(answer, about), words } }
}

function permanent(answer: HttpAnswer, about: 'content' | 'media'): Failure {
  switch (answer.status) {
    case 401:
      return failure('reconnect', said('signed_out', { platform }))
    // Credits are used up. Source: staff on the developer community, 2026-08.
    case 402:
      return failure('not_allowed', said('payment_needed', { platform }))
    case 403:
      return forbidden(answer)
    case 404:
      return failure('content', said('reference_gone', { platform }))
    case 413:
      return failure('media', said('a_file_too_large', { platform }))
    default:
      if (answer.status >= 300 && answer.status < 400) return failure('platform', said('server_moved', { platform }))
      return about === 'media'
        ? failure('media', said('a_file_refused', { platform }))
        : failure('content', said('content_refused', { platform }))
  }
}

/** A 403 is about the app where the problem document says so, else about this post: a repeat, a reply that is not allowed, a video too long. */
function forbidden(answer: HttpAnswer): Failure {
  const reason = objectOf(answer)['reason']
  if (reason === 'client-not-enrolled' || problemOf(answer) === 'client-forbidden')
    return failure('not_allowed', said('app_not_allowed', { platform }))
  if (problemOf(answer) === 'not-authorized-for-resource')
    return failure('not_allowed', said('permission_missing', { platform, permission: 'tweet.write, media.write' }))
  return failure('content', said('content_refused', { platform }))
}

/** The last part of the `type` of a problem document: `client-forbidden`, `usage-capped` … */
function problemOf(answer: HttpAnswer): string {
  const { type, title } = objectOf(answer)
  if (title === 'UsageCapExceeded') return 'usage-capped'
  return typeof type === 'string' ? (type.split('/').at(-1) ?? '') : ''
}

function resetOf(answer: HttpAnswer, now: Instant): Instant {
  const reset = Number(answer.headers.get('x-rate-limit-reset') ?? NaN) * 1_000
  const server = Date.parse(answer.headers.get('date') ?? '')
  // X's clock may not be ours: what counts is how far off its moment is from its own now.
  const wait = reset - (Number.isNaN(server) ? now : server)
  return wait > 0 && wait <= 24 * 3_600_000 ? now + wait : retryAfter(answer, now)
}

/** X's own words, short: `detail`, `title`, or the first of its errors. */
export function wordsOf(answer: HttpAnswer): string {
  const { detail, title, errors } = objectOf(answer)
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined
  const inner = typeof first === 'object' && first !== null ? (first as Record<string, unknown>)['message'] : undefined
  const said = [detail, inner, title].find((value): value is string => typeof value === 'string' && value !== '')
  return `${answer.status}${said ? ` ${said.slice(0, 300)}` : ''}`
}
