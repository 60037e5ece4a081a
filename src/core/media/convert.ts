import type { Sharp } from 'sharp'
import type { ImageTarget } from '../publishers/publisher.ts'
import { openImage } from './images.ts'

/** A picture as conversion needs to know it. */
export interface Picture {
  readonly path: string
  readonly type: string
  readonly bytes: number
  /** Upright. */
  readonly width: number
  readonly height: number
  readonly animated: boolean
}

export type Format = 'jpeg' | 'png' | 'webp' | 'gif'

export interface Encoded {
  readonly data: Buffer
  readonly format: Format
  readonly width: number
  readonly height: number
}

/** Tried in this order until the bytes fit; below them it is better to have fewer pixels. */
const qualities = [90, 80, 70, 60]
const smallestSide = 16

/** Whether a picture can go out as it is: within the target, upright, and with nothing in it about place, camera or program. */
export async function fitsAsItIs(picture: Picture, target: ImageTarget): Promise<boolean> {
  if (!target.types.includes(picture.type) || picture.bytes > target.maxBytes || scaleFor(picture, target) < 1)
    return false
  const { exif, iptc, xmp, comments, orientation = 1 } = await openImage(picture.path).metadata()
  return !exif && !iptc && !xmp && !comments?.length && orientation === 1
}

/**
 * A copy within `target`: upright, in sRGB, without metadata. Keeps transparency and animation where a type that can is taken, the format where it
 * is; first lowers the quality, then the size. Null where nothing fits.
 */
export async function convertImage(picture: Picture, target: ImageTarget): Promise<Encoded | null> {
  const transparent = await isTransparent(picture.path)
  const formats = formatsFor(picture, target.types, transparent)
  for (
    let scale = scaleFor(picture, target);
    Math.max(picture.width, picture.height) * scale >= smallestSide || scale === 1;
    scale *= 0.8
  ) {
    for (const format of formats) {
      const encoded = await encode(picture, format, scale, target)
      if (encoded) return encoded
    }
  }
  return null
}

async function encode(picture: Picture, format: Format, scale: number, target: ImageTarget): Promise<Encoded | null> {
  const animated = picture.animated && (format === 'gif' || format === 'webp')
  const width = Math.max(1, Math.floor(picture.width * scale))
  const height = Math.max(1, Math.floor(picture.height * scale))
  for (const quality of format === 'jpeg' || format === 'webp' ? qualities : [100]) {
    const image = openImage(picture.path, { animated })
    const sized = scale < 1 ? image.resize(width, height, { fit: 'fill' }) : image
    const { data, info } = await output(sized, format, quality).toBuffer({ resolveWithObject: true })
    if (data.length <= target.maxBytes)
      return { data, format, width: info.width, height: info.pageHeight ?? info.height }
  }
  return null
}

function output(image: Sharp, format: Format, quality: number): Sharp {
  switch (format) {
    case 'jpeg':
      return image.flatten({ background: '#ffffff' }).jpeg({ quality, mozjpeg: true })
    case 'webp':
      return image.webp({ quality })
    case 'png':
      // No quality here: it would cut the colours down to a palette.
      return image.png({ compressionLevel: 9 })
    case 'gif':
      return image.gif()
  }
}

function formatsFor(picture: Picture, types: readonly string[], transparent: boolean): Format[] {
  const own = picture.type.slice('image/'.length)
  const taken = (formats: readonly Format[]) =>
    formats.filter((format) => types.includes(`image/${format}`)).sort((a, b) => Number(b === own) - Number(a === own))
  const moving = picture.animated ? taken(['webp', 'gif']) : []
  if (moving.length > 0) return moving
  const clear = transparent ? taken(['webp', 'png']) : []
  if (clear.length > 0) return clear
  const still = taken(['jpeg', 'webp', 'png'])
  return still.length > 0 ? still : taken(['gif'])
}

/** Many pictures have an alpha channel and no pixel that uses it. */
async function isTransparent(path: string): Promise<boolean> {
  const { hasAlpha } = await openImage(path).metadata()
  return hasAlpha && !(await openImage(path).stats()).isOpaque
}

/** How much smaller the picture must be to be within the target's pixels; never larger than 1. */
function scaleFor({ width, height }: Picture, { maxPixels, maxSide }: ImageTarget): number {
  const bySide = maxSide ? maxSide / Math.max(width, height) : 1
  const byPixels = maxPixels ? Math.sqrt(maxPixels / (width * height)) : 1
  return Math.min(1, bySide, byPixels)
}
