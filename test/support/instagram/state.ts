import type { AuthState } from '../sim/oauth.ts'

/** A professional account. */
export interface Profile {
  readonly id: string
  readonly username: string
  readonly name: string
  /** The Facebook Page it is linked to; null for one that is signed in at Instagram alone. */
  readonly pageId: string | null
  restricted: boolean
}

/** A file as it was fetched or sent. */
export interface FileSeen {
  readonly kind: 'image' | 'video'
  readonly bytes: number
  readonly sha256: string
  readonly alt: string
  readonly tags: unknown
}

export interface Container {
  readonly id: string
  readonly accountId: string
  readonly kind: 'image' | 'reel' | 'story' | 'carousel' | 'child'
  /** Everything that was set, but what is a file. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly createdAt: number
  files: FileSeen[]
  /** A film that is sent, and how much of it has come; null for files that were fetched. */
  upload: { received: { readonly path: string; readonly bytes: number }[]; size: number | null } | null
  /** Worked on until then; null while its film is missing. */
  readyAt: number | null
  /** Subcode of what went wrong. */
  failed: string | null
  publishedAs: string | null
}

export interface Media {
  readonly id: string
  readonly accountId: string
  readonly kind: 'image' | 'carousel' | 'reel' | 'story'
  readonly caption: string
  readonly files: readonly FileSeen[]
  readonly settings: Readonly<Record<string, unknown>>
  readonly at: number
}

export interface Comment {
  readonly id: string
  readonly on: string
  readonly accountId: string
  readonly text: string
  readonly at: number
}

export interface State {
  auth: AuthState
  accounts: Profile[]
  containers: Container[]
  media: Media[]
  comments: Comment[]
}
