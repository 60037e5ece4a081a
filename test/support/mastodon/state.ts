import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Everything the server remembers. Plain JSON, so that it can outlive the process. */
export interface State {
  accounts: Account[]
  apps: App[]
  codes: Code[]
  tokens: Token[]
  statuses: Status[]
  media: Media[]
  scheduled: Scheduled[]
  idempotency: { account: string; key: string; status: string; at: number }[]
  lastId: string
  /** How far the server's clock is ahead of the machine's. */
  aheadMs: number
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
  readonly clientSecret: string
}

export interface Code {
  readonly code: string
  readonly clientId: string
  readonly account: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly challenge: string | null
  readonly at: number
  used: boolean
}

export interface Token {
  readonly token: string
  readonly clientId: string
  /** Null for an app's own token, which may not act for anybody. */
  readonly account: string | null
  readonly scopes: readonly string[]
  readonly at: number
  revoked: boolean
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

export class Store {
  readonly state: State
  readonly #file: string | null

  constructor(file: string | null) {
    this.#file = file
    this.state = (file && read(file)) || {
      accounts: [],
      apps: [],
      codes: [],
      tokens: [],
      statuses: [],
      media: [],
      scheduled: [],
      idempotency: [],
      lastId: '0',
      aheadMs: 0,
    }
  }

  now(): number {
    return Date.now() + this.state.aheadMs
  }

  /** Ids grow with time, as Mastodon's do. */
  id(): string {
    const byTime = BigInt(this.now()) << 16n
    const last = BigInt(this.state.lastId)
    this.state.lastId = String(byTime > last ? byTime : last + 1n)
    return this.state.lastId
  }

  /** A server that answered has it on disk. */
  save(): void {
    if (!this.#file) return
    writeFileSync(`${this.#file}.next`, JSON.stringify(this.state), { flush: true })
    renameSync(`${this.#file}.next`, this.#file)
  }
}

function read(file: string): State | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as State
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

export const secret = () => randomBytes(32).toString('base64url')

/** Newer ids are greater; they are numbers too long for one. */
export function compareIds(a: string, b: string): number {
  const [x, y] = [BigInt(a), BigInt(b)]
  return x < y ? -1 : x > y ? 1 : 0
}
