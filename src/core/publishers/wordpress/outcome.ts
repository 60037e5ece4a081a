import type { ReasonCode } from '../../../contract/vocabulary.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer, HttpFailure } from '../../http.ts'
import type { StepFailure } from '../publisher.ts'

/*
 * What WordPress's answers mean, by status and by the `code` of its error (WP-API docs; wp-includes/rest-api/endpoints/*.php).
 */

const blindWaitMs = 60_000
const longestWaitMs = 24 * 3_600_000

/** A repeatable request that got no answer. */
export function unreachable(error: HttpFailure): StepFailure {
  const message = 'The site could not be reached. It is tried again by itself.'
  return { is: 'not_sent', failure: { code: 'network', message, words: `${error.code}: ${error.message}` } }
}

/** Statuses after which nobody knows whether the request had its effect. */
export function isUncertain(status: number): boolean {
  return status >= 500 || status === 408 || status === 425
}

/** Files that WordPress refuses, though some with 500 (class-wp-rest-attachments-controller.php): another try changes nothing. */
const badFile = new Set([
  'rest_upload_sideload_error',
  'rest_upload_unknown_error',
  'rest_upload_limited_space',
  'rest_upload_file_too_big',
  'rest_upload_user_quota_exceeded',
  'rest_upload_no_data',
  'rest_upload_hash_mismatch',
])

/** What a refusing status means where nothing was made. `about`: what a 4xx is about, the text or a file. */
export function refusal(answer: HttpAnswer, about: 'content' | 'media', now: Instant): StepFailure {
  const { status } = answer
  const { code, words } = wordsOf(answer)
  const rejected = (reason: ReasonCode, message: string): StepFailure => ({
    is: 'rejected',
    failure: { code: reason, message, words },
  })
  if (badFile.has(code))
    return rejected('media', 'The site does not take this file. Replace it, make it smaller or leave it out.')
  if (status === 429) {
    const message = 'The site takes no more for now. It goes out by itself when it does again.'
    return { is: 'deferred', until: now + waitOf(answer, now), failure: { code: 'rate_limited', message, words } }
  }
  if (isUncertain(status)) {
    const message = 'The site has a problem of its own. It is tried again by itself.'
    return { is: 'not_sent', failure: { code: 'platform', message, words } }
  }
  if (status === 401)
    return rejected(
      'reconnect',
      'The site does not accept the application password any more. Connect it again with a new one.',
    )
  if (status === 403) return rejected('not_allowed', notAllowed(code))
  if (status === 413)
    return rejected(
      'media',
      'A file is larger than the site takes. Make it smaller or leave it out, or ask the host to raise the limit.',
    )
  if (code === 'rest_no_route' || (status >= 300 && status < 400)) {
    return rejected(
      'platform',
      'The site’s REST API is not where it was: the site has moved, or a plugin has switched it off. Connect it again.',
    )
  }
  if (about === 'media') return rejected('media', 'The site does not take this file. Replace it or leave it out.')
  return rejected('content', 'The site does not take this post as it is. Change what it names, then try again.')
}

function notAllowed(code: string): string {
  if (code === 'rest_cannot_publish')
    return 'This user may write but not publish. Choose the status “pending” for a review, or connect a user who may publish.'
  if (code === 'rest_cannot_create')
    return 'This user may not make that on the site. Connect one who may write and upload, an author at least.'
  if (code === '')
    return 'Something in front of the site refused the request, a security plugin or a firewall. Let the REST API through for signed-in users.'
  return 'The site does not let this user do that. Connect one with the role it takes, an author at least.'
}

/** Retry-After in seconds or as a date, by the server's own clock. */
function waitOf({ headers }: HttpAnswer, now: Instant): number {
  const after = headers.get('retry-after') ?? ''
  const server = Date.parse(headers.get('date') ?? '')
  const wait = /^\d+$/.test(after) ? Number(after) * 1_000 : Date.parse(after) - (Number.isNaN(server) ? now : server)
  return Number.isFinite(wait) && wait > 0 ? Math.min(wait, longestWaitMs) : blindWaitMs
}

/** The error's code and words, short; never a whole page. */
export function wordsOf(answer: HttpAnswer): { code: string; words: string } {
  const json = answer.json()
  const { code, message } = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>
  const name = typeof code === 'string' ? code.slice(0, 80) : ''
  const said = typeof message === 'string' ? message.replace(/<[^>]*>/g, '').slice(0, 300) : ''
  return { code: name, words: [answer.status, name, said].filter((word) => word !== '').join(' ') }
}
