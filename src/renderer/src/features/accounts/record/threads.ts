import type * as z from 'zod'
import type { PracticePost } from '../../../../../contract/practice.ts'

type Post = z.infer<typeof PracticePost>

/** Posts of a feed (newest first) as threads, each from its first part on; the thread with the newest first part comes first. */
export function threadsOf(posts: readonly Post[]): Post[][] {
  const here = new Set(posts.map(({ id }) => id))
  const follow = (post: Post): Post[] => [
    post,
    ...posts
      .filter(({ replyTo }) => replyTo === post.id)
      .toReversed()
      .flatMap(follow),
  ]
  return posts.filter(({ replyTo }) => replyTo === null || !here.has(replyTo)).map(follow)
}
