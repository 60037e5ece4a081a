import { said } from '../../../contract/sentences/index.ts'
import { failure, StepFailed, type ConnectContext, type PublishContext, type Secrets } from '../publisher.ts'
import { oneAtATime } from '../refresh-lock.ts'
import { classify, classifyFailure, wordsOf } from './outcome.ts'
import { signedOut, type Session } from './session.ts'
import { isOk, textAt, xrpc, type XrpcAnswer } from './xrpc.ts'

export interface PasswordSecrets extends Secrets {
  readonly kind: 'app_password'
  /** Kept, since a session ends 90 days after it was last used, or when an answer with new tokens is lost; the app password does not. */
  readonly password: string
  readonly accessJwt: string
  readonly refreshJwt: string
}

/** A token with less than this left is refreshed before it is used. */
const aheadMs = 5 * 60_000

export function openPasswordSession(context: PublishContext): Session {
  const { http, account, signal } = context
  const held = () => context.secrets as PasswordSecrets
  const refresh = (stale: string) => oneAtATime(account.id, () => renew(context, stale))

  async function fresh(): Promise<string> {
    const { accessJwt } = held()
    return expiryOf(accessJwt) - context.clock.now() < aheadMs ? await refresh(accessJwt) : accessJwt
  }

  return {
    did: account.externalId,
    ready: async () => void (await fresh()),
    async call(method, nsid, request) {
      const token = await fresh()
      const answer = await xrpc(http, account.server, method, nsid, { signal, ...request, token })
      if (!isStale(answer)) return answer
      // Refused at the door, so nothing was done: the same call may be made again.
      return await xrpc(http, account.server, method, nsid, { signal, ...request, token: await refresh(token) })
    },
    async end() {
      const answer = await xrpc(http, account.server, 'POST', 'com.atproto.server.deleteSession', {
        signal,
        token: held().refreshJwt,
      })
      return isOk(answer)
    },
  }
}

/** New tokens for a stale one, stored before they are used. Runs alone; whoever waited finds the tokens of who went before. */
async function renew(context: PublishContext, stale: string): Promise<string> {
  const { http, account } = context
  const held = context.secrets as PasswordSecrets
  if (held.accessJwt !== stale) return held.accessJwt
  const refreshed = await ask(() =>
    xrpc(http, account.server, 'POST', 'com.atproto.server.refreshSession', { token: held.refreshJwt }),
  )
  if (isOk(refreshed)) return keep(context, held, refreshed)
  const failure = classify(refreshed, context.clock.now())
  if (failure.is !== 'rejected' || failure.failure.code !== 'reconnect') throw new StepFailed(failure)
  const again = await ask(() => signIn(context, account.server, account.externalId, held.password))
  if (isOk(again)) return keep(context, held, again)
  const refusal = classify(again, context.clock.now())
  if (refusal.failure.code !== 'reconnect') throw new StepFailed(refusal)
  throw signedOut(said('bluesky_password_dead'), wordsOf(again))
}

function keep(context: PublishContext, held: PasswordSecrets, answer: XrpcAnswer): string {
  const [accessJwt, refreshJwt] = [textAt(answer.body, 'accessJwt'), textAt(answer.body, 'refreshJwt')]
  if (accessJwt === null || refreshJwt === null) {
    throw new StepFailed({
      is: 'not_sent',
      failure: failure('platform', said('sign_in_not_renewed'), `${answer.status} without tokens`),
    })
  }
  context.saveSecrets({ ...held, accessJwt, refreshJwt } satisfies PasswordSecrets)
  return accessJwt
}

async function ask(call: () => Promise<XrpcAnswer>): Promise<XrpcAnswer> {
  try {
    return await call()
  } catch (error) {
    throw new StepFailed(classifyFailure(error))
  }
}

/** Signs in with an app password. Throws HttpFailure. */
export function signIn(
  { http }: Pick<ConnectContext, 'http'>,
  service: string,
  identifier: string,
  password: string,
): Promise<XrpcAnswer> {
  return xrpc(http, service, 'POST', 'com.atproto.server.createSession', { body: { identifier, password } })
}

const isStale = ({ status, error }: XrpcAnswer) =>
  (status === 400 || status === 401) && (error === 'ExpiredToken' || error === 'InvalidToken')

/** When a token runs out, as it says itself; the far future where it does not say. */
function expiryOf(jwt: string): number {
  try {
    const { exp } = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { exp?: unknown }
    return typeof exp === 'number' ? exp * 1_000 : Number.MAX_SAFE_INTEGER
  } catch {
    return Number.MAX_SAFE_INTEGER
  }
}
