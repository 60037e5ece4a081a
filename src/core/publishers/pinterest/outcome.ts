import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { isUncertain, objectOf, rateLimited, retryAfter, troubled } from '../answers.ts'
import { failure, type Failure, type StepFailure } from '../publisher.ts'

/*
 * What Pinterest's answers mean: by status, and by the number in `code` where one status says two things (README.md). Messages are words for
 * people and decide nothing.
 */

const platform = 'Pinterest'

/** A token that lacks a scope. */
export const scopeCode = 3
/** An app that may not do this: with Trial access it may not make pins. */
const accessCode = 29

/** What a request was for: making a pin, an upload, or anything else about a board or a pin. */
export type About = 'pin' | 'upload' | 'other'

/** What a refusing answer means where nothing was made. */
export function refusal(answer: HttpAnswer, about: About, now: Instant): StepFailure {
  const { status } = answer
  const words = wordsOf(answer)
  if (status === 429) return rateLimited(platform, resetOf(answer, now), words)
  if (isUncertain(status)) return troubled(platform, words)
  return { is: 'rejected', failure: { ...permanent(answer, about), words } }
}

function permanent(answer: HttpAnswer, about: About): Failure {
  const { status } = answer
  switch (status) {
    case 401:
      return codeOf(answer) === scopeCode ? scopeMissing() : failure('reconnect', said('signed_out', { platform }))
    case 403:
      return forbidden(answer, about)
    case 404:
      return failure('content', said('pinterest_board_gone'))
    case 413:
      return failure('media', said('a_file_too_large', { platform }))
    default:
      if (status >= 300 && status < 400) return failure('platform', said('server_moved', { platform }))
      return about === 'upload'
        ? failure('media', said('a_file_refused', { platform }))
        : failure('content', said('content_refused', { platform }))
  }
}

/** For a new pin the documented 403 is about its picture, unless the code says that it is about the app or the token. */
function forbidden(answer: HttpAnswer, about: About): Failure {
  const code = codeOf(answer)
  if (code === accessCode) return failure('not_allowed', said('pinterest_app_access'))
  if (code === scopeCode) return scopeMissing()
  return about === 'pin'
    ? failure('media', said('a_file_refused', { platform }))
    : failure('not_allowed', said('not_allowed', { platform }))
}

const scopeMissing = () =>
  failure('not_allowed', said('permission_missing', { platform, permission: 'boards:write, pins:write' }))

export function codeOf(answer: HttpAnswer): number | null {
  const { code } = objectOf(answer)
  return typeof code === 'number' ? code : null
}

/** `x-ratelimit-reset` counts seconds from now. */
function resetOf(answer: HttpAnswer, now: Instant): Instant {
  const seconds = Number(answer.headers.get('x-ratelimit-reset') ?? NaN)
  return seconds > 0 && seconds <= 86_400 ? now + seconds * 1_000 : retryAfter(answer, now)
}

/** Pinterest's own words, short. */
export function wordsOf(answer: HttpAnswer): string {
  const { message } = objectOf(answer)
  return `${answer.status}${typeof message === 'string' && message !== '' ? ` ${message.slice(0, 300)}` : ''}`
}
