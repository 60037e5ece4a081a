import { lookup } from 'node:dns'
import { Agent, EnvHttpProxyAgent, errors, fetch as undiciFetch, type Dispatcher, type RequestInit } from 'undici'
import { isPrivateLiteral, notPublic, publicLookup } from './public-address.ts'

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

/** The only door to the network in core. */
export interface Http {
  /** Resolves with any status; throws HttpFailure where there is no (whole) answer. Never logs headers or bodies. */
  request(url: string | URL, request?: HttpRequest): Promise<HttpAnswer>
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

export function createHttp(): Http {
  const options = { connect: { timeout: 10_000, lookup }, bodyTimeout: 0, headersTimeout: 0 }
  const proxied = Object.keys(process.env).some((name) => /^https?_proxy$/i.test(name))
  const agent = (extra: object): Dispatcher =>
    proxied ? new EnvHttpProxyAgent({ ...options, ...extra }) : new Agent({ ...options, ...extra })
  const shared = agent({ keepAliveTimeout: 4_000 })
  const guarded = proxied ? shared : agent({ connect: { timeout: 10_000, lookup: publicLookup } })

  async function request(url: string | URL, request: HttpRequest = {}): Promise<HttpAnswer> {
    const { timeoutMs, maxBytes } = { ...defaults, ...request }
    const deadline = AbortSignal.timeout(timeoutMs)
    const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline
    if (request.publicOnly && isPrivateLiteral(new URL(url)))
      throw new HttpFailure('not_sent', notPublic, 'That is not a public address')
    const dispatcher = request.publicOnly
      ? guarded
      : request.fresh
        ? agent({ pipelining: 0, keepAliveTimeout: 1, keepAliveMaxTimeout: 1 })
        : shared
    try {
      const response = await undiciFetch(url, {
        method: request.method ?? 'GET',
        redirect: request.follow ? 'follow' : 'manual',
        signal,
        dispatcher,
        ...(request.headers && { headers: request.headers }),
        ...(request.body !== undefined && request.body !== null && { body: request.body, duplex: 'half' as const }),
      })
      const bytes = await readUpTo(response.body, maxBytes)
      return toAnswer(response, bytes)
    } catch (error) {
      throw toFailure(error, deadline, request.signal)
    } finally {
      if (dispatcher !== shared && dispatcher !== guarded) void dispatcher.destroy()
    }
  }

  return {
    request,
    fetch: ((input: never, init?: RequestInit) =>
      undiciFetch(input, { ...init, dispatcher: shared })) as unknown as typeof globalThis.fetch,
    close: async () => void (await Promise.all([shared.destroy(), guarded.destroy()])),
  }
}

function toAnswer(response: Awaited<ReturnType<typeof undiciFetch>>, bytes: Uint8Array): HttpAnswer {
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
