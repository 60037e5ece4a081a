import { fileTypeFromFile } from 'file-type'
import { FilePathSource, Input, MATROSKA, MP3, MP4, QTFF, WAVE, WEBM, type InputTrack } from 'mediabunny'
import { mostPixels, openImage } from './images.ts'
import { countPages } from './pdf.ts'
import { fileRefused, isRefusal } from './refused.ts'

/** What a file is, read from its content; its name is never believed. */
export interface Facts {
  readonly kind: 'image' | 'video' | 'audio' | 'other'
  readonly type: string
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
  readonly videoCodec: string | null
  readonly audioCodec: string | null
  /** Frames a second, on average, to the hundredth. */
  readonly fps: number | null
  /** Bits per second, all streams. */
  readonly bitrate: number | null
  /** Of a document. */
  readonly pages: number | null
  readonly animated: boolean
}

/** Grows when the probe reads more of a film than before; files probed by an earlier one are read again. */
export const probeVersion = 1

/** What is taken, and the type it is known by. What is not here is refused: pages, scripts, SVG, archives, documents other than PDF. */
const images: Readonly<Record<string, string>> = {
  'image/jpeg': 'image/jpeg',
  'image/png': 'image/png',
  'image/apng': 'image/png',
  'image/webp': 'image/webp',
  'image/gif': 'image/gif',
  'image/avif': 'image/avif',
  'image/tiff': 'image/tiff',
}
const films: Readonly<Record<string, string>> = {
  'video/mp4': 'video/mp4',
  'video/x-m4v': 'video/mp4',
  'video/quicktime': 'video/quicktime',
  'video/webm': 'video/webm',
  'audio/mpeg': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/mp4': 'audio/mp4',
  'audio/wav': 'audio/wav',
}
/** Playlists are not among them: they would make a file reach for others. */
const formats = [MP4, QTFF, WEBM, MATROSKA, MP3, WAVE]

/** Probes a file on disk without loading it whole. Throws `file_refused`. */
export async function probe(path: string, name: string): Promise<Facts> {
  const found = (await fileTypeFromFile(path))?.mime ?? ''
  const image = images[found]
  if (image) return probeImage(path, name, image, found === 'image/apng')
  const film = films[found]
  if (film) return probeFilm(path, name, film)
  if (found === 'application/pdf') return probeDocument(path, name, found)
  throw fileRefused('unsupported', name)
}

async function probeImage(path: string, name: string, type: string, isApng: boolean): Promise<Facts> {
  const unreadable = () => {
    throw fileRefused('unreadable', name)
  }
  const metadata = await openImage(path, { limitInputPixels: false }).metadata().catch(unreadable)
  // Rotated cameras store the picture lying down; people and platforms see it upright.
  const { width, height } = metadata.autoOrient
  const pages = metadata.pages ?? 1
  if (!width || !height) throw fileRefused('unreadable', name)
  if (width * height * pages > mostPixels) throw fileRefused('too_many_pixels', name)
  // The header alone can lie: one pass over the pixels shows whether the rest is there.
  await openImage(path, { failOn: 'error' }).resize(8, 8, { fit: 'fill' }).raw().toBuffer().catch(unreadable)
  return {
    kind: 'image',
    type,
    width,
    height,
    durationMs: null,
    videoCodec: null,
    audioCodec: null,
    fps: null,
    bitrate: null,
    pages: null,
    animated: isApng || (pages > 1 && type !== 'image/tiff'),
  }
}

async function probeDocument(path: string, name: string, type: string): Promise<Facts> {
  const pages = await countPages(path).catch(() => {
    throw fileRefused('unreadable', name)
  })
  return {
    kind: 'other',
    type,
    width: null,
    height: null,
    durationMs: null,
    videoCodec: null,
    audioCodec: null,
    fps: null,
    bitrate: null,
    pages,
    animated: false,
  }
}

async function probeFilm(path: string, name: string, type: string): Promise<Facts> {
  const input = new Input({ formats, source: new FilePathSource(path, { handleUnhandledError: () => {} }) })
  try {
    const video = await input.getPrimaryVideoTrack()
    const audio = await input.getPrimaryAudioTrack()
    if (!video && !audio) throw fileRefused('unreadable', name)
    const seconds = (await input.getDurationFromMetadata()) ?? (await input.computeDuration())
    const picture = video && (await statsOf(video))
    const sound = audio && (await statsOf(audio))
    const bits = (picture?.bitrate ?? 0) + (sound?.bitrate ?? 0)
    return {
      kind: video ? 'video' : 'audio',
      // A film in an audio file, or only sound in a film's: the tracks say what it is.
      type: `${video ? 'video' : 'audio'}/${type.split('/')[1]}`,
      width: video ? await video.getDisplayWidth() : null,
      height: video ? await video.getDisplayHeight() : null,
      durationMs: Math.round(seconds * 1_000),
      videoCodec: (await video?.getCodec()) ?? null,
      audioCodec: (await audio?.getCodec()) ?? null,
      fps: picture ? Math.round(picture.rate * 100) / 100 : null,
      bitrate: bits > 0 ? Math.round(bits) : null,
      pages: null,
      animated: false,
    }
  } catch (error) {
    throw isRefusal(error) ? error : fileRefused('unreadable', name)
  } finally {
    input.dispose()
  }
}

/** Eleven minutes at 60 frames a second: beyond, the start speaks for the rest. */
const packetsRead = 40_000

async function statsOf(track: InputTrack): Promise<{ rate: number; bitrate: number }> {
  const { averagePacketRate, averageBitrate } = await track.computePacketStats(packetsRead)
  return { rate: averagePacketRate, bitrate: averageBitrate }
}
