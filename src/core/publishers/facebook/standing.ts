import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { withoutSecrets } from '../graph.ts'
import { failure, StepFailed, type CommitOutcome, type Remote } from '../publisher.ts'
import { ask, facebookGraph, type PageApi } from './api.ts'

/** What became of something Facebook took: still worked on, held until its time, or out. */

export type RemoteKind = 'feed' | 'video' | 'reel' | 'story' | 'comment'

/** What is kept of a part besides its id. */
export interface RemoteData {
  readonly kind: RemoteKind
  /** The film to ask about: a story is another object than its film. */
  readonly videoId?: string
  /** When Facebook is to publish it. */
  readonly scheduledAt?: Instant
  /** When it was given to Facebook, to give up on what never ends. */
  readonly since?: Instant
}

export const dataOf = ({ data }: Remote): RemoteData => (data ?? { kind: 'feed' }) as RemoteData

const platform = facebookGraph.name
const pollMs = { processing: 10_000, handedOff: 60_000 } as const
const patienceMs = { processing: 24 * 3_600_000, handedOff: 24 * 3_600_000 } as const

/** How a part stands. `remote` is what was handed out as `pending` or `handed_off`. Throws StepFailed. */
export async function standing(api: PageApi, remote: Remote): Promise<CommitOutcome> {
  const { kind, videoId } = dataOf(remote)
  if (kind === 'feed' || kind === 'comment') return postStanding(api, remote)
  return (await videoStanding(api, remote, videoId ?? remote.remoteId)).outcome
}

async function postStanding(api: PageApi, remote: Remote): Promise<CommitOutcome> {
  const seen = await seek(api, remote.remoteId, 'id,is_published,permalink_url')
  if (!seen) return gone()
  if (seen['is_published'] !== false)
    return { is: 'published', remote: { ...remote, url: addressOf(seen) ?? remote.url } }
  return held(api, remote)
}

/** Facebook holds it. Long past its time nobody knows why. */
function held({ context }: PageApi, remote: Remote): CommitOutcome {
  const now = context.clock.now()
  const at = dataOf(remote).scheduledAt ?? now
  if (now - at > patienceMs.handedOff)
    return { is: 'rejected', failure: failure('platform', said('facebook_not_published')) }
  return { is: 'handed_off', remote, until: Math.max(at, now + pollMs.handedOff) }
}

interface VideoStatus {
  readonly video_status?: unknown
  readonly processing_phase?: Phase
  readonly publishing_phase?: Phase & { readonly publish_status?: unknown }
}
interface Phase {
  readonly status?: unknown
  readonly error?: unknown
  readonly errors?: unknown
}

/**
 * How a film stands, and whether Facebook has been told to publish it. Source: video-api/guides/reels-publishing, "get the upload status".
 * Throws StepFailed.
 */
export async function videoStanding(
  api: PageApi,
  remote: Remote,
  videoId: string,
): Promise<{ readonly outcome: CommitOutcome; readonly told: boolean }> {
  const seen = await seek(api, videoId, 'status,published,permalink_url')
  if (!seen) return { outcome: gone(), told: false }
  const status = (seen['status'] ?? {}) as VideoStatus
  const told = wasTold(status)
  const failed = errorOf(status)
  if (failed !== null) {
    const sentence = said('file_processing_failed', { platform, position: 1 })
    return { outcome: { is: 'rejected', failure: failure('media', sentence, failed) }, told }
  }
  if (isOut(seen, status))
    return { outcome: { is: 'published', remote: { ...remote, url: addressOf(seen) ?? remote.url } }, told: true }
  const { scheduledAt, since } = dataOf(remote)
  if (scheduledAt !== undefined) return { outcome: held(api, remote), told }
  const now = api.context.clock.now()
  if (since !== undefined && now - since > patienceMs.processing) {
    const nothing = failure('media', said('processing_came_to_nothing', { platform }))
    return { outcome: { is: 'rejected', failure: nothing }, told }
  }
  return { outcome: { is: 'pending', handle: remote, pollAt: now + pollMs.processing }, told }
}

function wasTold({ video_status: state, publishing_phase: phase }: VideoStatus): boolean {
  if (phase?.publish_status === 'published' || phase?.publish_status === 'scheduled') return true
  if (phase?.status !== undefined) return phase.status !== 'not_started'
  return state === 'processing' || state === 'ready'
}

function isOut(seen: Readonly<Record<string, unknown>>, { video_status: state, publishing_phase: phase }: VideoStatus) {
  if (phase?.status === 'complete' && (phase.publish_status ?? 'published') === 'published') return true
  // Films of the feed have no phases once they are ready.
  return state === 'ready' && phase === undefined && seen['published'] !== false
}

/** What went wrong while it was worked on, in Facebook's words; null where nothing did. */
function errorOf({ video_status: state, processing_phase: work, publishing_phase: out }: VideoStatus): string | null {
  const broken = [work, out].find((phase) => phase?.status === 'error')
  if (!broken && state !== 'error' && state !== 'expired' && state !== 'upload_failed') return null
  const listed: unknown[] = Array.isArray(broken?.errors) ? broken.errors : [broken?.error]
  const words = listed.flatMap((one) => {
    const { message } = (one ?? {}) as { message?: unknown }
    return typeof message === 'string' ? [withoutSecrets(message)] : []
  })
  return words.join('; ').slice(0, 300) || String(state)
}

function gone(): CommitOutcome {
  return { is: 'rejected', failure: failure('content', said('deleted_before_its_time', { platform })) }
}

/** An object, or null where there is none. */
export async function seek(
  api: PageApi,
  id: string,
  fields: string,
): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    return await ask(api, id, { query: { fields } })
  } catch (error) {
    if (error instanceof StepFailed && isGone(error)) return null
    throw error
  }
}

/** Graph says the same of what is gone and of what one may not see; a Page sees all of its own. */
export function isGone({ outcome }: StepFailed): boolean {
  return outcome.is === 'rejected' && outcome.failure.says === 'reference_gone'
}

/** Addresses of films come without a host. */
export function addressOf({ permalink_url: link }: Readonly<Record<string, unknown>>): string | null {
  if (typeof link !== 'string' || link === '') return null
  return link.startsWith('/') ? `https://www.facebook.com${link}` : link
}
