import { truncateSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { joined, type Received } from '../sim/body.ts'
import { choice, only, required } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { secret } from '../sim/store.ts'
import { channelOf, scopes } from './access.ts'
import { googleError } from './errors.ts'
import type { Session, World } from './state.ts'
import { partsOf, readResource, told } from './videos.ts'

/** Source: youtube/v3/guides/using_resumable_upload_protocol; reference of videos.insert (256 GB, video/*). */

const unit = 262_144
/** Sessions end at some time the documentation does not name; Google's other services say a week. */
const lifeMs = 7 * 86_400_000
const path = '/upload/youtube/v3/videos'
const range = /^bytes (\d+)-(\d+)\/(\d+)$/

/** A piece, the last piece and the question how it stands are the same method and path. */
export function alias(method: string, requested: string, headers: IncomingHttpHeaders): string | null {
  if (method !== 'PUT' || requested !== path) return null
  const [, , last, total] = range.exec(headers['content-range'] ?? '') ?? []
  if (last === undefined) return `${path}/state`
  return Number(last) + 1 === Number(total) ? `${path}/last` : `${path}/piece`
}

export function begin(world: World, ask: Ask): Reply {
  const { sim } = world
  const channel = channelOf(world, ask, scopes.upload, scopes.manage, scopes.forceSsl)
  only(ask.query, 'uploadType', 'part', 'notifySubscribers')
  choice(ask.query, 'notifySubscribers', ['true', 'false'])
  if (required(ask.query, 'uploadType') !== 'resumable')
    throw googleError(400, 'invalidParameter', 'This platform is stood up for resumable uploads alone.')
  const total = Number(ask.headers['x-upload-content-length'])
  const type = String(ask.headers['x-upload-content-type'])
  if (!Number.isSafeInteger(total) || total < 1 || total > 256_000_000_000)
    throw googleError(400, 'invalidParameter', 'X-Upload-Content-Length is missing or out of range.')
  if (!type.startsWith('video/') && type !== 'application/octet-stream')
    throw googleError(400, 'badContent', `Media type '${type}' is not supported. Valid media types: [video/*]`)
  const parts = partsOf(ask.query)
  const { options } = sim.state
  const { snippet, status } = readResource(ask.body, parts, sim.now())
  if (--options.uploadsLeft < 0)
    throw googleError(400, 'uploadLimitExceeded', 'The user has exceeded the number of videos they may upload.')
  const session: Session = {
    id: secret(),
    channelId: channel.id,
    snippet,
    status,
    notify: ask.query['notifySubscribers'] !== 'false',
    parts,
    total,
    type,
    expiresAt: sim.now() + lifeMs,
    pieces: [],
    videoId: null,
  }
  sim.state.sessions.push(session)
  const query = new URLSearchParams({ uploadType: 'resumable', part: parts.join(','), upload_id: session.id })
  return { status: 200, headers: { location: `${sim.url}${path}?${query.toString()}` } }
}

export async function receive(world: World, ask: Ask): Promise<Reply> {
  const { sim } = world
  const channel = channelOf(world, ask, scopes.upload, scopes.manage, scopes.forceSsl)
  const session = sim.state.sessions.find(({ id }) => id === ask.query['upload_id'])
  if (!session || session.channelId !== channel.id || session.expiresAt <= sim.now())
    throw googleError(404, 'notFound', 'The upload session is not there.')
  const given = ask.headers['content-range'] ?? ''
  const raw = ask.raw
  if (!raw) throw googleError(400, 'badRequest', 'A piece needs a body.')
  if (given === `bytes */${session.total}`) {
    if (raw.bytes > 0) throw googleError(400, 'badRequest', 'A question how it stands has no body.')
    return stateOf(world, session)
  }
  const [start = -1, last = -1, total = -1] = (range.exec(given) ?? []).slice(1).map(Number)
  if (session.videoId !== null) return stateOf(world, session)
  if (total !== session.total || start !== arrived(session) || last >= total || last < start)
    throw googleError(400, 'badRequest', `The range ${given} does not go on where the upload stands.`)
  if (!raw.whole) return keepPart(session, raw)
  if (raw.bytes !== last - start + 1) throw googleError(400, 'badRequest', 'The body is not as long as its range.')
  const completes = last + 1 === total
  if (!completes && raw.bytes % unit !== 0)
    throw googleError(400, 'badRequest', 'A piece that is not the last is a multiple of 256 KiB.')
  session.pieces.push({ bytes: raw.bytes, path: raw.path ?? '' })
  return completes ? await complete(world, session) : stateOf(world, session)
}

/** Of a piece that broke off, whole units are kept. */
function keepPart(session: Session, raw: Received): Reply {
  const kept = raw.bytes - (raw.bytes % unit)
  if (kept > 0 && raw.path !== null) {
    truncateSync(raw.path, kept)
    session.pieces.push({ bytes: kept, path: raw.path })
  }
  return incomplete(session)
}

async function complete(world: World, session: Session): Promise<Reply> {
  const { sim } = world
  const { options } = sim.state
  const { sha256 } = await joined(session.pieces)
  const { looks, fails } = options.processing
  options.processing = { looks: 0, fails: false }
  const privacyStatus = options.keepsPrivate ? 'private' : session.status.privacyStatus
  session.videoId = `v${sim.id()}`
  sim.state.videos.push({
    id: session.videoId,
    channelId: session.channelId,
    snippet: session.snippet,
    status: { ...session.status, privacyStatus },
    uploadedAt: sim.now(),
    notify: session.notify,
    bytes: session.total,
    sha256,
    state: looks > 0 || fails ? 'uploaded' : 'processed',
    looksLeft: looks,
    fails,
    thumbnail: null,
    captions: [],
  })
  return stateOf(world, session)
}

function stateOf({ sim }: World, session: Session): Reply {
  if (session.videoId === null) return incomplete(session)
  const video = sim.state.videos.find(({ id }) => id === session.videoId)
  return video
    ? { status: 200, json: told(video, session.parts) }
    : { status: 200, json: { kind: 'youtube#video', id: session.videoId } }
}

function incomplete(session: Session): Reply {
  const bytes = arrived(session)
  return { status: 308, headers: bytes > 0 ? { range: `bytes=0-${bytes - 1}` } : {} }
}

const arrived = ({ pieces }: Session) => pieces.reduce((sum, { bytes }) => sum + bytes, 0)
