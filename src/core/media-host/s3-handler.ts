import type { Http, HttpRequest } from '../http.ts'

/** A request as the S3 client hands it over, signed. */
interface SdkRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly query?: Readonly<Record<string, string | string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface SdkResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** Said by our own HTTP, for the connection it makes; none of them is signed but `host`, which it says the same. */
const own = new Set(['host', 'expect', 'connection'])

/** Sends what the S3 client signs over our own http: its agents, its proxy, its deadlines. There is no other way to the network. */
export function s3Handler(http: Http, timeoutMs: number) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(
      request: SdkRequest,
      { abortSignal }: { abortSignal?: unknown } = {},
    ): Promise<{ response: SdkResponse }> {
      const { status, headers, bytes } = await http.request(addressOf(request), {
        method: request.method as NonNullable<HttpRequest['method']>,
        headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !own.has(name.toLowerCase()))),
        body: request.body as HttpRequest['body'],
        signal: abortSignal as AbortSignal | undefined,
        timeoutMs,
      })
      return { response: { statusCode: status, headers: Object.fromEntries(headers), body: bytes } }
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  }
}

/** Path and query are encoded as they were signed. */
function addressOf({ protocol, hostname, port, path, query = {} }: SdkRequest): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `${escape(name)}=${escape(one ?? '')}`),
  )
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
}

/** RFC 3986, as SigV4 wants it. */
function escape(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}
