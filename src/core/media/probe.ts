import { fileTypeFromFile } from 'file-type'
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny'
import sharp from 'sharp'
import { fileRefused } from './refused.ts'

/** What a file is, read from its content; its name is never believed. */
export interface Facts {
  readonly kind: 'image' | 'video' | 'audio'
  readonly type: string
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
  readonly codec: string | null
  readonly animated: boolean
}

/** More pixels than any platform takes; a small file can claim billions. */
export const mostPixels = 268_402_689

const images = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic', 'image/heif', 'image/avif', 'image/tiff'])

/** Probes a file on disk without loading it whole. Throws `file_refused`. */
export async function probe(path: string, name: string): Promise<Facts> {
  const found = await fileTypeFromFile(path)
  if (!found) throw fileRefused('unsupported', name)
  const type: string = found.mime
  if (images.has(type)) return probeImage(path, name, type)
  if (/^(video|audio)\//.test(type)) return probeFilm(path, name, type)
  throw fileRefused('unsupported', name)
}

async function probeImage(path: string, name: string, type: string): Promise<Facts> {
  const metadata = await sharp(path, { limitInputPixels: false }).metadata().catch(() => {
    throw fileRefused('unreadable', name)
  })
  // Rotated cameras store the picture lying down; people and platforms see it upright.
  const { width, height } = metadata.autoOrient
  if (!width || !height) throw fileRefused('unreadable', name)
  if (width * height * (metadata.pages ?? 1) > mostPixels) throw fileRefused('too_many_pixels', name)
  // The header alone can lie: one pass over the pixels shows whether the rest is there.
  await sharp(path, { limitInputPixels: mostPixels, failOn: 'error' }).resize(8, 8, { fit: 'fill' }).raw().toBuffer().catch(() => {
    throw fileRefused('unreadable', name)
  })
  const pageHeight = metadata.pageHeight ?? height
  return { kind: 'image', type, width, height: (metadata.pages ?? 1) > 1 ? pageHeight : height, durationMs: null, codec: null, animated: (metadata.pages ?? 1) > 1 }
}

async function probeFilm(path: string, name: string, type: string): Promise<Facts> {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) })
  try {
    const video = await input.getPrimaryVideoTrack()
    const audio = video ? null : await input.getPrimaryAudioTrack()
    if (!video && !audio) throw fileRefused('unreadable', name)
    const seconds = await input.computeDuration()
    return {
      kind: video ? 'video' : 'audio',
      type: video ? type.replace(/^audio\//, 'video/') : type,
      width: video?.displayWidth ?? null,
      height: video?.displayHeight ?? null,
      durationMs: Math.round(seconds * 1_000),
      codec: (video ?? audio)?.codec ?? null,
      animated: false,
    }
  } catch (error) {
    throw (error as { code?: string }).code === 'file_refused' ? error : fileRefused('unreadable', name)
  } finally {
    input.dispose()
  }
}
