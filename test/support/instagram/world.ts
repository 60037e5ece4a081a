import { graphRefusal, noSuchObject } from '../meta/graph.ts'
import type { Login } from '../meta/login.ts'
import type { Ask, Sim } from '../sim/server.ts'
import type { Container, Profile, State } from './state.ts'

export interface Options {
  /** A film is worked on for so long. */
  processingMs: number
  /** The next container comes to nothing, for this subcode. */
  failsWith: string | null
  /** Posts a day, as `content_publishing_limit` tells. */
  postsADay: number
}

export interface World {
  readonly sim: Sim<State>
  readonly login: Login
  readonly options: Options
  /** What `processingMs` goes back to after each. */
  readonly usualMs: number
}

export const day = 24 * 3_600_000

/** What a right is called at Facebook and at Instagram; null where Instagram has none. */
export const rights = {
  read: ['instagram_basic', 'instagram_business_basic'],
  publish: ['instagram_content_publish', 'instagram_business_content_publish'],
  comment: ['instagram_manage_comments', 'instagram_business_manage_comments'],
  delete: ['instagram_manage_contents', null],
} as const

export interface Caller {
  readonly account: Profile
  /** Signed in at Instagram itself. */
  readonly direct: boolean
}

/** The account a token is for: its own, or that of the Page it is linked to. */
export function callerOf({ sim, login }: World, ask: Ask, right: keyof typeof rights): Caller {
  const { account } = login.caller(ask)
  const own = sim.state.accounts.find(({ id }) => id === account)
  const profile = own ?? sim.state.accounts.find(({ pageId }) => pageId === account)
  if (!profile) throw graphRefusal(100, '(#100) This token is of nobody with an Instagram account')
  const [throughFacebook, itself] = rights[right]
  const scope = own ? itself : throughFacebook
  if (scope === null) throw graphRefusal(3, '(#3) Application does not have the capability to make this API call.')
  login.caller(ask, scope)
  return { account: profile, direct: own !== undefined }
}

/** The same, asked about the account in the path. */
export function accountOf(world: World, ask: Ask, right: keyof typeof rights): Caller {
  const caller = callerOf(world, ask, right)
  if (ask.at['account'] !== caller.account.id) throw noSuchObject(ask.at['account'] ?? '')
  return caller
}

export type StatusCode = 'IN_PROGRESS' | 'FINISHED' | 'PUBLISHED' | 'ERROR' | 'EXPIRED'

/** Source: instagram-graph-api/reference/ig-container. */
export function statusOf({ publishedAs, failed, readyAt, createdAt }: Container, now: number): StatusCode {
  if (publishedAs !== null) return 'PUBLISHED'
  if (now - createdAt > day) return 'EXPIRED'
  if (readyAt === null || readyAt > now) return 'IN_PROGRESS'
  return failed === null ? 'FINISHED' : 'ERROR'
}
