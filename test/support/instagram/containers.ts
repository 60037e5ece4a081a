import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { given, graphRefusal, jsonOf, noSuchObject } from '../meta/graph.ts'
import { joined } from '../sim/body.ts'
import { choice, flag, integer, isParams, only, text, type Params } from '../sim/params.ts'
import { Refusal, type Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import type { Container, FileSeen } from './state.ts'
import { accountOf, day, statusOf, type Caller, type World } from './world.ts'

/*
 * Containers: instagram-graph-api/reference/ig-user/media (2026-09-11), content-publishing/resumable-uploads (2026-03-15), error-codes (2026-06-02).
 */

const disclosures = ['is_ai_generated', 'is_paid_partnership', 'branded_content_sponsor_ids'] as const
const ofPosts = ['caption', 'location_id', 'collaborators', 'user_tags', ...disclosures] as const
const film = ['video_url', 'upload_type', 'thumb_offset'] as const
const takes: Readonly<Record<Container['kind'], readonly string[]>> = {
  image: ['image_url', 'alt_text', ...ofPosts],
  reel: ['media_type', ...film, 'share_to_feed', 'cover_url', 'audio_name', 'trial_params', ...ofPosts],
  story: ['media_type', 'image_url', 'video_url', 'upload_type', ...disclosures],
  carousel: ['media_type', 'children', 'caption', 'location_id', 'collaborators', ...disclosures],
  child: ['is_carousel_item', 'media_type', 'image_url', 'alt_text', 'user_tags', ...film],
}

/** `POST /{account}/media`. */
export async function addContainer(world: World, ask: Ask): Promise<Reply> {
  const { sim, options } = world
  const caller = accountOf(world, ask, 'publish')
  const params = given(ask)
  const type = choice(params, 'media_type', ['REELS', 'STORIES', 'CAROUSEL', 'VIDEO'])
  const kind = kindOf(params, type)
  only(params, ...takes[kind])
  check(params, kind, caller)
  if (caller.account.restricted) throw graphRefusal(25, 'The Instagram account is restricted.', { subcode: 2_207_050 })
  const today = sim.state.containers.filter(
    (one) => one.accountId === caller.account.id && sim.now() - one.createdAt < day,
  )
  if (today.length >= 400) throw graphRefusal(4, '(#4) Application request limit reached')
  const { image_url: _image, video_url: video, children, ...fields } = params
  const files = kind === 'carousel' ? childrenOf(world, caller, children) : await fetched(params, kind)
  const cover = params['cover_url']
  if (typeof cover === 'string') await fetchImage(cover, false)
  const isSent = params['upload_type'] === 'resumable'
  const isWorkedOn = typeof video === 'string' || kind === 'carousel'
  const container: Container = {
    id: sim.id(),
    accountId: caller.account.id,
    kind,
    fields,
    createdAt: sim.now(),
    files,
    upload: isSent ? { received: [], size: null } : null,
    readyAt: isSent ? null : sim.now() + (isWorkedOn ? options.processingMs : 1_000),
    failed: isSent ? null : takeFailure(world),
    publishedAs: null,
  }
  sim.state.containers.push(container)
  return {
    status: 200,
    json: {
      id: container.id,
      ...(isSent && { uri: `https://rupload.facebook.com/ig-api-upload/v26.0/${container.id}` }),
    },
  }
}

function takeFailure({ options, usualMs }: World): string | null {
  const failed = options.failsWith
  options.failsWith = null
  options.processingMs = usualMs
  return failed
}

function kindOf(params: Params, type: string | null): Container['kind'] {
  if (flag(params, 'is_carousel_item')) return 'child'
  if (type === 'REELS') return 'reel'
  if (type === 'STORIES') return 'story'
  if (type === 'CAROUSEL') return 'carousel'
  if (type === 'VIDEO')
    throw graphRefusal(100, '(#100) The media type VIDEO is for carousels; use REELS', { subcode: 2_207_023 })
  return 'image'
}

function check(params: Params, kind: Container['kind'], { direct }: Caller): void {
  const files = ['image_url', 'video_url', 'upload_type'].filter((name) => params[name] !== undefined)
  if (kind !== 'carousel' && files.length !== 1)
    throw graphRefusal(100, '(#100) Exactly one of image_url and video_url is required')
  if (kind === 'reel' && params['image_url'] !== undefined) throw graphRefusal(100, '(#100) A reel is a video')
  choice(params, 'upload_type', ['resumable'])
  if (params['upload_type'] !== undefined && direct)
    throw graphRefusal(100, '(#100) Resumable uploads are for Facebook Login', { subcode: 2_207_053 })
  for (const name of ['is_paid_partnership', 'branded_content_sponsor_ids'])
    if (direct && params[name] !== undefined) throw graphRefusal(100, `(#100) ${name} is for Facebook Login`)
  if (params['alt_text'] !== undefined && params['image_url'] === undefined)
    throw graphRefusal(100, '(#100) alt_text is for images')
  const caption = text(params, 'caption') ?? ''
  if ([...caption].length > 2_200) throw graphRefusal(36_004, 'The caption was too long.', { subcode: 2_207_010 })
  if ((caption.match(/@\w/g) ?? []).length > 20) throw graphRefusal(110, 'Too many tags', { subcode: 2_207_040 })
  for (const name of ['is_ai_generated', 'is_paid_partnership', 'share_to_feed', 'is_carousel_item']) flag(params, name)
  if ((integer(params, 'thumb_offset') ?? 0) < 0) throw graphRefusal(1, 'Invalid thumb offset', { subcode: 2_207_057 })
  if (params['location_id'] !== undefined && !/^\d+$/.test(String(params['location_id'])))
    throw graphRefusal(100, 'INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID')
  checkPeople(params, kind)
  const trial = jsonOf(params, 'trial_params')
  if (trial === undefined) return
  if (!isParams(trial)) throw graphRefusal(100, '(#100) trial_params must be an object')
  only(trial, 'graduation_strategy')
  if (
    choice(trial, 'graduation_strategy', ['MANUAL', 'SS_PERFORMANCE']) === null ||
    params['collaborators'] !== undefined
  )
    throw graphRefusal(100, '(#100) A trial reel needs its strategy and has no collaborators')
}

function checkPeople(params: Params, kind: Container['kind']): void {
  const collaborators = jsonOf(params, 'collaborators')
  if (collaborators !== undefined && (!Array.isArray(collaborators) || collaborators.length > 3))
    throw graphRefusal(100, '(#100) collaborators must be an array of 3 at most')
  const sponsors = jsonOf(params, 'branded_content_sponsor_ids')
  if (
    sponsors !== undefined &&
    (!Array.isArray(sponsors) || sponsors.length > 2 || params['is_paid_partnership'] !== 'true')
  )
    throw graphRefusal(100, '(#100) branded_content_sponsor_ids must be an array of 2 at most, of a paid partnership')
  const tags = jsonOf(params, 'user_tags')
  if (tags === undefined) return
  if (!Array.isArray(tags)) throw graphRefusal(100, '(#100) user_tags must be an array')
  for (const tag of tags) {
    if (!isParams(tag)) throw graphRefusal(100, '(#100) user_tags must have objects')
    only(tag, 'username', 'x', 'y')
    const hasPlace = [tag['x'], tag['y']].every((at) => typeof at === 'number' && at >= 0 && at <= 1)
    const needsPlace = params['image_url'] !== undefined
    if (needsPlace !== hasPlace && kind !== 'story')
      throw graphRefusal(100, '(#100) x and y are for images, which need them')
  }
}

/** Files that are fetched from an address: pictures at once, films while they are worked on. */
async function fetched(params: Params, kind: Container['kind']): Promise<FileSeen[]> {
  const { image_url: image, video_url: video } = params
  const tags = jsonOf(params, 'user_tags') ?? null
  if (typeof image === 'string') {
    const bytes = await fetchImage(image, kind !== 'story')
    return [{ kind: 'image', ...seen(bytes), alt: text(params, 'alt_text') ?? '', tags }]
  }
  if (typeof video === 'string') return [{ kind: 'video', ...seen(await fetchBytes(video)), alt: '', tags }]
  return []
}

const seen = (bytes: Buffer) => ({
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

async function fetchBytes(url: string): Promise<Buffer> {
  const target = URL.parse(url)
  // Of the public web, that is, or of the machine the test runs on.
  if (!target || (target.protocol !== 'https:' && target.hostname !== '127.0.0.1')) throw notFetched()
  const answer = await fetch(target, { redirect: 'error' }).catch(() => null)
  if (!answer?.ok) throw notFetched()
  return Buffer.from(await answer.arrayBuffer())
}

const notFetched = () =>
  graphRefusal(9_004, 'The media could not be fetched from this uri', {
    subcode: 2_207_052,
    userMessage: 'The media could not be fetched from this URI.',
  })

async function fetchImage(url: string, isOfFeed: boolean): Promise<Buffer> {
  const bytes = await fetchBytes(url)
  if (bytes.subarray(0, 3).toString('hex') !== 'ffd8ff')
    throw graphRefusal(36_001, 'The image format is not supported', { subcode: 2_207_005 })
  if (bytes.length > 8_000_000) throw graphRefusal(36_000, 'The image is too large', { subcode: 2_207_004 })
  const { width, height } = await sharp(bytes).metadata()
  if (isOfFeed && (width / height < 0.795 || width / height > 1.92))
    throw graphRefusal(36_003, 'The aspect ratio is not supported', { subcode: 2_207_009 })
  return bytes
}

function childrenOf({ sim }: World, { account }: Caller, children: unknown): FileSeen[] {
  const ids = String(children ?? '')
    .split(',')
    .filter(Boolean)
  if (ids.length < 2 || ids.length > 10)
    throw graphRefusal(100, '(#100) A carousel has 2 to 10 files', { subcode: 2_207_028 })
  return ids.flatMap((id) => {
    const child = sim.state.containers.find(
      (one) => one.id === id && one.accountId === account.id && one.kind === 'child',
    )
    if (!child) throw graphRefusal(100, '(#100) One of the children is not there', { subcode: 2_207_006 })
    if (statusOf(child, sim.now()) !== 'FINISHED')
      throw graphRefusal(9_007, 'Media ID is not available', { subcode: 2_207_027 })
    return child.files
  })
}

/** `POST rupload.facebook.com/ig-api-upload/{version}/{container}`: what came of a broken request is kept. */
export async function upload(world: World, ask: Ask): Promise<Reply> {
  const { sim, login, options } = world
  login.caller(ask, 'instagram_content_publish')
  if (!ask.headers.authorization?.startsWith('OAuth ')) return { status: 401, json: debug('NotAuthorizedError') }
  const container = sim.state.containers.find(({ id }) => id === ask.at['container'])
  const { raw } = ask
  if (!container?.upload || !raw?.path) return { status: 404, json: debug('NotFoundError') }
  const { upload: transfer } = container
  const arrived = transfer.received.reduce((sum, { bytes }) => sum + bytes, 0)
  const [offset, size] = [Number(ask.headers['offset'] ?? NaN), Number(ask.headers['file_size'] ?? NaN)]
  if (offset !== arrived || (transfer.size ?? size) !== size)
    throw new Refusal({ status: 400, json: debug('OffsetInvalidError') })
  transfer.size = size
  transfer.received.push({ path: raw.path, bytes: raw.bytes })
  if (arrived + raw.bytes < size) return { status: 200, json: { success: true } }
  const { bytes, sha256 } = await joined(transfer.received)
  container.files = [
    { kind: 'video', bytes, sha256, alt: '', tags: jsonOf(container.fields as Params, 'user_tags') ?? null },
  ]
  container.readyAt = sim.now() + options.processingMs
  container.failed = takeFailure(world)
  return { status: 200, json: { success: true, message: 'Upload successful.' } }
}

const debug = (type: string) => ({ debug_info: { retriable: false, type, message: type } })

export function containerObject(container: Container, now: number): Record<string, unknown> {
  const code = statusOf(container, now)
  const { upload: transfer, failed } = container
  const arrived = transfer?.received.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0
  return {
    id: container.id,
    status_code: code,
    status: code === 'ERROR' ? `Error: Media upload has failed with error code ${failed}` : code,
    video_status: transfer && {
      uploading_phase: {
        status: transfer.size !== null && arrived === transfer.size ? 'complete' : 'in_progress',
        bytes_transferred: arrived,
      },
      processing_phase: { status: code === 'FINISHED' ? 'complete' : 'not_started' },
    },
  }
}

/** The container that is to be published, as far as it can be. */
export function publishable({ sim }: World, { account }: Caller, id: string): Container {
  const container = sim.state.containers.find((one) => one.id === id && one.accountId === account.id)
  if (!container || container.kind === 'child')
    throw graphRefusal(24, 'The media could not be found', { subcode: 2_207_008 })
  switch (statusOf(container, sim.now())) {
    case 'FINISHED':
      return container
    case 'IN_PROGRESS':
      throw graphRefusal(9_007, 'Media ID is not available', { subcode: 2_207_027 })
    case 'EXPIRED':
      throw graphRefusal(-2, 'The media has expired', { subcode: 2_207_020 })
    case 'ERROR':
      throw graphRefusal(-1, 'Create media fail', { subcode: 2_207_032 })
    case 'PUBLISHED':
      throw noSuchObject(id)
  }
}
