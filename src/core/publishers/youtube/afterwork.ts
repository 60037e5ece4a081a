import { youtubeSettings } from '../../../contract/platforms/youtube.ts'
import { objectOf } from '../answers.ts'
import { fileBody } from '../file-body.ts'
import { StepFailed, type ImageTarget, type Outgoing, type PublishContext } from '../publisher.ts'
import { api, ask, type YouTubeHosts } from './api.ts'

/*
 * What goes to a video once it is there: its thumbnail, its playlist, its subtitles. Each can be repeated, none takes back the video: what
 * YouTube refuses is left out and told. Kept as a step, since whoever does it no longer has the post.
 */

export type Extra = 'thumbnail' | 'playlist' | 'subtitles'

interface Afterwork {
  readonly thumbnail: { readonly path: string; readonly type: string } | null
  /** Id of a playlist. */
  readonly playlist: string | null
  readonly subtitles: { readonly text: string; readonly language: string } | null
}

const step = 'afterwork'
/** Source: thumbnails.set (JPEG and PNG, 50 MB since 2026-09-14); help page 72431: 1280 × 720 is recommended. */
const thumbnailTarget: ImageTarget = { types: ['image/jpeg', 'image/png'], maxBytes: 50_000_000, maxSide: 3_840 }
const uploadTimeoutMs = 2 * 60_000

/** Remembers what is to follow the video. */
export async function planAfterwork(post: Outgoing, context: PublishContext): Promise<void> {
  const { playlist, subtitles, language } = youtubeSettings(post.settings)
  const { thumbnail } = post.assets
  if (!thumbnail && playlist === '' && subtitles === '') return
  await context.step(step, async (): Promise<Afterwork> => {
    const converted = thumbnail && (await thumbnail.convert(thumbnailTarget))
    return {
      thumbnail: converted ? { path: converted.path, type: converted.type } : null,
      playlist: playlist || null,
      subtitles: subtitles !== '' && language !== null ? { text: subtitles, language } : null,
    }
  })
}

/**
 * Does what is to follow, once. Answers what YouTube did not take; `later` where something is in the way that passes, unless it has been long
 * enough in the way.
 */
export async function doAfterwork(
  hosts: YouTubeHosts,
  videoId: string,
  context: PublishContext,
  patient: boolean,
): Promise<readonly Extra[] | 'later'> {
  const { thumbnail, playlist, subtitles } = context.recall<Afterwork>(step) ?? {}
  const works: [Extra, () => Promise<void>][] = []
  if (thumbnail) works.push(['thumbnail', () => setThumbnail(hosts, videoId, thumbnail, context)])
  if (playlist) works.push(['playlist', () => addToPlaylist(hosts, videoId, playlist, context)])
  if (subtitles) works.push(['subtitles', () => addSubtitles(hosts, videoId, subtitles, context)])
  const left: Extra[] = []
  for (const [extra, work] of works) {
    try {
      const done = await context.step(`${step}:${extra}`, () => attempt(work))
      if (!done) left.push(extra)
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error
      if (patient) return 'later'
      left.push(extra)
    }
  }
  return left
}

/** False where YouTube refused for good. Throws StepFailed where it may yet do it. */
async function attempt(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    // A file that is gone from the disk: the video is out all the same.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    if (error instanceof StepFailed && error.outcome.is === 'rejected') return false
    throw error
  }
}

/** Takes the place of the one before. Needs a channel that is verified by phone. */
async function setThumbnail(
  hosts: YouTubeHosts,
  videoId: string,
  { path, type }: { readonly path: string; readonly type: string },
  context: PublishContext,
): Promise<void> {
  const { body, headers } = await fileBody(path)
  const query = new URLSearchParams({ videoId, uploadType: 'media' })
  await ask(hosts, context, `/upload/youtube/v3/thumbnails/set?${query.toString()}`, {
    method: 'POST',
    body,
    headers: { ...headers, 'content-type': type },
    timeoutMs: uploadTimeoutMs,
  })
}

/** YouTube takes a video twice into a list, so it is looked for before. */
async function addToPlaylist(
  hosts: YouTubeHosts,
  videoId: string,
  playlistId: string,
  context: PublishContext,
): Promise<void> {
  const seen = await ask(hosts, context, api('playlistItems', { part: 'id', playlistId, videoId }))
  if (itemsOf(objectOf(seen)).length > 0) return
  const json = { snippet: { playlistId, resourceId: { kind: 'youtube#video', videoId } } }
  await ask(hosts, context, api('playlistItems', { part: 'snippet' }), { method: 'POST', json })
}

/** Costs 400 units of the day's 10,000, and 50 for the look before. */
async function addSubtitles(
  hosts: YouTubeHosts,
  videoId: string,
  { text, language }: { readonly text: string; readonly language: string },
  context: PublishContext,
): Promise<void> {
  const seen = itemsOf(objectOf(await ask(hosts, context, api('captions', { part: 'snippet', videoId }))))
  if (seen.some(({ snippet }) => isTrack(snippet, language))) return
  const boundary = 'broadside-subtitles'
  const words = { snippet: { videoId, language, name: '' } }
  const body = [
    `--${boundary}\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify(words)}\r\n`,
    `--${boundary}\r\ncontent-type: application/octet-stream\r\n\r\n${text}\r\n--${boundary}--\r\n`,
  ].join('')
  await ask(hosts, context, '/upload/youtube/v3/captions?uploadType=multipart&part=snippet', {
    method: 'POST',
    body,
    headers: { 'content-type': `multipart/related; boundary=${boundary}` },
    timeoutMs: uploadTimeoutMs,
  })
}

function isTrack(snippet: unknown, language: string): boolean {
  const { language: found, trackKind } = (snippet ?? {}) as { language?: unknown; trackKind?: unknown }
  // What YouTube itself hears from the sound is another track.
  return found === language && String(trackKind).toLowerCase() !== 'asr'
}

/** `items` of a list; empty where there are none. */
export function itemsOf({ items }: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(items) ? (items as Readonly<Record<string, unknown>>[]) : []
}
