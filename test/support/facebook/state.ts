import type { AuthState } from '../sim/oauth.ts'

/** A Page, and what its person may do there. */
export interface Page {
  readonly id: string
  readonly name: string
  readonly username: string | null
  /** As `me/accounts` tells them. */
  tasks: string[]
}

export interface Photo {
  readonly id: string
  readonly pageId: string
  readonly alt: string
  readonly temporary: boolean
  readonly bytes: number
  /** The post or story it is in. */
  usedBy: string | null
}

export interface Post {
  readonly id: string
  readonly pageId: string
  message: string
  readonly link: string | null
  readonly photos: readonly string[]
  readonly createdAt: number
  /** Held until then; null where it was published at once. */
  scheduledAt: number | null
  published: boolean
  /** Everything else that came, as it came. */
  readonly settings: Readonly<Record<string, unknown>>
}

export type VideoKind = 'video' | 'reel' | 'story'

export interface Video {
  readonly id: string
  readonly pageId: string
  readonly kind: VideoKind
  /** Null for reels and stories, whose upload needs none. */
  readonly session: string | null
  /** As announced; null where it is not. */
  fileSize: number | null
  received: { readonly path: string; readonly bytes: number }[]
  /** The end of its upload came, and what it said. */
  told: { readonly at: number; readonly settings: Readonly<Record<string, unknown>> } | null
  title: string
  description: string
  readyAt: number
  fails: boolean
  scheduledAt: number | null
  hash: string
  thumb: boolean
}

export interface Comment {
  readonly id: string
  readonly on: string
  readonly pageId: string
  message: string
  readonly createdAt: number
}

export interface Story {
  readonly postId: string
  readonly pageId: string
  readonly mediaId: string
  readonly mediaType: 'photo' | 'video'
  readonly createdAt: number
}

export interface State {
  auth: AuthState
  pages: Page[]
  photos: Photo[]
  posts: Post[]
  videos: Video[]
  comments: Comment[]
  stories: Story[]
}
