import type { z } from 'zod'
import type { SystemInfo } from '../contract/system.ts'
import type { AppSettingsStore } from './app-settings.ts'
import type { Clock } from './clock.ts'
import type { EventHub } from './events.ts'
import type { Idempotency } from './keys/idempotency.ts'
import type { BadKey, KeyGrant } from './keys/keys.ts'
import type { Log } from './log.ts'
import type { VaultControl } from './vault/create-vault.ts'
import type { Workspace } from './workspace.ts'
import type { Workspaces } from './workspaces.ts'

/** The studio's parts, as the router works on them. */
export interface StudioParts {
  readonly version: string
  readonly dataDir: string
  readonly log: Log
  readonly clock: Clock
  readonly events: EventHub
  readonly settings: AppSettingsStore
  readonly vault: VaultControl
  readonly workspaces: Workspaces
  /** For calls that are about no workspace. */
  readonly idempotency: Idempotency
  /** Whom a program's key lets in. */
  authenticate(secret: string): KeyGrant | BadKey
  info(): Promise<z.infer<typeof SystemInfo>>
  /** An open workspace. Throws `workspace_unavailable` or `not_found`. */
  workspace(id: string): Workspace
  /** Runs the queues. */
  start(): void
  /** Looks at every queue now. */
  poke(): void
  /** The machine woke up, or its clock was set. */
  wake(): void
  /** Lets what is being sent end, closes everything. */
  stop(): Promise<void>
}
