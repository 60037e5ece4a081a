import { timingSafeEqual } from 'node:crypto'
import type { Connection } from '../../contract/accounts.ts'
import type { ConnectMethod } from '../../contract/platforms/index.ts'
import { redirectPort } from '../../contract/platforms/types.ts'
import { said, spoken, type Said } from '../../contract/sentences/index.ts'
import type { AccountId, ConnectionId, Platform } from '../../contract/vocabulary.ts'
import { conflict, notFound, unprocessable, vaultLocked } from '../errors.ts'
import { HttpFailure } from '../http.ts'
import {
  ConnectFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type Identities,
  type Secrets,
} from '../publishers/publisher.ts'
import type { Registry } from '../publishers/registry.ts'
import { getAccount, type AccountRow } from '../store/accounts.ts'
import { VaultLocked } from '../vault/vault.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import type { Apps } from './apps.ts'
import { checkConnectInput } from './check-input.ts'
import { choicesOf, keepIdentity, keyOf, wantedAmong } from './keep.ts'
import type { TabMessage } from './loopback.ts'
import { answerIn, isPlausible, openWayBack, type WayBack } from './redirects.ts'
import type { SealedSecrets } from './sealed-secrets.ts'

/** How long a person has to sign in in the browser, and then to choose. */
const signInMs = 10 * 60_000
const chooseMs = 30 * 60_000
/** How long an ended connection can still be asked about. */
const rememberMs = 60 * 60_000

interface Handshake {
  readonly id: ConnectionId
  readonly platform: Platform
  readonly platformName: string
  readonly method: string
  /** What its accounts have in common unless the platform says more. */
  readonly signIn: string
  readonly reconnect: string | undefined
  app: Readonly<Record<string, string>>
  readonly stop: AbortController
  state: Connection['state']
  authorizeUrl: string | null
  accounts: AccountId[]
  error: Connection['error']
  /** Takes back the timer that ends it, or forgets it once it has ended. */
  timer: (() => void) | null
  /** While the browser is away; taken by the first redirect that fits, so that no second one does. */
  away: { readonly state: string; readonly pending: Secrets; readonly back: WayBack } | null
  /** What the sign-in reached, while the person chooses. `isNew`: it was made for this, and is given back if nothing is chosen. */
  reached: { readonly identities: readonly ConnectedIdentity[]; readonly isNew: boolean } | null
}

export interface StartInput {
  readonly platform: Platform
  readonly method: string
  readonly fields: Readonly<Record<string, string>>
  readonly reconnect?: string | undefined
  readonly paste?: boolean | undefined
}

/** What connections need of accounts. */
export interface ConnectionHooks {
  /** Revokes what a refused sign-in was given, unless accounts live by it. */
  discard(platform: Platform, method: string, signIn: string, identity: ConnectedIdentity): Promise<void>
  connected(): void
  /** The port of fixed redirects; a test has its own. */
  readonly redirectPort?: number | undefined
}

/**
 * The handshakes that make accounts. They live in memory only: what they hold (PKCE verifier, state, tokens nobody chose yet) is worth nothing
 * after a restart.
 */
export function createConnections(
  context: WorkspaceContext,
  registry: Registry,
  secrets: SealedSecrets,
  apps: Apps,
  hooks: ConnectionHooks,
) {
  const { clock, log, vault } = context
  const handshakes = new Map<string, Handshake>()

  function connectContext({ platform, stop, app }: Handshake): ConnectContext {
    const name = (server: string) => `${platform} ${server}`
    return {
      app,
      http: context.http,
      clock,
      signal: stop.signal,
      appCredentials: {
        get: (server) => secrets.read('app', name(server)),
        set: (server, value) => context.store.write((tx) => secrets.write(tx, 'app', name(server), value)),
      },
    }
  }

  function begin(
    of: Pick<Handshake, 'platform' | 'platformName' | 'method' | 'reconnect'> & { signIn?: string },
  ): Handshake {
    const id = context.ids('conn') as ConnectionId
    const handshake: Handshake = {
      id,
      signIn: id,
      app: {},
      ...of,
      stop: new AbortController(),
      state: 'waiting',
      authorizeUrl: null,
      accounts: [],
      error: null,
      timer: null,
      away: null,
      reached: null,
    }
    handshakes.set(id, handshake)
    return handshake
  }

  function end(
    handshake: Handshake,
    result: Partial<Pick<Handshake, 'accounts' | 'error'>> & Pick<Handshake, 'state'>,
  ): void {
    Object.assign(handshake, result)
    handshake.away?.back.close()
    Object.assign(handshake, { away: null, reached: null })
    setTimer(handshake, rememberMs, () => handshakes.delete(handshake.id))
    context.emit({ type: 'account.changed', ids: { connection: handshake.id } })
  }

  const fail = (handshake: Handshake, why: Said, field: string | null = null) =>
    end(handshake, { state: 'failed', error: { ...spoken(why), field } })

  function setTimer(handshake: Handshake, ms: number, work: () => void): void {
    handshake.timer?.()
    handshake.timer = clock.after(ms, work)
  }

  /** Runs one half of a handshake; what the platform or the network refuses becomes the connection's error. */
  async function guarded(handshake: Handshake, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (handshake.state === 'canceled') return
      if (error instanceof VaultLocked) {
        fail(handshake, said('vault_locked_connecting'))
        throw vaultLocked()
      }
      const { why, field = null } = explain(handshake, error)
      fail(handshake, why, field)
    }
  }

  function explain({ platform, platformName }: Handshake, error: unknown): { why: Said; field?: string | null } {
    if (error instanceof ConnectFailed) return { why: error.said, field: error.field }
    if (error instanceof HttpFailure) return { why: said('not_reached', { host: platformName, code: error.code }) }
    log.error('a connection broke', {
      platform,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    return { why: said('mistake_connecting') }
  }

  /** Connects the one account that was reached or is wanted again, or lets the person choose. */
  async function arrived(handshake: Handshake, found: Identities): Promise<void> {
    const identities = 'externalId' in found ? [found] : found
    const { platform, platformName, reconnect } = handshake
    const again = reconnect === undefined ? undefined : getAccount(context.store.read, reconnect)
    const [first] = identities
    if (!first) throw new ConnectFailed('nothing_to_choose', { platform: platformName })
    try {
      if (handshake.state === 'canceled') throw new ConnectFailed('given_up')
      if (again) return keep(handshake, [wantedAmong(identities, again)])
      if (identities.length === 1) return keep(handshake, identities)
      offer(handshake, { identities, isNew: true })
    } catch (error) {
      await hooks.discard(platform, handshake.method, handshake.signIn, first)
      throw error
    }
  }

  /** All of them or none. */
  function keep(handshake: Handshake, identities: readonly ConnectedIdentity[]): void {
    const { platform, method, signIn } = handshake
    const kept = context.store.write((tx) =>
      identities.map((identity) => keepIdentity(tx, context, secrets, { platform, method, signIn, identity })),
    )
    end(handshake, { state: 'connected', accounts: kept as AccountId[] })
    hooks.connected()
  }

  function offer(handshake: Handshake, reached: NonNullable<Handshake['reached']>): void {
    Object.assign(handshake, { state: 'choosing', reached })
    setTimer(handshake, chooseMs, () => {
      giveBack(handshake)
      fail(handshake, said('nothing_chosen', { minutes: chooseMs / 60_000 }))
    })
    context.emit({ type: 'account.changed', ids: { connection: handshake.id } })
  }

  /** A sign-in that nothing was chosen of should not live on at the platform. */
  function giveBack({ platform, method, signIn, reached }: Handshake): void {
    const [first] = reached?.identities ?? []
    if (reached?.isNew && first) void hooks.discard(platform, method, signIn, first)
  }

  async function startOAuth(
    handshake: Handshake,
    connector: Connector,
    { method, fields, paste }: { method: ConnectMethod; fields: Readonly<Record<string, string>>; paste: boolean },
  ): Promise<void> {
    const { authorize } = connector
    if (!authorize) throw new Error(`${handshake.platform} has no way to sign in by browser`)
    const back = await openWayBack({
      method,
      paste,
      app: handshake.app,
      port: hooks.redirectPort ?? redirectPort,
      onRedirect: (query) => returned(handshake, query),
      language: context.language,
    })
    try {
      const { url, state, pending } = await authorize(method.id, fields, back.redirectUri, connectContext(handshake))
      if (!/^https?:$/.test(new URL(url).protocol))
        throw new ConnectFailed('sign_in_page_unusable', { platform: handshake.platformName })
      // Given up while the page was being found.
      if (handshake.state !== 'waiting') return back.close()
      setTimer(handshake, signInMs, () => timedOut(handshake))
      handshake.away = { state, pending, back }
      handshake.authorizeUrl = url
    } catch (error) {
      back.close()
      throw error
    }
  }

  function timedOut(handshake: Handshake): void {
    if (handshake.state !== 'waiting') return
    handshake.stop.abort()
    fail(handshake, said('timed_out', { minutes: signInMs / 60_000 }))
  }

  /** The browser is back. Null when its state is not the one that was given out, or was used already. */
  async function returned(handshake: Handshake, query: URLSearchParams): Promise<TabMessage | null> {
    const { away } = handshake
    if (!away || handshake.state !== 'waiting' || !same(query.get('state') ?? '', away.state)) return null
    handshake.timer?.()
    handshake.away = null
    const finish = registry.connector(handshake.platform)?.finish
    try {
      await guarded(handshake, async () => {
        if (!finish) throw new Error(`${handshake.platform} cannot end a sign-in`)
        await arrived(handshake, await finish(query, away.pending, away.back.redirectUri, connectContext(handshake)))
      })
    } finally {
      away.back.close()
    }
    return tabMessage(handshake)
  }

  function find(id: string): Handshake {
    const handshake = handshakes.get(id)
    if (!handshake) throw notFound('connection', id)
    return handshake
  }

  function toConnection(handshake: Handshake): Connection {
    const { id, platform, method, state, authorizeUrl, accounts, error, away, reached } = handshake
    const back = away && { address: away.back.redirectUri, comesBack: away.back.comesBack }
    return {
      id,
      platform,
      method,
      state,
      authorizeUrl: state === 'waiting' ? authorizeUrl : null,
      redirect: back,
      choices: reached ? choicesOf(context.store.read, platform, reached.identities) : [],
      accounts,
      error,
    }
  }

  return {
    /** Newest first. */
    list: (): Connection[] => [...handshakes.values()].reverse().map(toConnection),
    async start({
      platform,
      method: methodId,
      fields: given,
      reconnect,
      paste = false,
    }: StartInput): Promise<Connection> {
      const { method, fields, platformName } = checkConnectInput(platform, methodId, given)
      const connector = registry.connector(platform)
      if (!connector)
        throw unprocessable([{ path: 'platform', says: said('platform_not_here', { platform: platformName }) }])
      const again = reconnect === undefined ? undefined : getAccount(context.store.read, reconnect)
      if (reconnect !== undefined && again?.platform !== platform) throw notFound('account', reconnect)
      const hasSecrets = method.kind === 'oauth' || method.app || method.fields.some((field) => field.secret)
      if (hasSecrets && vault.status().state !== 'ready') throw vaultLocked()

      const handshake = begin({ platform, platformName, method: method.id, reconnect })
      await guarded(handshake, async () => {
        handshake.app = apps.need(platform, method, platformName)
        if (method.kind === 'oauth') return startOAuth(handshake, connector, { method, fields, paste })
        if (!connector.connect) throw new Error(`${platform} has no way to connect with fields`)
        await arrived(handshake, await connector.connect(method.id, fields, connectContext(handshake)))
      })
      return toConnection(handshake)
    },

    /** Offers what the sign-in of a connected account reaches by now. */
    offer(
      { platform, method, id, grant }: Pick<AccountRow, 'platform' | 'method' | 'id' | 'grant'>,
      platformName: string,
      identities: readonly ConnectedIdentity[],
    ): Connection {
      const handshake = begin({ platform, platformName, method, reconnect: undefined, signIn: grant ?? id })
      offer(handshake, { identities, isNew: false })
      return toConnection(handshake)
    },

    /** Connects these of what was reached. Throws VaultLocked as `vault_locked`, with everything still to choose. */
    choose(id: string, keys: readonly string[]): Connection {
      const handshake = find(id)
      const { reached } = handshake
      if (!reached) throw conflict('not_choosing', said('no_choice_left'))
      const unknown = keys.findIndex((key) => !reached.identities.some((identity) => keyOf(identity) === key))
      if (unknown >= 0) throw unprocessable([{ path: `keys.${unknown}`, says: said('choice_unknown') }])
      try {
        keep(
          handshake,
          reached.identities.filter((identity) => keys.includes(keyOf(identity))),
        )
      } catch (error) {
        if (error instanceof VaultLocked) throw vaultLocked()
        throw error
      }
      return toConnection(handshake)
    },

    get: (id: string): Connection => toConnection(find(id)),

    /** Takes the address a browser ended on, for when it could not come back by itself. */
    async finish(id: string, redirectedUrl: string): Promise<Connection> {
      const handshake = find(id)
      const { away } = handshake
      if (handshake.state !== 'waiting' || !away) throw conflict('not_waiting', said('not_waiting'))
      const url = new URL(redirectedUrl)
      if (!isPlausible(url, away.back)) {
        const says = said('pasted_elsewhere', { redirect: away.back.redirectUri })
        throw unprocessable([{ path: 'redirectedUrl', says }])
      }
      const message = await returned(handshake, answerIn(url))
      if (!message) throw unprocessable([{ path: 'redirectedUrl', says: said('pasted_other_sign_in') }])
      return toConnection(handshake)
    },

    cancel(id: string): Connection {
      const handshake = find(id)
      if (handshake.state === 'waiting' || handshake.state === 'choosing') {
        handshake.stop.abort()
        giveBack(handshake)
        end(handshake, { state: 'canceled' })
      }
      return toConnection(handshake)
    },

    /** Ends what still waits; for when the workspace closes. */
    stop(): void {
      for (const handshake of handshakes.values()) {
        this.cancel(handshake.id)
        handshake.timer?.()
      }
    },
  }
}

function tabMessage({ state, error, platformName: platform }: Handshake): TabMessage {
  if (state === 'connected') return { title: said('tab_connected', { platform }), text: said('tab_connected_text') }
  if (state === 'choosing') return { title: said('tab_choose'), text: said('tab_choose_text') }
  return { title: said('tab_not_connected', { platform }), text: error ?? said('tab_given_up') }
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
