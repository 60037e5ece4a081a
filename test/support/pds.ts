import { spawn } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startPlcDirectory } from './plc.ts'

/*
 * A real Bluesky server: @atproto/pds with its own databases and blob store in a temporary folder, on loopback, with a did:plc
 * directory of its own. No mail, no invites, no network. Handles end in `.test` and are resolved by the server itself.
 */

export interface PdsAccount {
  readonly did: string
  readonly handle: string
  /** The account's own password, which its sign-in page takes. */
  readonly password: string
}

/** A post as it stands in the repository. */
export interface PdsPost {
  readonly uri: string
  readonly cid: string
  readonly rkey: string
  readonly record: PostRecord
}

export interface PostRecord {
  readonly text: string
  readonly createdAt: string
  readonly langs?: readonly string[]
  readonly facets?: readonly {
    index: { byteStart: number; byteEnd: number }
    features: readonly Record<string, string>[]
  }[]
  readonly reply?: { root: { uri: string; cid: string }; parent: { uri: string; cid: string } }
  readonly embed?: Record<string, any>
  readonly labels?: { values: readonly { val: string }[] }
}

export interface PdsInfo {
  readonly url: string
  /** Origin of the OAuth pages: the server's own name for itself. */
  readonly publicUrl: string
  readonly plcUrl: string
}

export interface Pds extends PdsInfo {
  createAccount(name: string): Promise<PdsAccount>
  appPassword(account: PdsAccount): Promise<{ name: string; password: string }>
  /** As the account's owner would, in Bluesky's settings. */
  revokeAppPassword(account: PdsAccount, name: string): Promise<void>
  /** The same access token, but its two hours are over. Only of a server in this process. */
  expired(accessJwt: string): string
  /** Every post of an account, oldest first, straight from its repository. */
  posts(did: string): Promise<PdsPost[]>
  /** A blob's bytes and type. */
  blob(did: string, cid: string): Promise<{ type: string; bytes: Buffer }>
  stop(): Promise<void>
}

/** Starts a server in this process: about two seconds, most of it loading the package. */
export async function startPds(): Promise<Pds> {
  const { PDS, envToCfg, envToSecrets } = await import('@atproto/pds')
  const folder = await mkdtemp(join(tmpdir(), 'pds-'))
  const plc = await startPlcDirectory()
  const port = await freePort()
  const jwtSecret = randomBytes(16).toString('hex')
  const env = {
    port,
    hostname: 'localhost',
    serviceName: 'Practice PDS',
    devMode: true,
    dataDirectory: folder,
    blobstoreDiskLocation: join(folder, 'blobs'),
    blobstoreDiskTmpLocation: join(folder, 'blobs-tmp'),
    didPlcUrl: plc.url,
    serviceHandleDomains: ['.test'],
    inviteRequired: false,
    disableSsrfProtection: true,
    trustedOAuthClients: [],
    handleBackupNameservers: [],
    rateLimitBypassIps: [],
    crawlers: [],
    dpopSecret: randomBytes(32).toString('hex'),
    jwtSecret,
    adminPassword: randomBytes(16).toString('hex'),
    plcRotationKeyK256PrivateKeyHex: randomBytes(32).toString('hex'),
  }
  const pds = await PDS.create(envToCfg(env as never), envToSecrets(env as never))
  const listen = pds.app.listen.bind(pds.app) as (port: number, host: string) => ReturnType<typeof pds.app.listen>
  pds.app.listen = ((wanted: number) => listen(wanted, '127.0.0.1')) as typeof pds.app.listen
  await pds.start()
  const info: PdsInfo = { url: `http://127.0.0.1:${port}`, publicUrl: `http://localhost:${port}`, plcUrl: plc.url }
  return {
    ...pdsClient(info),
    expired: (token) => signAgain(token, { exp: 1 }, jwtSecret),
    async stop() {
      await pds.destroy()
      await plc.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Starts a server in a process of its own, which lives on while the studio under test is killed. */
export async function startPdsProcess(): Promise<Pds> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run-pds.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => Promise.reject(new Error('The PDS stopped before it was ready'))),
  ])) as [string]
  return {
    ...pdsClient(JSON.parse(line) as PdsInfo),
    expired: () => {
      throw new Error('Only a PDS in this process can age a token')
    },
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}

/** What can be done to a running server from any process. */
function pdsClient(info: PdsInfo): Omit<Pds, 'stop' | 'expired'> {
  async function call<T>(
    nsid: string,
    { params = {}, body, token }: { params?: Record<string, string>; body?: unknown; token?: string } = {},
  ): Promise<T> {
    const url = new URL(`/xrpc/${nsid}`, info.url)
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
    const answer = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${nsid}: ${answer.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  const signIn = async ({ handle, password }: PdsAccount) =>
    (await call<{ accessJwt: string }>('com.atproto.server.createSession', { body: { identifier: handle, password } }))
      .accessJwt

  return {
    ...info,
    async createAccount(name) {
      const password = randomBytes(9).toString('base64url')
      const handle = `${name}.test`
      const { did } = await call<{ did: string }>('com.atproto.server.createAccount', {
        body: { handle, password, email: `${name}@mail.test` },
      })
      return { did, handle, password }
    },
    async appPassword(account) {
      const name = `broadside ${randomBytes(4).toString('hex')}`
      const { password } = await call<{ password: string }>('com.atproto.server.createAppPassword', {
        body: { name },
        token: await signIn(account),
      })
      return { name, password }
    },
    async revokeAppPassword(account, name) {
      await call('com.atproto.server.revokeAppPassword', { body: { name }, token: await signIn(account) })
    },
    async posts(did) {
      const found: PdsPost[] = []
      let cursor: string | undefined
      do {
        const params = {
          repo: did,
          collection: 'app.bsky.feed.post',
          limit: '100',
          reverse: 'true',
          ...(cursor && { cursor }),
        }
        const page = await call<{ cursor?: string; records: { uri: string; cid: string; value: PostRecord }[] }>(
          'com.atproto.repo.listRecords',
          { params },
        )
        found.push(
          ...page.records.map(({ uri, cid, value }) => ({
            uri,
            cid,
            rkey: uri.split('/').at(-1) ?? '',
            record: value,
          })),
        )
        cursor = page.cursor
      } while (cursor)
      return found
    },
    async blob(did, cid) {
      const answer = await fetch(`${info.url}/xrpc/com.atproto.sync.getBlob?did=${did}&cid=${cid}`)
      if (!answer.ok) throw new Error(`getBlob: ${answer.status}`)
      return { type: answer.headers.get('content-type') ?? '', bytes: Buffer.from(await answer.arrayBuffer()) }
    },
  }
}

function signAgain(token: string, change: Record<string, unknown>, secret: string): string {
  const [header = '', payload = ''] = token.split('.')
  const changed = { ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), ...change }
  const body = `${header}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}

/** The server must know its port before it listens, since its own address is part of every identity it makes. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
