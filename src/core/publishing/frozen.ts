import type { Part } from '../../contract/posts.ts'
import type { Instant } from '../clock.ts'
import type { Remote } from '../publishers/publisher.ts'

/** The content of a delivery as it was at its first claim: every attempt sends exactly this. */
export interface Frozen {
  readonly title: string
  readonly parts: readonly FrozenPart[]
  readonly link: string | null
  readonly settings: Readonly<Record<string, unknown>>
  readonly createdAt: Instant
  /** For a reply or comment under another delivery: what of that is out and stands in front. */
  readonly above?: Above
}

/** The first comment is the last part: it lands, is doubted and is found again like any other. */
export type FrozenPart = Part & { readonly role?: 'reply' | 'comment' }

/** What of another delivery stands in front of what this one sends: the parts it goes under, the root first. */
export interface Above {
  readonly remotes: readonly Remote[]
  readonly role: 'reply' | 'comment'
  /** For a comment: the settings its post was sent with, which say where that is (a community, a channel). */
  readonly settings: Readonly<Record<string, unknown>> | null
}

/** How many parts of the outgoing content stand in front of a delivery's own. */
export function offsetOf({ above }: Frozen): number {
  return above?.remotes.length ?? 0
}
