import type { Platform } from '../vocabulary.ts'

/** What a post can be at a platform. One draft is one kind; which, `kindOf` of the platform's knowledge says. */
export type PostKind =
  'text' | 'link' | 'image' | 'carousel' | 'video' | 'reel' | 'short' | 'story' | 'document' | 'poll' | 'article'

/** What a platform takes, as data. Every number carries its source in the platform's own file. */
export interface PlatformRules {
  readonly platform: Platform
  /** The platform's own name, as its people write it. */
  readonly name: string
  /** Kinds of post it takes from here, the usual one first. */
  readonly kinds: readonly PostKind[]
  readonly text: {
    readonly unit: TextUnit
    /** In `unit`s; Infinity where there is no limit. */
    readonly max: number
    readonly maxBytes?: number
    /** Every link counts as this many, where the platform says so (Mastodon: 23). */
    readonly perLink?: number
  }
  readonly media: MediaRules
  readonly thread: boolean
  /** Whether a post may have no text when it has media. */
  readonly mediaAlone: boolean
  /** The post's title is used: `required` refuses a post without one. */
  readonly title: boolean | { readonly max: number; readonly required: boolean }
  /** The `firstComment` setting goes out as a comment under the post; null where there is none. */
  readonly firstComment: { readonly max: number } | null
  readonly edit: boolean
  readonly remoteDelete: boolean
  readonly nativeSchedule: boolean
  readonly linkCard: boolean
  readonly fields: readonly SettingsField[]
  readonly connect: readonly ConnectMethod[]
  /** Some of it works only after the platform has reviewed the person's own app; worded under `platforms:<platform>.review`. */
  readonly review?: boolean
  /** Posts an account may send in a day, where the platform caps it. */
  readonly daily?: DailyLimit
}

export type TextUnit = 'grapheme' | 'codepoint' | 'utf16' | 'byte' | 'weighted' | 'none'

export interface DailyLimit {
  readonly max: number
  /** When the count starts anew: any 24 hours, or midnight in a zone. */
  readonly resets: 'rolling' | 'UTC' | 'America/Los_Angeles'
}

export interface MediaRules {
  readonly max: number
  /** Files a post must have at least; 0 unless told. */
  readonly min?: number
  readonly images: ImageRules | null
  readonly video: VideoRules | null
  readonly documents?: DocumentRules | null
  /** Whether images and video may stand in one part. */
  readonly mix: boolean
  readonly altMax: number
  /** Files the platform fetches from an address instead of taking them: they need a media host. */
  readonly fromUrl?: 'images' | 'all'
}

export interface ImageRules {
  readonly types: readonly string[]
  readonly maxBytes: number
  /** Pixels in all (width × height), where the platform caps it. */
  readonly maxPixels?: number
  /** Longest side in pixels worth sending; larger is scaled down. */
  readonly maxSide?: number
  readonly minWidth?: number
  readonly minHeight?: number
  /** Width by height, where the platform refuses others. */
  readonly ratio?: RatioRange
}

export interface VideoRules {
  readonly types: readonly string[]
  readonly maxBytes: number
  readonly maxSeconds?: number
  readonly minSeconds?: number
  readonly ratio?: RatioRange
  readonly minWidth?: number
  readonly minHeight?: number
  readonly maxWidth?: number
  /** Longest side in pixels. */
  readonly maxSide?: number
  readonly fps?: { readonly min: number; readonly max: number }
  /** As mediabunny names them: `avc`, `hevc`, `vp8`, `vp9`, `av1`. */
  readonly codecs?: readonly string[]
  /** As mediabunny names them: `aac`, `opus`, `mp3` … Silent video passes. */
  readonly audioCodecs?: readonly string[]
  /** Bits per second, all streams. */
  readonly maxBitrate?: number
}

export interface DocumentRules {
  readonly types: readonly string[]
  readonly maxBytes: number
  readonly maxPages?: number
}

export interface RatioRange {
  readonly min: number
  readonly max: number
}

/** One setting of a variant, described well enough to draw its form field. Labels and help are i18n keys `platforms:<platform>.<key>`. */
export interface SettingsField {
  readonly key: string
  readonly kind:
    | 'text'
    | 'longtext'
    | 'toggle'
    | 'select'
    | 'tags'
    | 'poll'
    | 'number'
    | 'languages'
    | 'datetime' // wall time with zone, ISO 8601 with offset
    | 'asset' // id of a file in the library; the publisher gets the file (Outgoing.assets)
  readonly options?: readonly string[]
  /** The options come from a discovery action of the account (`accounts.runAction`). */
  readonly optionsFrom?: string
  /** The action is asked with the value of this other setting (flairs of a community). */
  readonly dependsOn?: string
  readonly default: unknown
  readonly max?: number
  /** The platform refuses a post without it, and there is no default: the person must choose. */
  readonly required?: boolean
  /** Shown, and sent, only while another setting has one of these values, or has any. */
  readonly when?: { readonly key: string } & ({ readonly is: readonly unknown[] } | { readonly isSet: true })
  /** For `poll`: how long it may run, in seconds, where the platform has lengths of its own. */
  readonly durations?: readonly number[]
  /** For `poll`: what may be said of answering it; both unless told. */
  readonly answers?: readonly ('multiple' | 'hideTotals')[]
  /** For `asset`: what may be chosen. */
  readonly accepts?: 'image' | 'video' | 'document'
}

/** One way to connect an account. `fields` are asked before anything starts. */
export interface ConnectMethod {
  readonly id: string
  readonly kind: 'oauth' | 'fields'
  readonly fields: readonly ConnectField[]
  /**
   * OAuth through an app that the person has registered at the platform: its credentials are asked once, kept sealed in the workspace, and
   * given to the connector as `context.app`. A guide of what to register stands in docs/platforms and under `platforms:<platform>.connect.app`.
   */
  readonly app?: readonly ConnectField[]
  /** Where the platform sends the browser back to; a free port on 127.0.0.1 unless told. */
  readonly redirect?: Redirect
}

export type Redirect =
  /** Registered with the platform to the letter: always the same address. */
  | { readonly kind: 'fixed'; readonly host: '127.0.0.1' | 'localhost' }
  /**
   * The platform wants https and no loopback: an address of the person's own choice (the app field `redirectUri`), which needs to answer
   * nothing. The person pastes the address the browser ended on.
   */
  | { readonly kind: 'paste' }

/** The one port of `fixed` redirects: `http://<host>:47831/oauth/callback` is what people register. */
export const redirectPort = 47_831
export const redirectPath = '/oauth/callback'

export interface ConnectField {
  readonly key: string
  readonly secret: boolean
  readonly required: boolean
  /** What a value looks like. */
  readonly example: string
  readonly default?: string
}

/** A file as the checks see it. What could not be read of it is null, and is not held against it. */
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
  readonly fps?: number | null
  readonly videoCodec?: string | null
  readonly audioCodec?: string | null
  /** Bits per second, all streams. */
  readonly bitrate?: number | null
  /** Of a document. */
  readonly pages?: number | null
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
  | 'convert' // makes a copy of the file that the platform takes
  | 'set_up_media_host'

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

/** What publishing a draft costs at the platform, in US dollars; the platform bills the person's own app. */
export interface Cost {
  readonly usd: number
  /** i18n key `platforms:<platform>.cost.<code>`: what it is charged for. */
  readonly code: string
}

/** The pure half of a platform: rules as data, counting and checks as functions. `limits` are what the account's server announced. */
export interface PlatformKnowledge {
  readonly rules: PlatformRules
  /** Rules of one account: the platform's, narrowed or widened by what its server announced at connect. */
  rulesFor(limits: AccountLimits | null): PlatformRules
  /** Which kind of post `draft` is. */
  kindOf(draft: PlatformDraft): PostKind
  /** The file rules that hold for what `draft` is (a story takes other files than a reel); `rules.media` unless told. */
  mediaFor?(draft: PlatformDraft, rules: PlatformRules): MediaRules
  count(part: { text: string }, partIndex: number, draft: PlatformDraft, rules: PlatformRules): TextCount
  /** Problems that would make the platform refuse `draft`, most important first; empty means it can go. */
  check(draft: PlatformDraft, rules: PlatformRules): Problem[]
  /** Null where it costs nothing. Prices with their source stand in the platform's file. */
  cost?(draft: PlatformDraft): Cost | null
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
  readonly videoSeconds?: number
  readonly altMax?: number
  readonly pollOptions?: number
  readonly pollOptionCharacters?: number
  readonly pollMinSeconds?: number
  readonly pollMaxSeconds?: number
  /** Software and version as announced, e.g. `mastodon 4.5.0`. */
  readonly software?: string
  /** What this account may choose from, by settings key (TikTok's privacy levels of a creator). */
  readonly choices?: Readonly<Record<string, readonly string[]>>
  /** What the platform allows or has switched off for this account, by name (`premium`, `duet_disabled`). */
  readonly flags?: Readonly<Record<string, boolean>>
}
