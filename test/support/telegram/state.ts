import type { Windows } from '../sim/rate.ts'

export interface Bot {
  readonly id: number
  token: string
  readonly username: string
  /** Where another program has its updates sent; '' where they are asked for. */
  webhook: string
}

/** What a bot is in a chat (ChatMember). */
export type Member =
  | { readonly status: 'administrator'; readonly canPost: boolean }
  | { readonly status: 'member' | 'left' | 'kicked' }
  | { readonly status: 'restricted'; readonly canSend: boolean }

export interface Chat {
  id: number
  type: 'channel' | 'supergroup' | 'group' | 'private'
  title: string
  username: string | null
  isForum: boolean
  /** What members without rights of their own may do (ChatPermissions). */
  membersMaySend: boolean
  topics: { id: number; closed: boolean }[]
  members: Record<string, Member>
  nextMessage: number
  /** The supergroup this group has become. */
  movedTo: number | null
}

export type FileKind = 'photo' | 'video' | 'animation' | 'document' | 'audio'

export interface StoredFile {
  readonly id: string
  readonly kind: FileKind
  readonly bytes: number
  readonly sha256: string
  readonly type: string
  readonly name: string
}

export interface Message {
  readonly id: number
  readonly chat: number
  readonly from: number
  /** Seconds since 1970. */
  readonly date: number
  editedAt: number | null
  topic: number | null
  replyTo: number | null
  /** Messages of one album. */
  readonly album: string | null
  text: string | null
  caption: string | null
  entities: readonly Entity[]
  preview: Readonly<Record<string, unknown>> | null
  file: string | null
  cover: string | null
  shown: Shown
  poll: Poll | null
  buttons: readonly (readonly { text: string; url: string }[])[]
  readonly silent: boolean
  readonly protected: boolean
}

export interface Shown {
  readonly spoiler: boolean
  readonly captionAbove: boolean
  readonly width: number | null
  readonly height: number | null
  readonly duration: number | null
}

export interface Entity {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly url?: string
  readonly language?: string
}

export interface Poll {
  readonly question: string
  readonly options: readonly string[]
  readonly anonymous: boolean
  readonly type: 'regular' | 'quiz'
  readonly multiple: boolean
  readonly correct: readonly number[]
  readonly explanation: string
  readonly hidden: boolean
  readonly shuffled: boolean
  readonly membersOnly: boolean
  readonly openPeriod: number | null
  readonly description: string
}

export interface Update {
  readonly id: number
  readonly bot: number
  readonly at: number
  readonly json: Readonly<Record<string, unknown>>
}

export interface State {
  bots: Bot[]
  chats: Chat[]
  messages: Message[]
  files: StoredFile[]
  updates: Update[]
  windows: Windows
}

export const freshState = (): State => ({ bots: [], chats: [], messages: [], files: [], updates: [], windows: {} })
