import type { Auth, AuthState } from '../sim/oauth.ts'
import type { Windows } from '../sim/rate.ts'
import type { Sim } from '../sim/server.ts'

export interface YouTubeState {
  auth: AuthState
  channels: Channel[]
  sessions: Session[]
  videos: Video[]
  playlists: { id: string; channelId: string; title: string; videoIds: string[] }[]
  comments: Comment[]
  windows: Windows
  options: YouTubeOptions
}

export interface Channel {
  readonly id: string
  /** Whose sign-in reaches it. */
  readonly owner: string
  readonly title: string
  readonly handle: string
  readonly country: string
  longUploads: 'allowed' | 'eligible' | 'disallowed'
}

export interface YouTubeOptions {
  /** Looks at a video until it is processed, and whether it fails. */
  processing: { looks: number; fails: boolean }
  /** Uploads a day, and units a day for all else. */
  quota: { uploads: number; units: number }
  /** Uploads the channel itself still takes today. */
  uploadsLeft: number
  /** The channel may set thumbnails. */
  verified: boolean
  /** What is uploaded stays private, whatever was asked. */
  keepsPrivate: boolean
  /** The API is switched on in the project of the app. */
  enabled: boolean
}

export interface World {
  readonly sim: Sim<YouTubeState>
  readonly auth: Auth
}

export interface Video {
  readonly id: string
  readonly channelId: string
  snippet: Snippet
  status: Status
  readonly uploadedAt: number
  readonly notify: boolean
  readonly bytes: number
  readonly sha256: string
  state: 'uploaded' | 'processed' | 'failed'
  looksLeft: number
  fails: boolean
  thumbnail: { type: string; bytes: number; sha256: string } | null
  captions: { id: string; language: string; name: string; text: string }[]
}

export interface Snippet {
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  readonly categoryId: string
  readonly defaultLanguage: string | null
  readonly defaultAudioLanguage: string | null
}

export interface Status {
  privacyStatus: 'public' | 'unlisted' | 'private'
  publishAt: number | null
  readonly license: 'youtube' | 'creativeCommon'
  readonly embeddable: boolean
  readonly publicStatsViewable: boolean
  readonly selfDeclaredMadeForKids: boolean | null
  readonly containsSyntheticMedia: boolean
}

export interface Session {
  readonly id: string
  readonly channelId: string
  readonly snippet: Snippet
  readonly status: Status
  readonly notify: boolean
  readonly parts: readonly string[]
  readonly total: number
  readonly type: string
  readonly expiresAt: number
  pieces: { bytes: number; path: string }[]
  videoId: string | null
}

export interface Comment {
  readonly id: string
  readonly videoId: string
  readonly author: string
  text: string
  readonly at: number
}
