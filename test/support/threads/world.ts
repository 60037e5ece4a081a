import { graphRefusal } from '../meta/graph.ts'
import type { Auth } from '../sim/oauth.ts'
import type { Ask, Sim } from '../sim/server.ts'
import type { Container, Profile, State } from './state.ts'

export interface Options {
  /** A film is worked on for so long; the next container that has one. */
  processingMs: number
  /** A text or a picture, for so long. */
  textMs: number
  /** The next container comes to nothing, for this reason. */
  failsWith: string | null
  postsADay: number
  repliesADay: number
  deletionsADay: number
  /** So many publishings find no container though it says that it is ready, as happens soon after it was made. */
  misses: number
}

export interface World {
  readonly sim: Sim<State>
  readonly auth: Auth
  readonly options: Options
}

export const day = 24 * 3_600_000

/** Who asks, with `threads_basic`, which every request takes, and what else this one does. */
export function callerOf({ sim, auth }: World, ask: Ask, ...scopes: string[]): Profile {
  const { account } = auth.caller(ask, 'threads_basic', ...scopes)
  const profile = sim.state.accounts.find(({ id }) => id === account)
  if (!profile) throw graphRefusal(100, '(#100) This token is of nobody on Threads')
  return profile
}

/** The same, asked about the account in the path. */
export function ownerOf(world: World, ask: Ask, ...scopes: string[]): Profile {
  const profile = callerOf(world, ask, ...scopes)
  const { account } = ask.at
  if (account !== profile.id && account !== 'me') throw missing(account ?? '')
  return profile
}

/** What is not there, in the words of Threads (fbsamples/threads_api, issue 70). */
export const missing = (id: string) =>
  graphRefusal(24, 'The requested resource does not exist', {
    subcode: 4_279_009,
    userMessage: `The media with id ${id} cannot be found.`,
  })

export type Status = 'IN_PROGRESS' | 'FINISHED' | 'PUBLISHED' | 'ERROR' | 'EXPIRED'

/** Source: threads/troubleshooting. */
export function statusOf({ publishedAs, failed, readyAt, createdAt }: Container, now: number): Status {
  if (publishedAs !== null) return 'PUBLISHED'
  if (now - createdAt > day) return 'EXPIRED'
  if (readyAt > now) return 'IN_PROGRESS'
  return failed === null ? 'FINISHED' : 'ERROR'
}

/** How many posts, or replies, the account published in 24 hours. */
export function published({ sim }: World, accountId: string, replies: boolean): number {
  const since = sim.now() - day
  return sim.state.posts.filter(
    (post) => post.accountId === accountId && post.at > since && (post.replyTo !== null) === replies,
  ).length
}
