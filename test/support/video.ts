import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const cache = new URL('../../node_modules/.cache/broadside-videos', import.meta.url).pathname

export interface VideoOptions {
  readonly seconds: number
  readonly width: number
  readonly height: number
  readonly fps: number
  /** Exactly this many in all: filled up with a box that players skip, which takes no room on the disk (100_000_000 is made at once). */
  readonly bytes?: number
  readonly container?: 'mp4' | 'mov' | 'webm'
  readonly codec?: 'h264' | 'hevc' | 'mpeg4' | 'vp9'
  readonly sound?: boolean
  /** More of ffmpeg's arguments for the output, e.g. `['-b:v', '8M']`. */
  readonly more?: readonly string[]
}

const encoders = {
  h264: ['libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
  hevc: ['libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-tag:v', 'hvc1', '-x265-params', 'log-level=error'],
  mpeg4: ['mpeg4', '-pix_fmt', 'yuv420p'],
  vp9: ['libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-pix_fmt', 'yuv420p'],
} as const

/** Path of a real film with a moving picture and a tone, made by ffmpeg once and kept below node_modules/.cache. Not to be written to. */
export async function makeVideo(options: VideoOptions): Promise<string> {
  const { seconds, width, height, fps, bytes, container = 'mp4', codec = 'h264', sound = true, more = [] } = options
  const key = createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 16)
  const path = join(cache, `${key}.${container}`)
  if (existsSync(path)) return path
  mkdirSync(cache, { recursive: true })
  const fresh = join(cache, `${key}.${randomBytes(4).toString('hex')}.${container}`)
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=${fps}:duration=${seconds}`]
  const tone = ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`]
  const audio = container === 'webm' ? ['-c:a', 'libopus'] : ['-c:a', 'aac', '-movflags', '+faststart']
  try {
    await run('ffmpeg', [
      ...['-nostdin', '-v', 'error', '-y', ...picture, ...(sound ? tone : [])],
      ...['-c:v', ...encoders[codec], ...audio, ...more, fresh],
    ])
    if (bytes !== undefined) fill(fresh, bytes)
    renameSync(fresh, path)
  } finally {
    rmSync(fresh, { force: true })
  }
  return path
}

function fill(path: string, bytes: number): void {
  const missing = bytes - statSync(path).size
  if (missing < 8) throw new Error(`This film has ${bytes - missing} bytes already, ${bytes} were asked for`)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(missing, 0)
  head.write('free', 4)
  const file = openSync(path, 'a')
  writeSync(file, head)
  ftruncateSync(file, bytes)
  closeSync(file)
}
