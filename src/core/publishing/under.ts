import type { Interaction } from '../../contract/interaction.ts'
import type { Platform } from '../../contract/vocabulary.ts'
import { hasComments } from '../posts/comment.ts'
import type { Failure } from '../publishers/publisher.ts'
import { partsOf, type DeliveryRow } from '../store/deliveries.ts'
import { deliveryOf, stepOf } from '../store/runs.ts'
import type { Read } from '../store/tx.ts'
import type { Above, Frozen } from './frozen.ts'

/** How the delivery stands that a reply or comment goes under, on the same account. */
export type Parent =
  | { readonly is: 'none' } // it goes under nothing
  | { readonly is: 'waits' }
  | { readonly is: 'lost'; readonly failure: Failure }
  | { readonly is: 'out'; readonly above: Above }

/** Looks up what a post goes under on an account, as it stands now. */
export function parentOf(db: Read, postId: string, accountId: string, platform: Platform | undefined): Parent {
  const step = stepOf(db, postId)
  if (!step || step.interaction === 'post') return { is: 'none' }
  const parent = step.parentPostId === null ? undefined : deliveryOf(db, step.parentPostId, accountId)
  switch (parent?.status) {
    case undefined:
    case 'failed':
    case 'canceled':
      return { is: 'lost', failure: { code: 'parent', says: 'parent_not_out' } }
    case 'scheduled':
    case 'publishing':
    case 'retrying':
    case 'unknown':
    case 'handed_off':
    case 'missed':
      return { is: 'waits' }
    case 'published': {
      const above = parent && outOf(db, parent, step.interaction, platform)
      // A person said that it is out, and nobody knows where.
      return above ? { is: 'out', above } : { is: 'lost', failure: { code: 'parent', says: 'parent_place_unknown' } }
    }
  }
}

/** What is out of the delivery that a post goes under on an account; null where it goes under nothing that is. */
export function aboveOf(db: Read, postId: string, accountId: string, platform: Platform | undefined): Above | null {
  const parent = parentOf(db, postId, accountId, platform)
  return parent.is === 'out' ? parent.above : null
}

/** A reply goes under the last part of its parent, a comment under the first. */
function outOf(db: Read, parent: DeliveryRow, interaction: Interaction, platform: Platform | undefined): Above | null {
  const frozen = parent.frozen as Frozen | null
  // Its first comment is no part of its thread.
  const inThread = partsOf(db, [parent.id]).filter(({ part }) => frozen?.parts[part]?.role !== 'comment')
  const out = inThread.filter(({ removedAt }) => removedAt === null)
  const mine = interaction === 'comment' ? out.slice(0, 1) : out
  if (mine.length === 0) return null
  const remotes = mine.map(({ remoteId, url, data }) => ({ remoteId, url, data }))
  const isComment = interaction === 'comment' && platform !== undefined && hasComments(platform)
  return {
    remotes: [...(frozen?.above?.remotes ?? []), ...remotes],
    role: isComment ? 'comment' : 'reply',
    settings: isComment ? (frozen?.settings ?? null) : null,
  }
}
