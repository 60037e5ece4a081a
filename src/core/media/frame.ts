import type { RatioRange } from '../../contract/platforms/types.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** What a picture's size is held to. */
export interface SizeLimits {
  readonly ratio?: RatioRange | undefined
  readonly minWidth?: number | undefined
  readonly minHeight?: number | undefined
  readonly maxWidth?: number | undefined
  /** Longest side. */
  readonly maxSide?: number | undefined
  /** Width × height. */
  readonly maxPixels?: number | undefined
}

/** `crop` cuts what is too much on two sides, `pad` adds borders on two sides; both around the centre. */
export type Fit = 'crop' | 'pad'

/** A ratio this near to the limit is nobody's mistake: a pixel was rounded away. The checks allow the same. */
const slack = 0.01

/**
 * The size nearest to the picture's own that is within all limits: smaller or larger where it must be, of another ratio by `fit`. Sides are
 * multiples of `step`. Null where the limits contradict each other.
 */
export function frameFor(size: Size, limits: SizeLimits, fit: Fit, step = 1): Size | null {
  const { width, height } = ofRatio(size, limits.ratio, fit)
  const { minWidth = 1, minHeight = 1, maxWidth = Infinity, maxSide = Infinity, maxPixels = Infinity } = limits
  const least = Math.max(minWidth / width, minHeight / height)
  const most = Math.min(maxWidth / width, maxSide / Math.max(width, height), Math.sqrt(maxPixels / (width * height)))
  if (least > most * (1 + slack)) return null
  const scale = Math.min(Math.max(1, least), most)
  const whole = (side: number, smallest: number) =>
    Math.max(
      Math.ceil(smallest / step) * step,
      (scale < 1 ? Math.floor : Math.round)((side * scale) / step) * step,
      step,
    )
  return trim({ width: whole(width, minWidth), height: whole(height, minHeight) }, limits, step)
}

/** Whether a picture of this size is within the limits as it is. */
export function isWithin(size: Size, limits: SizeLimits): boolean {
  const { width, height } = size
  const { minWidth = 1, minHeight = 1, maxWidth = Infinity, maxSide = Infinity, maxPixels = Infinity } = limits
  return (
    width >= minWidth &&
    height >= minHeight &&
    width <= maxWidth &&
    Math.max(width, height) <= maxSide &&
    width * height <= maxPixels &&
    !isOutside(width / height, limits.ratio)
  )
}

function isOutside(ratio: number, range: RatioRange | undefined): boolean {
  return range !== undefined && (ratio < range.min * (1 - slack) || ratio > range.max * (1 + slack))
}

function ofRatio({ width, height }: Size, range: RatioRange | undefined, fit: Fit): Size {
  if (!range || !isOutside(width / height, range)) return { width, height }
  const ratio = Math.min(Math.max(width / height, range.min), range.max)
  const isTooWide = width / height > ratio
  return isTooWide === (fit === 'crop') ? { width: height * ratio, height } : { width, height: width / ratio }
}

/** Rounding may have left the range by more than a hair: the side that is too long gives way, or the other one where it may not. */
function trim(size: Size, { ratio, minWidth = 1, minHeight = 1 }: SizeLimits, step: number): Size {
  let { width, height } = size
  if (!ratio) return size
  while (width / height > ratio.max * (1 + slack / 2)) {
    if (width - step >= minWidth) width -= step
    else height += step
  }
  while (width / height < ratio.min * (1 - slack / 2)) {
    if (height - step >= minHeight) height -= step
    else width += step
  }
  return { width, height }
}
