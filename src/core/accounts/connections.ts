import { timingSafeEqual } from 'node:crypto'
import type { Connection } from '../../contract/accounts.ts'
import { said, spoken } from '../../contract/sentences/index.ts'
import type { AccountId, ConnectionId, Platform } from '../../contract/vocabulary.ts'
import { conflict, notFound, unprocessable, vaultLocked } from '../errors.ts'
import { HttpFailure } from '../http.ts'
import {
  ConnectFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type Secrets,
} from '../publishers/publisher.ts'
import type { Registry } from '../publishers/registry.ts'
import { getAccount } from '../store/accounts.ts'
import { VaultLocked } from '../vault/vault.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { checkConnectInput } from './check-input.ts'
import { keepIdentity, refuseOtherIdentity } from './keep.ts'
import { listenForRedirect, type RedirectListener, type TabMessage } from './loopback.ts'
import type { SealedSecrets } from './sealed-secrets.ts'

/** How long a person has to sign in in the browser. */
const signInMs = 10 * 60_000
/** How long an ended connection can still be asked about. */
const rememberMs = 60 * 60_000

interface Handshake {
  readonly id: ConnectionId
  readonly platform: Platform
  readonly platformName: string
  readonly method: string
  readonly reconnect: string | undefined
  readonly stop: AbortController
  state: Connection['state']
  authorizeUrl: string | null
  accounts: AccountId[]
  error: Connection['error']
  /** Takes back the timer that forgets it, once it has ended. */
  forget: (() => void) | null
  /** While the browser is away; taken by the first redirect that fits, so that no second one does. */
  away: {
    readonly state: string
    readonly pending: Secrets
    readonly listener: RedirectListener
    forgetTimer(): void
  } | null
}

export interface StartInput {
  readonly platform: Platform
  readonly method: string
  readonly fields: Readonly<Record<string, string>>
  readonly reconnect?: string | undefined
}

/**
 * The handshakes that make accounts. They live in memory only: what they hold (PKCE verifier, state) is worth nothing after a restart.
 * `told.discard` revokes what a refused sign-in was given.
 */
export function createConnections(
  context: WorkspaceContext,
  registry: Registry,
  secrets: SealedSecrets,
  told: {
    discard(platform: Platform, method: string, identity: ConnectedIdentity): Promise<void>
    connected(): void
  },
) {
  const { clock, log, vault } = context
  const handshakes = new Map<string, Handshake>()

  function connectContext({ platform, stop }: Handshake): ConnectContext {
    const name = (server: string) => `${platform} ${server}`
    return {
      http: context.http,
      clock,
      signal: stop.signal,
      appCredentials: {
        get: (server) => secrets.read('app', name(server)),
        set: (server, value) => context.store.write((tx) => secrets.write(tx, 'app', name(server), value)),
      },
    }
  }

  function end(
    handshake: Handshake,
    result: Partial<Pick<Handshake, 'accounts' | 'error'>> & Pick<Handshake, 'state'>,
  ): void {
    Object.assign(handshake, result)
    handshake.away?.forgetTimer()
    handshake.away?.listener.close()
    handshake.away = null
    handshake.forget = clock.after(rememberMs, () => handshakes.delete(handshake.id))
    context.emit({ type: 'account.changed', ids: { connection: handshake.id } })
  }

  /** Runs one half of a handshake; what the platform or the network refuses becomes the connection's error. */
  async function guarded(handshake: Handshake, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (handshake.state === 'canceled') return
      if (error instanceof VaultLocked) {
        end(handshake, {
          state: 'failed',
          error: { ...spoken(said('vault_locked_connecting')), field: null },
        })
        throw vaultLocked()
      }
      end(handshake, { state: 'failed', error: toError(handshake, error) })
    }
  }

  function toError({ platform, platformName }: Handshake, error: unknown): NonNullable<Connection['error']> {
    if (error instanceof ConnectFailed) return { ...spoken(error.said), field: error.field }
    if (error instanceof HttpFailure)
      return { ...spoken(said('not_reached', { host: platformName, code: error.code })), field: null }
    log.error('a connection broke', {
      platform,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    return { ...spoken(said('mistake_connecting')), field: null }
  }

  async function keep(handshake: Handshake, identity: ConnectedIdentity): Promise<void> {
    const { platform, method, reconnect } = handshake
    try {
      if (handshake.state === 'canceled') throw new ConnectFailed('given_up')
      const arrival = { platform, method, identity, reconnect }
      refuseOtherIdentity(context, arrival)
      const id = keepIdentity(context, secrets, arrival)
      end(handshake, { state: 'connected', accounts: [id as AccountId] })
      told.connected()
    } catch (error) {
      await told.discard(platform, method, identity)
      throw error
    }
  }

  async function startOAuth(
    handshake: Handshake,
    connector: Connector,
    fields: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { authorize } = connector
    if (!authorize) throw new Error(`${handshake.platform} has no way to sign in by browser`)
    const listener = await listenForRedirect((query) => returned(handshake, query), context.language)
    try {
      const { url, state, pending } = await authorize(
        handshake.method,
        fields,
        listener.redirectUri,
        connectContext(handshake),
      )
      if (!/^https?:$/.test(new URL(url).protocol))
        throw new ConnectFailed('sign_in_page_unusable', { platform: handshake.platformName })
      const forgetTimer = clock.after(signInMs, () => timedOut(handshake))
      handshake.away = { state, pending, listener, forgetTimer }
      handshake.authorizeUrl = url
    } catch (error) {
      listener.close()
      throw error
    }
  }

  function timedOut(handshake: Handshake): void {
    if (handshake.state !== 'waiting') return
    handshake.stop.abort()
    end(handshake, {
      state: 'failed',
      error: { ...spoken(said('timed_out', { minutes: signInMs / 60_000 })), field: null },
    })
  }

  /** The browser is back. Null when its state is not the one that was given out, or was used already. */
  async function returned(handshake: Handshake, query: URLSearchParams): Promise<TabMessage | null> {
    const { away } = handshake
    if (!away || handshake.state !== 'waiting' || !same(query.get('state') ?? '', away.state)) return null
    away.forgetTimer()
    handshake.away = null
    const finish = registry.connector(handshake.platform)?.finish
    try {
      await guarded(handshake, async () => {
        if (!finish) throw new Error(`${handshake.platform} cannot end a sign-in`)
        await keep(handshake, await finish(query, away.pending, away.listener.redirectUri, connectContext(handshake)))
      })
    } finally {
      away.listener.close()
    }
    return tabMessage(handshake)
  }

  function find(id: string): Handshake {
    const handshake = handshakes.get(id)
    if (!handshake) throw notFound('connection', id)
    return handshake
  }

  return {
    async start({ platform, method: methodId, fields: given, reconnect }: StartInput): Promise<Connection> {
      const { method, fields, platformName } = checkConnectInput(platform, methodId, given)
      const connector = registry.connector(platform)
      if (!connector)
        throw unprocessable([{ path: 'platform', says: said('platform_not_here', { platform: platformName }) }])
      const again = reconnect === undefined ? undefined : getAccount(context.store.read, reconnect)
      if (reconnect !== undefined && again?.platform !== platform) throw notFound('account', reconnect)
      const hasSecrets = method.kind === 'oauth' || method.fields.some((field) => field.secret)
      if (hasSecrets && vault.status().state !== 'ready') throw vaultLocked()

      const handshake: Handshake = {
        id: context.ids('conn') as ConnectionId,
        platform,
        platformName,
        method: method.id,
        reconnect,
        stop: new AbortController(),
        state: 'waiting',
        authorizeUrl: null,
        accounts: [],
        error: null,
        forget: null,
        away: null,
      }
      handshakes.set(handshake.id, handshake)
      await guarded(handshake, async () => {
        if (method.kind === 'oauth') return startOAuth(handshake, connector, fields)
        if (!connector.connect) throw new Error(`${platform} has no way to connect with fields`)
        await keep(handshake, await connector.connect(method.id, fields, connectContext(handshake)))
      })
      return toConnection(handshake)
    },

    get: (id: string): Connection => toConnection(find(id)),

    /** Takes the address a browser ended on, for when it could not come back by itself. */
    async finish(id: string, redirectedUrl: string): Promise<Connection> {
      const handshake = find(id)
      const { away } = handshake
      if (handshake.state !== 'waiting' || !away) throw conflict('not_waiting', said('not_waiting'))
      const url = new URL(redirectedUrl)
      if (url.origin + url.pathname !== away.listener.redirectUri) {
        throw unprocessable([
          {
            path: 'redirectedUrl',
            says: said('pasted_elsewhere', { redirect: away.listener.redirectUri }),
          },
        ])
      }
      const message = await returned(handshake, url.searchParams)
      if (!message) throw unprocessable([{ path: 'redirectedUrl', says: said('pasted_other_sign_in') }])
      return toConnection(handshake)
    },

    cancel(id: string): Connection {
      const handshake = find(id)
      if (handshake.state === 'waiting') {
        handshake.stop.abort()
        end(handshake, { state: 'canceled' })
      }
      return toConnection(handshake)
    },

    /** Ends what still waits; for when the workspace closes. */
    stop(): void {
      for (const handshake of handshakes.values()) {
        this.cancel(handshake.id)
        handshake.forget?.()
      }
    },
  }
}

function toConnection({ id, platform, method, state, authorizeUrl, accounts, error }: Handshake): Connection {
  return { id, platform, method, state, authorizeUrl: state === 'waiting' ? authorizeUrl : null, accounts, error }
}

function tabMessage({ state, error, platformName: platform }: Handshake): TabMessage {
  if (state === 'connected') return { title: said('tab_connected', { platform }), text: said('tab_connected_text') }
  return { title: said('tab_not_connected', { platform }), text: error ?? said('tab_given_up') }
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
