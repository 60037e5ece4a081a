import type { Windows } from '../sim/rate.ts'

export interface Webhook {
  readonly id: string
  token: string
  name: string
  readonly type: 1 | 2 | 3
  channel: string
  readonly avatar: string | null
}

export interface Channel {
  readonly id: string
  readonly guild: string
  readonly type: 'text' | 'forum' | 'thread'
  /** Of a thread: the channel it is in. */
  readonly parent: string | null
  name: string
  locked: boolean
  /** Of a forum. */
  readonly tags: readonly string[]
  readonly needsTag: boolean
  appliedTags: readonly string[]
}

export interface Attachment {
  readonly id: string
  readonly filename: string
  readonly bytes: number
  readonly sha256: string
  readonly type: string
  description: string | null
  spoiler: boolean
}

export interface Message {
  readonly id: string
  readonly webhook: string
  readonly channel: string
  readonly at: number
  content: string
  embeds: readonly Embed[]
  attachments: readonly Attachment[]
  readonly username: string
  readonly avatarUrl: string | null
  readonly tts: boolean
  flags: number
  /** Kinds of mentions that notify. */
  mentions: readonly string[]
  readonly poll: Poll | null
  edited: boolean
}

export interface Embed {
  readonly title?: string
  readonly description?: string
  readonly url?: string
  readonly color?: number
  readonly image?: { readonly url: string }
}

export interface Poll {
  readonly question: string
  readonly answers: readonly string[]
  readonly hours: number
  readonly multiple: boolean
}

export interface State {
  webhooks: Webhook[]
  channels: Channel[]
  messages: Message[]
  /** Words that automatic moderation blocks. */
  blockedWords: string[]
  windows: Windows
}

export const freshState = (): State => ({ webhooks: [], channels: [], messages: [], blockedWords: [], windows: {} })
