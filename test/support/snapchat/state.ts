import { randomUUID } from 'node:crypto'
import type { Auth, AuthState } from '../sim/oauth.ts'
import type { Windows } from '../sim/rate.ts'
import { Refusal, type Reply } from '../sim/refused.ts'
import type { Ask, Sim } from '../sim/server.ts'

export interface SnapchatState {
  auth: AuthState
  profiles: SnapProfile[]
  members: Member[]
  media: SnapMedia[]
  posts: SnapPost[]
  windows: Windows
  options: SnapchatOptions
}

export interface SnapProfile {
  readonly id: string
  readonly organization: string
  readonly name: string
  /** Of the Snapchatter it is hosted on; null where it has none. */
  readonly username: string | null
}

/** Somebody who signs in. */
export interface Member {
  /** As tokens name them. */
  readonly account: string
  /** Organizations they have a role in. */
  organizations: string[]
  /** The profile they host themselves. */
  own: string | null
}

export interface SnapchatOptions {
  /** The app is on Snap's list. */
  listed: boolean
  /** Askings to post the next file that come while it is worked on, and whether it comes to nothing. */
  processing: { looks: number; fails: boolean }
  /** Looks at the next Spotlight while it is looked at, and whether it is turned down. */
  review: { looks: number; fails: boolean }
  /** Spotlights that nobody has looked at yet are among those listed. */
  listsSubmitted: boolean
}

export interface SnapMedia {
  readonly id: string
  readonly profile: string
  readonly type: 'VIDEO' | 'IMAGE'
  readonly name: string
  readonly key: string
  readonly iv: string
  readonly at: number
  readonly parts: Record<number, { path: string; bytes: number }>
  /** Of the file as it was before it was encrypted; null until it is whole. */
  content: { bytes: number; sha256: string } | null
  looksLeft: number
  willFail: boolean
  postedAt: number | null
}

export interface SnapPost {
  /** A story has none. */
  readonly id: string | null
  readonly profile: string
  readonly kind: 'story' | 'saved_story' | 'spotlight'
  readonly mediaId: string
  readonly words: string
  readonly settings: Record<string, unknown>
  readonly at: number
  status: 'SUBMITTED' | 'LIVE' | 'REJECTED'
  looksLeft: number
  willFail: boolean
}

export interface World {
  readonly sim: Sim<SnapchatState>
  readonly auth: Auth
}

/** What every answer has. */
export const envelope = (more: object = {}) => ({ request_id: randomUUID(), request_status: 'SUCCESS', ...more })

export const ok = (more: object = {}): Reply => ({ status: 200, json: envelope(more) })

/** An answer that says no. Its code is left out where no source names one. */
export function refused(status: number, message: string, code?: string): Refusal {
  const words = { request_status: 'ERROR', debug_message: message, display_message: message }
  return new Refusal({ status, json: { ...envelope(), ...words, ...(code !== undefined && { error_code: code }) } })
}

/** Who asks, for a profile they may publish for. */
export function callerFor(world: World, ask: Ask): { member: Member; profile: SnapProfile } {
  const member = memberOf(world, ask)
  const profile = world.sim.state.profiles.find(({ id }) => id === ask.at['profile'])
  if (!profile) throw refused(404, 'The profile does not exist.')
  if (member.own !== profile.id && !member.organizations.includes(profile.organization))
    throw refused(403, 'The user may not do this for the profile.', 'AUTHORIZATION_PERMISSION_DENIED')
  return { member, profile }
}

/** Apps that are not on the list get a 403 without a word (seen by several clients). */
export function memberOf({ sim, auth }: World, ask: Ask): Member {
  const { account } = auth.caller(ask, 'snapchat-profile-api')
  if (!sim.state.options.listed) throw new Refusal({ status: 403 })
  const member = sim.state.members.find((known) => known.account === account)
  if (!member) throw refused(401, 'The user of this token is gone.')
  return member
}
