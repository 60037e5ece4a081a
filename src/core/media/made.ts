import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { said, type Said } from '../../contract/sentences/index.ts'
import { failure, StepFailed, type ConvertedImage, type ImageTarget } from '../publishers/publisher.ts'
import type { AssetRow } from '../store/assets.ts'
import { conversionKind, type ContentFolder } from './content-folder.ts'
import { convertImage, fitsAsItIs, type Format, type Picture } from './convert.ts'
import { openImage } from './images.ts'
import { frameArguments } from './video/arguments.ts'
import type { Ffmpeg } from './video/ffmpeg.ts'

/** How long a frame may take: a list waits for it. */
const frameMs = 20_000

/** Things made from files: previews and conversions. Made once, kept by content, safe to lose. */
export interface Made {
  /** Path of a webp preview with its longest side at `side`; null where none can be made. */
  preview(row: AssetRow, side: 64 | 480): Promise<string | null>
  /** Whether a preview can be had: of pictures always, of films where a frame could be taken. */
  hasPreview(row: AssetRow): boolean
  /**
   * The picture itself where it is within `target` and tells nothing about place or camera, else a copy that is.
   * Throws StepFailed when the file is gone or nothing fits, and the signal's reason when it is aborted.
   */
  convert(row: AssetRow, target: ImageTarget, signal?: AbortSignal): Promise<ConvertedImage>
}

export function createMade(folder: ContentFolder, original: (row: AssetRow) => string, ffmpeg: Ffmpeg): Made {
  const running = new Map<string, Promise<unknown>>()

  /** Two that ask for the same thing at once wait for one making. */
  function once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const earlier = running.get(key) as Promise<T> | undefined
    if (earlier) return earlier
    const made = make().finally(() => running.delete(key))
    running.set(key, made)
    return made
  }

  const previewPath = (row: AssetRow, side: 64 | 480) => folder.madePath(row.sha256, `preview-${side}`, 'webp')
  const posterPath = (row: AssetRow) => folder.madePath(row.sha256, 'poster', 'png')

  async function frameOf(row: AssetRow): Promise<string | null> {
    if (row.kind === 'image') return original(row)
    return row.kind === 'video'
      ? once(posterPath(row), () => takeFrame(row, original(row), posterPath(row), ffmpeg))
      : null
  }

  return {
    preview(row, side) {
      const path = previewPath(row, side)
      return once(path, async () => {
        if (await sizeOf(path)) return path
        const source = await frameOf(row)
        if (!source || !existsSync(source)) return null
        const small = openImage(source).resize(side, side, { fit: 'inside', withoutEnlargement: true })
        await place(path, (fresh) => small.webp({ quality: 80 }).toFile(fresh))
        return path
      })
    },
    hasPreview: (row) => row.kind === 'image' || (row.kind === 'video' && existsSync(posterPath(row))),
    convert(row, target, signal) {
      const name =
        conversionKind +
        createHash('sha256')
          .update(
            JSON.stringify([target.types, target.maxBytes, target.maxPixels, target.maxSide, target.ratio, target.fit]),
          )
          .digest('hex')
          .slice(0, 16)
      const made = once(`${row.sha256}-${name}`, () =>
        convert(row, original(row), target, (format) => folder.madePath(row.sha256, name, format)),
      )
      return signal ? orAborted(made, signal) : made
    },
  }
}

async function convert(
  row: AssetRow,
  path: string,
  target: ImageTarget,
  placeOf: (format: Format) => string,
): Promise<ConvertedImage> {
  if (!existsSync(path)) throw refused(said('file_not_there', { name: row.name }))
  const picture: Picture = {
    path,
    type: row.type,
    bytes: row.bytes,
    width: row.width ?? 1,
    height: row.height ?? 1,
    animated: row.animated,
  }
  if (await fitsAsItIs(picture, target))
    return { path, type: row.type, bytes: row.bytes, width: picture.width, height: picture.height }
  for (const format of ['jpeg', 'png', 'webp', 'gif'] as const) {
    const bytes = await sizeOf(placeOf(format))
    if (bytes === 0) continue
    const { width, height, pageHeight } = await openImage(placeOf(format)).metadata()
    return { path: placeOf(format), type: `image/${format}`, bytes, width, height: pageHeight ?? height }
  }
  const encoded = await convertImage(picture, target)
  if (!encoded) throw refused(said('file_not_small_enough', { name: row.name }))
  const { data, format, width, height } = encoded
  await place(placeOf(format), (fresh) => writeFile(fresh, data, { flush: true }))
  return { path: placeOf(format), type: `image/${format}`, bytes: data.length, width, height }
}

function refused(sentence: Said): StepFailed {
  return new StepFailed({ is: 'rejected', failure: failure('media', sentence) })
}

/** Stops waiting when the signal says so; what is being made is finished for the next who asks. */
function orAborted<T>(made: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    made.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** One frame of a film, by ffmpeg where the machine has it; null otherwise: the film works without. */
async function takeFrame(row: AssetRow, source: string, path: string, ffmpeg: Ffmpeg): Promise<string | null> {
  if (await sizeOf(path)) return path
  const second = Math.min(1, (row.durationMs ?? 0) / 2_000)
  try {
    await place(path, async (fresh) => {
      const args = frameArguments(row.type, second, source, fresh)
      if (args) await ffmpeg.run(args, { signal: AbortSignal.timeout(frameMs) })
    })
    return path
  } catch {
    return null // no ffmpeg here, or it cannot read this film
  }
}

/** Writes beside, then moves: whoever looks sees all of it or nothing. */
async function place(path: string, write: (fresh: string) => Promise<unknown>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const fresh = `${path}.${randomBytes(4).toString('hex')}.new`
  try {
    await write(fresh)
    await rename(fresh, path)
  } finally {
    await rm(fresh, { force: true })
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
