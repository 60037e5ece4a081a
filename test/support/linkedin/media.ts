import { joined } from '../sim/body.ts'
import { flag, integer, list, object, only, required, text, type Params } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { secret } from '../sim/store.ts'
import { actingAs, refused, type Upload, type World } from './world.ts'

/** Sources: images-api, documents-api, videos-api. */

const partBytes = 4_194_304
const lifeMs = 24 * 3_600_000

const magic: readonly (readonly [string, string])[] = [
  ['image/jpeg', 'ffd8ff'],
  ['image/png', '89504e47'],
  ['image/gif', '474946'],
]

function begun(world: World, ask: Ask, kind: Upload['kind'], request: Params, total: number): Upload {
  const owner = required(request, 'owner')
  actingAs(world, ask, owner, 'w')
  const { sim } = world
  const id = secret()
  const upload: Upload = {
    id,
    urn: `urn:li:${kind}:D4D${sim.id()}`,
    kind,
    owner,
    total,
    token: kind === 'video' ? secret() : '',
    endsAt: sim.now() + lifeMs,
    parts: [],
    sha256: null,
    bytes: 0,
    hasThumbnail: false,
    status: 'WAITING_UPLOAD',
    looksLeft: 0,
  }
  sim.state.uploads.push(upload)
  return upload
}

const request = (ask: Ask): Params => {
  only(ask.body, 'initializeUploadRequest')
  return object(ask.body, 'initializeUploadRequest') ?? {}
}

export function initialize(world: World, ask: Ask, kind: 'image' | 'document'): Reply {
  if (text(ask.query, 'action') !== 'initializeUpload') throw refused(400, 'ILLEGAL_ARGUMENT', 'Unknown action')
  const fields = request(ask)
  only(fields, 'owner')
  const { id, urn, endsAt } = begun(world, ask, kind, fields, 0)
  const uploadUrl = `${world.sim.url}/dms-uploads/${id}/0`
  return { status: 200, json: { value: { uploadUrlExpiresAt: endsAt, uploadUrl, [kind]: urn } } }
}

export async function videos(world: World, ask: Ask): Promise<Reply> {
  const action = text(ask.query, 'action')
  if (action === 'finalizeUpload') return await finalize(world, ask)
  if (action !== 'initializeUpload') throw refused(400, 'ILLEGAL_ARGUMENT', 'Unknown action')
  const fields = request(ask)
  only(fields, 'owner', 'fileSizeBytes', 'uploadCaptions', 'uploadThumbnail')
  const total = integer(fields, 'fileSizeBytes') ?? 0
  if (total < 75_000 || total > 500_000_000)
    throw refused(400, 'INVALID_VALUE_FOR_FIELD', 'fileSizeBytes is out of range')
  flag(fields, 'uploadCaptions')
  const upload = begun(world, ask, 'video', fields, total)
  const base = `${world.sim.url}/dms-uploads/${upload.id}`
  const uploadInstructions = Array.from({ length: Math.ceil(total / partBytes) }, (_, index) => ({
    uploadUrl: `${base}/${index}`,
    firstByte: index * partBytes,
    lastByte: Math.min(total, (index + 1) * partBytes) - 1,
  }))
  return {
    status: 200,
    json: {
      value: {
        uploadUrlsExpireAt: upload.endsAt,
        video: upload.urn,
        uploadInstructions,
        uploadToken: upload.token,
        ...(flag(fields, 'uploadThumbnail') && { thumbnailUploadUrl: `${base}/thumbnail` }),
      },
    },
  }
}

/** Bytes. Pictures and documents come with a token; pieces of films are known by their address and refused with one. */
export function put(world: World, ask: Ask): Reply {
  const upload = world.sim.state.uploads.find(({ id }) => id === ask.at['id'])
  if (!upload) throw refused(404, 'RESOURCE_NOT_FOUND', 'No such upload')
  if (upload.endsAt <= world.sim.now()) throw refused(400, 'EXPIRED_UPLOAD_URL', 'The upload URL is expired')
  const { raw } = ask
  if (!raw || raw.bytes === 0) throw refused(400, 'ILLEGAL_ARGUMENT', 'There are no bytes')
  if (upload.kind === 'video') return putPart(world, ask, upload)
  world.auth.caller(ask)
  const head = raw.head.toString('hex')
  const known =
    upload.kind === 'document' ? head.startsWith('25504446') : magic.some(([, start]) => head.startsWith(start))
  if (!known) throw refused(400, 'ILLEGAL_ARGUMENT', 'The media type is not supported')
  if (raw.bytes > (upload.kind === 'document' ? 100_000_000 : 36_000_000))
    throw refused(413, 'MEDIA_TOO_LARGE', 'The file is too large')
  upload.bytes = raw.bytes
  upload.sha256 = raw.sha256
  upload.status = 'AVAILABLE'
  return { status: 201 }
}

function putPart({ sim }: World, ask: Ask, upload: Upload): Reply {
  if (ask.headers.authorization !== undefined) throw refused(400, 'ILLEGAL_ARGUMENT', 'Only one auth mechanism allowed')
  const { raw } = ask
  if (!raw) throw refused(400, 'ILLEGAL_ARGUMENT', 'There are no bytes')
  if (ask.at['part'] === 'thumbnail') {
    if (ask.headers['media-type-family'] !== 'STILLIMAGE')
      throw refused(400, 'ILLEGAL_ARGUMENT', 'media-type-family is missing')
    upload.hasThumbnail = true
    return { status: 201 }
  }
  if (upload.status !== 'WAITING_UPLOAD') throw refused(400, 'ILLEGAL_ARGUMENT', 'The upload is finalized')
  const index = Number(ask.at['part'])
  const expected = Math.min(upload.total, (index + 1) * partBytes) - index * partBytes
  if (!(index >= 0) || raw.bytes !== expected) throw refused(400, 'ILLEGAL_ARGUMENT', 'The part has another size')
  const etag = `/ambry-video/signedId/${raw.sha256.slice(0, 24)}`
  upload.parts = [
    ...upload.parts.filter((part) => part.index !== index),
    { index, etag, bytes: raw.bytes, path: raw.path ?? '' },
  ].sort((one, two) => one.index - two.index)
  sim.save()
  return { status: 200, headers: { etag } }
}

async function finalize(world: World, ask: Ask): Promise<Reply> {
  only(ask.body, 'finalizeUploadRequest')
  const fields = object(ask.body, 'finalizeUploadRequest') ?? {}
  only(fields, 'video', 'uploadToken', 'uploadedPartIds')
  const upload = world.sim.state.uploads.find(({ urn }) => urn === required(fields, 'video'))
  if (!upload) throw refused(400, 'INVALID_VIDEO_ID', 'This Video ID is invalid')
  actingAs(world, ask, upload.owner, 'w')
  if (text(fields, 'uploadToken') !== upload.token) throw refused(400, 'INVALID_UPLOAD_TOKEN', 'The token is another')
  const ids = list(fields, 'uploadedPartIds') ?? []
  if (upload.status !== 'WAITING_UPLOAD') return { status: 200 }
  const total = upload.parts.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total !== upload.total) throw refused(400, 'MEDIA_ASSET_WAITING_UPLOAD', 'Media asset is waiting upload')
  if (ids.join() !== upload.parts.map(({ etag }) => etag).join())
    throw refused(400, 'INVALID_VALUE_FOR_FIELD', 'uploadedPartIds are not those of the parts in their order')
  const { processing } = world.sim.state.options
  const { sha256, bytes } = await joined(upload.parts)
  upload.sha256 = sha256
  upload.bytes = bytes
  upload.looksLeft = processing.looks
  upload.status = processing.looks === 0 ? 'AVAILABLE' : 'PROCESSING'
  return { status: 200 }
}

export function showVideo(world: World, ask: Ask): Reply {
  const upload = world.sim.state.uploads.find(({ urn }) => urn === ask.at['urn'])
  if (!upload) throw refused(404, 'RESOURCE_NOT_FOUND', 'No such video')
  actingAs(world, ask, upload.owner, 'w')
  const { options } = world.sim.state
  if (!options.showsVideos) throw refused(403, 'ACCESS_DENIED', 'Not enough permissions to access: videos.GET')
  if (upload.status === 'PROCESSING' && --upload.looksLeft < 0)
    upload.status = options.processing.fails ? 'PROCESSING_FAILED' : 'AVAILABLE'
  const { urn, owner, status } = upload
  const failed = status === 'PROCESSING_FAILED' && { processingFailureReason: 'INVALID_FILE' }
  return { status: 200, json: { id: urn, owner, status, ...failed } }
}
