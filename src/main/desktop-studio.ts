import type { MessagePortMain } from 'electron'
import type { StudioEvent } from '../contract/events.ts'
import type { StudioClient } from '../contract/index.ts'
import type { HostInfo } from '../core/host-info.ts'
import type { MediaFile } from '../core/hosting/page-server.ts'

/** The studio as the desktop uses it. */
export interface DesktopStudio {
  /** The contract, called from here. */
  readonly client: StudioClient
  /** Speaks the contract over a port of our own page until it closes. */
  serve(port: MessagePortMain): void
  onEvent(listener: (event: StudioEvent) => void): void
  /** A media file by the segments of its path below /media/. */
  findMedia(segments: readonly string[]): Promise<MediaFile | null>
  /** The machine slept, or its clock jumped: look what is due. */
  wake(): void
  /** Lets what is being sent settle, then closes everything. */
  stop(): Promise<void>
}

/** Another host owns the data directory; `owner` says where it answers, null while it is still starting. */
export class OwnedElsewhere extends Error {
  override readonly name = 'OwnedElsewhere'
  readonly owner: HostInfo | null
  constructor(owner: HostInfo | null) {
    super('Another Broadside owns this data')
    this.owner = owner
  }
}
