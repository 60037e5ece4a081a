import { said, type Said } from '../../../contract/sentences/index.ts'
import type { ReasonCode } from '../../../contract/vocabulary.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer, HttpFailure } from '../../http.ts'
import type { PublishContext, PublisherAccount, StepFailure } from '../publisher.ts'
import { failure } from '../publisher.ts'

/*
 * What WordPress's answers mean, by status and by the `code` of its error (WP-API docs; wp-includes/rest-api/endpoints/*.php).
 */

const blindWaitMs = 60_000
const longestWaitMs = 24 * 3_600_000

/** What is needed of a call to say what came of it. */
type Called = Pick<PublishContext, 'account' | 'clock'>

/** What a 4xx is about: the text and settings, or the file at a position. */
export type About = 'content' | { readonly file: number }

/** The site as people know it. */
export function siteName({ server }: Pick<PublisherAccount, 'server'>): string {
  return server.replace(/^https?:\/\//, '')
}

/** A repeatable request that got no answer. */
export function unreachable(error: HttpFailure, { account }: Called): StepFailure {
  return {
    is: 'not_sent',
    failure: failure('network', said('unreachable', { platform: siteName(account) }), error.code),
  }
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

/** What a refusing status means where nothing was made. */
export function refusal(answer: HttpAnswer, about: About, { account, clock }: Called): StepFailure {
  const { status } = answer
  const { code, words } = wordsOf(answer)
  const platform = siteName(account)
  const rejected = (reason: ReasonCode, sentence: Said): StepFailure => ({
    is: 'rejected',
    failure: failure(reason, sentence, words),
  })
  if (badFile.has(code)) return rejected('media', said('wordpress_file_refused', { platform }))
  if (status === 429) {
    const until = clock.now() + waitOf(answer, clock.now())
    return { is: 'deferred', until, failure: failure('rate_limited', said('rate_limited', { platform }), words) }
  }
  if (isUncertain(status))
    return { is: 'not_sent', failure: failure('platform', said('platform_trouble', { platform }), words) }
  if (status === 401) return rejected('reconnect', said('wordpress_password_dead', { platform }))
  if (status === 403) return rejected('not_allowed', notAllowed(code))
  if (status === 413) return rejected('media', said('wordpress_file_too_large', { platform }))
  if (code === 'rest_no_route' || (status >= 300 && status < 400))
    return rejected('platform', said('wordpress_api_moved', { platform }))
  return about === 'content'
    ? rejected('content', said('content_refused', { platform }))
    : rejected('media', said('file_refused', { platform, position: about.file + 1 }))
}

function notAllowed(code: string): Said {
  if (code === 'rest_cannot_publish') return said('wordpress_may_not_publish')
  if (code === 'rest_cannot_create') return said('wordpress_may_not_create')
  return code === '' ? said('wordpress_firewall') : said('wordpress_may_not')
}

/** A success without what WordPress would say: something else answered. */
export function notWordPress(words: string, { account }: Called): StepFailure {
  const sentence = said('wordpress_not_wordpress', { platform: siteName(account) })
  return { is: 'not_sent', failure: failure('platform', sentence, words) }
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
