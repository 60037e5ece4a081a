import type { Sharp } from 'sharp'
import type { ImageTarget } from '../publishers/publisher.ts'
import { frameFor, isWithin, type Size, type SizeLimits } from './frame.ts'
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

/** Whether a picture can go out as it is: within the target, upright, in sRGB, and with nothing in it about place, camera or program. */
export async function fitsAsItIs(picture: Picture, target: ImageTarget): Promise<boolean> {
  if (!target.types.includes(picture.type) || picture.bytes > target.maxBytes) return false
  if (!isWithin(picture, limitsOf(target))) return false
  const { exif, iptc, xmp, comments, icc, orientation = 1 } = await openImage(picture.path).metadata()
  return !exif && !iptc && !xmp && !comments?.length && orientation === 1 && (!icc || isSrgb(icc))
}

/** By the name the profile gives itself, in either of the ways profiles are written. */
function isSrgb(profile: Buffer): boolean {
  return profile.includes('sRGB') || profile.includes(Buffer.from('sRGB', 'utf16le').swap16())
}

/**
 * A copy within `target`: upright, in sRGB, without metadata. Keeps transparency and animation where a type that can is taken, the format where it
 * is; first lowers the quality, then the size. Null where nothing fits.
 */
export async function convertImage(picture: Picture, target: ImageTarget): Promise<Encoded | null> {
  const transparent = await isTransparent(picture.path)
  const frame = frameFor(picture, limitsOf(target), target.fit ?? 'crop')
  if (!frame) return null
  let formats = formatsFor(picture, target.types, transparent)
  const least = target.fit ? target : {}
  for (let scale = 1; scale === 1 || isEnough(frame, scale, least);) {
    const size = { width: shrunk(frame.width, scale), height: shrunk(frame.height, scale) }
    let smallest = Infinity
    for (const format of formats) {
      const found = await encode(picture, format, { size, fit: target.fit, transparent }, target.maxBytes)
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

const shrunk = (side: number, scale: number) => Math.max(1, Math.floor(side * scale))

function isEnough({ width, height }: Size, scale: number, { minWidth = 1, minHeight = 1 }: SizeLimits): boolean {
  return (
    Math.max(width, height) * scale >= smallestSide &&
    shrunk(width, scale) >= minWidth &&
    shrunk(height, scale) >= minHeight
  )
}

/** Shape and least size are changed only when it was said how. */
function limitsOf({ fit, ratio, minWidth, minHeight, maxPixels, maxSide }: ImageTarget): SizeLimits {
  return fit ? { ratio, minWidth, minHeight, maxPixels, maxSide } : { maxPixels, maxSide }
}

interface Shape {
  readonly size: Size
  readonly fit: ImageTarget['fit']
  readonly transparent: boolean
}

/** The picture in this format and size; where no quality fits, the fewest bytes it had. */
async function encode(picture: Picture, format: Format, shape: Shape, maxBytes: number): Promise<Encoded | number> {
  const animated = picture.animated && (format === 'gif' || format === 'webp')
  let fewest = Infinity
  for (const quality of format === 'jpeg' || format === 'webp' ? qualities : [100]) {
    const sized = reshape(openImage(picture.path, { animated }), picture, shape)
    const { data, info } = await output(sized, format, quality).toBuffer({ resolveWithObject: true })
    if (data.length <= maxBytes) return { data, format, width: info.width, height: info.pageHeight ?? info.height }
    fewest = Math.min(fewest, data.length)
    if (data.length > maxBytes * reach) break
  }
  return fewest
}

function reshape(image: Sharp, picture: Picture, { size: { width, height }, fit, transparent }: Shape): Sharp {
  if (width === picture.width && height === picture.height) return image
  const isSameShape = Math.abs((width * picture.height) / (height * picture.width) - 1) < 0.005
  if (!fit || isSameShape) return image.resize(width, height, { fit: 'fill' })
  const background = { r: 255, g: 255, b: 255, alpha: transparent ? 0 : 1 }
  return image.resize(width, height, fit === 'crop' ? { fit: 'cover' } : { fit: 'contain', background })
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
