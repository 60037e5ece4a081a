import type { Problem } from '../../contract/platforms/types.ts'
import type { Said } from '../../contract/sentences/index.ts'
import type { Platform } from '../../contract/vocabulary.ts'
import type { Instant } from '../clock.ts'
import type { MediaHosts } from '../media-host/media-host.ts'
import type { OutgoingMedia, Publisher, PublisherAccount, Secrets } from '../publishers/publisher.ts'
import type { WriteTx } from '../store/tx.ts'
import type { WorkspaceContext } from '../workspace-context.ts'

/** An account opened for one call: its secrets are in memory from here on, nowhere else. */
export interface OpenedAccount {
  readonly account: PublisherAccount
  readonly secrets: Secrets
  saveSecrets(secrets: Secrets): void
}

/** What publishing needs of the other parts of a workspace. */
export interface PublishingDeps {
  readonly context: WorkspaceContext
  /** This run of the program: owner of what it claims. */
  readonly bootId: string
  publisher(platform: Platform): Publisher | undefined
  readonly accounts: {
    /** Throws VaultLocked. */
    openAccount(accountId: string): OpenedAccount
    markBroken(accountId: string, reason: Said): void
    setQuota(accountId: string, quota: { remaining: number; limit: number; resetsAt: Instant | null }): void
    pause(accountId: string, until: Instant): void
  }
  readonly media: { outgoing(assetId: string, alt: string | null): OutgoingMedia }
  readonly mediaHost: Pick<MediaHosts, 'forDelivery' | 'isReady'>
  readonly posts: {
    /** Problems of one account's variant as the post stands now. */
    problemsOf(postId: string, accountId: string): Problem[]
    keepVersion(tx: WriteTx, postId: string, reason: 'scheduled' | 'published'): void
  }
}
