import type { Platform } from '../vocabulary.ts'

/** What a platform takes, as data. Every number carries its source in the platform's own file. */
export interface PlatformRules {
  readonly platform: Platform
  /** The platform's own name, as its people write it. */
  readonly name: string
  readonly text: {
    readonly unit: 'grapheme' | 'none'
    /** In `unit`s; Infinity where there is no limit. */
    readonly max: number
    readonly maxBytes?: number
    /** Every link counts as this many, where the platform says so (Mastodon: 23). */
    readonly perLink?: number
  }
  readonly media: {
    readonly max: number
    readonly images: ImageRules | null
    readonly video: VideoRules | null
    /** Whether images and video may stand in one part. */
    readonly mix: boolean
    readonly altMax: number
  }
  readonly thread: boolean
  /** Whether a post may have no text when it has media. */
  readonly mediaAlone: boolean
  readonly title: boolean
  readonly edit: boolean
  readonly remoteDelete: boolean
  readonly nativeSchedule: boolean
  readonly linkCard: boolean
  readonly fields: readonly SettingsField[]
  readonly connect: readonly ConnectMethod[]
}

export interface ImageRules {
  readonly types: readonly string[]
  readonly maxBytes: number
  /** Pixels in all (width × height), where the platform caps it. */
  readonly maxPixels?: number
  /** Longest side in pixels worth sending; larger is scaled down. */
  readonly maxSide?: number
}

export interface VideoRules {
  readonly types: readonly string[]
  readonly maxBytes: number
  readonly maxSeconds?: number
}

/** One setting of a variant, described well enough to draw its form field. Labels and help are i18n keys `platforms:<platform>.<key>`. */
export interface SettingsField {
  readonly key: string
  readonly kind: 'text' | 'longtext' | 'toggle' | 'select' | 'tags' | 'poll' | 'number' | 'languages'
  readonly options?: readonly string[]
  /** The options come from a discovery action of the account (`accounts.runAction`). */
  readonly optionsFrom?: string
  readonly default: unknown
  readonly max?: number
}

/** One way to connect an account. `fields` are asked before anything starts. */
export interface ConnectMethod {
  readonly id: string
  readonly kind: 'oauth' | 'fields'
  readonly fields: readonly ConnectField[]
}

export interface ConnectField {
  readonly key: string
  readonly secret: boolean
  readonly required: boolean
  /** What a value looks like. */
  readonly example: string
  readonly default?: string
}

/** A file as the checks see it. */
export interface MediaFacts {
  readonly assetId: string
  readonly kind: 'image' | 'video' | 'audio' | 'other'
  readonly type: string
  readonly bytes: number
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
  readonly animated: boolean
  readonly alt: string
}

export interface DraftPart {
  readonly text: string
  readonly media: readonly MediaFacts[]
}

/** What one account would get: variant over base, ready to check and to preview. */
export interface PlatformDraft {
  readonly title: string
  readonly parts: readonly DraftPart[]
  readonly link: string | null
  readonly settings: Readonly<Record<string, unknown>>
}

export type Fix =
  | 'shorten'
  | 'split_into_thread'
  | 'remove_media'
  | 'add_alt'
  | 'merge_parts'
  | 'open_settings'
  | 'reconnect'
  | 'pick_time'

/** Something that stands between a draft and its publication. `error` stops it, `warning` does not. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  /** i18n key `problems:<code>`; the English text is `problemText`. */
  readonly code: string
  readonly field: 'text' | 'media' | 'settings' | 'when' | 'account' | 'title'
  readonly part?: number
  readonly media?: number
  readonly setting?: string
  readonly params: Readonly<Record<string, string | number>>
  readonly fixes: readonly Fix[]
}

/** How much of a limit a text uses. `used` and `max` in the platform's own unit. */
export interface TextCount {
  readonly used: number
  readonly max: number
  readonly bytes: number
  readonly maxBytes: number | null
}

/** The pure half of a platform: rules as data, counting and checks as functions. `limits` are what the account's server announced. */
export interface PlatformKnowledge {
  readonly rules: PlatformRules
  /** Rules of one account: the platform's, narrowed or widened by what its server announced at connect. */
  rulesFor(limits: AccountLimits | null): PlatformRules
  count(part: { text: string }, partIndex: number, draft: PlatformDraft, rules: PlatformRules): TextCount
  /** Problems that would make the platform refuse `draft`, most important first; empty means it can go. */
  check(draft: PlatformDraft, rules: PlatformRules): Problem[]
}

/** What a server announced about itself when the account was connected; kept with the account. */
export interface AccountLimits {
  readonly maxCharacters?: number
  readonly maxMedia?: number
  readonly perLink?: number
  readonly imageTypes?: readonly string[]
  readonly videoTypes?: readonly string[]
  readonly imageBytes?: number
  readonly imagePixels?: number
  readonly videoBytes?: number
  readonly altMax?: number
  readonly pollOptions?: number
  readonly pollOptionCharacters?: number
  readonly pollMinSeconds?: number
  readonly pollMaxSeconds?: number
  /** Software and version as announced, e.g. `mastodon 4.5.0`. */
  readonly software?: string
}
