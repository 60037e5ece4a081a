import { said, type Said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { objectOf } from '../answers.ts'
import { failure, type CommitOutcome, type PublishContext, type Remote } from '../publisher.ts'
import { doAfterwork, itemsOf, type Extra } from './afterwork.ts'
import { api, ask, name, type YouTubeHosts } from './api.ts'

/** What became of a video that YouTube has: still worked on, held until its time, or out. */

/** What is kept of a part besides its id. */
export interface RemoteData {
  readonly kind: 'video' | 'comment'
  /** When it was given to YouTube. */
  readonly since?: Instant
  /** How it was to be seen. */
  readonly privacy?: string
}

export const dataOf = ({ data }: Remote): RemoteData => (data ?? { kind: 'video' }) as RemoteData

const platform = name
const firstPollMs = 10_000
/** A film of some hours takes YouTube some hours; what takes longer never ends. */
const patienceMs = { processing: 48 * 3_600_000, afterwork: 3_600_000, handedOff: 24 * 3_600_000 } as const
const lookMs = 30_000

/** A video that YouTube has just taken: asked about from now on. */
export function taken(remote: Remote, now: Instant): CommitOutcome {
  return { is: 'pending', handle: remote, pollAt: now + firstPollMs }
}

/** How a video stands. `remote` is what was handed out as `pending` or `handed_off`. Throws StepFailed. */
export async function standing(hosts: YouTubeHosts, remote: Remote, context: PublishContext): Promise<CommitOutcome> {
  const seen = await seeVideo(hosts, remote.remoteId, context)
  if (!seen) return lost('content', said('deleted_before_its_time', { platform }))
  const { status } = seen
  const { since = context.clock.now() } = dataOf(remote)
  const age = context.clock.now() - since
  switch (status['uploadStatus']) {
    case 'failed':
      return lost('media', said('processing_failed', { platform }), status['failureReason'])
    case 'rejected':
      return lost('content', said('processing_failed', { platform }), status['rejectionReason'])
    case 'deleted':
      return lost('content', said('deleted_before_its_time', { platform }))
    case 'processed':
      return await finish(hosts, remote, status, age, context)
    default:
      if (age > patienceMs.processing) return lost('media', said('processing_came_to_nothing', { platform }))
      return { is: 'pending', handle: remote, pollAt: context.clock.now() + pollIn(age) }
  }
}

/** Often at first, since most films are ready within minutes. */
function pollIn(age: number): number {
  return Math.min(5 * 60_000, Math.max(firstPollMs, age / 4))
}

async function finish(
  hosts: YouTubeHosts,
  remote: Remote,
  status: VideoStatus,
  age: number,
  context: PublishContext,
): Promise<CommitOutcome> {
  const now = context.clock.now()
  const left = await doAfterwork(hosts, remote.remoteId, context, age < patienceMs.afterwork)
  if (left === 'later') return { is: 'pending', handle: remote, pollAt: now + pollIn(age) }
  const publishAt = Date.parse(String(status['publishAt']))
  if (status['privacyStatus'] === 'private' && !Number.isNaN(publishAt)) {
    if (now - publishAt > patienceMs.handedOff) return lost('platform', said('youtube_not_published'))
    const until = Math.max(publishAt, now) + lookMs
    return { is: 'handed_off', remote, until, ...noteOf(left, null) }
  }
  const { privacy } = dataOf(remote)
  const kept = status['privacyStatus'] === 'private' && privacy !== undefined && privacy !== 'private'
  return { is: 'published', remote, ...noteOf(left, kept ? said('youtube_kept_private') : null) }
}

const notes: Readonly<Record<Extra, Said>> = {
  thumbnail: said('youtube_without_thumbnail'),
  playlist: said('youtube_without_playlist'),
  subtitles: said('youtube_without_subtitles'),
}

function noteOf(left: readonly Extra[], first: Said | null): { note?: Said } {
  const all = [...(first ? [first] : []), ...left.map((extra) => notes[extra])]
  const [one] = all
  if (!one) return {}
  return { note: all.length === 1 || first ? one : said('youtube_without_extras') }
}

function lost(code: 'media' | 'content' | 'platform', sentence: Said, reason?: unknown): CommitOutcome {
  return { is: 'rejected', failure: failure(code, sentence, typeof reason === 'string' ? reason : undefined) }
}

type VideoStatus = Readonly<Record<string, unknown>>

export interface SeenVideo {
  readonly snippet: Readonly<Record<string, unknown>>
  readonly status: VideoStatus
}

/** A video of the channel, or null where it is gone. Throws StepFailed. */
export async function seeVideo(
  hosts: YouTubeHosts,
  videoId: string,
  context: PublishContext,
): Promise<SeenVideo | null> {
  const answer = await ask(hosts, context, api('videos', { part: 'snippet,status', id: videoId }))
  const [video] = itemsOf(objectOf(answer))
  if (!video) return null
  const part = (key: string) => (video[key] ?? {}) as Readonly<Record<string, unknown>>
  return { snippet: part('snippet'), status: part('status') }
}
