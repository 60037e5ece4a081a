import type { Auth, AuthState } from '../sim/oauth.ts'
import type { Windows } from '../sim/rate.ts'
import type { Sim } from '../sim/server.ts'

export interface PinterestState {
  auth: AuthState
  users: { readonly id: string; readonly username: string; readonly business: string | null }[]
  boards: Board[]
  media: Upload[]
  pins: Pin[]
  windows: Windows
  options: {
    /** Looks at a film until it is processed, and whether it fails. */
    processing: { looks: number; fails: boolean }
    /** With Trial access pins are refused, as outside the sandbox. */
    access: 'standard' | 'trial'
    /** The order of lists, which is not documented. */
    newestFirst: boolean
  }
}

export interface Board {
  readonly id: string
  readonly owner: string
  readonly name: string
  readonly privacy: 'PUBLIC' | 'PROTECTED' | 'SECRET'
  readonly sections: { readonly id: string; readonly name: string }[]
}

export interface Upload {
  readonly id: string
  readonly owner: string
  readonly form: Readonly<Record<string, string>>
  readonly formExpiresAt: number
  state: 'registered' | 'processing' | 'succeeded' | 'failed'
  looksLeft: number
  bytes: number
  sha256: string
}

export type Media =
  | { readonly kind: 'image' | 'multiple_images'; readonly items: readonly Slide[] }
  | { readonly kind: 'video'; readonly mediaId: string; readonly cover: 'picture' | number }

export interface Slide {
  readonly type: string
  readonly bytes: number
  title: string | null
  description: string | null
  link: string | null
}

export interface Pin {
  readonly id: string
  readonly author: string
  readonly at: number
  board: string
  section: string | null
  title: string | null
  description: string | null
  link: string | null
  alt: string | null
  readonly media: Media
  deleted: boolean
}

export interface World {
  readonly sim: Sim<PinterestState>
  readonly auth: Auth
}
