import { given, graphRefusal, noSuchObject } from '../meta/graph.ts'
import { joined } from '../sim/body.ts'
import { choice, flag, integer, only, required, text, type Params } from '../sim/params.ts'
import { Refusal, type Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import type { Page, Video, VideoKind } from './state.ts'
import { day, isOut, pageOf, scheduleOf, type World } from './world.ts'

/*
 * Films: chunks of Facebook's choosing for the feed (Graph API reference, page/videos, upload_phase), one piece that can be gone on with for reels
 * and stories (video-api/guides/reels-publishing, page-stories-api).
 */

const phases = ['start', 'transfer', 'finish', 'cancel'] as const

function begin(world: World, page: Page, kind: VideoKind, fileSize: number | null): Video {
  const { sim } = world
  const video: Video = {
    id: sim.id(),
    pageId: page.id,
    kind,
    session: kind === 'video' ? sim.id() : null,
    fileSize,
    received: [],
    told: null,
    title: '',
    description: '',
    readyAt: 0,
    fails: false,
    scheduledAt: null,
    hash: '',
    thumb: false,
  }
  sim.state.videos.push(video)
  return video
}

const arrived = ({ received }: Video) => received.reduce((sum, { bytes }) => sum + bytes, 0)

/** `POST /{page}/videos`. */
export async function addVideo(world: World, ask: Ask): Promise<Reply> {
  const page = pageOf(world, ask, 'pages_manage_posts', 'pages_read_engagement')
  const { upload_phase: _phase, ...params } = given(ask)
  switch (choice(given(ask), 'upload_phase', phases)) {
    case 'start': {
      only(params, 'file_size')
      const size = integer(params, 'file_size')
      if (size === null || size < 1) throw graphRefusal(100, '(#100) file_size is required')
      const video = begin(world, page, 'video', size)
      return {
        status: 200,
        json: { video_id: video.id, upload_session_id: video.session, ...offsets(world, video) },
      }
    }
    case 'transfer':
      return transfer(world, ask, params)
    case 'finish':
      return await finishVideo(world, ask, params)
    case 'cancel':
    case null:
      throw graphRefusal(100, '(#100) This simulator takes films in phases')
  }
}

function offsets({ options }: World, video: Video): { start_offset: string; end_offset: string } {
  const start = arrived(video)
  return { start_offset: String(start), end_offset: String(Math.min(start + options.chunk, video.fileSize ?? 0)) }
}

function bySession({ sim }: World, params: Params): Video {
  const video = sim.state.videos.find(({ session }) => session === required(params, 'upload_session_id'))
  if (!video) throw graphRefusal(6000, 'There was a problem uploading your video file.', { subcode: 1_363_041 })
  return video
}

function transfer(world: World, ask: Ask, params: Params): Reply {
  only(params, 'upload_session_id', 'start_offset')
  const video = bySession(world, params)
  const { start_offset: start, end_offset: end } = offsets(world, video)
  const { video_file_chunk: chunk } = ask.files
  if (!chunk?.path) throw graphRefusal(100, '(#100) video_file_chunk is required')
  if (required(params, 'start_offset') !== start || chunk.bytes !== Number(end) - Number(start))
    throw graphRefusal(6001, 'There was a problem uploading your video file. Please try again with another file.', {
      subcode: 1_363_037,
      data: { start_offset: start, end_offset: end },
    })
  video.received.push({ path: chunk.path, bytes: chunk.bytes })
  return { status: 200, json: offsets(world, video) }
}

async function finishVideo(world: World, ask: Ask, params: Params): Promise<Reply> {
  only(
    params,
    ...['upload_session_id', 'title', 'description', 'content_tags', 'content_category', 'embeddable', 'sponsor_id'],
    ...['targeting', 'published', 'unpublished_content_type', 'scheduled_publish_time'],
  )
  const video = bySession(world, params)
  if (arrived(video) !== video.fileSize) throw graphRefusal(6000, 'The upload is not complete.', { subcode: 1_363_033 })
  const isPublished = flag(params, 'published') ?? true
  const held = isPublished ? null : scheduleOf(params['scheduled_publish_time'], world.sim.now(), 180)
  video.thumb = ask.files['thumb'] !== undefined
  const { upload_session_id: _id, title: _title, description: _text, ...settings } = params
  await tell(world, video, held, params, settings)
  return { status: 200, json: { success: true } }
}

/** `POST /{page}/video_reels` and `/video_stories`. */
export async function addWhole(world: World, ask: Ask, kind: 'reel' | 'story'): Promise<Reply> {
  const { sim, options } = world
  const page = pageOf(world, ask, 'pages_manage_posts', 'pages_read_engagement')
  const { upload_phase: _phase, ...params } = given(ask)
  const phase = choice(given(ask), 'upload_phase', phases)
  if (phase === 'start') {
    only(params)
    const video = begin(world, page, kind, null)
    return {
      status: 200,
      json: { video_id: video.id, upload_url: `https://rupload.facebook.com/video-upload/v26.0/${video.id}` },
    }
  }
  if (phase !== 'finish') throw graphRefusal(100, '(#100) upload_phase must be start or finish')
  if (kind === 'reel') only(params, 'video_id', 'video_state', 'title', 'description', 'scheduled_publish_time')
  else only(params, 'video_id')
  const video = sim.state.videos.find((one) => one.id === required(params, 'video_id') && one.kind === kind)
  if (!video || video.pageId !== page.id) throw noSuchObject(String(params['video_id']))
  if (video.fileSize === null || arrived(video) !== video.fileSize)
    throw graphRefusal(6000, 'The upload is not complete.', { subcode: 1_363_033 })
  const state = kind === 'reel' ? choice(params, 'video_state', ['PUBLISHED', 'DRAFT', 'SCHEDULED']) : 'PUBLISHED'
  if (state === null || state === 'DRAFT') return { status: 200, json: { success: true } }
  const today = sim.state.videos.filter((one) => one.kind === 'reel' && one.told && one.told.at > sim.now() - day)
  if (kind === 'reel' && today.length >= options.reelsADay)
    throw graphRefusal(4, '(#4) Application request limit reached', {
      userMessage: 'You have published too many reels today.',
    })
  const held = state === 'SCHEDULED' ? scheduleOf(params['scheduled_publish_time'], sim.now(), 30) : null
  const { video_id: _id, title: _title, description: _text, ...settings } = params
  await tell(world, video, held, params, settings)
  return { status: 200, json: { success: true, ...(kind === 'story' && { post_id: `${page.id}_${video.id}` }) } }
}

async function tell(world: World, video: Video, held: number | null, params: Params, settings: Params): Promise<void> {
  const { sim, options, usualMs } = world
  if (video.told) return
  video.told = { at: sim.now(), settings }
  video.title = text(params, 'title') ?? ''
  video.description = text(params, 'description') ?? ''
  video.scheduledAt = held
  video.readyAt = sim.now() + options.processingMs
  video.fails = options.fails
  options.fails = false
  options.processingMs = usualMs
  video.hash = (await joined(video.received)).sha256
}

/** `POST rupload.facebook.com/video-upload/{version}/{video}`: what came of a broken request is kept. */
export function upload({ sim, login }: World, ask: Ask): Reply {
  const { account } = login.caller(ask, 'pages_manage_posts')
  if (!ask.headers.authorization?.startsWith('OAuth '))
    return {
      status: 401,
      json: { debug_info: { retriable: false, type: 'NotAuthorizedError', message: 'OAuth is missing' } },
    }
  const video = sim.state.videos.find(({ id }) => id === ask.at['video'])
  if (!video || video.pageId !== account || video.session !== null)
    return { status: 404, json: { debug_info: { retriable: false, type: 'NotFoundError', message: 'No such upload' } } }
  const [offset, size] = ['offset', 'file_size'].map((name) => Number(ask.headers[name] ?? NaN))
  if (
    offset !== arrived(video) ||
    size === undefined ||
    !Number.isSafeInteger(size) ||
    (video.fileSize ?? size) !== size
  )
    throw new Refusal({
      status: 400,
      json: {
        debug_info: { retriable: false, type: 'OffsetInvalidError', message: 'Request starting offset is invalid' },
      },
    })
  video.fileSize = size
  const { raw } = ask
  if (!raw?.path)
    return { status: 400, json: { debug_info: { retriable: false, type: 'BodyError', message: 'No body' } } }
  video.received.push({ path: raw.path, bytes: raw.bytes })
  if (arrived(video) > size) throw new Error('more bytes than were announced')
  return { status: 200, json: { success: true } }
}

export function videoObject(video: Video, now: number): Record<string, unknown> {
  const path = video.kind === 'reel' ? `/reel/${video.id}/` : `/${video.pageId}/videos/${video.id}/`
  return {
    id: video.id,
    title: video.title === '' ? null : video.title,
    description: video.description === '' ? null : video.description,
    permalink_url: path,
    published: isOut(video, now),
    status: statusOf(video, now),
  }
}

function statusOf(video: Video, now: number): unknown {
  const { told, fails, readyAt, scheduledAt, kind } = video
  const isDone = told !== null && readyAt <= now
  const state = told === null ? 'uploading' : !isDone ? 'processing' : fails ? 'error' : 'ready'
  // Those of the feed say no more than this.
  if (kind === 'video') return { video_status: state }
  const isWhole = video.fileSize !== null && arrived(video) === video.fileSize
  return {
    video_status: state,
    uploading_phase: { status: isWhole ? 'complete' : 'in_progress', bytes_transfered: arrived(video) },
    processing_phase: {
      status: !told ? 'not_started' : !isDone ? 'in_progress' : fails ? 'error' : 'complete',
      ...(isDone &&
        fails && { error: { message: 'Resolution too low. Video must have a minimum resolution of 540p.' } }),
    },
    publishing_phase: {
      status: isOut(video, now) ? 'complete' : 'not_started',
      ...(told && { publish_status: scheduledAt === null ? 'published' : 'scheduled' }),
    },
  }
}
