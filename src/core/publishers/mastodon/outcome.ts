import type { HttpAnswer, HttpFailure } from '../../http.ts'
import type { Instant } from '../../clock.ts'
import type { ReasonCode } from '../../../contract/vocabulary.ts'
import type { Failure, StepFailure } from '../publisher.ts'

/*
 * What Mastodon's answers mean. By status alone: its errors carry words and no codes (docs methods/statuses.md, media.md,
 * app/controllers/concerns/api/error_handling.rb).
 */

/** Waits this long where a server says 429 and not until when. */
const blindWaitMs = 5 * 60_000
const longestWaitMs = 24 * 3_600_000

/** A repeatable request that got no answer. */
export function unreachable(error: HttpFailure): StepFailure {
  const message = 'The server could not be reached. It is tried again by itself.'
  return { is: 'not_sent', failure: { code: 'network', message, words: `${error.code}: ${error.message}` } }
}

/** Statuses after which nobody knows whether the request had its effect. */
export function isUncertain(status: number): boolean {
  return status >= 500 || status === 408 || status === 425
}

/** What a refusing status means where nothing was made. `about`: what a 4xx is about, the text or a file. */
export function refusal(answer: HttpAnswer, about: 'content' | 'media', now: Instant): StepFailure {
  const { status } = answer
  const words = wordsOf(answer)
  if (status === 429) {
    const message = 'The server takes no more for now. It goes out by itself when it does again.'
    return { is: 'deferred', until: resetOf(answer, now), failure: { code: 'rate_limited', message, words } }
  }
  if (isUncertain(status)) {
    const message = 'The server has a problem of its own. It is tried again by itself.'
    return { is: 'not_sent', failure: { code: 'platform', message, words } }
  }
  return { is: 'rejected', failure: { ...permanent(status, about), words } }
}

function permanent(status: number, about: 'content' | 'media'): Failure {
  const said = (code: ReasonCode, message: string): Failure => ({ code, message })
  if (status === 401)
    return said('reconnect', 'The server says that this sign-in is no longer valid. Connect the account again.')
  if (status === 403) {
    return said(
      'not_allowed',
      'The server does not let this account do that. Look whether the account is in good standing there, or connect it again with all permissions.',
    )
  }
  if (status === 404)
    return said('content', 'Something it refers to is not on the server any more, such as the post it replies to.')
  if (status === 413) return said('media', 'A file is larger than the server takes. Make it smaller or leave it out.')
  if (status >= 300 && status < 400)
    return said('platform', 'The server has moved to another address. Connect the account again with its new address.')
  if (about === 'media') return said('media', 'The server does not take this file. Replace it or leave it out.')
  return said('content', 'The server does not take this post as it is. Change what it names, then try again.')
}

/** When a 429 ends: Mastodon's own header, else the common one. */
function resetOf({ headers }: HttpAnswer, now: Instant): Instant {
  const reset = Date.parse(headers.get('x-ratelimit-reset') ?? '')
  const server = Date.parse(headers.get('date') ?? '')
  // The server's clock may not be ours: what counts is how far off its moment is from its own now.
  const waits = [reset - (Number.isNaN(server) ? now : server), Number(headers.get('retry-after') ?? NaN) * 1_000]
  const wait = waits.find((candidate) => Number.isFinite(candidate) && candidate > 0) ?? blindWaitMs
  return now + Math.min(wait, longestWaitMs)
}

/** The server's own words, short: `error_description` or `error`, never a whole page. */
export function wordsOf(answer: HttpAnswer): string {
  const json = answer.json()
  const { error, error_description: description } = (typeof json === 'object' && json !== null ? json : {}) as Record<
    string,
    unknown
  >
  const said = [description, error].find((value): value is string => typeof value === 'string' && value !== '')
  return `${answer.status}${said ? ` ${said.slice(0, 300)}` : ''}`
}
