import { useQuery } from '@tanstack/react-query'
import type { PostSummary } from '../../../../contract/posts.ts'
import { useStudio } from '../../lib/studio.ts'
import { Thumb } from '../../ui/index.ts'
import { usePostName } from './post-name.ts'

interface PostThumbProps {
  readonly post: Pick<PostSummary, 'thumb' | 'title' | 'firstLine'>
  readonly size: number
}

/** The first picture of a post, or the first letter of its name on a sort. */
export function PostThumb({ post, size }: PostThumbProps) {
  const studio = useStudio()
  const name = usePostName()(post)
  const asset = useQuery({
    ...studio.assets.get.queryOptions({ input: { id: post.thumb ?? 'asset_00000000000000000000000000' } }),
    enabled: post.thumb !== null,
    staleTime: Infinity,
  })
  const letter = [...name.replace(/^[^\p{L}\p{N}]+/u, '')][0]?.toUpperCase() ?? '·'
  // A picture that is on its way keeps its place, without a letter that would be gone at once.
  if (post.thumb && asset.isPending) return <span className="thumb" style={{ width: size, height: size }} aria-hidden />
  return <Thumb asset={post.thumb ? asset.data : null} size={size} letter={letter} />
}
