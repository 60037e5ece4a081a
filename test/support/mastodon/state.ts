import { freshAuth } from '../sim/oauth.ts'
import type { AuthState } from '../sim/oauth.ts'
import type { Windows } from '../sim/rate.ts'
import type { Sim } from '../sim/server.ts'

/** Everything the server remembers. Plain JSON, so that it can outlive the process. */
export interface State {
  auth: AuthState
  windows: Windows
  accounts: Account[]
  apps: App[]
  statuses: Status[]
  media: Media[]
  scheduled: Scheduled[]
  idempotency: { account: string; key: string; status: string; at: number }[]
}

export interface Account {
  readonly id: string
  readonly username: string
  displayName: string
  disabled: boolean
}

export interface App {
  readonly id: string
  readonly name: string
  readonly website: string | null
  readonly redirectUris: readonly string[]
  readonly scopes: readonly string[]
  readonly clientId: string
}

export interface Poll {
  readonly id: string
  readonly options: readonly string[]
  readonly expiresAt: number
  readonly multiple: boolean
  readonly hideTotals: boolean
}

export interface Status {
  readonly id: string
  readonly account: string
  readonly at: number
  editedAt: number | null
  text: string
  spoiler: string
  sensitive: boolean
  language: string | null
  readonly visibility: string
  readonly inReplyTo: string | null
  media: string[]
  poll: Poll | null
  readonly app: string | null
  deleted: boolean
}

export interface Media {
  readonly id: string
  readonly account: string
  readonly type: 'image' | 'video' | 'gifv' | 'audio'
  readonly mime: string
  readonly bytes: number
  readonly sha256: string
  description: string | null
  focus: readonly [number, number] | null
  status: string | null
  /** How many more times it is asked for before it is ready. */
  pollsLeft: number
  failed: boolean
  deleted: boolean
}

export interface Scheduled {
  readonly id: string
  readonly account: string
  readonly scheduledAt: number
  readonly params: Readonly<Record<string, unknown>>
  released: boolean
}

export type Store = Sim<State>

export const freshState = (): State => ({
  auth: freshAuth(),
  windows: {},
  accounts: [],
  apps: [],
  statuses: [],
  media: [],
  scheduled: [],
  idempotency: [],
})
