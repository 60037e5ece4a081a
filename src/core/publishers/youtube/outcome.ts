import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { isUncertain, objectOf, quotaUsed, rateLimited, retryAfter, troubled } from '../answers.ts'
import { failure, type Failure, type StepFailure } from '../publisher.ts'
import { quotaReasons, quotaResets } from './quota.ts'

/*
 * What YouTube's answers mean: by status, and by `reason` of the first of `error.errors` (youtube/v3/docs/errors and the error tables of each
 * method). Messages are words for people and decide nothing.
 */

const platform = 'YouTube'

/** A channel's own limit of uploads is over after a day. Source: YouTube's developer news of the reason `uploadLimitExceeded`. */
const uploadLimitMs = 24 * 3_600_000

/** What a refusing answer means where nothing was made. */
export function refusal(answer: HttpAnswer, now: Instant): StepFailure {
  const { status } = answer
  const reason = reasonOf(answer)
  const words = wordsOf(answer)
  if (status === 403 && quotaReasons.has(reason)) return quotaUsed(platform, quotaResets(now), words)
  if (reason === 'uploadLimitExceeded') return quotaUsed(platform, now + uploadLimitMs, words)
  if (status === 429 || limiting.has(reason)) return rateLimited(platform, retryAfter(answer, now), words)
  if (isUncertain(status) || passing.has(reason)) return troubled(platform, words)
  return { is: 'rejected', failure: { ...permanent(status, reason), words } }
}

const limiting = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'uploadRateLimitExceeded'])
/** Answered with 4xx, and documented as something that passes. */
const passing = new Set(['processingFailure', 'SERVICE_UNAVAILABLE', 'backendError', 'internalError'])

/** Reasons with a meaning of their own, whatever their status. */
const meanings: Readonly<Record<string, Failure>> = {
  youtubeSignupRequired: failure('not_allowed', said('youtube_no_channel')),
  authenticatedUserNotChannel: failure('not_allowed', said('youtube_no_channel')),
  authenticatedUserAccountSuspended: failure('not_allowed', said('account_suspended', { platform })),
  channelSuspended: failure('not_allowed', said('account_suspended', { platform })),
  authenticatedUserAccountClosed: failure('not_allowed', said('account_deactivated', { platform })),
  channelClosed: failure('not_allowed', said('account_deactivated', { platform })),
  insufficientPermissions: failure(
    'not_allowed',
    said('permission_missing', { platform, permission: 'youtube.force-ssl' }),
  ),
  accessNotConfigured: failure('not_allowed', said('youtube_api_off')),
  commentsDisabled: failure('content', said('youtube_comments_closed')),
  commentTextTooLong: failure('content', said('text_refused_as_too_long', { platform })),
  invalidImage: failure('media', said('a_file_refused', { platform })),
  mediaBodyRequired: failure('media', said('a_file_refused', { platform })),
  invalidFilename: failure('media', said('a_file_refused', { platform })),
  ...fields({
    invalidTitle: 'title',
    invalidDescription: 'description',
    invalidTags: 'tags',
    invalidCategoryId: 'category',
    invalidPublishAt: 'publishAt',
    invalidDefaultBroadcastPrivacySetting: 'privacy',
    defaultLanguageNotSetError: 'language',
    forbiddenPrivacySetting: 'privacy',
    forbiddenLicenseSetting: 'license',
    forbiddenEmbedSetting: 'embeddable',
  }),
}

function fields(names: Readonly<Record<string, string>>): Record<string, Failure> {
  return Object.fromEntries(
    Object.entries(names).map(([reason, field]) => [
      reason,
      failure('content', said('field_refused', { platform, field })),
    ]),
  )
}

function permanent(status: number, reason: string): Failure {
  const known = Object.hasOwn(meanings, reason) ? meanings[reason] : undefined
  if (known) return known
  switch (status) {
    case 401:
      return failure('reconnect', said('signed_out', { platform }))
    case 403:
      return failure('not_allowed', said('not_allowed', { platform }))
    case 404:
      return failure('content', said('reference_gone', { platform }))
    case 413:
      return failure('media', said('a_file_too_large', { platform }))
    default:
      if (status >= 300 && status < 400) return failure('platform', said('server_moved', { platform }))
      return failure('content', said('content_refused', { platform }))
  }
}

interface GoogleError {
  readonly message?: unknown
  readonly errors?: readonly { readonly reason?: unknown }[]
  readonly details?: readonly { readonly reason?: unknown }[]
}

/** The reason YouTube gives; '' where there is none. Newer parts of Google's infrastructure write theirs in `details`. */
export function reasonOf(answer: HttpAnswer): string {
  const { errors, details } = errorOf(answer)
  const detail = Array.isArray(details) ? (details as GoogleError['details'])?.find((one) => one.reason)?.reason : ''
  if (typeof detail === 'string' && Object.hasOwn(newer, detail)) return newer[detail] ?? ''
  const reason: unknown = Array.isArray(errors) ? (errors as GoogleError['errors'])?.[0]?.reason : undefined
  return typeof reason === 'string' ? reason : ''
}

/** google.api.ErrorReason, and what YouTube's own tables call the same. */
const newer: Readonly<Record<string, string>> = {
  SERVICE_DISABLED: 'accessNotConfigured',
  ACCESS_TOKEN_SCOPE_INSUFFICIENT: 'insufficientPermissions',
  RATE_LIMIT_EXCEEDED: 'rateLimitExceeded',
}

/** YouTube's own words, short. */
export function wordsOf(answer: HttpAnswer): string {
  const { message } = errorOf(answer)
  const reason = reasonOf(answer)
  const text = typeof message === 'string' ? message.replace(/<[^>]*>/g, '').slice(0, 300) : ''
  return [String(answer.status), reason, text].filter((part) => part !== '').join(' ')
}

function errorOf(answer: HttpAnswer): GoogleError {
  const { error } = objectOf(answer)
  return typeof error === 'object' && error !== null ? (error as GoogleError) : {}
}
