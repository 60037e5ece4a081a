import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { failure, StepFailed, type CommitOutcome, type PublishContext, type Remote } from '../publisher.ts'
import { itemsOf, profilePath, reach, type SnapchatHosts } from './api.ts'
import { isOk, refusal } from './outcome.ts'

/*
 * What became of a Spotlight: Snapchat looks at each before others see it. `SUBMITTED`, `LIVE` and `REJECTED` are what clients saw; any other word is
 * waited on as the first.
 */

/** What is asked about later. JSON. */
export interface Handle {
  readonly spotlightId: string
  readonly since: Instant
}

const firstPollMs = 5_000
/** Mostly minutes, at times longer, which nobody waits for: it was handed in all the same. */
const patienceMs = 10 * 60_000

/** A Spotlight that Snapchat has just taken: asked about from now on. */
export function taken(spotlightId: string, now: Instant): CommitOutcome {
  const handle: Handle = { spotlightId, since: now }
  return { is: 'pending', handle, pollAt: now + firstPollMs }
}

export function spotlightRemote(spotlightId: string): Remote {
  return { remoteId: spotlightId, url: `https://www.snapchat.com/spotlight/${encodeURIComponent(spotlightId)}` }
}

/** How a Spotlight stands that was taken. Throws StepFailed. */
export async function outcomeOf(hosts: SnapchatHosts, handle: Handle, context: PublishContext): Promise<CommitOutcome> {
  const { spotlightId, since } = handle
  const remote = spotlightRemote(spotlightId)
  const now = context.clock.now()
  const age = now - since
  switch (await statusOf(hosts, spotlightId, context)) {
    case 'LIVE':
      return { is: 'published', remote }
    case 'REJECTED':
      return { is: 'rejected', failure: failure('content', said('snapchat_turned_down')) }
    default:
      return age < patienceMs
        ? { is: 'pending', handle, pollAt: now + Math.min(60_000, Math.max(firstPollMs, age / 4)) }
        : { is: 'published', remote, note: said('snapchat_in_review') }
  }
}

/** Snapchat's word on it; null where it shows nothing (yet). */
async function statusOf(hosts: SnapchatHosts, spotlightId: string, context: PublishContext): Promise<string | null> {
  const path = profilePath(context.account.externalId, `/spotlights/${encodeURIComponent(spotlightId)}`)
  const answer = await reach(hosts, context, path)
  if (answer.status === 404) return null
  if (!isOk(answer)) throw new StepFailed(refusal(answer, context.clock.now()))
  const { status } = itemsOf(answer, 'spotlights', 'spotlight').find(({ id }) => id === spotlightId) ?? {}
  return typeof status === 'string' ? status.toUpperCase() : null
}
