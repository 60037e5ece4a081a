import { bluesky } from '../../../contract/platforms/bluesky.ts'
import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure, type Http } from '../../http.ts'
import {
  ConnectFailed,
  saidOf,
  StepFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type Failure,
  type HealthReport,
  type PublishContext,
  type Secrets,
} from '../publisher.ts'
import { createOAuthClient, httpFailureIn, isOnThisMachine, sessionMs, type OAuthSecrets } from './oauth.ts'
import { classify, isOwnWord, wordsOf } from './outcome.ts'
import { openSession } from './open-session.ts'
import { signIn, type PasswordSecrets } from './password.ts'
import type { BlueskyAddresses } from './session.ts'
import { isOk, textAt, xrpc, type XrpcAnswer } from './xrpc.ts'
import type { NodeSavedSession, NodeSavedState } from '@atproto/oauth-client-node'

const platform = bluesky.rules.name

export function createConnector(addresses: BlueskyAddresses): Connector {
  return {
    platform: 'bluesky',
    connect: (_method, fields, context) => connectWithPassword(fields, context),
    authorize: (_method, fields, redirectUri, context) => authorize(fields, redirectUri, context, addresses),
    finish: (query, pending, redirectUri, context) => finish(query, pending, redirectUri, context, addresses),
    health: (context) => health(context, addresses),
    revoke: (context) => openSession(context, addresses).end(),
  }
}

async function connectWithPassword(
  fields: Readonly<Record<string, string>>,
  context: ConnectContext,
): Promise<ConnectedIdentity> {
  const service = readService(fields['service'] ?? '')
  const identifier = readHandle(fields['handle'] ?? '')
  const password = fields['password'] ?? ''
  const answer = await signIn(context, service, identifier, password)
  if (!isOk(answer)) throw isOwnWord(answer) ? refusal(answer, service, context) : notBluesky(service)
  const [did, accessJwt, refreshJwt] = ['did', 'accessJwt', 'refreshJwt'].map((key) => textAt(answer.body, key))
  if (!did || !accessJwt || !refreshJwt) throw notBluesky(service)
  const secrets: PasswordSecrets = { kind: 'app_password', password, accessJwt, refreshJwt }
  return await identify(context.http, { did, server: pdsOf(answer.body) ?? service, expiresAt: null, secrets })
}

function notBluesky(service: string): ConnectFailed {
  return new ConnectFailed('not_this_platform', { host: new URL(service).host, platform }, 'service')
}

function refusal(answer: XrpcAnswer, service: string, { clock }: ConnectContext): ConnectFailed {
  if (answer.error === 'AuthFactorTokenRequired') {
    return new ConnectFailed('bluesky_account_password', {}, 'password')
  }
  const { failure } = classify(answer, clock.now())
  switch (failure.code) {
    case 'reconnect':
      return new ConnectFailed('bluesky_wrong_password', {}, 'password')
    case 'rate_limited':
      return new ConnectFailed('bluesky_too_many_sign_ins')
    case 'not_allowed':
      return answer.status === 404 ? notBluesky(service) : ConnectFailed.because(saidOf(failure))
    default:
      return new ConnectFailed('sign_in_refused', { platform, words: wordsOf(answer) })
  }
}

interface Pending extends Secrets {
  readonly service: string
  readonly state: string
  readonly saved: NodeSavedState
}

async function authorize(
  fields: Readonly<Record<string, string>>,
  redirectUri: string,
  context: ConnectContext,
  addresses: BlueskyAddresses,
) {
  const service = readService(fields['service'] ?? '')
  const handle = readHandle(fields['handle'] ?? '')
  const states = new Map<string, NodeSavedState>()
  const none = { readSession: () => undefined, writeSession() {}, sessionEnded() {} }
  const client = createOAuthClient(context.http, { redirectUri, service, addresses, stores: { states, ...none } })
  const url = await client.authorize(handle, { signal: context.signal }).catch((error: unknown) => {
    throw httpFailureIn(error) ?? new ConnectFailed('bluesky_handle_unknown', { handle }, 'handle')
  })
  const [[state, saved] = []] = states
  if (state === undefined || saved === undefined) throw new Error('the client started a sign-in without a state')
  return { url: url.href, state, pending: { service, state, saved } satisfies Pending }
}

async function finish(
  query: URLSearchParams,
  pending: Secrets,
  redirectUri: string,
  context: ConnectContext,
  addresses: BlueskyAddresses,
): Promise<ConnectedIdentity> {
  const { service, state, saved } = pending as Pending
  let session: NodeSavedSession | undefined
  const client = createOAuthClient(context.http, {
    redirectUri,
    service,
    addresses,
    stores: {
      states: new Map([[state, saved]]),
      readSession: () => session,
      writeSession: (_did, made) => (session = made),
      sessionEnded: () => (session = undefined),
    },
  })
  if (query.get('error') === 'access_denied') throw new ConnectFailed('sign_in_denied', { platform })
  const { session: signedIn } = await client.callback(query).catch((error: unknown) => {
    const words = query.get('error')
    throw (
      httpFailureIn(error) ??
      (words === null
        ? new ConnectFailed('sign_in_mismatch', { platform })
        : new ConnectFailed('sign_in_refused', { platform, words }))
    )
  })
  if (!session) throw new Error('the client signed in without a session')
  const { aud } = await signedIn.getTokenInfo(false)
  const now = context.clock.now()
  const secrets: OAuthSecrets = { kind: 'oauth', redirectUri, service, did: signedIn.did, signedInAt: now, session }
  return await identify(context.http, {
    did: signedIn.did,
    server: new URL(aud).origin,
    expiresAt: now + sessionMs,
    secrets,
  })
}

/** Name and handle of an account, from its own repository. */
async function identify(
  http: Http,
  { did, server, expiresAt, secrets }: Pick<ConnectedIdentity, 'server' | 'expiresAt' | 'secrets'> & { did: string },
): Promise<ConnectedIdentity> {
  const repo = await xrpc(http, server, 'GET', 'com.atproto.repo.describeRepo', { params: { repo: did } })
  const handle = textAt(repo.body, 'handle')
  if (!isOk(repo) || handle === null) throw new ConnectFailed('bluesky_account_unknown', { host: new URL(server).host })
  const profile = await xrpc(http, server, 'GET', 'com.atproto.repo.getRecord', {
    params: { repo: did, collection: 'app.bsky.actor.profile', rkey: 'self' },
  })
  const record = (profile.body as { value?: unknown } | undefined)?.value
  return {
    kind: 'profile',
    externalId: did,
    name: (isOk(profile) && textAt(record, 'displayName')?.trim()) || handle,
    displayHandle: handle,
    url: `https://bsky.app/profile/${did}`,
    avatar: null,
    server,
    limits: {},
    expiresAt,
    secrets,
  }
}

async function health(context: PublishContext, addresses: BlueskyAddresses): Promise<HealthReport> {
  try {
    const answer = await openSession(context, addresses).call('GET', 'com.atproto.server.getSession')
    if (isOk(answer)) return activity(answer, context)
    return report(classify(answer, context.clock.now()).failure, 'rejected')
  } catch (error) {
    if (error instanceof StepFailed) return report(error.outcome.failure, error.outcome.is)
    if (error instanceof HttpFailure)
      return { state: 'unreachable', reason: said('did_not_answer', { platform, code: error.code }) }
    throw error
  }
}

function activity({ body }: XrpcAnswer, { account, secrets }: PublishContext): HealthReport {
  if (textAt(body, 'did') !== account.externalId)
    return { state: 'unreachable', reason: said('answered_in_its_place', { platform }) }
  const status = textAt(body, 'status')
  if ((body as { active?: unknown }).active === false) {
    return {
      state: 'broken',
      reason:
        status === null ? said('account_inactive', { platform }) : said('account_not_active', { platform, status }),
    }
  }
  return {
    state: 'ok',
    expiresAt: secrets['kind'] === 'oauth' ? (secrets as OAuthSecrets).signedInAt + sessionMs : null,
  }
}

/** Only these are the platform's word on the account; everything else says that it could not be asked. */
function report(failure: Failure, is: string): HealthReport {
  const { code } = failure
  return is === 'rejected' && (code === 'reconnect' || code === 'not_allowed')
    ? { state: 'broken', reason: saidOf(failure) }
    : { state: 'unreachable', reason: saidOf(failure) }
}

/** A handle as people type it: with or without @, or the address of the profile. */
function readHandle(typed: string): string {
  const handle = typed
    .trim()
    .replace(/^https?:\/\/[^/]+\/profile\//, '')
    .replace(/^@/, '')
    .replace(/\/$/, '')
  if (/^did:[a-z]+:[A-Za-z0-9._:%-]+$/.test(handle)) return handle
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(handle))
    throw new ConnectFailed('not_a_handle', { example: 'you.bsky.social' }, 'handle')
  return handle.toLowerCase()
}

/** The origin of a server as people type it. Passwords go over https, except to this machine itself. */
function readService(typed: string): string {
  const address = typed.includes('://') ? typed : `https://${typed}`
  if (typed === '' || !URL.canParse(address))
    throw new ConnectFailed('not_a_server', { typed: address.slice(0, 80), example: 'https://bsky.social' }, 'service')
  const { protocol, origin } = new URL(address)
  if (protocol !== 'https:' && !(protocol === 'http:' && isOnThisMachine(address))) {
    throw new ConnectFailed('insecure_address', {}, 'service')
  }
  return origin
}

/** Where the account lives, as the sign-in's DID document says; null where it says nothing usable. */
function pdsOf(body: unknown): string | null {
  const services = (body as { didDoc?: { service?: unknown } }).didDoc?.service
  if (!Array.isArray(services)) return null
  const pds = services.find((service: unknown) => textAt(service, 'id')?.endsWith('#atproto_pds')) as unknown
  const endpoint = textAt(pds, 'serviceEndpoint')
  return endpoint !== null && URL.canParse(endpoint) && new URL(endpoint).protocol === 'https:'
    ? new URL(endpoint).origin
    : null
}
