import type { PlatformKnowledge, PostKind } from '../../contract/platforms/index.ts'
import type { ReasonCode } from '../../contract/vocabulary.ts'
import type { DeliverySpec, Driver, PartSpec } from './conformance-driver.ts'
import type { CannedAnswer, RequestMatch } from './conformance-network.ts'
import type { CommitOutcome, PublishContext, PublisherAccount, Secrets } from './publisher.ts'
import type { PlatformDriver } from './registry.ts'

/** A post as it really stands at the peer, read past the publisher and past the proxy. */
export interface PeerPost {
  readonly remoteId: string
  /** Plain text, without markup. */
  readonly text: string
  readonly title?: string
  /** `remoteId` of the post it replies to. */
  readonly replyTo: string | null
  readonly images: readonly { readonly alt: string }[]
  /** As the peer got them; where it makes other files of them, their number counts. */
  readonly videos?: readonly { readonly bytes: number; readonly sha256: string }[]
  readonly link?: string | null
  /** Texts of the comments below it that are not posts of their own. */
  readonly comments?: readonly string[]
  /** Where the peer itself tells kinds apart. */
  readonly kind?: PostKind
  /** Everything else that was set, in the peer's words. */
  readonly settings?: Readonly<Record<string, unknown>>
}

/** Faults between publisher and peer; test/support/chaos-proxy.ts is one, and so is every simulator. */
export interface Chaos {
  readonly plan: {
    next(match: RequestMatch, fault: ChaosFault, options?: { times?: number; skip?: number }): void
    heal(): void
  }
  readonly requests: readonly { readonly method: string; readonly target: string; readonly status: number | null }[]
}
export type ChaosFault =
  | { readonly kind: 'drop_before' | 'drop_during' | 'drop_after' | 'cut_body' }
  | { readonly kind: 'error_before' | 'error_after'; readonly status?: number }
  | { readonly kind: 'rate_limited'; readonly resetMs: number }

/** A real peer (or a strict simulator where no real one can be had) with an account on it, whose requests can be broken. */
export interface Peer {
  /** Where it stands, for `subject.at`; '' where `account.server` says so. */
  readonly origin: string
  /** Reaches the peer through `chaos`. */
  readonly account: PublisherAccount
  readonly secrets: Secrets
  readonly chaos: Chaos
  /** The one request that makes a part exist, whatever kind it is. */
  readonly commit: RequestMatch
  /** The requests that send a file's bytes ahead of the commit; null where they go with it, or the platform fetches them. */
  readonly upload: RequestMatch | null
  /** All posts of the account, oldest first. What is scheduled and what is being processed is not among them. */
  posts(): Promise<readonly PeerPost[]>
  /**
   * Another connection of the same account, whose credentials `revoke` kills at the peer, as its owner would there. What the
   * publisher holds may be aged with it: an access token that lives on for a while after the grant is gone is let run out.
   */
  connectAnother(): Promise<{
    account: PublisherAccount
    secrets: Secrets
    revoke(held: Pick<PublishContext, 'secrets' | 'saveSecrets'>): Promise<void>
  }>
  /** Access tokens that end while something renews them; null where there is no such thing. */
  readonly renewal: Renewal | null
  /** Files or posts that are worked on after they were accepted; null where none are. */
  readonly processing: Processing | null
  /** Moves the peer's clock, so that nothing is waited for; null where it is the machine's. */
  readonly advance: ((ms: number) => void) | null
  /** Lets what the platform itself holds until later come out now; for platforms with native schedules. */
  readonly release?: () => Promise<void> | void
  stop(): Promise<void>
}

export interface Renewal {
  /** The request that renews. */
  readonly request: RequestMatch
  /** Ends the access tokens of the account at the peer, not what renews them. `held` may be aged where only that can be done. */
  expire(held: Pick<PublishContext, 'secrets' | 'saveSecrets'>): Promise<void> | void
  /** How often the peer has renewed. */
  count(): number
}

export interface Processing {
  /** What is worked on: a post with such a file, or any. */
  readonly of: 'image' | 'video' | 'post'
  /** The next one takes its time. */
  slow(): void
  /** The next one comes to nothing. */
  fail(): void
}

export interface DocumentedError {
  /** As the platform's documentation names it. */
  readonly name: string
  readonly at: 'commit' | 'upload' | RequestMatch
  /** What is sent when it comes: by default a post with files for an upload, else a plain one. */
  readonly kind?: PostKind
  readonly answer: CannedAnswer
  readonly expect: { readonly is: CommitOutcome['is']; readonly code?: ReasonCode }
}

/** A setting that must arrive: `seen` is part of the peer post's `settings`. */
export interface SettingCase {
  readonly name: string
  readonly set: Readonly<Record<string, unknown>>
  readonly seen: Readonly<Record<string, unknown>>
  /** The usual kind of the platform unless told. */
  readonly kind?: PostKind
}

/** What a test sends: the first part is the post. */
export interface TestDraft extends DeliverySpec {
  readonly parts: readonly PartSpec[]
}

export interface ConformanceSubject {
  readonly name: string
  readonly knowledge: PlatformKnowledge
  /** The platform's two halves, new, with all its hosts at `origin`; platforms whose accounts say where they live need none. */
  at(origin: string): PlatformDriver
  /**
   * Whether the platform shows afterwards what came of a lost commit. `finds_only`: what it lists is there, but what it does not list may be,
   * too. `cannot_tell`: it shows nothing. Then nothing may be sent again but at a person's word.
   */
  readonly reconcile: 'finds' | 'finds_only' | 'cannot_tell'
  /** What every post must have besides its text. */
  readonly needs?: 'image' | 'video'
  /** Settings, title and link that every post must have, and how the words of a test are put: by default as text, and as title where one is required. */
  write?(text: string): DeliverySpec & { readonly text?: string }
  /** How a post of a kind is made where the usual way does not do: polls, stories, documents, settings that decide. */
  readonly kinds?: Readonly<Partial<Record<PostKind, (text: string, driver: Driver) => Promise<TestDraft> | TestDraft>>>
  readonly settings?: readonly SettingCase[]
  /** Each error the platform documents for sending and uploading, and what it must mean. */
  readonly errors: readonly DocumentedError[]
  /** `untold`: a refusal for too many requests does not say until when. */
  readonly rateLimit?: 'told' | 'untold'
  /** Disconnecting ends a session; the password it was made with is for the person to end (Bluesky). */
  readonly keepsCredential?: boolean
  /** A post of it has no address that is known when it is sent. */
  readonly noAddress?: boolean
  /** How large films are, where smaller ones go up with the commit; 200 kB unless told. */
  readonly filmBytes?: number
  /** A video of so many bytes goes up in three chunks or more, by `peer.upload`. */
  readonly chunked?: { readonly bytes: number }
  /** Sends 100 MB of video and looks at the memory. */
  readonly largeVideo?: boolean
  start(): Promise<Peer>
}
