import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { isUncertain, objectOf, rateLimited, retryAfter, troubled } from '../answers.ts'
import { failure, type Failure, type PublisherAccount, type StepFailure } from '../publisher.ts'

/*
 * What LinkedIn's answers mean: by status, and by the code of the error or of its first input error. Messages are words for people and decide
 * nothing. Sources: posts-api and videos-api (error tables), shared/api-guide/concepts/error-handling and rate-limits.
 */

export const name = 'LinkedIn'
export type About = 'content' | 'media'

export interface Judging {
  /** What a 400 is about. */
  readonly about: About
  readonly now: Instant
  /** The month of the API that was spoken. */
  readonly version: string
  readonly account: Pick<PublisherAccount, 'externalId' | 'displayHandle'>
}

/** A file that is not ready yet is asked for again after this long. */
const notReadyMs = 30_000
const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What a refusing answer means where nothing was made. */
export function refusal(answer: HttpAnswer, judging: Judging): StepFailure {
  const words = wordsOf(answer)
  if (answer.status === 429) return rateLimited(name, nextTry(answer, judging.now), words)
  if (isUncertain(answer.status)) return troubled(name, words)
  switch (codeOf(answer)) {
    case 'MEDIA_ASSET_WAITING_UPLOAD':
      return {
        is: 'deferred',
        until: judging.now + notReadyMs,
        failure: failure('processing', said('file_still_processing', { platform: name }), words),
      }
    case 'EXPIRED_UPLOAD_URL':
      return { is: 'not_sent', failure: failure('media', said('upload_expired', { platform: name }), words) }
  }
  return { is: 'rejected', failure: { ...permanent(answer, judging), words } }
}

function permanent(answer: HttpAnswer, { about, version, account }: Judging): Failure {
  switch (codeOf(answer)) {
    case 'DUPLICATE_POST':
    case 'CONTENT_DUPLICATE':
      return failure('duplicate', said('duplicate', { platform: name }))
    case 'FIELD_LENGTH_TOO_LONG':
      return failure('content', said('text_refused_as_too_long', { platform: name }))
    case 'MEDIA_ASSET_PROCESSING_FAILED':
    case 'INVALID_VIDEO_ID':
    case 'INVALID_IMAGE_ID':
    case 'INVALID_DOCUMENT_ID':
      return failure('media', said('a_file_refused', { platform: name }))
  }
  switch (answer.status) {
    case 401:
      return failure('reconnect', said('signed_out', { platform: name }))
    case 403:
      return isPage(account.externalId)
        ? failure('not_allowed', said('linkedin_page_refused', { name: account.displayHandle }))
        : failure('not_allowed', said('permission_missing', { platform: name, permission: 'w_member_social' }))
    case 404:
      return failure('content', said('reference_gone', { platform: name }))
    case 413:
      return failure('media', said('a_file_too_large', { platform: name }))
    // A month of the API that is no more, or none at all.
    case 426:
      return failure('platform', said('linkedin_version_retired', { version }))
    default:
      if (answer.status >= 300 && answer.status < 400)
        return failure('platform', said('server_moved', { platform: name }))
      return about === 'media'
        ? failure('media', said('a_file_refused', { platform: name }))
        : failure('content', said('content_refused', { platform: name }))
  }
}

export const isPage = (urn: string): boolean => urn.startsWith('urn:li:organization:')

/**
 * LinkedIn tells no time. All its limits that are known are of a day and end at midnight UTC (rate-limits); what else there may be ends sooner,
 * so it is tried within the hour.
 */
function nextTry(answer: HttpAnswer, now: Instant): Instant {
  if (answer.headers.get('retry-after') !== null) return retryAfter(answer, now)
  const midnight = (Math.floor(now / dayMs) + 1) * dayMs
  return Math.min(now + hourMs, midnight + 60_000)
}

/** The code of the first input error, else that of the error: `DUPLICATE_POST`, `ACCESS_DENIED` … */
export function codeOf(answer: HttpAnswer): string {
  const { code, errorDetails } = objectOf(answer)
  const { inputErrors } = (errorDetails ?? {}) as { inputErrors?: unknown }
  const inner = Array.isArray(inputErrors) ? ((inputErrors[0] ?? {}) as { code?: unknown }).code : undefined
  if (typeof inner === 'string') return inner
  return typeof code === 'string' ? code : ''
}

/** LinkedIn's own words, short. */
export function wordsOf(answer: HttpAnswer): string {
  const { message, error_description: description } = objectOf(answer)
  const text = [message, description].find((one): one is string => typeof one === 'string' && one !== '')
  const code = codeOf(answer)
  return [`${answer.status}`, code, text?.slice(0, 300)].filter(Boolean).join(' ')
}
