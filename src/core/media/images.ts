import sharp, { type Sharp, type SharpOptions } from 'sharp'

// Open files and decoded pixels are not kept: a deleted file must go, and memory stays flat.
sharp.cache(false)

/** More pixels than any platform takes; a small file can claim billions. */
export const mostPixels = 268_402_689

/** Opens a picture that somebody else made: never more pixels than `mostPixels`, upright as people see it. */
export function openImage(path: string, options: SharpOptions = {}): Sharp {
  return sharp(path, { limitInputPixels: mostPixels, autoOrient: true, ...options })
}
