import { randomBytes } from 'node:crypto'
import type { Connection } from '../../contract/accounts.ts'
import { knowledgeOf, type ConnectMethod } from '../../contract/platforms/index.ts'
import { said } from '../../contract/sentences/index.ts'
import {
  ConnectFailed,
  failure,
  StepFailed,
  type ConnectContext,
  type ConnectedIdentity,
  type Connector,
  type HealthReport,
  type Publisher,
} from '../publishers/publisher.ts'
import { createRegistry } from '../publishers/registry.ts'
import { createTestContext, type TestContext } from '../testing.ts'
import { openWith, sealWith } from '../vault/seal.ts'
import { VaultLocked, type Vault } from '../vault/vault.ts'
import { createAccounts, type Accounts, type AccountHooks } from './accounts.ts'

export const token = 'a-token-nobody-may-read'

/** A platform that answers as a test tells it, under the name and the methods of Bluesky; everything around it is real. */
export interface FakePlatform {
  who: string
  /** What a sign-in by browser reaches; `who` alone unless told. */
  reaches: readonly ConnectedIdentity[] | null
  /** What an account's sign-in reaches by now. */
  destinations: readonly ConnectedIdentity[] | Error
  health: HealthReport | Error
  connectError: Error | null
  revoked: unknown[]
  revokeError: Error | null
  /** How many sign-ins were begun; the first has the state `the-state`. */
  begun: number
  /** What a sign-in was given as the person's own app. */
  app: ConnectContext['app'] | null
  /** Holds the end of a sign-in until it resolves. */
  finishing: Promise<void>
  /** How many ends of a sign-in have reached the platform. */
  asked: number
}

export function identityOf(who: string, more: Partial<ConnectedIdentity> = {}): ConnectedIdentity {
  return {
    kind: 'profile',
    externalId: who,
    name: who,
    displayHandle: who,
    url: null,
    avatar: null,
    server: 'https://one.example',
    limits: {},
    expiresAt: null,
    secrets: { token },
    ...more,
  }
}

function connectorOf(platform: FakePlatform): Connector {
  return {
    platform: 'bluesky',
    async connect() {
      if (platform.connectError) throw platform.connectError
      return identityOf(platform.who)
    },
    async authorize(_method, _fields, redirectUri, { app }) {
      platform.app = app
      if (platform.connectError) throw platform.connectError
      const state = platform.begun++ === 0 ? 'the-state' : `the-state-${platform.begun}`
      return {
        url: `https://one.example/authorize?back=${encodeURIComponent(redirectUri)}&state=${state}`,
        state,
        pending: { verifier: 'v' },
      }
    },
    async finish(query, pending) {
      platform.asked++
      await platform.finishing
      if (query.get('error'))
        throw new ConnectFailed('let_in_refused', { platform: 'One', words: 'you said <no> & "left"' })
      if (pending['verifier'] !== 'v' || query.get('code') !== 'c') throw new Error('not what was begun')
      return platform.reaches ?? identityOf(platform.who)
    },
    async health() {
      if (platform.health instanceof Error) throw platform.health
      return platform.health
    },
    async revoke({ secrets }) {
      platform.revoked.push(secrets)
      if (platform.revokeError) throw platform.revokeError
      return true
    },
    async destinations() {
      if (platform.destinations instanceof Error) throw platform.destinations
      return platform.destinations
    },
    actions: {
      lists: async (_context, on) => [{ value: '1', label: `One${on}` }],
      gone: () =>
        Promise.reject(
          new StepFailed({ is: 'rejected', failure: failure('reconnect', said('signed_out', { platform: 'One' })) }),
        ),
    },
  }
}

/** Ways to connect with an app of one's own, for a platform that has none: as other platforms describe them. */
const ownApps: readonly ConnectMethod[] = [
  {
    id: 'fixed',
    kind: 'oauth',
    fields: [],
    app: [
      { key: 'clientId', secret: false, required: true, example: '1503962' },
      { key: 'clientSecret', secret: true, required: true, example: '' },
    ],
    redirect: { kind: 'fixed', host: 'localhost' },
  },
  {
    id: 'pasted',
    kind: 'oauth',
    fields: [],
    app: [
      { key: 'clientId', secret: false, required: true, example: '' },
      { key: 'redirectUri', secret: false, required: true, example: 'https://example.com/back' },
    ],
    redirect: { kind: 'paste' },
  },
]

export type TestVault = { -readonly [K in keyof Vault]: Vault[K] } & { locked: boolean; key: Buffer }

export interface AccountsUnderTest {
  readonly context: TestContext
  readonly accounts: Accounts
  readonly platform: FakePlatform
  readonly vault: TestVault
  readonly canceled: string[]
  /** Everything that was logged. */
  readonly logged: string[]
  /** Another workspace of the same program. */
  another(): Accounts
  dispose(): Promise<void>
}

/** Accounts of a workspace on disk, with a vault that seals for real and can be locked. */
export function openAccounts(hooks: Partial<AccountHooks> = {}): AccountsUnderTest {
  const platform: FakePlatform = {
    who: 'did:one',
    reaches: null,
    destinations: [],
    health: { state: 'ok', expiresAt: null },
    connectError: null,
    revoked: [],
    revokeError: null,
    begun: 0,
    app: null,
    finishing: Promise.resolve(),
    asked: 0,
  }
  const canceled: string[] = []
  const logged: string[] = []
  const vault: TestVault = {
    locked: false,
    key: randomBytes(32),
    status: () => ({
      state: vault.locked ? 'locked' : 'ready',
      kind: 'keychain',
      reason: null,
      keychainAvailable: true,
    }),
    seal: (plain, binding) => sealWith(unlocked(), plain, binding),
    open: (sealed, binding) => openWith(unlocked(), sealed, binding),
  }
  const unlocked = () => {
    if (vault.locked) throw new VaultLocked('locked')
    return vault.key
  }
  const log = (message: string, data?: unknown) => void logged.push(`${message} ${JSON.stringify(data)}`)
  const context = createTestContext({ vault, log: { info: log, warn: log, error: log } })
  const methods = knowledgeOf('bluesky').rules.connect as ConnectMethod[]
  methods.push(...ownApps)
  const open = () =>
    createAccounts(
      context,
      createRegistry([{ connector: connectorOf(platform), publisher: { platform: 'bluesky' } as Publisher }]),
      {
        cancelWaiting: (_tx, id) => canceled.push(id),
        reconnected() {},
        ...hooks,
      },
    )
  const all = [open()]
  return {
    context,
    accounts: all[0] as Accounts,
    platform,
    vault,
    canceled,
    logged,
    another() {
      const more = open()
      all.push(more)
      return more
    },
    async dispose() {
      for (const each of all) each.close()
      methods.splice(-ownApps.length)
      await context.dispose()
    },
  }
}

/** The state a sign-in gave out, and where it is sent back to. */
export const stateOf = ({ authorizeUrl }: Connection) => new URL(authorizeUrl ?? '').searchParams.get('state') ?? ''
export const backOf = ({ redirect }: Connection) => redirect?.address ?? ''
