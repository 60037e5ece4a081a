import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeVideo } from '../../../test/support/video.ts'
import { createTestContext, type TestContext } from '../testing.ts'
import { createMedia, type Media } from './media.ts'
import { createFfmpeg } from './video/ffmpeg.ts'

let context: TestContext
let media: Media
beforeEach(() => {
  context = createTestContext()
  media = createMedia(context)
})
afterEach(() => context.dispose())

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url).pathname
const small = { seconds: 1, width: 160, height: 120 } as const
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0

const picture = (width: number, height: number, color = '#3a7') =>
  sharp({ create: { width, height, channels: 3, background: color } })
/** A picture that does not compress: its size in bytes follows its pixels. */
const noise = (width: number, height: number, channels: 3 | 4 = 3) => {
  const pixels = Buffer.alloc(width * height * channels)
  let state = 1
  for (let index = 0; index < pixels.length; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    pixels[index] = state >>> 24
  }
  return sharp(pixels, { raw: { width, height, channels } })
}
const addBytes = (bytes: Uint8Array, name = 'file.bin', alt?: string) =>
  media.addStream(name, Readable.from([bytes]), alt)
const write = (name: string, bytes: Uint8Array | string) => {
  const path = join(context.folder, name)
  writeFileSync(path, bytes)
  return path
}
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown as { code: string; data: { reason: string; name: string }; message: string },
  )
  return error?.code === 'file_refused' ? error.data.reason : error
}
const filesOnDisk = () =>
  readdirSync(join(context.folder, 'media'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('taking files in', () => {
  test('a file is copied under the name of its content, with its facts read from it and not from its name', async () => {
    const bytes = await picture(300, 200).jpeg().toBuffer()
    const asset = await media.add({ path: write('holiday.exe', bytes), alt: 'A field' })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(asset).toMatchObject({
      name: 'holiday.exe',
      kind: 'image',
      type: 'image/jpeg',
      bytes: bytes.length,
      width: 300,
      height: 200,
      animated: false,
      alt: 'A field',
      sha256,
      usedBy: 0,
      deletedAt: null,
    })
    expect(filesOnDisk()).toEqual([join(context.folder, 'media', sha256.slice(0, 2), `${sha256}.jpg`)])
    const served = await media.file(asset.id, 'file')
    expect(served?.type).toBe('image/jpeg')
    expect(readFileSync(served?.path ?? '')).toEqual(bytes)
  })

  test('the same content twice is one file and one entry, also from two people at once', async () => {
    const bytes = await picture(10, 10).png().toBuffer()
    const added = await Promise.all([
      addBytes(bytes, 'a.png'),
      addBytes(bytes, 'b.png', 'Described'),
      addBytes(bytes, 'c.png'),
    ])
    expect(new Set(added.map(({ id }) => id)).size).toBe(1)
    expect(media.list({ limit: 10 }).total).toBe(1)
    expect(filesOnDisk()).toHaveLength(1)
    expect(media.get(added[0].id).alt).toBe('Described')
  })

  test('small content can come as base64, with or without the head of a data address; what is no base64 is told at the field', async () => {
    const bytes = await picture(10, 10).png().toBuffer()
    const one = await media.add({ base64: bytes.toString('base64'), name: 'a.png' })
    const two = await media.add({ base64: `data:image/png;base64,${bytes.toString('base64')}`, name: 'b.png' })
    expect(two.id).toBe(one.id)
    expect(await media.upload({ file: new File([new Uint8Array(bytes)], 'c.png') })).toMatchObject({ id: one.id })
    expect(() => media.add({ base64: '!!!', name: 'x' })).toThrow(
      expect.objectContaining({
        code: 'unprocessable',
        data: { fields: [expect.objectContaining({ path: 'base64', message: expect.any(String) })] },
      }),
    )
  })

  test.each([
    ['a picture that is a page', '<html><script>alert(1)</script></html>', 'unsupported'],
    [
      'a drawing that can hold scripts',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      'unsupported',
    ],
    [
      'a playlist that names other files',
      '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n',
      'unsupported',
    ],
    ['a script', '#!/bin/sh\necho hi\n', 'unsupported'],
    ['an archive', Buffer.from('504b0304140000000000', 'hex'), 'unsupported'],
    ['nothing', '', 'empty'],
    ['the head of a picture and no more', Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), 'unreadable'],
    [
      'the head of a film and no more',
      Buffer.from('0000001c6674797069736f6d0000020069736f6d69736f326d703431', 'hex'),
      'unreadable',
    ],
  ])('%s is refused, with the reason, and leaves nothing behind', async (_, content, reason) => {
    expect(await refusal(addBytes(Buffer.from(content), 'photo.jpg'))).toBe(reason)
    expect(filesOnDisk()).toEqual([])
    expect(media.list({ limit: 1 }).total).toBe(0)
  })

  test('a picture that breaks off in the middle is refused, not taken as a grey half', async () => {
    const bytes = await noise(400, 400).png().toBuffer()
    expect(await refusal(addBytes(bytes.subarray(0, bytes.length / 2)))).toBe('unreadable')
  })

  test('a small file that claims billions of pixels is refused before it is unpacked', async () => {
    const bytes = await picture(8, 8).png().toBuffer()
    bytes.writeUInt32BE(60_000, 16)
    bytes.writeUInt32BE(60_000, 20)
    bytes.writeInt32BE(crc32(bytes.subarray(12, 29)), 29)
    expect(await refusal(addBytes(bytes))).toBe('too_many_pixels')
  })

  test('paths that lead nowhere, to a folder, to a pipe, or are not absolute are told apart', async () => {
    expect(await refusal(media.add({ path: join(context.folder, 'none.jpg') }))).toBe('not_found')
    expect(await refusal(media.add({ path: context.folder }))).toBe('not_a_file')
    execFileSync('mkfifo', [join(context.folder, 'pipe')])
    expect(await refusal(media.add({ path: join(context.folder, 'pipe') }))).toBe('not_a_file')
    symlinkSync(join(context.folder, 'none.jpg'), join(context.folder, 'link'))
    expect(await refusal(media.add({ path: join(context.folder, 'link') }))).toBe('not_found')
    await expect(media.add({ path: 'photo.jpg' })).rejects.toMatchObject({
      code: 'unprocessable',
      data: { fields: [{ path: 'path' }] },
    })
  })

  test('a file that says it is smaller than it is stops at the limit and leaves nothing', async () => {
    const endless = async function* () {
      for (;;) yield Buffer.alloc(65_536)
    }
    expect(await refusal(media.addStream('endless', endless(), '', 1_000_000))).toBe('too_large')
    expect(filesOnDisk()).toEqual([])
  })

  test('an upload that breaks off leaves nothing, and what an ended program left is cleared away', async () => {
    const broken = async function* () {
      yield Buffer.alloc(1_000)
      throw new Error('the line went dead')
    }
    await expect(media.addStream('x', broken())).rejects.toThrow('the line went dead')
    expect(filesOnDisk()).toEqual([])
    mkdirSync(join(context.folder, 'media/incoming'), { recursive: true })
    write('media/incoming/left', 'half a film')
    createMedia(context)
    expect(filesOnDisk()).toEqual([])
  })

  test('a media folder that cannot be written is told as such, not as a fault of the file', async () => {
    const bytes = await picture(8, 8).png().toBuffer()
    write('media', 'a file where the folder should be')
    await expect(addBytes(bytes)).rejects.toMatchObject({ code: expect.stringMatching(/EEXIST|ENOTDIR/) })
    rmSync(join(context.folder, 'media'))
    mkdirSync(join(context.folder, 'media'))
    chmodSync(join(context.folder, 'media'), 0o500)
    if (process.getuid?.() !== 0)
      await expect(addBytes(bytes)).rejects.toMatchObject({ code: 'conflict', data: { reason: 'media_folder' } })
  })

  test('a damaged file is mended by adding it again', async () => {
    const bytes = await picture(20, 20).png().toBuffer()
    const asset = await addBytes(bytes)
    const path = (await media.file(asset.id, 'file'))?.path ?? ''
    truncateSync(path, 10)
    await addBytes(bytes)
    expect(readFileSync(path)).toEqual(bytes)
  })

  test('a name cannot lead out of anything and is shown without control characters', async () => {
    const bytes = await picture(8, 8).png().toBuffer()
    expect((await addBytes(bytes, '../../etc/pass\u0000wd\n')).name).toBe('passwd')
    expect((await addBytes(await picture(9, 9).png().toBuffer(), 'C:\\photos\\boat.png')).name).toBe('boat.png')
  })
})

describe('facts', () => {
  test('a picture a camera stored lying down has the size people see', async () => {
    const bytes = await picture(40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect(await addBytes(bytes)).toMatchObject({ width: 20, height: 40 })
  })

  test('an animation is known as one, with the size of one frame', async () => {
    const frames = await Promise.all(['#f00', '#0f0', '#00f'].map((color) => picture(16, 12, color).png().toBuffer()))
    const gif = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 100, 100] })
      .toBuffer()
    expect(await addBytes(gif)).toMatchObject({ type: 'image/gif', width: 16, height: 12, animated: true })
  })

  test.each([
    ['clip.mp4', { kind: 'video', type: 'video/mp4', width: 64, height: 48, durationMs: 1_500, videoCodec: 'avc' }],
    [
      'turned.mov',
      { kind: 'video', type: 'video/quicktime', width: 48, height: 64, durationMs: 1_500, videoCodec: 'avc' },
    ],
    ['clip.webm', { kind: 'video', type: 'video/webm', width: 64, height: 48, durationMs: 1_000, videoCodec: 'vp8' }],
    ['tone.mp3', { kind: 'audio', type: 'audio/mpeg', width: null, height: null, videoCodec: null, audioCodec: 'mp3' }],
    ['tone.m4a', { kind: 'audio', type: 'audio/mp4', width: null, height: null, videoCodec: null, audioCodec: 'aac' }],
  ] as const)('%s tells its size, length and codec', async (name, facts) => {
    const asset = await media.add({ path: fixture(name) })
    expect({ ...asset, durationMs: Math.round((asset.durationMs ?? 0) / 100) * 100 }).toMatchObject(facts)
    expect(
      Math.abs((asset.durationMs ?? 0) - (name === 'clip.mp4' || name === 'turned.mov' ? 1_500 : 1_000)),
    ).toBeLessThan(150)
  })

  test('a film tells its frames a second and its bits, whatever else is in the file', async () => {
    const asset = await media.add({ path: await makeVideo({ ...small, fps: 25, bytes: 50_000_000 }) })
    expect(asset).toMatchObject({ fps: 25, audioCodec: 'aac' })
    expect(asset.bitrate).toBeGreaterThan(50_000)
    expect(asset.bitrate).toBeLessThan(5_000_000)
  })

  test('a film that an earlier version took in is read again at the next start; one that is gone keeps what is known', async () => {
    const film = await media.add({ path: await makeVideo({ ...small, fps: 50 }) })
    const lost = await media.add({ path: await makeVideo({ ...small, fps: 24 }) })
    const { sqlite } = context.store
    sqlite.exec(`update asset set fps = null, bitrate = null, audio_codec = null, probed = 0`)
    rmSync((await media.file(lost.id, 'file'))?.path ?? '')
    const again = createMedia(context)
    again.start()
    await expect.poll(() => again.get(film.id).fps, { timeout: 5_000 }).toBe(50)
    await expect.poll(() => sqlite.prepare(`select min(probed) from asset`).pluck().get()).toBe(1)
    await again.close()
    expect(again.get(film.id)).toEqual(film)
    expect(again.get(lost.id)).toMatchObject({ durationMs: lost.durationMs, fps: null })
  })

  test('a film of 300 MB is hashed, probed and kept without being held in memory', async () => {
    const path = join(context.folder, 'long.mp4')
    writeFileSync(path, readFileSync(fixture('clip.mp4')))
    const bytes = 300_000_000
    // One more box of the container, of zeros: a sparse file, which the disk does not hold and memory would.
    const box = Buffer.alloc(8)
    box.writeUInt32BE(bytes, 0)
    box.write('free', 4)
    const file = openSync(path, 'a')
    writeSync(file, box)
    closeSync(file)
    truncateSync(path, statSync(path).size - 8 + bytes)

    const peak = watchMemory()
    const asset = await media.add({ path })
    expect(asset).toMatchObject({ type: 'video/mp4', durationMs: 1_500, bytes: statSync(path).size })
    expect(peak()).toBeLessThan(100_000_000)
  }, 60_000)
})

describe('previews', () => {
  test('are small webp pictures, made when asked for and again when lost', async () => {
    const { id, paths } = await addBytes(await picture(1_000, 500).jpeg().toBuffer())
    expect(paths).toEqual({ file: `${id}/file`, small: `${id}/small`, large: `${id}/large` })
    const sizes = async () => {
      const [small, large] = [await media.file(id, 'small'), await media.file(id, 'large')]
      const shapes = await Promise.all([small, large].map((one) => sharp(one?.path).metadata()))
      return shapes.map(({ format, width, height }) => [format, width, height])
    }
    expect(await sizes()).toEqual([
      ['webp', 64, 32],
      ['webp', 480, 240],
    ])
    rmSync(join(context.folder, 'media/made'), { recursive: true })
    expect(await sizes()).toHaveLength(2)
  })

  test('never make a picture larger, and stand upright', async () => {
    const { id } = await addBytes(await picture(40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer())
    expect(await sharp((await media.file(id, 'large'))?.path).metadata()).toMatchObject({ width: 20, height: 40 })
  })

  test('of sound there are none, and none is promised', async () => {
    const { id, paths } = await media.add({ path: fixture('tone.mp3') })
    expect(paths).toMatchObject({ small: null, large: null })
    expect(await media.file(id, 'small')).toBeNull()
  })

  test.runIf(hasFfmpeg).each(['clip.mp4', 'turned.mov', 'clip.webm'])(
    'of %s show a frame of it, upright',
    async (name) => {
      const { id, paths, width, height } = await media.add({ path: fixture(name) })
      expect(paths.small).toBe(`${id}/small`)
      expect(await sharp((await media.file(id, 'large'))?.path).metadata()).toMatchObject({
        format: 'webp',
        width,
        height,
      })
    },
  )

  test('of a film there are none on a machine without ffmpeg, and the film is taken all the same', async () => {
    const without = createMedia({ ...context, ffmpeg: createFfmpeg({ clock: context.clock, env: {}, places: [] }) })
    expect(await without.add({ path: fixture('clip.mp4') })).toMatchObject({
      kind: 'video',
      paths: { small: null, large: null },
    })
  })

  test('nothing but the file and its two previews can be asked for', async () => {
    const { id } = await addBytes(await picture(8, 8).png().toBuffer())
    for (const [asset, variant] of [
      [id, '../../workspace.db'],
      [id, ''],
      [id, 'preview-64'],
      ['../workspace.db', 'file'],
      ['', 'file'],
      [`${id}/..`, 'file'],
    ] as const) {
      expect(await media.file(asset, variant)).toBeNull()
    }
  })
})

describe('the library', () => {
  const names = (filter: Parameters<Media['list']>[0]) => media.list(filter).items.map(({ name }) => name)
  let number = 0
  const addNamed = async (name: string, alt = '') => {
    await context.clock.by(1)
    return addBytes(
      await picture(8 + (number++ % 500), 8 + Math.floor(number / 500))
        .png()
        .toBuffer(),
      name,
      alt,
    )
  }
  const usePost = (assetId: string, deleted = false) => {
    const id = context.ids('post')
    const { sqlite } = context.store
    sqlite
      .prepare(
        `insert into post (id, title, parts, review, created_at, updated_at, deleted_at) values (?, 'Uses it', '[]', 'draft', 1, 1, ?)`,
      )
      .run(id, deleted ? 1 : null)
    sqlite.prepare('insert into post_asset values (?, ?, 0)').run(id, assetId)
    return id
  }

  test('shows the newest first, page by page, and refuses a cursor of other filters', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await addNamed(name)
    const first = media.list({ limit: 2 })
    expect(first).toMatchObject({ total: 5, items: [{ name: 'e' }, { name: 'd' }] })
    const second = media.list({ limit: 2, cursor: first.nextCursor ?? '' })
    expect(second.items.map(({ name }) => name)).toEqual(['c', 'b'])
    expect(media.list({ limit: 2, cursor: second.nextCursor ?? '' })).toMatchObject({
      items: [{ name: 'a' }],
      nextCursor: null,
    })
    expect(() => media.list({ limit: 2, noAlt: true, cursor: first.nextCursor ?? '' })).toThrow(
      expect.objectContaining({ code: 'bad_cursor' }),
    )
  })

  test('finds by name, alt text and label, in capitals or not, and takes signs as signs', async () => {
    const boat = await addNamed('Boat at Österbro.png')
    await addNamed('other.png', 'An old BOAT')
    await addNamed('100% [new]*.png')
    media.update(boat.id, { labels: ['Summer'] })
    expect(names({ limit: 9, q: 'boat' }).sort()).toEqual(['Boat at Österbro.png', 'other.png'])
    expect(names({ limit: 9, q: 'ÖSTER boat' })).toEqual(['Boat at Österbro.png'])
    expect(names({ limit: 9, q: 'österBRO' })).toEqual(['Boat at Österbro.png'])
    expect(names({ limit: 9, q: 'summer' })).toEqual(['Boat at Österbro.png'])
    for (const q of ['100%', '[new]*', '*.', '[']) expect(names({ limit: 9, q })).toContain('100% [new]*.png')
    expect(names({ limit: 9, q: '?' })).toEqual([])
    expect(names({ limit: 9, q: 'b*t' })).toEqual([])
  })

  test('tells what is used, by how many posts and which, leaving out what is in the bin', async () => {
    const [used, binned, free] = [await addNamed('used', 'x'), await addNamed('binned', 'x'), await addNamed('free')]
    const post = usePost(used.id)
    usePost(binned.id, true)
    expect(media.get(used.id).usedBy).toBe(1)
    expect(media.get(binned.id).usedBy).toBe(0)
    expect(media.usage(used.id)).toEqual([{ postId: post, title: 'Uses it' }])
    expect(media.usage(binned.id)).toEqual([])
    expect(names({ limit: 9, unused: true })).toEqual(['free', 'binned'])
    expect(names({ limit: 9, noAlt: true })).toEqual(['free'])
    expect(names({ limit: 9, kind: 'video' })).toEqual([])
    expect(media.delete(used.id)).toEqual({ id: used.id, usedBy: 1 })
    expect(media.usage(free.id)).toEqual([])
  })

  test('changes of name, alt text and labels are kept and told', async () => {
    const { id } = await addNamed('a')
    context.events.length = 0
    expect(media.update(id, { name: 'b', alt: 'Alt', labels: ['x', 'x', 'y'] })).toMatchObject({
      name: 'b',
      alt: 'Alt',
      labels: ['x', 'y'],
    })
    expect(media.update(id, {})).toMatchObject({ name: 'b', alt: 'Alt' })
    expect(context.events).toContainEqual({ type: 'asset.changed', ids: { asset: id } })
  })

  test('a deleted file stays readable for its posts, comes back when wanted, and when added again', async () => {
    const { id } = await addNamed('a')
    media.delete(id)
    expect(names({ limit: 9 })).toEqual([])
    expect(names({ limit: 9, deleted: true })).toEqual(['a'])
    expect(media.facts(id)).toMatchObject({ deleted: true, missing: false })
    expect(existsSync(media.outgoing(id, null).path)).toBe(true)
    expect(media.undelete(id).deletedAt).toBeNull()
    media.delete(id)
    await addBytes(readFileSync(media.outgoing(id, null).path), 'again')
    expect(media.get(id)).toMatchObject({ name: 'a', deletedAt: null })
  })

  test('after a month in the bin a file nobody needs is erased with all that was made of it; every other stays', async () => {
    const [gone, used, recent, live, waiting] = [
      await addNamed('gone'),
      await addNamed('used'),
      await addNamed('recent'),
      await addNamed('live'),
      await addNamed('waiting'),
    ]
    await media.file(gone.id, 'small')
    const files = filesOnDisk().filter((path) => path.includes(gone.sha256))
    expect(files).toHaveLength(2)
    usePost(used.id, true)
    const { sqlite } = context.store
    sqlite
      .prepare(
        `insert into account (id, platform, kind, external_id, handle, name, display_handle, server, method, limits, defaults, created_at) values ('acct_1', 'practice', 'p', 'e', 'h', 'n', 'd', '', 'm', '{}', '{}', 1)`,
      )
      .run()
    sqlite
      .prepare(
        `insert into delivery (id, post_id, account_id, status, due_at, wall_time, zone, deadline_at, created_at, updated_at, frozen) values ('dlv_1', (select id from post), 'acct_1', 'retrying', 1, '', 'UTC', 1, 1, 1, ?)`,
      )
      .run(JSON.stringify({ parts: [{ text: '', media: [{ assetId: waiting.id }] }] }))
    for (const { id } of [gone, used, waiting]) media.delete(id)
    await context.clock.by(31 * 86_400_000)
    media.delete(recent.id)
    expect(await media.sweep()).toBe(1)
    expect(files.filter(existsSync)).toEqual([])
    expect(() => media.get(gone.id)).toThrow(expect.objectContaining({ code: 'not_found' }))
    for (const { id } of [used, recent, live, waiting]) expect(existsSync(media.outgoing(id, null).path)).toBe(true)
  })

  test('the sweep runs once a day by itself until the workspace closes', async () => {
    const { id } = await addNamed('a')
    media.start()
    media.delete(id)
    await context.clock.by(29 * 86_400_000)
    expect(media.get(id).deletedAt).not.toBeNull()
    await context.clock.by(2 * 86_400_000)
    await expect.poll(() => media.list({ limit: 1, deleted: true }).total).toBe(0)
    await media.close()
    const again = await addNamed('b')
    media.delete(again.id)
    await context.clock.by(40 * 86_400_000)
    expect(media.list({ limit: 1, deleted: true }).total).toBe(1)
  })
})

describe('what goes out', () => {
  const bluesky = { types: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: 300_000, maxSide: 1_200 }

  test('a picture that fits and tells nothing goes out as it is, byte for byte', async () => {
    const { id } = await addBytes(await picture(100, 100).png().toBuffer())
    const file = media.outgoing(id, 'Here')
    expect(file).toMatchObject({ assetId: id, alt: 'Here', kind: 'image', type: 'image/png' })
    expect(await file.convert(bluesky)).toEqual({
      path: file.path,
      type: 'image/png',
      bytes: file.bytes,
      width: 100,
      height: 100,
    })
  })

  test('where the camera was, and what it was, never goes out', async () => {
    const bytes = await picture(60, 40)
      .withExif({ IFD0: { Make: 'SecretCam' }, IFD3: { GPSLatitude: '52/1 31/1 0/1', GPSLatitudeRef: 'N' } })
      .jpeg()
      .toBuffer()
    expect(bytes.includes('SecretCam')).toBe(true)
    const file = media.outgoing((await addBytes(bytes)).id, null)
    const sent = await file.convert(bluesky)
    expect(sent.path).not.toBe(file.path)
    expect(await sharp(sent.path).metadata()).not.toHaveProperty('exif')
    expect(readFileSync(sent.path).includes('SecretCam')).toBe(false)
    expect(readFileSync(file.path)).toEqual(bytes)
  })

  test('a picture is made to fit in bytes, sides and pixels, keeping its shape', async () => {
    const { id } = await addBytes(await noise(1_600, 800).png().toBuffer())
    const sent = await media.outgoing(id, null).convert(bluesky)
    expect(sent.type).toBe('image/jpeg')
    expect(sent.bytes).toBeLessThanOrEqual(300_000)
    expect(statSync(sent.path).size).toBe(sent.bytes)
    expect(Math.max(sent.width, sent.height)).toBeLessThanOrEqual(1_200)
    expect(sent.width / sent.height).toBeCloseTo(2, 1)
    expect(await sharp(sent.path).metadata()).toMatchObject({ format: 'jpeg', width: sent.width, height: sent.height })
    const few = await media.outgoing(id, null).convert({ ...bluesky, maxPixels: 50_000 })
    expect(few.width * few.height).toBeLessThanOrEqual(50_000)
  })

  test('a lying picture is sent upright', async () => {
    const { id } = await addBytes(await picture(60, 40).withMetadata({ orientation: 6 }).jpeg().toBuffer())
    const sent = await media.outgoing(id, null).convert(bluesky)
    expect(sent).toMatchObject({ width: 40, height: 60 })
    expect((await sharp(sent.path).metadata()).orientation ?? 1).toBe(1)
  })

  test('transparency is kept where a type that has it is taken, and becomes white where not', async () => {
    const { id } = await addBytes(await noise(400, 400, 4).png().toBuffer())
    const file = media.outgoing(id, null)
    const webp = await file.convert({ types: ['image/jpeg', 'image/webp'], maxBytes: 200_000 })
    expect(webp.type).toBe('image/webp')
    expect((await sharp(webp.path).metadata()).hasAlpha).toBe(true)
    const jpeg = await file.convert({ types: ['image/jpeg'], maxBytes: 200_000 })
    expect(jpeg.type).toBe('image/jpeg')
    const clear = await addBytes(
      await sharp({ create: { width: 20, height: 20, channels: 4, background: '#0000' } })
        .png()
        .toBuffer(),
    )
    const flat = await media.outgoing(clear.id, null).convert({ types: ['image/jpeg'], maxBytes: 200_000 })
    expect([...(await sharp(flat.path).raw().toBuffer()).subarray(0, 3)].every((value) => value > 250)).toBe(true)
  })

  test('a large photo with an alpha channel nobody uses becomes a JPEG of full size, not a tiny PNG', async () => {
    const { id } = await addBytes(await noise(600, 600).ensureAlpha().png().toBuffer())
    expect(await media.outgoing(id, null).convert({ ...bluesky, maxBytes: 400_000 })).toMatchObject({
      type: 'image/jpeg',
      width: 600,
      height: 600,
    })
  })

  test('a PNG keeps all of its colours when it is only made smaller', async () => {
    const { id } = await addBytes(await noise(200, 200).png().toBuffer())
    const sent = await media.outgoing(id, null).convert({ types: ['image/png'], maxBytes: 10_000_000, maxSide: 100 })
    expect(sent).toMatchObject({ type: 'image/png', width: 100 })
    expect(await sharp(sent.path).metadata()).not.toHaveProperty('paletteBitDepth')
  })

  test('an animation stays one where it can, and is its first frame where it cannot', async () => {
    const frames = await Promise.all(['#f00', '#0f0', '#00f'].map((color) => picture(200, 100, color).png().toBuffer()))
    const gif = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 100, 100] })
      .toBuffer()
    const file = media.outgoing((await addBytes(gif)).id, null)
    const moving = await file.convert({ types: ['image/gif', 'image/jpeg'], maxBytes: 1_000_000, maxSide: 100 })
    expect(moving).toMatchObject({ type: 'image/gif', width: 100, height: 50 })
    expect((await sharp(moving.path).metadata()).pages).toBe(3)
    const still = await file.convert({ types: ['image/jpeg'], maxBytes: 1_000_000 })
    expect(still).toMatchObject({ type: 'image/jpeg', width: 200, height: 100 })
  })

  test('a conversion is made once and kept, until it has not been needed for a month', async () => {
    const { id } = await addBytes(await noise(800, 400).png().toBuffer())
    const file = media.outgoing(id, null)
    const [one, two] = await Promise.all([file.convert(bluesky), file.convert(bluesky)])
    expect(two).toEqual(one)
    const made = statSync(one.path).mtimeMs
    expect(await file.convert(bluesky)).toEqual(one)
    expect(statSync(one.path).mtimeMs).toBe(made)
    await media.file(id, 'small')
    const past = (context.clock.now() - 31 * 86_400_000) / 1_000
    for (const path of filesOnDisk().filter((path) => path.includes('/made/'))) utimesSync(path, past, past)
    await media.sweep()
    expect(existsSync(one.path)).toBe(false)
    expect(filesOnDisk().some((path) => path.includes('preview-64'))).toBe(true)
    expect(existsSync(file.path)).toBe(true)
  })

  test('whoever stops waiting for a conversion stops at once, and the next one gets it', async () => {
    const { id } = await addBytes(await noise(900, 900).png().toBuffer())
    const file = media.outgoing(id, null) as ReturnType<Media['outgoing']> & {
      convert(target: typeof bluesky, signal: AbortSignal): Promise<unknown>
    }
    const stop = new AbortController()
    const waiting = file.convert(bluesky, stop.signal)
    stop.abort(new Error('the studio closes'))
    await expect(waiting).rejects.toThrow('the studio closes')
    expect(await file.convert(bluesky)).toMatchObject({ type: 'image/jpeg' })
  })

  test('a file that is gone, or cannot be made to fit, is a refusal of the media that a person can act on', async () => {
    const { id, sha256 } = await addBytes(await noise(500, 500).png().toBuffer())
    const failure = { outcome: { is: 'rejected', failure: { code: 'media' } } }
    await expect(media.outgoing(id, null).convert({ types: ['image/jpeg'], maxBytes: 10 })).rejects.toMatchObject(
      failure,
    )
    rmSync(join(context.folder, 'media', sha256.slice(0, 2)), { recursive: true })
    expect(media.facts(id)).toMatchObject({ missing: true })
    await expect(media.outgoing(id, null).convert(bluesky)).rejects.toMatchObject(failure)
    await expect((async () => media.outgoing('asset_none', null))()).rejects.toMatchObject(failure)
    expect(media.facts('asset_none')).toBeUndefined()
  })
})

/** Watches how much memory the process takes above what it has now; answers the most it saw, in bytes. */
function watchMemory(): () => number {
  const total = () => process.memoryUsage().rss
  const before = total()
  let most = 0
  const timer = setInterval(() => (most = Math.max(most, total() - before)), 5)
  return () => {
    clearInterval(timer)
    return Math.max(most, total() - before)
  }
}

/** The checksum PNG puts behind each chunk. */
function crc32(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc
}
