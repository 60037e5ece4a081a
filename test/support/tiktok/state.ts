import type { Auth, AuthState } from '../sim/oauth.ts'
import type { Windows } from '../sim/rate.ts'
import { Refusal } from '../sim/refused.ts'
import type { Sim } from '../sim/server.ts'

export interface TikTokState {
  auth: AuthState
  users: TikTokUser[]
  posts: TikTokPost[]
  windows: Windows
  options: TikTokOptions
}

export interface TikTokUser {
  /** As tokens name it. */
  readonly account: string
  readonly openId: string
  readonly name: string
  readonly username: string
  isPrivate: boolean
  off: { comment: boolean; duet: boolean; stitch: boolean }
  maxSeconds: number
  /** TikTok lets them post. */
  mayPost: boolean
}

export interface TikTokOptions {
  /** The app was audited: without, it posts privately to private accounts alone. */
  audited: boolean
  /** Looks at a post until it is worked on, and what it then fails with. */
  processing: { looks: number; fails: string | null }
  /** Looks at a public post until it was moderated. */
  reviewLooks: number
  /** Beginnings of addresses whose owner was shown. */
  verified: string[]
  /** Counts posts and waiting drafts of a day. */
  capped: boolean
}

/** What was given to TikTok, from its start on. */
export interface TikTokPost {
  readonly publishId: string
  readonly author: string
  readonly clientId: string
  readonly kind: 'video' | 'photo'
  readonly mode: 'direct' | 'inbox'
  readonly text: string
  readonly title: string
  readonly settings: Record<string, unknown>
  readonly startedAt: number
  /** Of a video. */
  upload: Upload | null
  pictures: { sha256: string; type: string }[]
  state: 'uploading' | 'working' | 'in_inbox' | 'out' | 'failed'
  reason: string | null
  looksLeft: number
  /** What it fails with once it was worked on. */
  willFail: string | null
  postId: string | null
  reviewLooksLeft: number
}

export interface Upload {
  readonly id: string
  readonly token: string
  readonly size: number
  readonly chunk: number
  readonly count: number
  readonly chunks: { bytes: number; path: string }[]
  uploaded: number
  sha256: string | null
}

export interface World {
  readonly sim: Sim<TikTokState>
  readonly auth: Auth
}

/** Every answer of the API has both. */
export const envelope = (data: object, code = 'ok', message = '') => ({
  data,
  error: { code, message, log_id: '20261125101010ABCDEF' },
})

export const refused = (status: number, code: string, message: string) =>
  new Refusal({ status, json: envelope({}, code, message) })

export const invalid = (message: string) => refused(400, 'invalid_params', message)

export function userOf({ sim }: World, account: string): TikTokUser {
  const user = sim.state.users.find((known) => known.account === account)
  if (!user) throw refused(401, 'access_token_invalid', 'The user of this token is gone.')
  return user
}
