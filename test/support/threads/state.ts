import type { AuthState } from '../sim/oauth.ts'

export interface Profile {
  readonly id: string
  readonly username: string
  readonly name: string
  /** Meta lets it choose the countries a post is shown in. */
  readonly choosesCountries: boolean
}

/** A file as it was fetched. */
export interface FileSeen {
  readonly kind: 'image' | 'video'
  readonly bytes: number
  readonly sha256: string
  readonly alt: string
}

export interface Container {
  readonly id: string
  readonly accountId: string
  readonly type: 'TEXT' | 'IMAGE' | 'VIDEO' | 'CAROUSEL'
  readonly isChild: boolean
  /** Everything that was set, but what is a file. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly createdAt: number
  readonly files: readonly FileSeen[]
  /** Worked on until then. */
  readonly readyAt: number
  /** What went wrong. */
  readonly failed: string | null
  publishedAs: string | null
}

export interface Post {
  readonly id: string
  readonly accountId: string
  readonly type: Container['type']
  readonly text: string
  readonly replyTo: string | null
  readonly files: readonly FileSeen[]
  readonly settings: Readonly<Record<string, unknown>>
  readonly at: number
}

export interface State {
  auth: AuthState
  accounts: Profile[]
  containers: Container[]
  posts: Post[]
  /** Times of deletions, by account: they are counted. */
  deletions: { readonly accountId: string; readonly at: number }[]
}
