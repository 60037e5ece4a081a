import { describe, expect, test } from 'vitest'
import type { VideoRules } from '../../../contract/platforms/types.ts'
import { conversionArguments } from './arguments.ts'
import { planVideo, type Film, type VideoPlan } from './plan.ts'

const film: Film = {
  name: 'clip.mp4',
  type: 'video/mp4',
  bytes: 10_000_000,
  width: 1_920,
  height: 1_080,
  durationMs: 20_000,
  fps: 30,
  videoCodec: 'avc',
  audioCodec: 'aac',
  bitrate: 4_000_000,
  plain: true,
  bright: false,
}
const rules: VideoRules = { types: ['video/mp4', 'video/quicktime'], maxBytes: 100_000_000 }

const plan = (change: Partial<Film> = {}, more: Partial<VideoRules> = {}, cut = false, fit: 'crop' | 'pad' = 'pad') =>
  planVideo({ ...film, ...change }, { rules: { ...rules, ...more }, fit, cut })
const conversion = (found: VideoPlan) => {
  if (found.is !== 'convert') throw new Error(`${found.is}, not convert`)
  return found
}
const argumentsOf = (change: Partial<Film>, found: VideoPlan, toneMaps = true) =>
  conversionArguments({ ...film, ...change }, conversion(found), { source: '/in', target: '/out', toneMaps }) ?? []
const option = (list: readonly string[], name: string) => list[list.indexOf(name) + 1]

test('a film that is taken as it is needs nothing', () => {
  expect(plan()).toEqual({ is: 'fits' })
  expect(plan({ type: 'video/webm', videoCodec: 'vp9' }, { types: ['video/webm'] })).toEqual({ is: 'fits' })
})

describe('what is stored rightly is passed on', () => {
  test('in another container without touching picture and sound', () => {
    const found = plan({ type: 'video/quicktime' }, { types: ['video/mp4'] })
    expect(found).toMatchObject({ is: 'convert', type: 'video/mp4', picture: null, sound: 'keep' })
    const list = argumentsOf({ type: 'video/quicktime' }, found)
    expect([option(list, '-c:v'), option(list, '-c:a')]).toEqual(['copy', 'copy'])
  })

  test('only the sound is written anew where only the sound is not taken', () => {
    expect(plan({ audioCodec: 'opus' }, { audioCodecs: ['aac'] })).toMatchObject({ picture: null, sound: 'encode' })
  })

  test('but not a picture with ten bits, or of a codec that MP4 players do not expect', () => {
    const mov = { type: 'video/quicktime' } as const
    expect(conversion(plan({ ...mov, plain: false }, { types: ['video/mp4'] })).picture).not.toBeNull()
    expect(conversion(plan({ type: 'video/webm', videoCodec: 'vp9' })).picture).not.toBeNull()
  })

  test('and keeps its container where that is one of those taken', () => {
    expect(plan({ type: 'video/quicktime', fps: 120 }, { fps: { min: 23, max: 60 } })).toMatchObject({
      type: 'video/quicktime',
    })
  })
})

describe('length', () => {
  test('is never cut unless the person says so', () => {
    expect(plan({ durationMs: 95_000 }, { maxSeconds: 90 })).toMatchObject({
      is: 'refused',
      why: { says: 'video_longer_than_taken', params: { seconds: 95, max: 90 } },
    })
  })

  test('is cut to just under the limit when they do, and the rest is kept', () => {
    const found = plan({ durationMs: 95_000 }, { maxSeconds: 90 }, true)
    expect(found).toMatchObject({ is: 'convert', cut: true, picture: null })
    const list = argumentsOf({}, found)
    expect(Number(option(list, '-t'))).toBeLessThan(90)
    expect(Number(option(list, '-t'))).toBeGreaterThan(89)
  })

  test('that is too short cannot be mended', () => {
    expect(plan({ durationMs: 2_400 }, { minSeconds: 3 })).toMatchObject({
      why: { says: 'video_shorter_than_taken', params: { seconds: 2.4, min: 3 } },
    })
  })
})

describe('size', () => {
  const feed = { ratio: { min: 0.8, max: 1.91 } }
  const tall = { width: 1_080, height: 1_920 }

  test('a tall film gets borders at the sides or is cut above and below', () => {
    const padded = plan(tall, feed)
    expect(conversion(padded).picture).toMatchObject({ frame: { width: 1_536, height: 1_920 }, by: 'pad' })
    expect(option(argumentsOf(tall, padded), '-vf')).toBe(
      'scale=1080:1920:flags=lanczos,setsar=1,pad=1536:1920:(ow-iw)/2:(oh-ih)/2:black,format=yuv420p',
    )
    const cropped = plan(tall, feed, false, 'crop')
    expect(conversion(cropped).picture).toMatchObject({ frame: { width: 1_080, height: 1_350 }, by: 'crop' })
    expect(option(argumentsOf(tall, cropped), '-vf')).toBe(
      'crop=iw:ih*0.703125,scale=1080:1350:flags=lanczos,setsar=1,format=yuv420p',
    )
  })

  test('a large film shrinks and keeps its shape, with even sides', () => {
    const { picture } = conversion(plan({ width: 3_840, height: 2_076 }, { maxSide: 1_920 }))
    expect(picture).toMatchObject({ frame: { width: 1_920, height: 1_038 }, by: 'scale' })
  })

  test('limits that no size is within are told', () => {
    expect(plan({ width: 3_000, height: 100 }, { minHeight: 360, maxSide: 1_920 })).toMatchObject({
      is: 'refused',
      why: { says: 'no_size_fits' },
    })
  })
})

describe('frames a second', () => {
  const fps = { fps: { min: 23, max: 30 } }
  test.each([
    [120, 30],
    [59.94, 29.97],
    [50, 25],
    [48, 24],
    [35, 30],
    [12, 23],
  ])('of %d become %d, a whole part of it where one is taken', (own, becomes) => {
    expect(conversion(plan({ fps: own }, fps)).picture?.fps).toBe(becomes)
  })

  test('that are taken stay, also those a hair beside the limit', () => {
    expect(plan({ fps: 29.97 }, fps)).toEqual({ is: 'fits' })
    expect(plan({ fps: 30.05 }, fps)).toEqual({ is: 'fits' })
  })
})

describe('bytes', () => {
  test('picture and sound together stay below what is taken', () => {
    const { picture, soundBits, seconds } = conversion(plan({}, { maxBytes: 8_000_000 }))
    expect((((picture?.bits ?? 0) + soundBits) * (seconds + 1)) / 8).toBeLessThan(8_000_000)
    expect(picture?.frame).toEqual({ width: 1_920, height: 1_080 })
  })

  test('a bitrate that is too high is capped below the limit', () => {
    const { picture, soundBits } = conversion(plan({ bitrate: 30_000_000 }, { maxBitrate: 25_000_000 }))
    expect((picture?.bits ?? 0) + soundBits).toBeLessThan(25_000_000)
  })

  test('where few bits are left the picture gets smaller instead of muddy, but not smaller than is taken', () => {
    const free = conversion(plan({}, { maxBytes: 500_000 })).picture?.frame
    expect(free?.width).toBeLessThan(700)
    const held = conversion(plan({}, { maxBytes: 500_000, minWidth: 720 })).picture?.frame
    expect(held?.width).toBe(720)
  })

  test('a film that cannot be made small enough is told as that', () => {
    expect(plan({ durationMs: 3_600_000 }, { maxBytes: 500_000 })).toMatchObject({
      is: 'refused',
      why: { says: 'file_not_small_enough' },
    })
  })

  test('a second try aims lower, and never passes on what is there', () => {
    const first = conversion(plan({}, { maxBytes: 5_000_000 }))
    const second = conversion(
      planVideo(film, { rules: { ...rules, maxBytes: 5_000_000 }, fit: 'pad', cut: false }, 0.8),
    )
    expect(second.picture?.bits).toBeLessThan((first.picture?.bits ?? 0) * 0.85)
  })
})

test('what can only be written in formats or codecs we cannot write is told', () => {
  expect(plan({ fps: 120 }, { types: ['video/webm'], fps: { min: 23, max: 60 } })).toMatchObject({
    why: { says: 'no_format_fits' },
  })
  expect(plan({ videoCodec: 'avc' }, { codecs: ['vp9'] })).toMatchObject({ why: { says: 'no_codec_fits' } })
})

describe('the arguments', () => {
  const list = argumentsOf({}, plan({}, { maxBytes: 5_000_000 }))

  test('read this one file with the demuxer of its type, and no protocol but files', () => {
    expect(list.slice(0, list.indexOf('-map'))).toEqual([
      '-y',
      ...['-protocol_whitelist', 'file,pipe', '-f', 'mov', '-max_pixels', '120000000', '-i', 'file:/in'],
    ])
    expect(
      conversionArguments({ ...film, type: 'video/x-unknown' }, conversion(plan({}, { maxBytes: 5_000_000 })), {
        source: '/in',
        target: '/out',
        toneMaps: true,
      }),
    ).toBeNull()
  })

  test('leave place, camera and chapters behind, and put the index first', () => {
    expect([option(list, '-map_metadata'), option(list, '-map_chapters'), option(list, '-movflags')]).toEqual([
      '-1',
      '-1',
      '+faststart',
    ])
    expect(list.at(-1)).toBe('file:/out')
  })

  test('bring a bright picture to common screens where this ffmpeg can', () => {
    const bright = { bright: true, plain: false }
    const wanted = plan({ ...bright, videoCodec: 'hevc' }, { codecs: ['avc'] })
    expect(option(argumentsOf(bright, wanted), '-vf')).toContain('tonemap')
    expect(option(argumentsOf(bright, wanted, false), '-vf')).not.toContain('tonemap')
  })
})
