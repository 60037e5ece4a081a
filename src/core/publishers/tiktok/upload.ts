import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { notReached, troubled } from '../answers.ts'
import { fileBody } from '../file-body.ts'
import { failure, StepFailed, type OutgoingMedia, type PublishContext } from '../publisher.ts'
import { ask, isUploadAddress, name, unreadable, type TikTokHosts } from './api.ts'
import { fileRefusal } from './outcome.ts'
import type { Pieces } from './render.ts'
import { askStanding, type Standing } from './standing.ts'

/*
 * FILE_UPLOAD (media transfer guide): the start names the post by its publish id and gives an address that is good for an hour, the bytes go
 * there in order, and TikTok posts by itself once it has the last of them. So all pieces but the last go up ahead, and the last is the commit.
 * The publish id is kept before the first byte is sent, so what came of it can always be asked.
 */

/** What is kept of an upload. */
export interface Session extends Pieces {
  readonly publishId: string
  /** Whoever has it can write to this one upload: it appears in no message. */
  readonly address: string
  readonly at: Instant
  /** Of the creator, as TikTok said when it began; null for the inbox. */
  readonly username: string | null
}

/** How an upload stands: its next piece, or TikTok has all of it. */
export type UploadState = { readonly is: 'open'; readonly next: number } | { readonly is: 'whole' }

const step = 'session'
const pieceTimeoutMs = 10 * 60_000
/** An address lives an hour; one that ends sooner than this is not worth beginning with. */
const goodForMs = 50 * 60_000

/** The request that begins an upload. */
export interface Start {
  readonly path: string
  readonly body: unknown
  readonly username: string | null
}

/** Sends all but the last piece, once per delivery, and says how the upload stands then. Throws StepFailed. */
export async function uploadAhead(
  hosts: TikTokHosts,
  film: OutgoingMedia,
  pieces: Pieces,
  start: Start,
  context: PublishContext,
): Promise<{ readonly session: Session; readonly state: UploadState }> {
  const begun = context.recall<Session>(step)
  let state: UploadState = { is: 'open', next: 0 }
  if (begun) {
    const known = stateOf(begun, await askStanding(hosts, begun.publishId, context))
    const isOld = context.clock.now() - begun.at > goodForMs
    // What TikTok has as a whole is never begun again, however old it is.
    if (known === 'gone' || (known.is === 'open' && isOld)) forgetUpload(context)
    else state = known
  }
  const session = await context.step(step, () => open(hosts, pieces, start, context), { phase: 'upload' })
  for (let last = -1; state.is === 'open' && state.next < session.count - 1;) {
    if (state.next <= last) throw new StepFailed(troubled(name, `it stays at piece ${last}`))
    last = state.next
    context.progress(last / session.count)
    state = await sendPiece(hosts, session, film, last, context)
  }
  return { session, state }
}

/** The last piece: the one request that makes the post. Throws HttpFailure. */
export async function sendLast(
  { address, ...pieces }: Session,
  film: OutgoingMedia,
  context: PublishContext,
): Promise<HttpAnswer> {
  return await put(address, film, rangeOf(pieces, pieces.count - 1), context, true)
}

/** The delivery's upload, if one was begun. */
export function uploadOf(context: PublishContext): Session | undefined {
  return context.recall<Session>(step)
}

/** Forgets the upload, so that another begins. */
export function forgetUpload(context: PublishContext): void {
  context.forget(step)
}

/** The address is of no use any more, and there is no post. */
export function expired(context: PublishContext): StepFailed {
  forgetUpload(context)
  return new StepFailed({ is: 'not_sent', failure: failure('media', said('upload_expired', { platform: name })) })
}

/** What TikTok's word on a post says of its upload. `gone`: another must begin. */
export function stateOf({ bytes, size, count }: Pieces, standing: Standing): UploadState | 'gone' {
  switch (standing.is) {
    case 'uploading': {
      const uploaded = standing.uploaded ?? 0
      return uploaded >= bytes
        ? { is: 'whole' }
        : { is: 'open', next: Math.min(Math.floor(uploaded / size), count - 1) }
    }
    case 'failed':
    case 'not_known':
      return 'gone'
    default:
      return { is: 'whole' }
  }
}

async function open(hosts: TikTokHosts, pieces: Pieces, start: Start, context: PublishContext): Promise<Session> {
  const at = context.clock.now()
  const data = await ask(hosts, context, start.path, { method: 'POST', json: start.body })
  const { publish_id: publishId, upload_url: address } = data
  if (typeof publishId !== 'string' || publishId === '') throw unreadable('a start without a publish id')
  if (typeof address !== 'string' || !isUploadAddress(hosts, address)) throw unreadable('a start without an address')
  return { ...pieces, publishId, address, at, username: start.username }
}

async function sendPiece(
  hosts: TikTokHosts,
  session: Session,
  film: OutgoingMedia,
  index: number,
  context: PublishContext,
): Promise<UploadState> {
  const answer = await put(session.address, film, rangeOf(session, index), context, false).catch(
    (error: unknown): never => {
      if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
      throw new StepFailed(notReached(name, error))
    },
  )
  switch (answer.status) {
    case 206:
      return { is: 'open', next: index + 1 }
    // TikTok is elsewhere than we think: it says where.
    case 416: {
      const state = stateOf(session, await askStanding(hosts, session.publishId, context))
      if (state === 'gone') throw expired(context)
      return state
    }
    case 403:
    case 404:
    case 410:
      throw expired(context)
    default: {
      const outcome = fileRefusal(answer, context.clock.now())
      if (outcome.is === 'rejected') forgetUpload(context)
      throw new StepFailed(outcome)
    }
  }
}

function rangeOf({ bytes, size, count }: Pieces, index: number) {
  return { start: index * size, end: index === count - 1 ? bytes : (index + 1) * size, bytes }
}

/** No sign-in goes there: the address itself is the permission. */
async function put(
  address: string,
  film: OutgoingMedia,
  { start, end, bytes }: ReturnType<typeof rangeOf>,
  context: PublishContext,
  fresh: boolean,
): Promise<HttpAnswer> {
  const { body, headers } = await fileBody(film.path, { start, end })
  return await context.http.request(address, {
    method: 'PUT',
    body,
    headers: { ...headers, 'content-type': film.type, 'content-range': `bytes ${start}-${end - 1}/${bytes}` },
    timeoutMs: pieceTimeoutMs,
    fresh,
    signal: context.signal,
  })
}
