import type { Login } from '../meta/login.ts'
import { graphRefusal, noSuchObject } from '../meta/graph.ts'
import type { Ask, Sim } from '../sim/server.ts'
import type { Page, State } from './state.ts'

export interface Options {
  /** A film is worked on for so long after its upload was ended. */
  processingMs: number
  /** The next film comes to nothing. */
  fails: boolean
  /** Bytes of a chunk, as Facebook chooses them. */
  chunk: number
  /** Every request must prove that it comes from the app. */
  demandsProof: boolean
  /** Reels an app may publish in a day. */
  reelsADay: number
}

export interface World {
  readonly sim: Sim<State>
  readonly login: Login
  readonly options: Options
  /** What `processingMs` goes back to after each. */
  readonly usualMs: number
}

export const minute = 60_000
export const day = 24 * 3_600_000

/** The Page a request is for, asked with that Page's own token. */
export function pageOf({ sim, login }: World, ask: Ask, ...scopes: string[]): Page {
  const { account } = login.caller(ask, ...scopes)
  const page = sim.state.pages.find(({ id }) => id === ask.at['page'])
  if (!page) throw noSuchObject(ask.at['page'] ?? '')
  if (account !== page.id) throw graphRefusal(200, '(#200) This must be requested with the token of the Page itself')
  return page
}

/** The Page whose token this is. */
export function callingPage({ sim, login }: World, ask: Ask, ...scopes: string[]): Page {
  const { account } = login.caller(ask, ...scopes)
  const page = sim.state.pages.find(({ id }) => id === account)
  if (!page) throw graphRefusal(200, '(#200) This must be requested with the token of a Page')
  return page
}

/** Publishes what Facebook held until now, and what it has worked on long enough. */
export function release({ sim }: Pick<World, 'sim'>): void {
  const now = sim.now()
  for (const post of sim.state.posts)
    if (!post.published && post.scheduledAt !== null && post.scheduledAt <= now) post.published = true
  for (const video of sim.state.videos) {
    if (video.scheduledAt !== null && video.scheduledAt <= now) video.scheduledAt = null
    if (video.kind === 'story' && isOut(video, now) && !sim.state.stories.some(({ mediaId }) => mediaId === video.id))
      sim.state.stories.push({
        postId: `${video.pageId}_${sim.id()}`,
        pageId: video.pageId,
        mediaId: video.id,
        mediaType: 'video',
        createdAt: now,
      })
  }
}

/** Worked on to its end, told to be published, and not held. */
export function isOut({ told, fails, readyAt, scheduledAt }: State['videos'][0], now: number): boolean {
  return told !== null && !fails && readyAt <= now && scheduledAt === null
}

/** When a schedule may be, in seconds since 1970. `days`: how far ahead. */
export function scheduleOf(value: unknown, now: number, days: number): number {
  const at = Number(value) * 1_000
  if (!Number.isSafeInteger(at) || at < now + 10 * minute || at > now + days * day)
    throw graphRefusal(100, '(#100) The specified scheduled publish time is invalid.', { subcode: 1_363_119 })
  return at
}
