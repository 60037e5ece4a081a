import type { Instant } from '../../clock.ts'
import type { Http } from '../../http.ts'

/** What a server said. `error` and `message` are XRPC's error body; null where there is none. */
export interface XrpcAnswer {
  readonly status: number
  readonly error: string | null
  readonly message: string | null
  readonly body: unknown
  readonly headers: Headers
}

export interface XrpcRequest {
  readonly params?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as they are. */
  readonly bytes?: Uint8Array<ArrayBuffer>
  readonly type?: string
  readonly timeoutMs?: number
  /** A connection of its own; see HttpRequest. */
  readonly fresh?: boolean
  readonly signal?: AbortSignal
}

/** XRPC: queries are GET, procedures are POST. Source: https://atproto.com/specs/xrpc */
export function xrpcPath(nsid: string, params: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(params).toString()
  return `/xrpc/${nsid}${query && `?${query}`}`
}

/** Calls a method. Throws HttpFailure where no answer came. */
export async function xrpc(
  http: Http,
  service: string,
  method: 'GET' | 'POST',
  nsid: string,
  { params, body, bytes, type, ...options }: XrpcRequest & { token?: string } = {},
): Promise<XrpcAnswer> {
  const payload = bytes ?? (body === undefined ? undefined : JSON.stringify(body))
  const { token, ...rest } = options
  const answer = await http.request(new URL(xrpcPath(nsid, params), service), {
    ...rest,
    method,
    headers: {
      accept: 'application/json',
      ...(payload !== undefined && { 'content-type': type ?? 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(payload !== undefined && { body: payload }),
  })
  return toAnswer(answer.status, answer.headers, answer.json())
}

export function toAnswer(status: number, headers: Headers, body: unknown): XrpcAnswer {
  const isError = status >= 400
  return {
    status,
    headers,
    body,
    error: isError ? textAt(body, 'error') : null,
    message: isError ? textAt(body, 'message') : null,
  }
}

export const isOk = ({ status }: XrpcAnswer) => status >= 200 && status < 300

/** A text in a JSON object; null where it is not there. */
export function textAt(body: unknown, key: string): string | null {
  if (typeof body !== 'object' || body === null || !(key in body)) return null
  const value = (body as Record<string, unknown>)[key]
  return typeof value === 'string' ? value : null
}

/** `ratelimit-*` as Bluesky's servers send them; reset is in seconds since 1970. Null where they are missing. */
export function quotaIn(headers: Headers): { remaining: number; limit: number; resetsAt: Instant | null } | null {
  const [remaining, limit, reset] = ['ratelimit-remaining', 'ratelimit-limit', 'ratelimit-reset'].map((name) =>
    Number(headers.get(name) ?? NaN),
  )
  if (remaining === undefined || limit === undefined || !Number.isFinite(remaining) || !Number.isFinite(limit))
    return null
  return { remaining, limit, resetsAt: reset !== undefined && Number.isFinite(reset) ? reset * 1_000 : null }
}
