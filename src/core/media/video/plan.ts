import type { VideoRules } from '../../../contract/platforms/types.ts'
import { said, type Said } from '../../../contract/sentences/index.ts'
import { frameFor, isWithin, type Fit, type Size } from '../frame.ts'

/** A film as conversion needs to know it. */
export interface Film {
  readonly name: string
  readonly type: string
  readonly bytes: number
  /** As people see it: upright, with square pixels. */
  readonly width: number
  readonly height: number
  readonly durationMs: number
  readonly fps: number | null
  readonly videoCodec: string | null
  readonly audioCodec: string | null
  readonly bitrate: number | null
  /** Eight bits, colours at half size: what every player shows. Others are not passed on as they are. */
  readonly plain: boolean
  /** Brighter than common screens show (HDR). */
  readonly bright: boolean
}

/** What a film is to become. */
export interface VideoWish {
  readonly rules: VideoRules
  readonly fit: Fit
  /** The person says that it may be cut to the longest that is taken. */
  readonly cut: boolean
}

export type VideoPlan =
  { readonly is: 'fits' } | { readonly is: 'refused'; readonly why: Said } | ({ readonly is: 'convert' } & Conversion)

export interface Conversion {
  readonly type: OutputType
  readonly seconds: number
  /** Whether it ends before the original does. */
  readonly cut: boolean
  /** Null: passed on as it is stored. */
  readonly picture: Picture | null
  readonly sound: 'keep' | 'encode' | 'none'
  readonly soundBits: number
}

export interface Picture {
  readonly frame: Size
  /** How the original is brought to `frame`. */
  readonly by: 'scale' | 'crop' | 'pad'
  /** Null: as it is. */
  readonly fps: number | null
  /** The most bits a second that are written. */
  readonly bits: number
}

type OutputType = 'video/mp4' | 'video/quicktime'

/** H.264 with its usual quality needs about 0.1 bits a pixel. Below this it is better to have fewer pixels … */
const goodBitsPerPixel = 0.03
/** … and below this nothing can be made out. */
const fewestBitsPerPixel = 0.008
const smallestSide = 144
const usualSoundBits = 128_000
/** More is not seen. */
const mostBits = 40_000_000
/** What container and the rate control's last second come to. */
const reserve = 0.96

/**
 * What has to be done to a film so that `wish.rules` hold for it, and no more: pass its streams on where they are taken, else write H.264 with AAC.
 * `share` below 1 aims lower, for a second try.
 */
export function planVideo(film: Film, { rules, fit, cut }: VideoWish, share = 1): VideoPlan {
  const { name } = film
  const whole = film.durationMs / 1_000
  if (rules.minSeconds !== undefined && whole < rules.minSeconds)
    return refused(said('video_shorter_than_taken', { name, seconds: tenth(whole), min: rules.minSeconds }))
  const isTooLong = rules.maxSeconds !== undefined && whole > rules.maxSeconds
  if (isTooLong && !cut)
    return refused(said('video_longer_than_taken', { name, seconds: Math.ceil(whole), max: rules.maxSeconds ?? 0 }))
  // A frame less than the limit: the last one lasts, too.
  const seconds = isTooLong ? Math.max(0.1, (rules.maxSeconds ?? whole) - 0.1) : whole

  const keepsPicture = share === 1 && pictureIsTaken(film, rules, seconds / whole)
  const keepsSound = film.audioCodec === null || soundIsTaken(film.audioCodec, rules)
  if (keepsPicture && keepsSound && !isTooLong && rules.types.includes(film.type)) return { is: 'fits' }

  const type = outputType(film.type, rules.types)
  if (!type) return refused(said('no_format_fits', { types: rules.types.join(', ') }))
  const copies = keepsPicture && film.plain && (film.videoCodec === 'avc' || film.videoCodec === 'hevc')
  if (!copies && rules.codecs && !rules.codecs.includes('avc'))
    return refused(said('no_codec_fits', { codecs: rules.codecs.join(', ') }))
  const sound =
    film.audioCodec === null ? 'none' : copies && keepsSound && film.audioCodec === 'aac' ? 'keep' : 'encode'
  if (sound === 'encode' && !soundIsTaken('aac', rules))
    return refused(said('no_codec_fits', { codecs: rules.audioCodecs?.join(', ') ?? '' }))

  const budget = share * bitsFor(rules, seconds)
  const soundBits = sound === 'none' ? 0 : Math.min(usualSoundBits, Math.max(32_000, Math.round(budget / 8)))
  const picture = copies ? null : planPicture(film, rules, fit, budget - soundBits)
  if (picture === 'no_size') return refused(said('no_size_fits', { name }))
  if (picture === 'no_bits') return refused(said('file_not_small_enough', { name }))
  return { is: 'convert', type, seconds, cut: isTooLong, picture, sound, soundBits }
}

function refused(why: Said): VideoPlan {
  return { is: 'refused', why }
}

/** Its own container where that is one we write and it is taken, else the first that is. */
function outputType(own: string, types: readonly string[]): OutputType | undefined {
  const written: readonly OutputType[] = ['video/mp4', 'video/quicktime']
  return [...written].sort((a, b) => Number(b === own) - Number(a === own)).find((type) => types.includes(type))
}

function soundIsTaken(codec: string, { audioCodecs }: VideoRules): boolean {
  return !audioCodecs || audioCodecs.includes(codec)
}

/** Whether the stored picture can stay; of a film that is cut, `part` of its bytes remain. */
function pictureIsTaken(film: Film, rules: VideoRules, part: number): boolean {
  const { width, height, videoCodec, fps, bitrate } = film
  return (
    film.bytes * part <= rules.maxBytes &&
    (!rules.codecs || (videoCodec !== null && rules.codecs.includes(videoCodec))) &&
    (!rules.fps || fps === null || (fps >= rules.fps.min - 0.1 && fps <= rules.fps.max + 0.1)) &&
    (rules.maxBitrate === undefined || bitrate === null || bitrate <= rules.maxBitrate) &&
    isWithin({ width, height }, rules)
  )
}

/** Bits a second of everything. The rate control keeps to it over a second, so one second more bounds the whole file. */
function bitsFor({ maxBytes, maxBitrate = Infinity }: VideoRules, seconds: number): number {
  return Math.min(mostBits, reserve * Math.min(maxBitrate, (maxBytes * 8) / (seconds + 1)))
}

function planPicture(film: Film, rules: VideoRules, fit: Fit, bits: number): Picture | 'no_size' | 'no_bits' {
  const wanted = frameFor(film, rules, fit, 2)
  if (!wanted) return 'no_size'
  const fps = fpsFor(film.fps, rules.fps)
  const frame = affordable(wanted, bits / (fps ?? film.fps ?? 30), rules, fit)
  if (!frame) return 'no_bits'
  const isReshaped = Math.abs((frame.width * film.height) / (frame.height * film.width) - 1) > 0.005
  return { frame, by: isReshaped ? fit : 'scale', fps, bits: Math.floor(bits) }
}

/** The frame, or a smaller one that so few bits are enough for; null where none is. */
function affordable(frame: Size, bitsPerFrame: number, rules: VideoRules, fit: Fit): Size | null {
  if (bitsPerFrame <= 0) return null
  const minWidth = Math.min(frame.width, rules.minWidth ?? smallestSide)
  const minHeight = Math.min(frame.height, rules.minHeight ?? smallestSide)
  const held = { ratio: rules.ratio, minWidth, minHeight }
  const good = frameFor(frame, { ...held, maxPixels: bitsPerFrame / goodBitsPerPixel }, fit, 2)
  if (good) return good
  const maxWidth = frame.width * Math.max(minWidth / frame.width, minHeight / frame.height)
  const smallest = frameFor(frame, { ...held, maxWidth }, fit, 2)
  return smallest && bitsPerFrame / (smallest.width * smallest.height) >= fewestBitsPerPixel ? smallest : null
}

/** A whole part of the film's own rate where that is taken, so that motion stays even; else the nearest that is. */
function fpsFor(own: number | null, range: VideoRules['fps']): number | null {
  if (!range || own === null || (own >= range.min - 0.1 && own <= range.max + 0.1)) return null
  if (own < range.min) return range.min
  const part = own / Math.ceil(own / (range.max + 0.1))
  return part >= Math.max(range.min, 20) ? tidy(part) : range.max
}

/** Measured to the hundredth, 60 frames a second may come out as 60.01. */
function tidy(fps: number): number {
  const whole = Math.round(fps)
  return Math.abs(fps - whole) < 0.02 ? whole : Math.round(fps * 1_000) / 1_000
}

const tenth = (seconds: number) => Math.floor(seconds * 10) / 10
