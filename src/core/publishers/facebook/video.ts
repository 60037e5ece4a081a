import { said } from '../../../contract/sentences/index.ts'
import { graphError, graphRefusal, graphVersion } from '../graph.ts'
import { notReached } from '../answers.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { arrivedOf, sendFilm } from '../graph-upload.ts'
import { multipart } from '../multipart.ts'
import { failure, StepFailed, type OutgoingMedia } from '../publisher.ts'
import { ask, call, facebookGraph, unreadable, type PageApi } from './api.ts'

/*
 * Films go up before anything is published: those of the feed in chunks of Facebook's choosing (page/videos, upload_phase), reels and stories
 * in one piece that can be gone on with (video-api/guides/reels-publishing). Both are given their id at the start.
 */

const chunkTimeoutMs = 10 * 60_000

/** A film that is wholly at Facebook and not published. */
export interface UploadedVideo {
  readonly videoId: string
  /** Ends the upload of a film of the feed; empty for reels and stories. */
  readonly session: string
}

interface Session {
  readonly videoId: string
  readonly session: string
  readonly start: number
  readonly end: number
}

const steps = { begun: 'video', chunk: 'video:chunk:', sending: 'video:sending', sent: 'video:sent' } as const

/** Id of the delivery's film, if its upload has begun. */
export function videoIdOf({ context }: PageApi): string | null {
  return context.recall<{ videoId: string }>(steps.begun)?.videoId ?? null
}

/** Uploads a film of the feed. A chunk whose answer was lost, or a start anew, goes on where Facebook stands. Throws StepFailed. */
export async function uploadInChunks(api: PageApi, file: OutgoingMedia): Promise<UploadedVideo> {
  const { context } = api
  const begun = await context.step(steps.begun, () => beginChunks(api, file), { phase: 'upload' })
  let { start, end } = begun
  while (start < end) {
    const at = { start, end }
    const next = await context.step(`${steps.chunk}${start}`, () => sendChunk(api, file, begun.session, at), {
      phase: 'upload',
    })
    start = next.start
    end = next.end
    context.progress(start / file.bytes)
  }
  return { videoId: begun.videoId, session: begun.session }
}

async function beginChunks(api: PageApi, file: OutgoingMedia): Promise<Session> {
  const answer = await ask(api, `${api.page.pageId}/videos`, {
    method: 'POST',
    host: 'video',
    query: { upload_phase: 'start' },
    form: { file_size: String(file.bytes) },
  })
  const { video_id: videoId, upload_session_id: session } = answer
  const [start, end] = [offset(answer['start_offset']), offset(answer['end_offset'])]
  if (typeof videoId !== 'string' || typeof session !== 'string' || start === null || end === null)
    throw unreadable('an upload without a session')
  return { videoId, session, start, end }
}

/** `1363037`: Facebook stands elsewhere and says where; an earlier answer was lost. `1363041`, `1363030`: the session is over. */
async function sendChunk(
  api: PageApi,
  file: OutgoingMedia,
  session: string,
  { start, end }: { start: number; end: number },
): Promise<{ start: number; end: number }> {
  const fields = { upload_session_id: session, start_offset: String(start) }
  const range = { start, end: Math.min(end, file.bytes) }
  const { path, type, name } = file
  const form = await multipart(fields, { field: 'video_file_chunk', path, name, type, range })
  const answer = await reached(() =>
    call(api, `${api.page.pageId}/videos`, {
      method: 'POST',
      host: 'video',
      query: { upload_phase: 'transfer' },
      timeoutMs: chunkTimeoutMs,
      ...form,
    }),
  )
  const error = graphError(answer)
  if (answer.status === 200 && !error) return offsets(answer.json())
  if (error?.subcode === 1_363_037 && offset(error.data['start_offset']) !== null) return offsets(error.data)
  if (error?.subcode === 1_363_041 || error?.subcode === 1_363_030) throw expired(api)
  throw new StepFailed(graphRefusal(facebookGraph, answer, api.context.clock.now(), { file: 0 }))
}

function offsets(from: unknown): { start: number; end: number } {
  const { start_offset: start, end_offset: end } = (from ?? {}) as Record<string, unknown>
  const [first, last] = [offset(start), offset(end)]
  if (first === null || last === null) throw unreadable('a chunk without offsets')
  return { start: first, end: last }
}

/** Facebook writes offsets as text. */
function offset(value: unknown): number | null {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN
  return Number.isSafeInteger(number) && number >= 0 ? number : null
}

/** Uploads a reel or a story's film in one piece. Throws StepFailed. */
export async function uploadWhole(
  api: PageApi,
  edge: 'video_reels' | 'video_stories',
  file: OutgoingMedia,
): Promise<UploadedVideo> {
  const { context } = api
  const { videoId } = await context.step(steps.begun, () => beginWhole(api, edge), { phase: 'upload' })
  await context.step(steps.sent, () => sendWhole(api, videoId, file), { phase: 'upload' })
  return { videoId, session: '' }
}

async function beginWhole(api: PageApi, edge: string): Promise<{ videoId: string }> {
  const { video_id: videoId } = await ask(api, `${api.page.pageId}/${edge}`, {
    method: 'POST',
    query: { upload_phase: 'start' },
  })
  if (typeof videoId !== 'string') throw unreadable('an upload without an id')
  return { videoId }
}

async function sendWhole(api: PageApi, videoId: string, file: OutgoingMedia): Promise<true> {
  const { context, hosts, page } = api
  const from = context.recall(steps.sending) ? await whereItStands(api, videoId) : 0
  await context.step(steps.sending, () => true)
  if (from >= file.bytes) return true
  const url = `${hosts.upload}/video-upload/${graphVersion}/${videoId}`
  if ((await sendFilm(facebookGraph, context, url, page.token, file, from)) === 'gone') throw expired(api)
  return true
}

async function whereItStands(api: PageApi, videoId: string): Promise<number> {
  const { status } = await ask(api, videoId, { query: { fields: 'status' } })
  return arrivedOf((status as { uploading_phase?: unknown } | undefined)?.uploading_phase)
}

function expired({ context }: PageApi): StepFailed {
  context.forget(steps.begun)
  const sentence = said('upload_expired', { platform: facebookGraph.name })
  return new StepFailed({ is: 'not_sent', failure: failure('platform', sentence) })
}

async function reached(send: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  try {
    return await send()
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(facebookGraph.name, error))
  }
}
