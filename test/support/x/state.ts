import type { Auth, AuthState } from '../sim/oauth.ts'
import type { Windows } from '../sim/rate.ts'
import type { Sim } from '../sim/server.ts'

export interface XState {
  auth: AuthState
  users: XUser[]
  media: XMedia[]
  posts: XPost[]
  windows: Windows
  options: XOptions
}

export interface XUser {
  readonly id: string
  readonly username: string
  readonly name: string
  subscription: 'None' | 'Basic' | 'Premium' | 'PremiumPlus'
}

export interface XOptions {
  /** Looks at a video until it is processed, and whether it fails. */
  processing: { looks: number; fails: boolean }
  /** Posts that may still be paid for. */
  credits: number
  /** Mentions are refused on this plan. */
  refusesMentions: boolean
}

export interface XMedia {
  readonly id: string
  readonly owner: string
  readonly category: 'tweet_image' | 'tweet_video' | 'tweet_gif'
  readonly type: string
  readonly total: number
  segments: { index: number; bytes: number; path: string }[]
  sha256: string | null
  state: 'uploading' | 'in_progress' | 'succeeded' | 'failed'
  looksLeft: number
  expiresAt: number
  alt: string | null
}

export interface World {
  readonly sim: Sim<XState>
  readonly auth: Auth
}

export interface XPost {
  readonly id: string
  readonly author: string
  readonly text: string
  readonly mediaIds: readonly string[]
  readonly taggedIds: readonly string[]
  readonly replyTo: string | null
  readonly poll: { options: readonly string[]; minutes: number } | null
  readonly settings: Readonly<Record<string, unknown>>
  readonly at: number
  readonly editOf: string | null
  deleted: boolean
}
