import { said } from '../../../contract/sentences/index.ts'
import { youtubeSettings } from '../../../contract/platforms/youtube.ts'
import type { HttpAnswer } from '../../http.ts'
import { objectOf, troubled } from '../answers.ts'
import { fileBody } from '../file-body.ts'
import { failure, StepFailed, type Outgoing, type OutgoingMedia, type PublishContext } from '../publisher.ts'
import { ask, call, name, noteQuota, reach, type YouTubeHosts } from './api.ts'
import { refusal } from './outcome.ts'
import { scheduledFor, toVideo } from './render.ts'

/*
 * Resumable upload (youtube/v3/guides/using_resumable_upload_protocol): a session takes the words first, then the bytes in order, in pieces of
 * whole 256 KiB; what was taken, and what came of it, can be asked at any time. The piece that completes the file makes the video, so all but
 * the last few bytes go up ahead of the commit, and the commit is a short request.
 */

const unit = 262_144
const chunkBytes = 32 * unit
const chunkTimeoutMs = 10 * 60_000
const steps = { session: 'session' } as const

interface Session {
  /** Whoever has it can write to this one upload: it appears in no message. */
  readonly uri: string
  readonly bytes: number
}

/** How an upload stands: so many bytes have arrived, the video was made, or YouTube has forgotten it. */
export type UploadState =
  | { readonly is: 'open'; readonly from: number }
  | { readonly is: 'made'; readonly video: Readonly<Record<string, unknown>> }
  | { readonly is: 'gone' }

/** Sends all but the last bytes, once per delivery, and says how the upload stands then. Throws StepFailed. */
export async function uploadAhead(
  hosts: YouTubeHosts,
  post: Outgoing,
  film: OutgoingMedia,
  context: PublishContext,
): Promise<UploadState> {
  const begun = context.recall<Session>(steps.session)
  const session = await context.step(steps.session, () => open(hosts, post, film, context), { phase: 'upload' })
  let state: UploadState = begun ? await stateOf(hosts, session, context) : { is: 'open', from: 0 }
  for (let before = -1; state.is === 'open' && film.bytes - state.from > unit;) {
    const { from } = state
    if (from <= before) throw new StepFailed(troubled(name, `it stays at ${from} bytes`))
    before = from
    context.progress(from / film.bytes)
    const most = Math.floor((film.bytes - from - 1) / unit) * unit
    state = await sendPiece(hosts, session, film, { start: from, end: from + Math.min(chunkBytes, most) }, context)
  }
  if (state.is === 'gone') throw expired(context)
  return state
}

/** The rest of the film: the one request that makes the video. Throws HttpFailure, StepFailed. */
export async function sendLast(
  hosts: YouTubeHosts,
  film: OutgoingMedia,
  from: number,
  context: PublishContext,
  timeoutMs: number,
): Promise<HttpAnswer> {
  const session = context.recall<Session>(steps.session)
  if (!session) throw expired(context)
  const { body, headers } = await fileBody(film.path, { start: from, end: film.bytes })
  return await call(hosts, context, session.uri, {
    method: 'PUT',
    body,
    headers: { ...headers, ...pieceHeaders(film, from, film.bytes) },
    fresh: true,
    timeoutMs,
  })
}

/** How the delivery's upload stands; null where none was begun. Sends nothing. Throws StepFailed. */
export async function uploadState(hosts: YouTubeHosts, context: PublishContext): Promise<UploadState | null> {
  const session = context.recall<Session>(steps.session)
  return session ? await stateOf(hosts, session, context) : null
}

/** Forgets the upload, so that another begins. */
export function forgetUpload(context: PublishContext): void {
  context.forget(steps.session)
}

export function expired(context: PublishContext): StepFailed {
  forgetUpload(context)
  return new StepFailed({ is: 'not_sent', failure: failure('media', said('upload_expired', { platform: name })) })
}

async function open(
  hosts: YouTubeHosts,
  post: Outgoing,
  film: OutgoingMedia,
  context: PublishContext,
): Promise<Session> {
  const query = new URLSearchParams({
    uploadType: 'resumable',
    part: 'snippet,status',
    notifySubscribers: String(youtubeSettings(post.settings).notifySubscribers),
  })
  const answer = await ask(hosts, context, `/upload/youtube/v3/videos?${query.toString()}`, {
    method: 'POST',
    json: toVideo(post, scheduledFor(post, context.clock.now())),
    headers: { 'x-upload-content-length': String(film.bytes), 'x-upload-content-type': film.type },
  })
  const uri = URL.parse(answer.headers.get('location') ?? '')
  // The sign-in goes with every piece, so it goes nowhere else.
  if (!uri || !isOurs(hosts, uri)) throw new StepFailed(troubled(name, `${answer.status} without an upload address`))
  return { uri: uri.href, bytes: film.bytes }
}

function isOurs({ api }: YouTubeHosts, uri: URL): boolean {
  return uri.origin === api || (uri.protocol === 'https:' && uri.hostname.endsWith('.googleapis.com'))
}

async function stateOf(hosts: YouTubeHosts, session: Session, context: PublishContext): Promise<UploadState> {
  const headers = { 'content-range': `bytes */${session.bytes}`, 'content-length': '0' }
  return read(await reach(hosts, context, session.uri, { method: 'PUT', headers }), context)
}

async function sendPiece(
  hosts: YouTubeHosts,
  { uri }: Session,
  film: OutgoingMedia,
  { start, end }: { start: number; end: number },
  context: PublishContext,
): Promise<UploadState> {
  const { body, headers } = await fileBody(film.path, { start, end })
  const answer = await reach(hosts, context, uri, {
    method: 'PUT',
    body,
    headers: { ...headers, ...pieceHeaders(film, start, end) },
    timeoutMs: chunkTimeoutMs,
  })
  return read(answer, context)
}

const pieceHeaders = (film: OutgoingMedia, start: number, end: number) => ({
  'content-type': film.type,
  'content-range': `bytes ${start}-${end - 1}/${film.bytes}`,
})

/** What an answer to a piece, or to the question how it stands, says of the upload. Throws StepFailed where it says nothing. */
function read(answer: HttpAnswer, context: PublishContext): UploadState {
  const { status } = answer
  if (status === 308) return { is: 'open', from: arrived(answer) }
  if (status === 200 || status === 201) {
    const video = objectOf(answer)
    if (typeof video['id'] === 'string') return { is: 'made', video }
    throw new StepFailed(troubled(name, `${status} with a body that is not a video`))
  }
  if (status === 404 || status === 410) return { is: 'gone' }
  noteQuota(context, answer)
  const outcome = refusal(answer, context.clock.now())
  if (outcome.is === 'rejected') forgetUpload(context)
  throw new StepFailed(outcome)
}

/** Bytes that have arrived, by `Range: bytes=0-524287`; none where it is missing. */
function arrived({ headers }: HttpAnswer): number {
  const last = /-(\d+)$/.exec(headers.get('range') ?? '')?.[1]
  return last === undefined ? 0 : Number(last) + 1
}
