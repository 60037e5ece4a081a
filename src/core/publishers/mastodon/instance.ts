import type { AccountLimits } from '../../../contract/platforms/types.ts'
import { HttpFailure } from '../../http.ts'
import type { HttpAnswer } from '../../http.ts'
import type { ConnectContext } from '../publisher.ts'
import { ConnectFailed } from '../publisher.ts'
import { objectOf } from './api.ts'

/** The address of a server as people name it: `mastodon.social`, `https://mastodon.social/@you`, `@you@mastodon.social`. */
export function serverOf(input: string): string {
  const typed = input.trim()
  if (typed === '') throw new ConnectFailed('mastodon_server_missing', {}, 'server')
  const handle = /^@?[^@/\s]+@([^@/\s]+)$/.exec(typed)?.[1]
  const address = handle ?? typed
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`
  const url = URL.canParse(full) ? new URL(full) : null
  if (!url || !/^https?:$/.test(url.protocol) || (!url.hostname.includes('.') && url.hostname !== 'localhost')) {
    throw new ConnectFailed('not_a_server', { typed: typed.slice(0, 80), example: 'mastodon.social' }, 'server')
  }
  const loopback = /^(localhost|127(\.\d+){3})$/.test(url.hostname)
  if (url.protocol === 'http:' && !loopback) throw new ConnectFailed('insecure_address', {}, 'server')
  return url.origin
}

export interface Instance {
  /** The domain in handles, which need not be where the server is. */
  readonly domain: string
  readonly limits: AccountLimits
}

/** What a server announces of itself: `/api/v2/instance`, else the first version as older servers and forks have it. Throws ConnectFailed. */
export async function discover(server: string, context: Pick<ConnectContext, 'http' | 'signal'>): Promise<Instance> {
  const second = await get(`${server}/api/v2/instance`, context)
  const answer = second.status === 200 ? second : await get(`${server}/api/v1/instance`, context)
  const json = objectOf(answer)
  const { host } = new URL(server)
  if (answer.status >= 500 || answer.status === 429)
    throw new ConnectFailed('server_trouble', { platform: host, words: answer.status }, 'server')
  const { version, domain, uri } = json
  if (answer.status !== 200 || typeof version !== 'string') {
    throw new ConnectFailed('not_this_platform', { host, platform: 'Mastodon' }, 'server')
  }
  const named = [domain, uri].find((value): value is string => typeof value === 'string' && value !== '') ?? host
  return { domain: named.replace(/^https?:\/\//, '').replace(/\/.*$/, ''), limits: limitsOf(json, version) }
}

async function get(url: string, { http, signal }: Pick<ConnectContext, 'http' | 'signal'>): Promise<HttpAnswer> {
  try {
    return await http.request(url, { signal, headers: { accept: 'application/json' } })
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error
    throw new ConnectFailed('not_reached', { host: new URL(url).host, code: error.code }, 'server')
  }
}

/**
 * Limits from `configuration` (docs entities/Instance.md, V1_Instance.md) or, where a fork has none, from its own fields
 * (Pleroma: max_toot_chars, upload_limit, poll_limits, description_limit). Only what is a sensible number is taken.
 */
function limitsOf(json: Readonly<Record<string, unknown>>, version: string): AccountLimits {
  const configuration = record(json['configuration'])
  const [statuses, media, polls] = ['statuses', 'media_attachments', 'polls'].map((name) => record(configuration[name]))
  const forkPolls = record(json['poll_limits'])
  const types = list(media?.['supported_mime_types'])
  const limits: { [K in keyof AccountLimits]: AccountLimits[K] | undefined } = {
    maxCharacters: first(statuses?.['max_characters'], json['max_toot_chars']),
    maxMedia: first(statuses?.['max_media_attachments'], json['max_media_attachments']),
    perLink: first(statuses?.['characters_reserved_per_url']),
    imageTypes: types?.filter((type) => type.startsWith('image/')),
    videoTypes: types?.filter((type) => type.startsWith('video/')),
    imageBytes: first(media?.['image_size_limit'], json['upload_limit']),
    imagePixels: first(media?.['image_matrix_limit']),
    videoBytes: first(media?.['video_size_limit'], json['upload_limit']),
    altMax: first(media?.['description_limit'], json['description_limit']),
    pollOptions: first(polls?.['max_options'], forkPolls['max_options']),
    pollOptionCharacters: first(polls?.['max_characters_per_option'], forkPolls['max_option_chars']),
    pollMinSeconds: first(polls?.['min_expiration'], forkPolls['min_expiration']),
    pollMaxSeconds: first(polls?.['max_expiration'], forkPolls['max_expiration']),
    software: softwareOf(version),
  }
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined))
}

/** Forks call themselves `2.7.2 (compatible; Pleroma 2.6.0)`; what says nothing else is Mastodon. */
function softwareOf(version: string): string {
  const fork = /\(compatible; ([^)]+)\)/.exec(version)?.[1]
  return (fork ?? `mastodon ${version}`).slice(0, 80).toLowerCase()
}

const record = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const list = (value: unknown) =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined
const first = (...values: unknown[]) =>
  values.find((value): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0)
