import { lookup } from 'node:dns'
import { Agent, EnvHttpProxyAgent, errors, fetch as undiciFetch, type Dispatcher, type RequestInit } from 'undici'
import { createPublicLookup, isPrivateLiteral, notPublic, type IsPublic } from './public-address.ts'

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'HEAD'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: RequestInit['body']
  /** From the first byte sent to the last byte read; 30 s unless told. */
  readonly timeoutMs?: number
  /** A larger answer is refused unread; 5 MB unless told. */
  readonly maxBytes?: number
  readonly signal?: AbortSignal | undefined
  /** Redirects are errors unless asked for: a token must not follow one to another host. */
  readonly follow?: boolean
  /** A connection of its own, never reused: for the one request that makes a post exist, so that a stale socket cannot blur the outcome. */
  readonly fresh?: boolean
  /** Refuses addresses that are not of the public Internet: for links that come from the text of a post. Behind a proxy, the proxy looks names up. */
  readonly publicOnly?: boolean
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array
  /** The address that answered, after redirects. */
  readonly url: string
  text(): string
  /** The body as JSON; undefined where it is not JSON. */
  json(): unknown
}

/**
 * Why there is no answer. `not_sent`: nothing of the request left this machine, or the peer refused the connection, so it cannot have had an effect.
 * `no_answer`: it may have had its effect. `aborted`: we stopped it (may have had its effect).
 */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure'
  readonly kind: 'not_sent' | 'no_answer' | 'aborted'
  readonly code: string
  constructor(kind: HttpFailure['kind'], code: string, message: string) {
    super(message)
    this.kind = kind
    this.code = code
  }
}

/** An answer that is read as it comes. Whoever does not read it to its end must `cancel` it. */
export interface Download {
  readonly status: number
  readonly headers: Headers
  /** The address that answered, after redirects. */
  readonly url: string
  /** Throws HttpFailure where it breaks off. */
  readonly body: AsyncIterable<Uint8Array>
  cancel(): void
}

/** The only door to the network in core. */
export interface Http {
  /** Resolves with any status; throws HttpFailure where there is no (whole) answer. Never logs headers or bodies. */
  request(url: string | URL, request?: HttpRequest): Promise<HttpAnswer>
  /** A file of the public Internet, of any size, by GET. Follows redirects, each to be public too. `timeoutMs` is for the whole of it. */
  download(url: string | URL, options: { timeoutMs: number; signal?: AbortSignal | undefined }): Promise<Download>
  /** For libraries that bring their own protocol (atproto's OAuth client): a fetch over the same agents, following no redirects of its own making. */
  readonly fetch: typeof globalThis.fetch
  close(): Promise<void>
}

const notSentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  notPublic,
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

const defaults = { timeoutMs: 30_000, maxBytes: 5_000_000 }
const mostRedirects = 5

export interface HttpOptions {
  /** Which addresses are public, and how names are looked up: for tests, which have neither. */
  readonly isPublic?: IsPublic
  readonly lookup?: typeof lookup
}

export function createHttp({ isPublic, lookup: lookUp = lookup }: HttpOptions = {}): Http {
  const options = { connect: { timeout: 10_000, lookup }, bodyTimeout: 0, headersTimeout: 0 }
  const proxied = Object.keys(process.env).some((name) => /^https?_proxy$/i.test(name))
  const agent = (extra: object): Dispatcher =>
    proxied ? new EnvHttpProxyAgent({ ...options, ...extra }) : new Agent({ ...options, ...extra })
  const shared = agent({ keepAliveTimeout: 4_000 })
  const guarded = proxied
    ? shared
    : agent({ connect: { timeout: 10_000, lookup: createPublicLookup(isPublic, lookUp) } })

  async function request(url: string | URL, request: HttpRequest = {}): Promise<HttpAnswer> {
    const { timeoutMs, maxBytes } = { ...defaults, ...request }
    const deadline = AbortSignal.timeout(timeoutMs)
    const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline
    const dispatcher = request.publicOnly
      ? guarded
      : request.fresh
        ? agent({ pipelining: 0, keepAliveTimeout: 1, keepAliveMaxTimeout: 1 })
        : shared
    try {
      const init = {
        method: request.method ?? 'GET',
        redirect: request.follow && !request.publicOnly ? ('follow' as const) : ('manual' as const),
        signal,
        dispatcher,
        ...(request.headers && { headers: request.headers }),
        ...(request.body !== undefined && request.body !== null && { body: request.body, duplex: 'half' as const }),
      }
      const response = request.publicOnly
        ? await askPublic(new URL(url), init, request.follow ? mostRedirects : 0)
        : await undiciFetch(url, init)
      const bytes = await readUpTo(response.body, maxBytes)
      return toAnswer(response, bytes)
    } catch (error) {
      throw toFailure(error, deadline, request.signal)
    } finally {
      if (dispatcher !== shared && dispatcher !== guarded) void dispatcher.destroy()
    }
  }

  /** Each address is looked at before it is asked, those that redirects lead to as well. The redirect after the last that is followed is the answer. */
  async function askPublic(url: URL, init: RequestInit, redirects: number): Promise<UndiciResponse> {
    if (isPrivateLiteral(url, isPublic)) throw new HttpFailure('not_sent', notPublic, 'That is not a public address')
    const response = await undiciFetch(url, init)
    const onward = redirectOf(response, url)
    if (!onward || redirects === 0) return response
    await response.body?.cancel()
    return askPublic(onward, init, redirects - 1)
  }

  const download: Http['download'] = async (url, { timeoutMs, signal: stop }) => {
    const deadline = AbortSignal.timeout(timeoutMs)
    const mine = new AbortController()
    const signal = AbortSignal.any([deadline, mine.signal, ...(stop ? [stop] : [])])
    try {
      const init = { redirect: 'manual' as const, signal, dispatcher: guarded }
      const response = await askPublic(new URL(url), init, mostRedirects)
      const headers = response.headers as unknown as Headers
      return {
        status: response.status,
        headers,
        url: response.url,
        body: told(response.body, deadline, stop),
        cancel: () => mine.abort(),
      }
    } catch (error) {
      throw toFailure(error, deadline, stop)
    }
  }

  return {
    request,
    download,
    fetch: ((input: never, init?: RequestInit) =>
      undiciFetch(input, { ...init, dispatcher: shared })) as unknown as typeof globalThis.fetch,
    close: async () => void (await Promise.all([shared.destroy(), guarded.destroy()])),
  }
}

type UndiciResponse = Awaited<ReturnType<typeof undiciFetch>>

/** Where an answer to GET sends on to; null where it does not, or not over HTTP. */
function redirectOf({ status, headers }: UndiciResponse, from: URL): URL | null {
  const location = [301, 302, 303, 307, 308].includes(status) ? headers.get('location') : null
  const onward = location === null ? null : URL.parse(location, from.href)
  return onward && (onward.protocol === 'https:' || onward.protocol === 'http:') ? onward : null
}

/** A body whose breaking off is told in our words. */
async function* told(
  body: AsyncIterable<Uint8Array> | null,
  deadline: AbortSignal,
  stop: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    if (body) yield* body
  } catch (error) {
    throw toFailure(error, deadline, stop)
  }
}

function toAnswer(response: UndiciResponse, bytes: Uint8Array): HttpAnswer {
  const text = () => new TextDecoder().decode(bytes)
  return {
    status: response.status,
    headers: response.headers as unknown as Headers,
    bytes,
    url: response.url,
    text,
    json() {
      try {
        return JSON.parse(text()) as unknown
      } catch {
        return undefined
      }
    },
  }
}

async function readUpTo(body: AsyncIterable<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  if (!body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes)
      throw new HttpFailure('no_answer', 'ANSWER_TOO_LARGE', `The answer is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function toFailure(error: unknown, deadline: AbortSignal, stop: AbortSignal | undefined): HttpFailure {
  if (error instanceof HttpFailure) return error
  if (stop?.aborted) return new HttpFailure('aborted', 'ABORTED', 'The request was stopped')
  if (deadline.aborted) return new HttpFailure('no_answer', 'TIMEOUT', 'No answer in time')
  const code = codeOf(error)
  if (notSentCodes.has(code)) return new HttpFailure('not_sent', code, `Could not connect (${code})`)
  return new HttpFailure('no_answer', code, `The connection broke before the answer was whole (${code})`)
}

/** Whether what `Http.fetch` threw means that no connection came about. */
export function isNotConnected(error: unknown): boolean {
  return notSentCodes.has(codeOf(error))
}

/** Whether an error of `Http.fetch` means that nothing of the request left this machine. */
export function wasNotSent(error: unknown): boolean {
  return notSentCodes.has(codeOf(error))
}

/** The system's or undici's code, wherever fetch wrapped it. */
function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at && depth < 5; depth++) {
    const found = (at as { code?: unknown }).code
    if (typeof found === 'string') return found
    if (at instanceof AggregateError && at.errors[0]) at = at.errors[0]
    else at = (at as { cause?: unknown }).cause
  }
  return error instanceof errors.UndiciError ? error.code : 'UNKNOWN'
}
