import type { AppSettings } from '../contract/system.ts'
import type { WorkspaceSettings } from '../contract/workspaces.ts'
import type { Clock } from './clock.ts'
import type { NewEvent } from './events.ts'
import type { Http } from './http.ts'
import type { Ids } from './ids.ts'
import type { Log } from './log.ts'
import type { Ffmpeg } from './media/video/ffmpeg.ts'
import type { Store } from './store/tx.ts'
import type { Vault } from './vault/vault.ts'

/** What every part of one workspace works with. Nothing in it knows of another workspace. */
export interface WorkspaceContext {
  readonly id: string
  /** Absolute path of the workspace's folder. */
  readonly folder: string
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly http: Http
  readonly vault: Vault
  readonly ffmpeg: Ffmpeg
  readonly log: Log
  /** Tells an event outside a transaction; inside one use `tx.emit`. */
  emit(event: NewEvent): void
  settings(): WorkspaceSettings
  /** The language that was chosen for the studio. */
  language(): AppSettings['language']
}
