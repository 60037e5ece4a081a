import type { HttpAnswer, HttpFailure } from '../../http.ts'
import type { Instant } from '../../clock.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Failure, PublishContext, PublisherAccount, StepFailure } from '../publisher.ts'
import { failure } from '../publisher.ts'

/*
 * What Mastodon's answers mean. By status alone: its errors carry words and no codes (docs methods/statuses.md, media.md,
 * app/controllers/concerns/api/error_handling.rb).
 */

/** Waits this long where a server says 429 and not until when. */
const blindWaitMs = 5 * 60_000
const longestWaitMs = 24 * 3_600_000

/** What is needed of a call to say what came of it. */
type Called = Pick<PublishContext, 'account' | 'clock'>

/** What a 4xx is about: the text and settings, or the file at a position. */
export type About = 'content' | { readonly file: number }

/** The server as people know it. */
export function hostOf({ server }: Pick<PublisherAccount, 'server'>): string {
  return new URL(server).host
}

/** A repeatable request that got no answer. */
export function unreachable(error: HttpFailure, { account }: Called): StepFailure {
  return { is: 'not_sent', failure: failure('network', said('unreachable', { platform: hostOf(account) }), error.code) }
}

/** Statuses after which nobody knows whether the request had its effect. */
export function isUncertain(status: number): boolean {
  return status >= 500 || status === 408 || status === 425
}

/** What a refusing status means where nothing was made. */
export function refusal(answer: HttpAnswer, about: About, { account, clock }: Called): StepFailure {
  const { status } = answer
  const words = wordsOf(answer)
  const platform = hostOf(account)
  if (status === 429) {
    const until = resetOf(answer, clock.now())
    return { is: 'deferred', until, failure: failure('rate_limited', said('rate_limited', { platform }), words) }
  }
  if (isUncertain(status))
    return { is: 'not_sent', failure: failure('platform', said('platform_trouble', { platform }), words) }
  return { is: 'rejected', failure: { ...permanent(status, about, platform), words } }
}

function permanent(status: number, about: About, platform: string): Failure {
  if (status === 401) return failure('reconnect', said('signed_out', { platform }))
  if (status === 403) return failure('not_allowed', said('not_allowed', { platform }))
  if (status === 404) return failure('content', said('reference_gone', { platform }))
  if (status >= 300 && status < 400) return failure('platform', said('server_moved', { platform }))
  if (about === 'content')
    return status === 413
      ? failure('media', said('a_file_too_large', { platform }))
      : failure('content', said('content_refused', { platform }))
  const file = { platform, position: about.file + 1 }
  return failure('media', status === 413 ? said('file_too_large', file) : said('file_refused', file))
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
