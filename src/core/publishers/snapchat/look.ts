import { snapchatText } from '../../../contract/platforms/snapchat.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { datedSince } from '../answers.ts'
import type { Outgoing, PublishContext, Reconciled } from '../publisher.ts'
import { ask, itemsOf, nextPage, profilePath, type SnapchatHosts } from './api.ts'
import { spotlightRemote, type Handle } from './standing.ts'

const pages = { size: 50, most: 4 }
/** It takes Snapchat a while to list what it has just taken: it is looked again after so long. */
const againMs = [3_000, 7_000] as const

/**
 * Looks for a Spotlight among those of the profile that were made since it was sent, by its words. One that is found is there. One that is not may
 * still be: nobody says that those not looked at yet are listed, so it is never shown absent. Throws StepFailed where it could not look.
 */
export async function findSpotlight(
  hosts: SnapchatHosts,
  post: Outgoing,
  sentAt: Instant,
  context: PublishContext,
): Promise<Reconciled> {
  const words = comparable(snapchatText(post))
  // One without words is like nothing.
  if (words === '') return { is: 'cannot_tell', why: said('snapchat_may_not_list') }
  let alike = await listAlike(hosts, words, sentAt, context)
  for (const wait of againMs) {
    if (alike.length > 0) break
    await context.clock.sleep(wait, context.signal)
    alike = await listAlike(hosts, words, sentAt, context)
  }
  const [found, another] = alike
  if (found === undefined) return { is: 'cannot_tell', why: said('snapchat_may_not_list') }
  if (another !== undefined) return { is: 'cannot_tell', why: said('several_alike', { platform: 'Snapchat' }) }
  const handle: Handle = { spotlightId: found, since: context.clock.now() }
  return { is: 'there', remote: spotlightRemote(found), handle }
}

/** Ids of those that say the same. */
async function listAlike(
  hosts: SnapchatHosts,
  words: string,
  sentAt: Instant,
  context: PublishContext,
): Promise<string[]> {
  const alike: string[] = []
  let cursor: string | null = null
  for (let page = 0; page < pages.most; page++) {
    const query = new URLSearchParams({ limit: String(pages.size), ...(cursor !== null && { cursor }) })
    const path = profilePath(context.account.externalId, `/spotlights?${query.toString()}`)
    const answer = await ask(hosts, context, path)
    const since = datedSince(answer, sentAt, context.clock.now())
    const seen = itemsOf(answer, 'spotlights', 'spotlight').flatMap(toSeen)
    const own = seen.filter(({ id, at, texts }) => at >= since && !context.isKnown(id) && texts.includes(words))
    alike.push(...own.map(({ id }) => id))
    cursor = nextPage(answer)
    // That the newest come first is not said. Where they do not, what is missed is left to the person.
    if (cursor === null || seen.every(({ at }) => at < since)) break
  }
  return alike
}

interface Seen {
  readonly id: string
  readonly at: Instant
  /** Where the words can stand: which of them has the description is not said. */
  readonly texts: readonly string[]
}

function toSeen(spotlight: Readonly<Record<string, unknown>>): Seen[] {
  const { id, created_at: created, title, caption, description } = spotlight
  if (typeof id !== 'string') return []
  const at = Date.parse(typeof created === 'string' ? created : '')
  const texts = [title, caption, description].filter((text) => typeof text === 'string').map(comparable)
  // One without a date could be ours.
  return [{ id, at: Number.isNaN(at) ? Infinity : at, texts }]
}

/** Without what may be changed on the way: composed characters, runs of white space. */
const comparable = (text: string) => text.normalize('NFC').replace(/\s+/gu, ' ').trim()
