import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeVideo } from '../../../test/support/video.ts'
import type { Asset } from '../../contract/assets.ts'
import type { ImageRules, VideoRules } from '../../contract/platforms/types.ts'
import { createJobs, type Jobs } from '../jobs/jobs.ts'
import { createTestContext, type TestContext } from '../testing.ts'
import { createConversions, type Conversions, type ConversionWish } from './conversions.ts'
import { createMedia, type Media } from './media.ts'
import { createFfmpeg } from './video/ffmpeg.ts'

let context: TestContext
let media: Media
let jobs: Jobs
let conversions: Conversions

function open(change: Partial<TestContext> = {}): void {
  const parts = { ...context, ...change }
  media = createMedia(parts)
  jobs = createJobs(parts)
  conversions = createConversions(parts, { media, jobs })
}
beforeEach(() => {
  context = createTestContext({ log: { info() {}, warn() {}, error: (message, data) => console.error(message, data) } })
  open()
})
afterEach(async () => {
  await jobs.close()
  await context.dispose()
})

const videos = { types: ['video/mp4'], maxBytes: 100_000_000 } satisfies VideoRules
const images = { types: ['image/jpeg'], maxBytes: 8_000_000 } satisfies ImageRules
const start = ({ id }: Pick<Asset, 'id'>, target: ConversionWish['target'], more: Partial<ConversionWish> = {}) =>
  conversions.convert({ id, target, fit: 'pad', cut: false, ...more })
/** The copy that a conversion makes. */
async function convert(...given: Parameters<typeof start>): Promise<Asset> {
  const job = await jobs.get(start(...given).id, 60_000)
  expect(job).toMatchObject({ state: 'done', error: null })
  return media.get(String(job.result?.['assetId']))
}
const failure = async (...given: Parameters<typeof start>) => {
  const { state, error } = await jobs.get(start(...given).id, 60_000)
  return state === 'failed' ? error : state
}
const add = async (options: Parameters<typeof makeVideo>[0], name = 'clip.mp4', alt = '') =>
  media.add({ path: await makeVideo(options), name, alt })
const pathOf = async ({ id }: Pick<Asset, 'id'>) => (await media.file(id, 'file'))?.path ?? ''
const filesLeft = (folder: string) =>
  existsSync(join(context.folder, folder)) ? readdirSync(join(context.folder, folder)) : []
const ffprobe = (path: string, entries: string) =>
  execFileSync('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'default=nw=1', path], { encoding: 'utf8' })

describe('a film', () => {
  test('becomes a new file within the limits; the original is not touched', async () => {
    const source = await add(
      { seconds: 2, width: 640, height: 360, fps: 60, codec: 'vp9', container: 'webm' },
      'sea.webm',
      'The sea',
    )
    const before = readFileSync(await pathOf(source))
    const made = await convert(source, {
      video: { ...videos, codecs: ['avc'], audioCodecs: ['aac'], fps: { min: 23, max: 30 }, maxSide: 320 },
    })
    expect(made).toMatchObject({
      ...{ name: 'sea.mp4', alt: 'The sea', derivedFrom: source.id, type: 'video/mp4' },
      ...{ width: 320, height: 180, videoCodec: 'avc', audioCodec: 'aac', fps: 30 },
    })
    expect(Math.abs((made.durationMs ?? 0) - 2_000)).toBeLessThan(100)
    expect(made.paths.small).not.toBeNull()
    expect(readFileSync(await pathOf(source))).toEqual(before)
    expect(media.list({ limit: 10, derivedFrom: source.id }).items.map(({ id }) => id)).toEqual([made.id])
    expect(filesLeft('media/incoming')).toEqual([])
  })

  test('in the wrong container alone is passed on without touching its picture', async () => {
    const source = await add({ seconds: 1, width: 320, height: 240, fps: 25, container: 'mov' }, 'a.mov')
    const made = await convert(source, { video: videos })
    const frames = (path: string) =>
      execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-map', '0:v', '-f', 'md5', '-'], { encoding: 'utf8' })
    expect(made.type).toBe('video/mp4')
    expect(frames(await pathOf(made))).toBe(frames(await pathOf(source)))
  })

  test('has its index in front, so that it plays while it loads, and tells nothing about place or camera', async () => {
    const more = ['-metadata', 'location=+52.5200+013.4050/', '-metadata', 'title=Home']
    const source = await add({ seconds: 1, width: 320, height: 240, fps: 25, container: 'mov', more })
    expect(ffprobe(await pathOf(source), 'format_tags')).toContain('52.52')
    const path = await pathOf(await convert(source, { video: videos }))
    expect(ffprobe(path, 'format_tags')).not.toMatch(/52\.52|Home/)
    const bytes = readFileSync(path)
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
  })

  test.each([
    ['pad', { width: 384, height: 480 }],
    ['crop', { width: 270, height: 338 }],
  ] as const)('that is too tall is made to fit by %s', async (fit, size) => {
    const source = await add({ seconds: 1, width: 270, height: 480, fps: 25 })
    const made = await convert(source, { video: { ...videos, ratio: { min: 0.8, max: 1.91 } } }, { fit })
    expect(made).toMatchObject(size)
    const poster = await sharp((await media.file(made.id, 'large'))?.path)
      .raw()
      .toBuffer({ resolveWithObject: true })
    const corner = [...poster.data.subarray(0, 3)]
    expect(corner.every((value) => value < 24)).toBe(fit === 'pad')
  })

  test('that was filmed with the camera on its side stays upright, and is no wider than it looks', async () => {
    const fixture = new URL('fixtures/turned.mov', import.meta.url).pathname
    const source = await media.add({ path: fixture })
    const made = await convert(source, { video: { ...videos, minWidth: 96 } })
    expect(made).toMatchObject({ width: 96, height: 128 })
    expect(ffprobe(await pathOf(made), 'stream=sample_aspect_ratio')).toContain('1:1')
    expect(await convert(source, { video: videos })).toMatchObject({ type: 'video/mp4', width: 48, height: 64 })
  })

  test('comes out below the bytes that are taken', async () => {
    const source = await add({ seconds: 4, width: 640, height: 360, fps: 30, more: ['-b:v', '8M', '-minrate', '8M'] })
    expect(source.bytes).toBeGreaterThan(600_000)
    const made = await convert(source, { video: { ...videos, maxBytes: 300_000 } })
    expect(made.bytes).toBeLessThanOrEqual(300_000)
    expect(made.bytes).toBeGreaterThan(100_000)
  })

  test('is cut only when the person says so, and then ends before the limit', async () => {
    const source = await add({ seconds: 3, width: 160, height: 90, fps: 25 })
    const target = { video: { ...videos, maxSeconds: 2 } }
    expect(await failure(source, target)).toMatchObject({ says: 'video_longer_than_taken' })
    const made = await convert(source, target, { cut: true })
    expect(made.durationMs).toBeLessThanOrEqual(2_000)
    expect(made.durationMs).toBeGreaterThan(1_700)
  })

  test('with the brightness of a good screen is brought to that of every screen', async () => {
    const colours = ['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc']
    const params = 'log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc'
    const more = ['-pix_fmt', 'yuv420p10le', '-x265-params', params, ...colours]
    const source = await add({ seconds: 1, width: 320, height: 180, fps: 25, codec: 'hevc', more })
    const made = await convert(source, { video: { ...videos, codecs: ['avc'] } })
    const found = ffprobe(await pathOf(made), 'stream=pix_fmt,color_transfer')
    expect(found).toContain('pix_fmt=yuv420p\n')
    expect(found).toContain('color_transfer=bt709')
  })

  test('that fits as it is is the answer itself', async () => {
    const source = await add({ seconds: 1, width: 320, height: 240, fps: 25 })
    expect((await convert(source, { video: videos })).id).toBe(source.id)
    expect(media.list({ limit: 5 }).total).toBe(1)
  })
})

describe('what was made before', () => {
  test('for the same content and limits is the answer at once, also out of the bin, and made again when its file is lost', async () => {
    const source = await add({ seconds: 1, width: 320, height: 240, fps: 25, container: 'mov' })
    const made = await convert(source, { video: videos })
    media.delete(made.id)
    const again = start(source, { video: { maxBytes: videos.maxBytes, types: videos.types } })
    expect(again).toMatchObject({ state: 'done', result: { assetId: made.id } })
    expect(media.get(made.id).deletedAt).toBeNull()
    expect(start(source, { video: { ...videos, maxSide: 160 } }).state).toBe('running')
    rmSync(await pathOf(made))
    const third = await convert(source, { video: videos })
    expect(third.id).toBe(made.id)
    expect(existsSync(await pathOf(third))).toBe(true)
  })

  test('outlives its original, and is made anew once it was erased itself', async () => {
    const source = await add({ seconds: 1, width: 320, height: 240, fps: 25, container: 'mov' })
    const made = await convert(source, { video: videos })
    const month = 31 * 86_400_000
    media.delete(made.id)
    context.clock.set(context.clock.now() + month)
    await media.sweep()
    const again = await convert(source, { video: videos })
    expect(again).toMatchObject({ sha256: made.sha256, derivedFrom: source.id })
    media.delete(source.id)
    context.clock.set(context.clock.now() + month)
    await media.sweep()
    expect(media.get(again.id).derivedFrom).toBeNull()
    expect(existsSync(await pathOf(again))).toBe(true)
  })

  test('two who ask for the same at once wait for one making', async () => {
    const source = await add({ seconds: 1, width: 320, height: 240, fps: 25, container: 'mov' })
    expect(start(source, { video: videos }).id).toBe(start(source, { video: videos }).id)
  })
})

describe('stopping', () => {
  const long = { seconds: 60, width: 640, height: 360, fps: 30, more: ['-g', '300'] }
  const slow = { video: { ...videos, fps: { min: 10, max: 15 } } }
  const running = async (id: string) => {
    for (;;) {
      const job = await jobs.get(id)
      if ((job.progress ?? 0) > 0) return job
      if (job.state !== 'running') throw new Error(`${job.state} before it could be stopped`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const children = () => {
    const list = execFileSync('ps', ['-o', 'pid=,ppid=,comm=', '-A'], { encoding: 'utf8' }).split('\n')
    return list.filter((line) => line.trim().endsWith(' ffmpeg') && line.trim().split(/\s+/)[1] === String(process.pid))
  }

  test('in the middle ends ffmpeg and leaves nothing behind', async () => {
    const source = await add(long)
    const job = start(source, slow)
    expect((await running(job.id)).progress).toBeLessThan(1)
    expect(children()).toHaveLength(1)
    expect(await jobs.cancel(job.id)).toMatchObject({ state: 'canceled', result: null })
    expect(children()).toEqual([])
    expect(filesLeft('media/incoming')).toEqual([])
    expect(media.list({ limit: 5 }).total).toBe(1)
  })

  test('the studio in the middle leaves it interrupted, and it can be started again', async () => {
    const source = await add(long)
    const job = start(source, slow)
    await running(job.id)
    await jobs.close()
    open()
    expect(await jobs.get(job.id)).toMatchObject({ state: 'interrupted' })
    expect(children()).toEqual([])
    expect(start(source, slow).state).toBe('running')
  })
})

describe('a file that is broken or hostile', () => {
  test('in the middle is told as damaged, and what was written is taken away', async () => {
    const source = await add({ seconds: 20, width: 320, height: 240, fps: 25, container: 'mov' }, 'torn.mov')
    const path = await pathOf(source)
    truncateSync(path, Math.round(source.bytes / 2))
    expect(await failure(source, { video: { ...videos, maxSide: 160 } })).toMatchObject({
      says: 'file_damaged',
      params: { name: 'torn.mov' },
    })
    expect(filesLeft('media/incoming')).toEqual([])
    expect(media.list({ limit: 5 }).total).toBe(1)
  })

  test('that became something else on the disk opens no other file', async () => {
    const secret = join(context.folder, 'secret.txt')
    writeFileSync(secret, 'a secret that must not be read')
    const source = await add({ seconds: 1, width: 320, height: 240, fps: 25, container: 'mov' })
    writeFileSync(
      await pathOf(source),
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://${secret}\n#EXT-X-ENDLIST\n`,
    )
    expect(await failure(source, { video: videos })).toMatchObject({ says: 'file_damaged' })
  })

  test('that is gone from the disk is told as gone', async () => {
    const source = await add({ seconds: 1, width: 320, height: 240, fps: 25, container: 'mov' })
    rmSync(await pathOf(source))
    expect(await failure(source, { video: videos })).toMatchObject({ says: 'file_not_there' })
  })
})

describe('without an ffmpeg that will do', () => {
  const program = (name: string, says: string) => {
    const path = join(context.folder, name)
    writeFileSync(path, `#!/bin/sh\ncat <<'END'\n${says}\nEND\n`)
    chmodSync(path, 0o755)
    return path
  }
  const withEnv = (env: Record<string, string>) => createFfmpeg({ clock: context.clock, env, places: [] })

  test('films are told what is missing, pictures are converted all the same', async () => {
    open({ ffmpeg: withEnv({}) })
    const source = await add({ seconds: 1, width: 320, height: 240, fps: 25, container: 'mov' })
    expect(await failure(source, { video: videos })).toMatchObject({ says: 'ffmpeg_missing' })
    const png = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#3a7' } })
      .png()
      .toBuffer()
    const picture = await media.add({ base64: png.toString('base64'), name: 'a.png' })
    expect((await convert(picture, { image: images })).type).toBe('image/jpeg')
  })

  test('one that is too old or cannot write H.264 is told apart from none', async () => {
    const old = program('old', 'ffmpeg version 4.3.1 Copyright\nlibavutil      56. 51.100 / 56. 51.100')
    open({ ffmpeg: withEnv({ BROADSIDE_FFMPEG: old }) })
    const source = await add({ seconds: 1, width: 320, height: 240, fps: 25, container: 'mov' })
    expect(await failure(source, { video: videos })).toMatchObject({
      says: 'ffmpeg_too_old',
      params: { version: '4.3.1' },
    })
    const bare = program(
      'bare',
      'ffmpeg version N-1234-gabc Copyright\nlibavutil      59.  8.100 / 59.  8.100\n V libvpx\n A aac ',
    )
    open({ ffmpeg: withEnv({ BROADSIDE_FFMPEG: bare }) })
    expect(await failure(source, { video: { ...videos, maxSide: 100 } })).toMatchObject({ says: 'ffmpeg_incomplete' })
  })

  test('one that is installed meanwhile is found without starting anew', async () => {
    const ffmpeg = withEnv({ PATH: context.folder })
    expect(await ffmpeg.status()).toMatchObject({ state: 'missing' })
    writeFileSync(join(context.folder, 'ffmpeg'), '#!/bin/sh\nexec /usr/bin/ffmpeg "$@"\n', { mode: 0o755 })
    await context.clock.by(5_000)
    expect(await ffmpeg.status()).toMatchObject({ state: 'ready', path: join(context.folder, 'ffmpeg') })
  })

  test('one that goes silent is stopped, so that no job waits for ever', async () => {
    const path = join(context.folder, 'stuck')
    const says = 'ffmpeg version 7.1\nlibavutil      59. 39.100\n V libx264 \n A aac '
    writeFileSync(path, `#!/bin/sh\ncase "$*" in *-progress*) exec sleep 600;; esac\ncat <<'END'\n${says}\nEND\n`)
    chmodSync(path, 0o755)
    const ffmpeg = withEnv({ BROADSIDE_FFMPEG: path })
    expect((await ffmpeg.status()).state).toBe('ready')
    const stuck = ffmpeg.run([]).catch((error: unknown) => String(error))
    let ended: string | void
    void stuck.then((error) => (ended = error as string))
    // Its program starts in real time; only then does its silence count.
    await expect.poll(async () => (await context.clock.by(120_000), ended)).toContain('silent')
  })

  test('one that is too old on the PATH does not hide a good one behind it', async () => {
    program('ffmpeg', 'ffmpeg version 4.1 Copyright\nlibavutil      56. 22.100')
    expect(await withEnv({ PATH: `${context.folder}:/usr/bin` }).status()).toMatchObject({ state: 'ready' })
  })
})

describe('a picture', () => {
  const picture = async (width: number, height: number, more?: (image: Sharp) => Sharp) => {
    const image = sharp({ create: { width, height, channels: 3, background: '#c83' } }).png()
    const bytes = await (more?.(image) ?? image).toBuffer()
    return media.add({ base64: bytes.toString('base64'), name: 'photo.png', alt: 'A field' })
  }
  const feed = { image: { ...images, ratio: { min: 0.8, max: 1.91 }, minWidth: 320, maxSide: 1_440 } }

  test('is cut or gets borders where its shape is not taken', async () => {
    const source = await picture(500, 1_000)
    const padded = await convert(source, feed, { fit: 'pad' })
    const cropped = await convert(source, feed, { fit: 'crop' })
    expect(padded).toMatchObject({ width: 800, height: 1_000, type: 'image/jpeg', name: 'photo.jpg', alt: 'A field' })
    expect(cropped).toMatchObject({ width: 500, height: 625, derivedFrom: source.id })
    const corner = async (asset: Asset) => [
      ...(
        await sharp(await pathOf(asset))
          .raw()
          .toBuffer()
      ).subarray(0, 3),
    ]
    expect((await corner(padded)).every((value) => value > 250)).toBe(true)
    expect((await corner(cropped))[2]).toBeLessThan(80)
  })

  test('that is too small is enlarged, one that is too large shrinks', async () => {
    expect(await convert(await picture(160, 160), feed)).toMatchObject({ width: 320, height: 320 })
    expect(await convert(await picture(3_000, 3_000), feed)).toMatchObject({ width: 1_440, height: 1_440 })
  })

  test('in the colours of a phone becomes sRGB, and loses what it tells of the place', async () => {
    const source = await picture(400, 400, (image) =>
      image.withIccProfile('p3').withExif({ IFD0: { Copyright: 'Me' } }),
    )
    const { icc, exif } = await sharp(await pathOf(await convert(source, feed))).metadata()
    expect([icc, exif]).toEqual([undefined, undefined])
  })
})

test('what an account takes is what its platform’s rules say, with what its server announced', async () => {
  const { store, clock } = context
  store.sqlite
    .prepare(
      `insert into account (id, platform, kind, external_id, handle, name, display_handle, server, method, limits, defaults, created_at)
       values ('acct_1', 'mastodon', 'profile', '1', 'mastodon:profile:1', 'M', '@m', 'https://m.example', 'oauth', ?, '{}', ?)`,
    )
    .run(JSON.stringify({ imageTypes: ['image/webp'], videoTypes: ['video/mp4'] }), clock.now())
  const png = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#3a7' } })
    .png()
    .toBuffer()
  const source = await media.add({ base64: png.toString('base64'), name: 'a.png' })
  expect((await convert(source, { account: 'acct_1', settings: {} })).type).toBe('image/webp')
  expect(() => start(source, { account: 'acct_2', settings: {} })).toThrow(
    expect.objectContaining({ code: 'not_found' }),
  )
})

test('a large film is converted from disk to disk: memory stays flat', async () => {
  const source = await add({ seconds: 2, width: 320, height: 240, fps: 25, container: 'mov', bytes: 300_000_000 })
  const before = process.memoryUsage()
  let most = 0
  const watch = setInterval(() => {
    const { arrayBuffers, external } = process.memoryUsage()
    most = Math.max(most, arrayBuffers + external - before.arrayBuffers - before.external)
  }, 10)
  const made = await convert(source, { video: { ...videos, maxBytes: 10_000_000 } })
  clearInterval(watch)
  expect(made.bytes).toBeLessThan(10_000_000)
  expect(most).toBeLessThan(60_000_000)
  expect(
    createHash('sha256')
      .update(readFileSync(await pathOf(made)))
      .digest('hex'),
  ).toBe(made.sha256)
}, 60_000)
