import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import type { ConvertedImage, ImageTarget } from '../publishers/publisher.ts'
import type { AssetRow } from '../store/assets.ts'
import type { ContentFolder } from './content-folder.ts'
import { mostPixels } from './probe.ts'

const run = promisify(execFile)

/** Things made from files: previews and conversions. Made once, kept by content, safe to lose. */
export interface Made {
  /** Path of a webp preview with its longest side at `side`; null where none can be made. */
  preview(row: AssetRow, side: 64 | 480): Promise<string | null>
  /** A copy within `target`: upright, without metadata (no place, no camera). Throws when no quality fits. */
  convert(row: AssetRow, target: ImageTarget): Promise<ConvertedImage>
}

export function createMade(folder: ContentFolder, original: (row: AssetRow) => string): Made {
  const running = new Map<string, Promise<unknown>>()

  /** Two that ask for the same thing at once wait for one making. */
  function once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const earlier = running.get(key) as Promise<T> | undefined
    if (earlier) return earlier
    const made = make().finally(() => running.delete(key))
    running.set(key, made)
    return made
  }

  return {
    preview(row, side) {
      const path = folder.madePath(row.sha256, `preview-${side}`, 'webp')
      return once(path, async () => {
        if (await sizeOf(path)) return path
        const source = row.kind === 'image' ? original(row) : row.kind === 'video' ? await poster(original(row), folder.madePath(row.sha256, 'poster', 'jpg'), row) : null
        if (!source) return null
        await place(path, (fresh) => sharp(source, { limitInputPixels: mostPixels }).autoOrient().resize(side, side, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 80 }).toFile(fresh))
        return path
      })
    },
    convert(row, target) {
      const name = `to-${target.types.map((type) => type.slice(6)).join('.')}-${target.maxBytes}-${target.maxPixels ?? 0}-${target.maxSide ?? 0}`
      return once(`${row.sha256}-${name}`, () => convert(row, original(row), target, (extension) => folder.madePath(row.sha256, name, extension)))
    },
  }
}

async function convert(row: AssetRow, source: string, target: ImageTarget, pathFor: (extension: string) => string): Promise<ConvertedImage> {
  const open = () => sharp(source, { limitInputPixels: mostPixels, animated: row.animated && target.types.includes(row.type) }).autoOrient()
  const { hasAlpha } = await sharp(source).metadata()
  const format = formatFor(target.types, row.type, hasAlpha)
  const path = pathFor(format)
  const earlier = await sizeOf(path)
  if (earlier) {
    const { width, height, pageHeight } = await sharp(path).metadata()
    return { path, type: `image/${format}`, bytes: earlier, width, height: pageHeight ?? height }
  }
  let scale = firstScale(row, target)
  for (let pass = 0; pass < 12; pass++) {
    for (const quality of format === 'png' || format === 'gif' ? [100] : [88, 78, 66]) {
      const width = Math.max(1, Math.floor((row.width ?? 1) * scale))
      const image = scale < 1 ? open().resize({ width, withoutEnlargement: true }) : open()
      const flat = format === 'jpeg' ? image.flatten({ background: '#ffffff' }) : image
      const { data, info } = await flat.toFormat(format, { quality, ...(format === 'jpeg' && { mozjpeg: true }) }).toBuffer({ resolveWithObject: true })
      if (data.length > target.maxBytes) continue
      await place(path, (fresh) => writeFile(fresh, data, { flush: true }))
      return { path, type: `image/${format}`, bytes: data.length, width: info.width, height: info.pageHeight ?? info.height }
    }
    scale *= 0.8
  }
  throw new Error(`no conversion of ${row.id} fits ${target.maxBytes} bytes`)
}

/** Keeps the format where the platform takes it; else what keeps transparency, else JPEG. */
function formatFor(types: readonly string[], type: string, hasAlpha: boolean): 'jpeg' | 'png' | 'webp' | 'gif' {
  const can = (format: string) => types.includes(`image/${format}`)
  const own = type.replace('image/', '')
  if ((own === 'jpeg' || own === 'png' || own === 'webp' || own === 'gif') && can(own)) return own
  if (hasAlpha && can('png')) return 'png'
  if (hasAlpha && can('webp')) return 'webp'
  return can('jpeg') ? 'jpeg' : can('png') ? 'png' : 'webp'
}

function firstScale({ width, height }: AssetRow, { maxPixels, maxSide }: ImageTarget): number {
  const [w, h] = [width ?? 1, height ?? 1]
  const bySide = maxSide ? maxSide / Math.max(w, h) : 1
  const byPixels = maxPixels ? Math.sqrt(maxPixels / (w * h)) : 1
  return Math.min(1, bySide, byPixels)
}

/** One frame of a film, by ffmpeg where the machine has it; null otherwise: the film works without. */
async function poster(source: string, path: string, row: AssetRow): Promise<string | null> {
  if (await sizeOf(path)) return path
  const second = Math.min(1, (row.durationMs ?? 0) / 2_000).toFixed(2)
  try {
    await place(path, (fresh) => run('ffmpeg', ['-nostdin', '-v', 'error', '-ss', second, '-i', `file:${source}`, '-frames:v', '1', '-f', 'image2', '-c:v', 'mjpeg', '-y', fresh], { timeout: 20_000 }))
    return (await sizeOf(path)) ? path : null
  } catch {
    return null // no ffmpeg, or it cannot read this film
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
