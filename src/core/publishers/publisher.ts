import type { AccountLimits, ImageRules, MediaFacts, PlatformDraft } from '../../contract/platforms/types.ts'
import { sentence, type Params, type ParamsOf, type Said, type SentenceCode } from '../../contract/sentences/index.ts'
import type { Platform, ReasonCode } from '../../contract/vocabulary.ts'
import type { Clock, Instant } from '../clock.ts'
import type { Http } from '../http.ts'

/** A person's account as publishers see it. */
export interface PublisherAccount {
  readonly id: string
  readonly platform: Platform
  readonly externalId: string
  readonly displayHandle: string
  /** The account's server, e.g. `https://mastodon.social`; empty where a platform has one. */
  readonly server: string
  readonly limits: AccountLimits
  readonly method: string
}

/** What stays secret of an account: sealed in the vault, opened only for the call that needs it. Free in shape per platform, JSON. */
export type Secrets = Readonly<Record<string, unknown>>

/** A file to send. `convert` gives bytes within `target`, cached by content and target; the original is never touched. */
export interface OutgoingMedia extends MediaFacts {
  readonly sha256: string
  readonly name: string
  /** Absolute path of the original, for streaming. */
  readonly path: string
  convert(target: ImageTarget): Promise<ConvertedImage>
}

/** What a picture is to become. Without `fit` its shape and least size are left alone: the checks have told of them before. */
export interface ImageTarget extends ImageRules {
  readonly fit?: 'crop' | 'pad'
}

export interface ConvertedImage {
  readonly path: string
  readonly type: string
  readonly bytes: number
  readonly width: number
  readonly height: number
}

/** The content of one delivery, frozen at its claim. */
export interface Outgoing extends Omit<PlatformDraft, 'parts'> {
  readonly deliveryId: string
  readonly parts: readonly OutgoingPart[]
  /**
   * Set where it goes under what another delivery sent: that many of the first parts stand for those that are out (empty here, known by `landed`).
   * They are never sent, nor anything of them prepared.
   */
  readonly above?: number
  /** Files that settings name (a cover, a thumbnail), by the setting's key. */
  readonly assets: Readonly<Record<string, OutgoingMedia>>
  /** When it was meant to go out. */
  readonly dueAt: Instant
  /** Fixed at the first attempt, so that repeating a request repeats its bytes. */
  readonly createdAt: Instant
}

export interface OutgoingPart {
  /** A `comment` is the first comment, always last: it goes under the first part, a `reply` under the part before it. */
  readonly role: 'post' | 'reply' | 'comment'
  readonly text: string
  readonly media: readonly OutgoingMedia[]
}

/** A part that is out. */
export interface Remote {
  readonly remoteId: string
  readonly url: string | null
  /** What a reply or a deletion needs besides the id (a CID, say). JSON. */
  readonly data?: unknown
}

export interface Failure {
  readonly code: ReasonCode
  /** What happened and what to do, for a person: a sentence of contract/sentences, with what it is filled with. */
  readonly says: SentenceCode
  readonly params?: Params | undefined
  /** The sentence that `{{inner}}` stands for. */
  readonly inner?: Said['inner']
  /** The platform's own words, without secrets; shortened when stored. */
  readonly words?: string
}

/** A failure, its parameters checked against its sentence. */
export function failure(code: ReasonCode, { says, params, inner }: Said, words?: string): Failure {
  return { code, says, params, ...(inner && { inner }), ...(words !== undefined && { words }) }
}

/** The sentence of a failure, without its code. */
export function saidOf({ says, params = {}, inner }: Failure): Said {
  return { says, params, ...(inner && { inner }) }
}

/**
 * What came of the one request that makes a part exist. Publishers do not throw for what they expect. A `note` says what the platform did not
 * take besides: the part is out all the same.
 */
export type CommitOutcome =
  | { readonly is: 'published'; readonly remote: Remote; readonly note?: Said }
  | { readonly is: 'handed_off'; readonly remote: Remote; readonly until: Instant; readonly note?: Said } // the platform holds the schedule
  | { readonly is: 'pending'; readonly handle: unknown; readonly pollAt: Instant } // accepted, being processed
  | StepFailure
  | { readonly is: 'unknown'; readonly evidence: string }

/** What may come of any repeatable step. */
export type StepFailure =
  | { readonly is: 'not_sent'; readonly failure: Failure } // transient: nothing was made; tried again
  | { readonly is: 'rejected'; readonly failure: Failure } // permanent until a person mends it
  | { readonly is: 'deferred'; readonly until: Instant; readonly failure: Failure } // 429, quota: costs no attempt

/** Thrown by `prepare` and by steps; carries an expected failure out of nested calls. Never thrown by `commit`. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed'
  readonly outcome: StepFailure
  constructor(outcome: StepFailure) {
    super(sentence(outcome.failure))
    this.outcome = outcome
  }
}

export type Reconciled =
  | { readonly is: 'there'; readonly remote: Remote; readonly handle?: unknown } // with a handle it is asked about by `poll` before it counts as out
  | { readonly is: 'absent' } // the platform shows that it is not there: safe to send again
  | { readonly is: 'cannot_tell'; readonly why: Said }

/** A file for the media host: an original, or a conversion of one. */
export interface HostableFile {
  /** Absolute path; streamed from disk. */
  readonly path: string
  /** Media type, e.g. `image/jpeg`. */
  readonly type: string
  readonly bytes: number
}

/** The person's media host (a bucket, a site), as one delivery uses it. */
export interface DeliveryMediaHost {
  /**
   * An https address from which the platform fetches the file, good for some hours; only the path's end tells the type (`….jpg`), a query may follow.
   * Durable by the file's content: a retry or a restart gets the same address while it is good for another half hour, then a new one. So ask each time
   * and keep no address in a `step`. The file is removed once the delivery is published, failed or canceled. GET only. Throws StepFailed.
   */
  hosted(file: HostableFile): Promise<string>
}

/** What a publisher gets to work with during one attempt. */
export interface PublishContext {
  readonly account: PublisherAccount
  /** What was saved last, by whichever call: read it anew for each request, and refresh under `oneAtATime` (refresh-lock.ts). */
  readonly secrets: Secrets
  /** Stores new secrets before they are used (rotated refresh tokens). */
  saveSecrets(secrets: Secrets): void
  readonly http: Http
  readonly clock: Clock
  readonly signal: AbortSignal
  /** `prepare` is for an edit: what cannot be changed need not be sent again. */
  readonly editing?: boolean
  /**
   * Runs `work` once per delivery and keeps its JSON result under `name`, durably; a retry or a restart gets the result back.
   * `phase: 'upload'` steps are shown as uploading.
   */
  step<T>(name: string, work: () => Promise<T> | T, options?: { phase?: 'prepare' | 'upload' }): Promise<T>
  /** A step's stored result, or undefined. */
  recall<T>(name: string): T | undefined
  /** Forgets steps whose name starts with `prefix`: for uploads the platform no longer knows. */
  forget(prefix: string): void
  /** 0–1 of the running phase. */
  progress(done: number): void
  /** Remote ids that other deliveries of this account already have: a look-up must not mistake them for this one. */
  isKnown(remoteId: string): boolean
  /** For platforms that fetch files by address. Null where the workspace has none; the preflight says so before (`fromUrl` in the media rules). */
  readonly mediaHost: DeliveryMediaHost | null
  /** Tells what the platform said of its limits, kept for the account and shown. */
  quota(quota: { remaining: number; limit: number; resetsAt: Instant | null }): void
}

/**
 * A platform's half of the publish protocol. For each part the engine calls `commit` after a durable checkpoint; if no answer came,
 * `reconcile` for that part, never `commit` blindly again.
 */
export interface Publisher<Prepared = unknown> {
  readonly platform: Platform
  /** How long after a commit was sent an `absent` may be believed: a slow server could still be working on it. */
  readonly settleMs: number
  /** Uploads and everything else that is repeatable. Throws StepFailed for expected failures. */
  prepare(post: Outgoing, context: PublishContext): Promise<Prepared>
  /** The one request that makes part `index` exist. `landed` are the parts already out, first to last. */
  commit(prepared: Prepared, index: number, landed: readonly Remote[], context: PublishContext): Promise<CommitOutcome>
  /** Only looks, sends nothing. `sentAt`: when the commit in doubt began. May throw StepFailed when it could not look. */
  reconcile(
    post: Outgoing,
    index: number,
    landed: readonly Remote[],
    sentAt: Instant,
    context: PublishContext,
  ): Promise<Reconciled>
  /** Asks how processing or a hand-off stands. Never commits. */
  poll?(handle: unknown, context: PublishContext): Promise<CommitOutcome>
  /** Deletes one part at the platform; gone already counts as done. Throws StepFailed. */
  remove?(remote: Remote, context: PublishContext): Promise<void>
  /** Replaces what is there. Throws StepFailed. */
  edit?(prepared: Prepared, index: number, remote: Remote, context: PublishContext): Promise<Remote>
}

/** What an account turns out to be once connected. */
export interface ConnectedIdentity {
  readonly kind: string
  readonly externalId: string
  readonly name: string
  readonly displayHandle: string
  readonly url: string | null
  readonly avatar: string | null
  readonly server: string
  readonly limits: AccountLimits
  /** When somebody must sign in again; null where it renews itself or never ends. */
  readonly expiresAt: Instant | null
  readonly secrets: Secrets
  /**
   * What the platform would end in one go: the id of the person who signed in, where accounts of one person share a permission. Accounts with
   * one grant and one app get each other's renewed tokens (secrets that were equal stay equal), and only the last of them revokes it. Accounts
   * of one sign-in have one grant unless told.
   */
  readonly grant?: string
}

type ConnectWords = {
  [Code in SentenceCode]: keyof ParamsOf<Code> extends never
    ? [says: Code, params?: Readonly<Record<string, never>>, field?: string | null]
    : [says: Code, params: ParamsOf<Code>, field?: string | null]
}[SentenceCode]

/** Why a connection could not be made: what to do about it, and at which field. */
export class ConnectFailed extends Error {
  override readonly name = 'ConnectFailed'
  readonly said: Said
  readonly field: string | null
  constructor(...[says, params = {}, field = null]: ConnectWords) {
    super(sentence({ says, params }))
    this.said = { says, params }
    this.field = field
  }

  /** For a sentence that was said already, such as a failure's. */
  static because({ says, params }: Said, field: string | null = null): ConnectFailed {
    return new ConnectFailed(...([says, params, field] as unknown as ConnectWords))
  }
}

export interface ConnectContext {
  /** What the person entered for a method's `app`: the credentials of an app of their own. Empty where the method has none. */
  readonly app: Readonly<Record<string, string>>
  readonly http: Http
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Credentials of the app at a server, sealed (Mastodon registers one per server). */
  readonly appCredentials: { get(server: string): Secrets | undefined; set(server: string, secrets: Secrets): void }
}

/** `expiresAt` as in ConnectedIdentity. A sign-in that lasts days and can be renewed before its end is renewed here: health is asked every six hours. */
export type HealthReport =
  | { readonly state: 'ok'; readonly expiresAt: Instant | null; readonly limits?: AccountLimits }
  | { readonly state: 'broken'; readonly reason: Said } // only on the platform's own word
  | { readonly state: 'unreachable'; readonly reason: Said } // a network error never disconnects an account

/** What a sign-in reached: one account, or several (pages, boards, channels) of which the person picks. None is a ConnectFailed `nothing_to_choose`. */
export type Identities = ConnectedIdentity | readonly ConnectedIdentity[]

/** A platform's half of connecting. Methods are listed as data in contract/platforms. */
export interface Connector {
  readonly platform: Platform
  /** For `kind: 'fields'` methods. Throws ConnectFailed. */
  connect?(method: string, fields: Readonly<Record<string, string>>, context: ConnectContext): Promise<Identities>
  /** For OAuth: where to send the browser. `redirectUri` is as the method's `redirect` says. Throws ConnectFailed. */
  authorize?(
    method: string,
    fields: Readonly<Record<string, string>>,
    redirectUri: string,
    context: ConnectContext,
  ): Promise<{ readonly url: string; readonly state: string; readonly pending: Secrets }>
  /** The query the browser came back with; state was matched already. Throws ConnectFailed. */
  finish?(query: URLSearchParams, pending: Secrets, redirectUri: string, context: ConnectContext): Promise<Identities>
  health(context: PublishContext): Promise<HealthReport>
  /** Revokes at the platform. False where it has no such thing. */
  revoke(context: PublishContext): Promise<boolean>
  /** Everything the sign-in of this account reaches by now, itself included, to connect more of it. Throws StepFailed. */
  destinations?(context: PublishContext): Promise<readonly ConnectedIdentity[]>
  /** Options of a settings field; `on` is the value of the setting it depends on, or empty. Throws StepFailed. */
  actions?: Readonly<
    Record<string, (context: PublishContext, on: string) => Promise<{ value: string; label: string }[]>>
  >
}
