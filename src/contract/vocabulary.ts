import * as z from 'zod'

/** The platforms Broadside publishes to, plus `practice`, the built-in account that never leaves this machine. */
export const Platform = z.enum([
  'x',
  'facebook',
  'instagram',
  'threads',
  'linkedin',
  'tiktok',
  'youtube',
  'pinterest',
  'bluesky',
  'reddit',
  'discord',
  'telegram',
  'wordpress',
  'snapchat',
  'mastodon',
  'practice',
])
export type Platform = z.infer<typeof Platform>

const prefixed = (prefix: string) =>
  z.templateLiteral([z.literal(`${prefix}_`), z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)])

/** Ids are a prefix and a ULID: sortable by time of creation. */
export const WorkspaceId = prefixed('ws')
export const AccountId = prefixed('acct')
export const ConnectionId = prefixed('conn')
export const PostId = prefixed('post')
export const DeliveryId = prefixed('dlv')
export const AttemptId = prefixed('att')
export const AssetId = prefixed('asset')
export const SlotId = prefixed('slot')
export const JobId = prefixed('job')
export const EndpointId = prefixed('endp')
export const CallId = prefixed('call')
export const CadenceId = prefixed('cad')
export const KeyId = prefixed('key')
export const ApprovalId = prefixed('appr')
export const WebhookId = prefixed('hook')
export const WebhookMessageId = prefixed('msg')
export const RunId = prefixed('run')
export const UploadId = prefixed('upl')
export const CommentId = prefixed('cmt')
export type WorkspaceId = z.infer<typeof WorkspaceId>
export type AccountId = z.infer<typeof AccountId>
export type ConnectionId = z.infer<typeof ConnectionId>
export type PostId = z.infer<typeof PostId>
export type DeliveryId = z.infer<typeof DeliveryId>
export type AttemptId = z.infer<typeof AttemptId>
export type AssetId = z.infer<typeof AssetId>
export type SlotId = z.infer<typeof SlotId>
export type JobId = z.infer<typeof JobId>
export type EndpointId = z.infer<typeof EndpointId>
export type CallId = z.infer<typeof CallId>
export type CadenceId = z.infer<typeof CadenceId>
export type KeyId = z.infer<typeof KeyId>
export type ApprovalId = z.infer<typeof ApprovalId>
export type RunId = z.infer<typeof RunId>
export type UploadId = z.infer<typeof UploadId>
export type CommentId = z.infer<typeof CommentId>

/** A moment, ISO 8601 in UTC with milliseconds, e.g. `2026-11-26T08:00:00.000Z`. */
export const Instant = z.iso.datetime({ offset: false })
/** A moment as people send it: ISO 8601, in UTC or with an offset. */
export const InstantInput = z.iso.datetime({ offset: true })
/** A wall time without a zone, to the minute or second: `2026-11-26T09:00`. */
export const WallTime = z.iso.datetime({ local: true, offset: false })
/** A time in a document: a moment, in UTC or with an offset, or a wall time in the document's zone. */
export const DocumentTime = z.union([InstantInput, WallTime])
/** An IANA time zone this machine knows, e.g. `Europe/Berlin`. */
export const ZoneId = z.string().refine(isZone, {
  error: 'is not a time zone this machine knows, e.g. Europe/Berlin',
  params: { says: 'input_zone' },
})

/** Asking Intl costs as much as reading a post, and a calendar of 10,000 asks as often; the names that exist are few. */
const zonesSeen = new Set<string>()

function isZone(zone: string): boolean {
  if (zonesSeen.has(zone)) return true
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
    if (known) zonesSeen.add(zone)
    return known
  } catch {
    return false
  }
}

export const ReviewState = z.enum(['idea', 'draft', 'in_review', 'approved', 'rejected'])
export type ReviewState = z.infer<typeof ReviewState>

/** What a delivery can be. The machine between them is core/publishing/delivery-state.ts. */
export const DeliveryStatus = z.enum([
  'scheduled',
  'publishing',
  'retrying',
  'published',
  'failed',
  'unknown',
  'handed_off',
  'missed',
  'canceled',
])
export type DeliveryStatus = z.infer<typeof DeliveryStatus>

/** What a post is, derived from its deliveries and its review state; never stored. */
export const PostStatus = z.enum([
  'idea',
  'draft',
  'in_review',
  'approved',
  'rejected',
  'scheduled',
  'publishing',
  'published',
  'partially_published',
  'failed',
  'unknown',
  'missed',
  'canceled',
])
export type PostStatus = z.infer<typeof PostStatus>

/** Stages of an attempt, always in this order. */
export const Phase = z.enum(['prepare', 'upload', 'commit', 'confirm'])
export type Phase = z.infer<typeof Phase>

/** Why a delivery failed or waits, as one code a program can act on. */
export const ReasonCode = z.enum([
  'reconnect', // the platform says the token is dead, or it was never sealed on this machine
  'not_allowed', // signed in, but the account may not do this
  'content', // the platform refused the text or a setting
  'media', // the platform refused a file
  'media_host', // the media host refused, is set up wrong, or is missing where the platform needs one
  'duplicate', // the platform says it has this already
  'rate_limited', // too many requests or a quota: waits, costs no attempt
  'network', // the platform could not be reached; nothing was sent
  'platform', // the platform failed by itself (5xx) where nothing was made
  'processing', // the platform is still working on it
  'no_answer', // sent, and no answer came
  'preflight', // our own check found a problem
  'gave_up', // a transient failure lasted past the deadline
  'vault_locked', // the keychain is locked: the token cannot be read
  'parent', // what it goes under did not go out
  'account_gone', // the account was disconnected
  'missed', // was due while nothing was running
  'internal', // a bug of ours; the details are in the log
])
export type ReasonCode = z.infer<typeof ReasonCode>

/** What a key may be allowed. */
export const KeyScope = z.enum([
  'posts:read',
  'posts:write',
  'accounts:read',
  'accounts:write',
  'media:write',
  'ai:use',
  'analytics:read',
  'keys:manage',
  'webhooks:manage',
])
export type KeyScope = z.infer<typeof KeyScope>
