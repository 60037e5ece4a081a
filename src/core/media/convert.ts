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

/** Tried in this order until the bytes fit; below the last it is better to have fewer pixels. */
const qualities = [90, 80, 70, 60]
/** From the best quality to the last a picture shrinks to about a third; what is further off needs fewer pixels. */
const reach = 3
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
  const longest = Math.max(picture.width, picture.height)
  let formats = formatsFor(picture, target.types, transparent)
  for (let scale = scaleFor(picture, target); scale === 1 || longest * scale >= smallestSide;) {
    let smallest = Infinity
    for (const format of formats) {
      const found = await encode(picture, format, scale, target.maxBytes)
      if (typeof found === 'object') return found
      smallest = Math.min(smallest, found)
    }
    // Bytes follow the number of pixels: aim a little above, so that a lower quality fits.
    scale *= Math.min(0.9, Math.sqrt((target.maxBytes * 1.5) / smallest))
    // What did not fit without loss will not for long; the last is the one with loss, where there is one.
    formats = formats.slice(-1)
  }
  return null
}

/** The picture in this format and size; where no quality fits, the fewest bytes it had. */
async function encode(picture: Picture, format: Format, scale: number, maxBytes: number): Promise<Encoded | number> {
  const animated = picture.animated && (format === 'gif' || format === 'webp')
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.floor(side * scale)))
  let fewest = Infinity
  for (const quality of format === 'jpeg' || format === 'webp' ? qualities : [100]) {
    const image = openImage(picture.path, { animated })
    const sized = scale < 1 ? image.resize(width, height, { fit: 'fill' }) : image
    const { data, info } = await output(sized, format, quality).toBuffer({ resolveWithObject: true })
    if (data.length <= maxBytes) return { data, format, width: info.width, height: info.pageHeight ?? info.height }
    fewest = Math.min(fewest, data.length)
    if (data.length > maxBytes * reach) break
  }
  return fewest
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

/** Formats to try, best first: the picture's own where it is taken, and last one that can lose quality where there is one. */
function formatsFor(picture: Picture, types: readonly string[], transparent: boolean): Format[] {
  const own = picture.type.slice('image/'.length)
  const taken = (formats: readonly Format[]) => formats.filter((format) => types.includes(`image/${format}`))
  const moving = picture.animated ? taken(['gif', 'webp']) : []
  if (moving.length > 0) return moving
  const clear = transparent ? taken(['png', 'webp']) : []
  if (clear.length > 0) return clear
  const [lossy] = own === 'webp' ? taken(['webp', 'jpeg']) : taken(['jpeg', 'webp'])
  const exact = own === 'png' || !lossy ? taken(['png', 'gif']).slice(0, 1) : []
  return lossy ? [...exact, lossy] : exact
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
