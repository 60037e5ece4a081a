import type { posts as english } from '../en/posts.ts'
import type { Same } from '../same.ts'

export const posts: Same<typeof english> = {}
