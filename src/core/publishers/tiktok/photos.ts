import { tiktok } from '../../../contract/platforms/tiktok.ts'
import { said } from '../../../contract/sentences/index.ts'
import { failure, StepFailed, type ImageTarget, type OutgoingMedia, type PublishContext } from '../publisher.ts'
import { name } from './api.ts'

/** "1080p" is 1,080 pixels across the short side, and 1,920 along the long one. Source: media transfer guide. */
const shortSide = 1_080
const longSide = 1_920

/** Puts pictures where TikTok can fetch them, and gives their addresses. Throws StepFailed. */
export async function hostPhotos(files: readonly OutgoingMedia[], context: PublishContext): Promise<string[]> {
  if (!context.mediaHost)
    throw new StepFailed({
      is: 'rejected',
      failure: failure('media_host', said('media_host_missing', { platform: name })),
    })
  const addresses: string[] = []
  for (const file of files) {
    const { path, type, bytes } = await file.convert(targetOf(file))
    addresses.push(await context.mediaHost.hosted({ path, type, bytes }))
    context.progress(addresses.length / files.length)
  }
  return addresses
}

function targetOf({ width, height }: OutgoingMedia): ImageTarget {
  const { images } = tiktok.rules.media
  if (!images) throw new Error('TikTok takes images')
  if (width === null || height === null) return { ...images, maxSide: shortSide }
  const ratio = Math.max(width, height) / Math.min(width, height)
  return { ...images, maxSide: Math.min(longSide, Math.floor(shortSide * ratio)) }
}
