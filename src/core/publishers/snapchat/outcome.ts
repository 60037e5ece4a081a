import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { isUncertain, objectOf, rateLimited, retryAfter, troubled } from '../answers.ts'
import { failure, type Failure, type StepFailure } from '../publisher.ts'

/*
 * What Snapchat's answers mean: by `request_status` and `error_code`, which may come with any status (ProfileAssetManagement; README.md says who
 * saw which). Messages are words for people and decide nothing.
 */

const platform = 'Snapchat'

/** A picture takes it seconds, a film up to a minute. Source: what a client of the 433 football channel waits. */
const processingMs = 10_000

/** What a refusing answer means where nothing was made. */
export function refusal(answer: HttpAnswer, now: Instant): StepFailure {
  const { status } = answer
  const code = codeOf(answer)
  const words = wordsOf(answer)
  if (status === 429) return rateLimited(platform, retryAfter(answer, now), words)
  if (code === 'MEDIA_PROCESSING')
    return {
      is: 'deferred',
      until: now + processingMs,
      failure: failure('processing', said('file_still_processing', { platform }), words),
    }
  // Made anew by the next attempt: index.ts forgets it.
  if (code === 'MEDIA_EXPIRED')
    return { is: 'not_sent', failure: failure('media', said('upload_expired', { platform }), words) }
  if (isUncertain(status)) return troubled(platform, words)
  if (!isOwnWord(answer))
    return { is: 'not_sent', failure: failure('platform', said('answered_in_its_place', { platform }), words) }
  return { is: 'rejected', failure: { ...permanent(status, code), words } }
}

/** What a refusing answer to a file, or to the word that it is whole, means. */
export function fileRefusal(answer: HttpAnswer, now: Instant): StepFailure {
  const outcome = refusal(answer, now)
  if (outcome.is !== 'rejected' || outcome.failure.code !== 'content') return outcome
  return { is: 'rejected', failure: failure('media', said('a_file_refused', { platform }), wordsOf(answer)) }
}

function permanent(status: number, code: string): Failure {
  if (code === 'AUTHORIZATION_PERMISSION_DENIED') return failure('not_allowed', said('snapchat_not_listed'))
  switch (status) {
    case 401:
      return failure('reconnect', said('signed_out', { platform }))
    case 403:
      return failure('not_allowed', said('snapchat_not_listed'))
    case 413:
      return failure('media', said('a_file_too_large', { platform }))
    default:
      if (status >= 300 && status < 400) return failure('platform', said('server_moved', { platform }))
      return failure('content', said('content_refused', { platform }))
  }
}

/** Whether Snapchat itself has said no. Its refusals have a status of the request in them, or nothing at all; pages are what stands in between. */
export function isOwnWord(answer: HttpAnswer): boolean {
  return requestStatus(answer) !== '' || codeOf(answer) !== '' || answer.bytes.length === 0 || isMoved(answer)
}

const isMoved = ({ status }: HttpAnswer) => status >= 300 && status < 400

/** Whether the request went well: in each answer of the API stands how. */
export function isOk(answer: HttpAnswer): boolean {
  return answer.status >= 200 && answer.status < 300 && requestStatus(answer) === 'SUCCESS'
}

/** `SUCCESS`, `ERROR` or `PARTIAL`; '' where the answer is not Snapchat's. */
export function requestStatus(answer: HttpAnswer): string {
  const { request_status: status } = objectOf(answer)
  return typeof status === 'string' ? status.toUpperCase() : ''
}

export function codeOf(answer: HttpAnswer): string {
  const { error_code: code } = objectOf(answer)
  return typeof code === 'string' ? code : ''
}

/** Snapchat's own words, short. The request's id is what its support asks for. */
export function wordsOf(answer: HttpAnswer): string {
  const { error_code: code, display_message: shown, debug_message: debug, request_id: id } = objectOf(answer)
  return [String(answer.status), code, shown ?? debug, id]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ')
    .slice(0, 300)
}
