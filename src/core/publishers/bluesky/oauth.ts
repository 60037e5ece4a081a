import {
  NodeOAuthClient,
  OAuthResolverError,
  OAuthResponseError,
  TokenInvalidError,
  TokenRefreshError,
  TokenRevokedError,
  buildAtprotoLoopbackClientMetadata,
  type NodeSavedSession,
  type NodeSavedState,
  type OAuthSession,
} from '@atproto/oauth-client-node'
import { bluesky } from '../../../contract/platforms/bluesky.ts'
import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure, type Http } from '../../http.ts'
import { failure, StepFailed, type PublishContext, type Secrets } from '../publisher.ts'
import { oneAtATime } from '../refresh-lock.ts'
import { classifyFailure } from './outcome.ts'
import { signedOut, type BlueskyAddresses, type Session } from './session.ts'
import { textAt, toAnswer, xrpcPath, type XrpcRequest } from './xrpc.ts'

/** Sessions of clients without a secret end two weeks after signing in. Source: atproto packages/oauth/oauth-provider/src/oauth-constants.ts. */
export const sessionMs = 14 * 24 * 3_600_000

/** What is asked for: to act as the account in apps, posting included. Source: https://atproto.com/specs/oauth, scopes. */
const scope = 'atproto transition:generic'

export interface OAuthSecrets extends Secrets {
  readonly kind: 'oauth'
  /** Part of the client's id, so every refresh needs the one it was signed in with. */
  readonly redirectUri: string
  /** Resolves handles; also says whether plain http is fine (only on this machine). */
  readonly service: string
  readonly did: string
  readonly signedInAt: number
  /** DPoP key and tokens, as the client keeps them. */
  readonly session: NodeSavedSession
}

interface ClientStores {
  readonly states: Map<string, NodeSavedState>
  readSession(did: string): NodeSavedSession | undefined
  writeSession(did: string, session: NodeSavedSession): void
  sessionEnded(did: string): void
}

/**
 * The official client, over our network and our store. Its id is the loopback one, which carries the redirect address and needs no page of ours.
 * PKCE, PAR, DPoP and the check of the issuer are its work.
 */
export function createOAuthClient(
  http: Http,
  {
    redirectUri,
    service,
    addresses,
    fresh,
    stores,
  }: { redirectUri: string; service: string; addresses: BlueskyAddresses; fresh?: () => boolean; stores: ClientStores },
): NodeOAuthClient {
  return new NodeOAuthClient({
    clientMetadata: buildAtprotoLoopbackClientMetadata({ scope, redirect_uris: [redirectUri as 'http://127.0.0.1/'] }),
    handleResolver: service,
    ...(addresses.plcDirectory !== undefined && { plcDirectoryUrl: addresses.plcDirectory }),
    allowHttp: isOnThisMachine(service),
    fetch: fetchOver(http, fresh),
    requestLock: (name, work) => oneAtATime(name, async () => await work()),
    stateStore: {
      get: (key) => stores.states.get(key),
      set: (key, state) => void stores.states.set(key, state),
      del: (key) => void stores.states.delete(key),
    },
    sessionStore: {
      get: (did) => stores.readSession(did),
      set: (did, session) => stores.writeSession(did, session),
      del: (did) => stores.sessionEnded(did),
    },
  })
}

/** Whether an address is this machine's own: there, and only there, plain http is fine. */
export function isOnThisMachine(address: string): boolean {
  return URL.canParse(address) && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(address).hostname)
}

export function openOAuthSession(
  context: PublishContext & { readonly secrets: OAuthSecrets },
  addresses: BlueskyAddresses,
): Session {
  const { did, redirectUri, service } = context.secrets
  let ended = false
  let isFresh = false
  const client = createOAuthClient(context.http, {
    redirectUri,
    service,
    addresses,
    fresh: () => isFresh,
    stores: {
      states: new Map(),
      readSession: () => context.secrets.session,
      writeSession: (_did, session) => context.saveSecrets({ ...context.secrets, session }),
      sessionEnded: () => (ended = true),
    },
  })
  const dead = () => signedOut(said('signed_out', { platform: bluesky.rules.name }))

  /** The session with a token that is good for a while. Runs under the client's lock, so a token is refreshed once. */
  async function restore(): Promise<OAuthSession> {
    try {
      return await client.restore(did)
    } catch (error) {
      if (ended || isEnded(error)) throw dead()
      throw new StepFailed(classifyOAuthFailure(error))
    }
  }

  return {
    did,
    ready: async () => void (await restore()),
    async call(method, nsid, { params, body, bytes, type, fresh = false }: XrpcRequest = {}) {
      const session = await restore()
      const payload = bytes ?? (body === undefined ? null : JSON.stringify(body))
      isFresh = fresh
      const response = await session
        .fetchHandler(xrpcPath(nsid, params), {
          method,
          headers: {
            accept: 'application/json',
            ...(payload !== null && { 'content-type': type ?? 'application/json' }),
          },
          body: payload,
          signal: context.signal,
        })
        .catch((error: unknown) => {
          if (ended || isEnded(error)) throw dead()
          throw httpFailureIn(error) ?? error
        })
        .finally(() => (isFresh = false))
      const answer = toAnswer(response.status, response.headers, await jsonOrUndefined(response))
      if (response.status !== 401) return answer
      if (ended) throw dead()
      // The client tried to refresh and could not: the old refusal it hands out then says nothing about the sign-in.
      const words = `401 ${textAt(answer.body, 'error') ?? ''}`.trim()
      throw new StepFailed({ is: 'not_sent', failure: failure('network', said('sign_in_not_renewed'), words) })
    },
    async end() {
      await client.revoke(did)
      return true
    },
  }
}

function isEnded(error: unknown): boolean {
  return error instanceof TokenRefreshError || error instanceof TokenRevokedError || error instanceof TokenInvalidError
}

function classifyOAuthFailure(error: unknown) {
  const network = httpFailureIn(error)
  if (network) return classifyFailure(network)
  if (!(error instanceof OAuthResponseError || error instanceof OAuthResolverError)) throw error
  const words = error instanceof OAuthResponseError ? `${error.status} ${error.error ?? ''}`.trim() : error.message
  return { is: 'not_sent', failure: failure('platform', said('sign_in_not_renewed'), words) } as const
}

/** The failure of the network that an error of the client was made from. */
export function httpFailureIn(error: unknown): HttpFailure | null {
  for (let at = error, depth = 0; at && depth < 8; depth++) {
    if (at instanceof HttpFailure) return at
    at = (at as { cause?: unknown }).cause
  }
  return null
}

async function jsonOrUndefined(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** fetch, with the deadlines, limits and failures of our network. */
export function fetchOver(http: Http, fresh: () => boolean = () => false): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const body = request.body ? new Uint8Array(await request.arrayBuffer()) : undefined
    const answer = await http.request(request.url, {
      method: request.method as 'GET',
      headers: Object.fromEntries(request.headers),
      ...(body && { body }),
      signal: request.signal,
      follow: request.redirect === 'follow',
      fresh: fresh(),
    })
    const isRedirect = answer.status >= 300 && answer.status < 400
    if (isRedirect && request.redirect === 'error') throw new TypeError('redirected where that is not allowed')
    const empty = [101, 204, 205, 304].includes(answer.status)
    const response = new Response(empty ? null : new Uint8Array(answer.bytes), {
      status: answer.status,
      headers: decoded(answer.headers),
    })
    Object.defineProperty(response, 'url', { value: answer.url })
    return response
  }
}

/** The bytes are unpacked already, so the headers must not say that they are packed. */
function decoded(headers: Headers): Headers {
  const copy = new Headers([...headers])
  copy.delete('content-encoding')
  copy.delete('content-length')
  return copy
}
