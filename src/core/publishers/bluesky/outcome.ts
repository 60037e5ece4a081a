import type { ReasonCode } from '../../../contract/vocabulary.ts'
import type { Instant } from '../../clock.ts'
import { HttpFailure } from '../../http.ts'
import type { CommitOutcome, Failure, StepFailure } from '../publisher.ts'
import { isOk, quotaIn, type XrpcAnswer } from './xrpc.ts'

/*
 * What an answer means, by status and by the error names the lexicons and the reference server document; never by words of a message.
 * Sources: atproto packages/xrpc/src/types.ts (ResponseType), packages/pds/src/auth-verifier.ts, actor-store/blob/transactor.ts,
 * api/com/atproto/repo/*.ts, server/refreshSession.ts.
 */

/** The server's own word that a token is dead. `AuthenticationRequired` is what 401 is called where nothing more is known. */
const deadToken = new Set(['ExpiredToken', 'InvalidToken', 'AuthMissing', 'AuthenticationRequired', 'AuthRequired'])
const notAllowed = new Map([
  ['AccountTakedown', 'Bluesky has taken this account down. Only its support can help.'],
  ['AccountSuspended', 'Bluesky has suspended this account. Only its support can help.'],
  ['AccountDeactivated', 'This account is deactivated. Activate it in Bluesky, then try again.'],
  ['RepoTakendown', 'Bluesky has taken this account down. Only its support can help.'],
  ['RepoDeactivated', 'This account is deactivated. Activate it in Bluesky, then try again.'],
])
const badMedia = new Set([
  'BlobTooLarge',
  'InvalidMimeType',
  'InvalidSize',
  'InvalidBlob',
  'PayloadTooLarge',
  'UnsupportedMediaType',
])

const reconnect = 'Bluesky no longer accepts this sign-in. Connect the account again; the post can then be tried again.'
const defaultWaitMs = 60_000

/** What a refusal of something repeatable means. `answer` is not a success. */
export function classify(answer: XrpcAnswer, now: Instant): StepFailure {
  const { status, error } = answer
  const rejected = (code: ReasonCode, message: string): StepFailure => ({
    is: 'rejected',
    failure: failure(code, message, answer),
  })
  const later = (message: string): StepFailure => ({ is: 'not_sent', failure: failure('platform', message, answer) })
  if (status === 429 || error === 'RateLimitExceeded') {
    const until = waitUntil(answer.headers, now)
    return {
      is: 'deferred',
      until,
      failure: failure(
        'rate_limited',
        'Bluesky takes no more from this account for now. It goes out by itself after that.',
        answer,
      ),
    }
  }
  if (status >= 500) return later('Bluesky has a fault of its own. It is tried again by itself.')
  if (!isOwnWord(answer))
    return later('Something between this machine and Bluesky answered in its place. It is tried again by itself.')
  if (status === 408 || status === 425) return later('Bluesky was too slow to take it. It is tried again by itself.')
  const refusal = notAllowed.get(error ?? '')
  if (refusal !== undefined) return rejected('not_allowed', refusal)
  if (status === 401 || deadToken.has(error ?? '')) return rejected('reconnect', reconnect)
  if (status === 403)
    return rejected(
      'not_allowed',
      'Bluesky does not let this sign-in do that. Connect the account again and allow it to post.',
    )
  if (error === 'BlobNotFound')
    return later('Bluesky has dropped the uploaded picture. It is uploaded again by itself.')
  if (status === 413 || status === 415 || badMedia.has(error ?? '')) {
    return rejected('media', 'Bluesky refuses this picture. Replace it with a smaller one, or save it as JPEG or PNG.')
  }
  if (status === 404) {
    return rejected(
      'not_allowed',
      'The server of this account does not offer posting. Check the address of its service and connect it again.',
    )
  }
  return rejected('content', 'Bluesky refuses this post as it is. Its own words say what; change that and try again.')
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
    failure: {
      code: 'network',
      message: 'Bluesky could not be reached. It is tried again by itself.',
      words: `${error.code}: ${error.message}`,
    },
  }
}

/** What it means that no answer to the commit came: nothing was sent, or nobody knows. */
export function classifyCommitFailure(error: unknown): CommitOutcome {
  if (error instanceof HttpFailure && error.kind !== 'not_sent')
    return { is: 'unknown', evidence: `${error.code}: ${error.message}` }
  return classifyFailure(error)
}

function failure(code: ReasonCode, message: string, answer: XrpcAnswer): Failure {
  return { code, message, words: wordsOf(answer) }
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
