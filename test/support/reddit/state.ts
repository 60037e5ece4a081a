import type { Auth, AuthState } from '../sim/oauth.ts'
import type { Windows } from '../sim/rate.ts'
import type { Sim } from '../sim/server.ts'

export interface RedditState {
  auth: AuthState
  users: { readonly id: string; readonly name: string; suspended: boolean }[]
  communities: Community[]
  assets: Asset[]
  posts: Post[]
  comments: Comment[]
  windows: Windows
  options: {
    /** How long Reddit works on the next picture or film before its post shows, and whether none ever does. */
    processing: { ms: number; fails: boolean }
    /** And on those after it. */
    usualProcessingMs: number
    /** Seconds for which an account that posts too much is held back; 0 for one that is not. */
    throttleSeconds: number
    /** How far Reddit's clock is from the machine's. */
    clockAheadMs: number
    /** Whether the address of a picture still has the id of its upload. */
    keepsAssetIds: boolean
  }
}

export const kinds = ['self', 'link', 'image', 'gallery', 'video', 'videogif', 'poll'] as const
export type Kind = (typeof kinds)[number]

export interface Community {
  /** `u_ada` is the profile of ada. */
  readonly name: string
  readonly takes: readonly Kind[]
  readonly open: 'public' | 'private' | 'restricted'
  readonly moderators: readonly string[]
  readonly subscribers: readonly string[]
  readonly banned: readonly string[]
  readonly flairs: readonly { readonly id: string; readonly text: string; readonly editable: boolean }[]
  requirements: Requirements
}

/** As GET /api/v1/{subreddit}/post_requirements tells them. */
export interface Requirements {
  is_flair_required: boolean
  title_text_min_length: number | null
  title_text_max_length: number | null
  title_required_strings: string[]
  title_blacklisted_strings: string[]
  title_regexes: string[]
  body_restriction_policy: 'required' | 'notAllowed' | 'none'
  body_text_min_length: number | null
  body_text_max_length: number | null
  body_required_strings: string[]
  body_blacklisted_strings: string[]
  body_regexes: string[]
  link_restriction_policy: 'whitelist' | 'blacklist' | 'none'
  domain_whitelist: string[]
  domain_blacklist: string[]
  link_repost_age: number | null
  gallery_min_items: number | null
  gallery_max_items: number | null
  gallery_captions_requirement: string
  gallery_urls_requirement: string
  guidelines_text: string | null
  guidelines_display_policy: string | null
}

export interface Asset {
  readonly id: string
  readonly owner: string
  readonly type: string
  readonly form: Readonly<Record<string, string>>
  readonly formExpiresAt: number
  /** Where it lies once it was stored. */
  readonly url: string
  bytes: number
  sha256: string
  stored: boolean
}

export interface Post {
  readonly id: string
  readonly author: string
  readonly at: number
  /** Null for ever. */
  readonly visibleAt: number | null
  readonly community: string
  readonly kind: Kind
  readonly title: string
  text: string
  /** What it links to, or where its file lies. */
  readonly url: string | null
  readonly poster: string | null
  readonly items: readonly { readonly media_id: string; readonly caption: string; readonly outbound_url: string }[]
  readonly options: readonly string[]
  readonly days: number
  readonly flairId: string | null
  readonly flairText: string | null
  readonly nsfw: boolean
  readonly spoiler: boolean
  readonly sendReplies: boolean
  deleted: boolean
  locked: boolean
}

export interface Comment {
  readonly id: string
  readonly author: string
  readonly at: number
  readonly post: string
  text: string
  deleted: boolean
}

export interface World {
  readonly sim: Sim<RedditState>
  readonly auth: Auth
}
