/** How this server is set up. Defaults are those of Mastodon 4.5 (config/initializers, lib/mastodon). */
export interface ServerOptions {
  version: string
  maxCharacters: number
  maxMedia: number
  perUrl: number
  imageBytes: number
  imagePixels: number
  videoBytes: number
  descriptionMax: number
  poll: { maxOptions: number; maxCharacters: number; minSeconds: number; maxSeconds: number }
  /** Servers exist that take an Idempotency-Key and do not mind it. */
  ignoreIdempotencyKey: boolean
  /** Servers before 4.3 have no `/.well-known/oauth-authorization-server` and no PKCE. */
  announcesOAuth: boolean
  /** `v1`: only /api/v1/instance, with `configuration`; `pleroma`: only /api/v1/instance, with `max_toot_chars` and no `configuration`. */
  instanceApi: 'v2' | 'v1' | 'pleroma'
  /** How many times a file is asked for before it is ready; 0 answers 200 at once. Video is never ready at once. */
  processing: { image: number; video: number; fails: boolean }
  /** Requests per five minutes and token, uploads and deletions per half hour; null switches the limits off. */
  rateLimits: { requests: number; uploads: number; deletions: number } | null
  /** Servers exist that do not list private mentions among an account's statuses. */
  listsDirect: boolean
}

export const mastodonDefaults: ServerOptions = {
  version: '4.5.0',
  maxCharacters: 500,
  maxMedia: 4,
  perUrl: 23,
  imageBytes: 16_777_216,
  imagePixels: 33_177_600,
  videoBytes: 103_809_024,
  descriptionMax: 1_500,
  poll: { maxOptions: 4, maxCharacters: 50, minSeconds: 300, maxSeconds: 2_629_746 },
  ignoreIdempotencyKey: false,
  announcesOAuth: true,
  instanceApi: 'v2',
  processing: { image: 0, video: 2, fails: false },
  rateLimits: { requests: 300, uploads: 30, deletions: 30 },
  listsDirect: true,
}

const mimeTypes = [
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'video/webm',
  'video/mp4',
  'video/quicktime',
  'audio/mpeg',
  'audio/ogg',
  'audio/mp4',
]

export function instanceV2(options: ServerOptions, url: string) {
  return {
    domain: new URL(url).host,
    title: 'Simulated Mastodon',
    version: options.version,
    source_url: 'https://github.com/mastodon/mastodon',
    description: 'A server for tests',
    languages: ['en'],
    configuration: configuration(options, url),
    registrations: { enabled: false, approval_required: false, message: null },
    api_versions: { mastodon: 7 },
    rules: [],
  }
}

function configuration(options: ServerOptions, url: string) {
  return {
    urls: { streaming: url.replace(/^http/, 'ws') },
    statuses: {
      max_characters: options.maxCharacters,
      max_media_attachments: options.maxMedia,
      characters_reserved_per_url: options.perUrl,
    },
    media_attachments: {
      supported_mime_types: mimeTypes,
      description_limit: options.descriptionMax,
      image_size_limit: options.imageBytes,
      image_matrix_limit: options.imagePixels,
      video_size_limit: options.videoBytes,
      video_frame_rate_limit: 120,
      video_matrix_limit: 8_294_400,
    },
    polls: {
      max_options: options.poll.maxOptions,
      max_characters_per_option: options.poll.maxCharacters,
      min_expiration: options.poll.minSeconds,
      max_expiration: options.poll.maxSeconds,
    },
  }
}

export function instanceV1(options: ServerOptions, url: string) {
  const base = {
    uri: new URL(url).host,
    title: 'Simulated server',
    version: options.version,
    short_description: '',
    languages: ['en'],
  }
  if (options.instanceApi !== 'pleroma') return { ...base, configuration: configuration(options, url) }
  return {
    ...base,
    version: '2.7.2 (compatible; Pleroma 2.6.0)',
    max_toot_chars: options.maxCharacters,
    max_media_attachments: options.maxMedia,
    description_limit: options.descriptionMax,
    upload_limit: options.imageBytes,
    poll_limits: {
      max_options: options.poll.maxOptions,
      max_option_chars: options.poll.maxCharacters,
      min_expiration: options.poll.minSeconds,
      max_expiration: options.poll.maxSeconds,
    },
  }
}
