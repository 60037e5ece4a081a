import { bluesky } from '../../../contract/platforms/bluesky.ts'
import { said, type Said } from '../../../contract/sentences/index.ts'
import type { ReasonCode } from '../../../contract/vocabulary.ts'
import type { Instant } from '../../clock.ts'
import { HttpFailure } from '../../http.ts'
import { failure, type CommitOutcome, type StepFailure } from '../publisher.ts'
import { isOk, quotaIn, type XrpcAnswer } from './xrpc.ts'

/*
 * What an answer means, by status and by the error names the lexicons and the reference server document; never by words of a message.
 * Sources: atproto packages/xrpc/src/types.ts (ResponseType), packages/pds/src/auth-verifier.ts, actor-store/blob/transactor.ts,
 * api/com/atproto/repo/*.ts, server/refreshSession.ts.
 */

/** The server's own word that a token is dead. `AuthenticationRequired` is what 401 is called where nothing more is known. */
const deadToken = new Set(['ExpiredToken', 'InvalidToken', 'AuthMissing', 'AuthenticationRequired', 'AuthRequired'])
const platform = bluesky.rules.name
const suspended = said('account_suspended', { platform })
const deactivated = said('account_deactivated', { platform })
const notAllowed = new Map([
  ['AccountTakedown', suspended],
  ['AccountSuspended', suspended],
  ['AccountDeactivated', deactivated],
  ['RepoTakendown', suspended],
  ['RepoDeactivated', deactivated],
])
const badMedia = new Set([
  'BlobTooLarge',
  'InvalidMimeType',
  'InvalidSize',
  'InvalidBlob',
  'PayloadTooLarge',
  'UnsupportedMediaType',
])

const defaultWaitMs = 60_000

/** What a refusal of something repeatable means. `answer` is not a success. */
export function classify(answer: XrpcAnswer, now: Instant): StepFailure {
  const { status, error } = answer
  const rejected = (code: ReasonCode, sentence: Said): StepFailure => ({
    is: 'rejected',
    failure: failure(code, sentence, wordsOf(answer)),
  })
  const later = (sentence: Said): StepFailure => ({
    is: 'not_sent',
    failure: failure('platform', sentence, wordsOf(answer)),
  })
  if (status === 429 || error === 'RateLimitExceeded') {
    const until = waitUntil(answer.headers, now)
    const waits = said('rate_limited', { platform })
    return { is: 'deferred', until, failure: failure('rate_limited', waits, wordsOf(answer)) }
  }
  if (status >= 500) return later(said('platform_trouble', { platform }))
  if (!isOwnWord(answer)) return later(said('answered_in_its_place', { platform }))
  if (status === 408 || status === 425) return later(said('platform_trouble', { platform }))
  const refusal = notAllowed.get(error ?? '')
  if (refusal !== undefined) return rejected('not_allowed', refusal)
  if (status === 401 || deadToken.has(error ?? '')) return rejected('reconnect', said('signed_out', { platform }))
  if (status === 403) return rejected('not_allowed', said('bluesky_may_not_post'))
  if (error === 'BlobNotFound') return later(said('upload_expired', { platform }))
  if (status === 413 || status === 415 || badMedia.has(error ?? ''))
    return rejected('media', said('bluesky_picture_refused'))
  if (status === 404) return rejected('not_allowed', said('bluesky_no_posting'))
  return rejected('content', said('content_refused', { platform }))
}

/**
 * Whether the server itself said this. Its refusals have a name; one without is a hotel's sign-in page or a proxy's, and says nothing of the
 * account or the post. 413 and 429 are what servers' own front ends answer.
 */
export function isOwnWord({ status, error }: XrpcAnswer): boolean {
  return error !== null || status === 413 || status === 429
}

/** What came of the one request that makes a post. A success without an id is as unknown as no answer. */
export function classifyCommit(answer: XrpcAnswer, now: Instant): CommitOutcome {
  const { status, error } = answer
  if (isOk(answer)) return { is: 'unknown', evidence: `the answer (${status}) could not be read` }
  // Under our own key there is something else already: the look-up says what.
  if (error === 'InvalidSwap')
    return { is: 'unknown', evidence: `${status} InvalidSwap: a post is there under this key` }
  if (status >= 500 || status === 408 || !isOwnWord(answer)) return { is: 'unknown', evidence: wordsOf(answer) }
  return classify(answer, now)
}

/** What it means that no answer to something repeatable came. Throws what is not a failure of the network. */
export function classifyFailure(error: unknown): StepFailure {
  if (!(error instanceof HttpFailure)) throw error
  return {
    is: 'not_sent',
    failure: failure('network', said('unreachable', { platform }), error.code),
  }
}

/** What it means that no answer to the commit came: nothing was sent, or nobody knows. */
export function classifyCommitFailure(error: unknown): CommitOutcome {
  if (error instanceof HttpFailure && error.kind !== 'not_sent') return { is: 'unknown', evidence: error.code }
  return classifyFailure(error)
}

export function wordsOf({ status, error, message }: XrpcAnswer): string {
  return `${status}${error === null ? '' : ` ${error}`}${message === null ? '' : `: ${message.slice(0, 300)}`}`
}

function waitUntil(headers: Headers, now: Instant): Instant {
  const reset = quotaIn(headers)?.resetsAt
  if (reset !== null && reset !== undefined && reset > now) return reset
  const after = headers.get('retry-after') ?? ''
  const seconds = Number(after)
  if (after !== '' && Number.isFinite(seconds)) return now + seconds * 1_000
  const at = Date.parse(after)
  return at > now ? at : now + defaultWaitMs
}
