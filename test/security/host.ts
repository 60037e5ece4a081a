import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createStudio, type Studio } from '../../src/core/create-studio.ts'
import { openLogFile } from '../../src/core/hosting/log-file.ts'
import { createPlatforms, type PlatformAddresses } from '../../src/core/publishers/platforms.ts'
import { createMemoryKeychain } from '../../src/core/vault/testing.ts'
import { openHttpHost } from '../../src/headless/http-host.ts'
import { createSessions } from '../../src/headless/sessions.ts'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  json(): any
}

export interface Ask {
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: string | Buffer | Readable
}

export interface TestHost {
  readonly studio: Studio
  readonly url: string
  readonly port: number
  readonly token: string
  /** The folder that holds everything: `page`, `data`, and `secret.json`, which nobody may read. */
  readonly folder: string
  /** As a signed-in browser's window sends it. */
  readonly cookie: string
  newLink(): string
  /** One request, sent as it is written: no path is tidied, no header added but Host. */
  ask(method: string, path: string, options?: Ask): Promise<Answer>
  /** As a script of the same person asks: with the token. */
  script(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  close(): Promise<void>
}

const migrationsDir = new URL('../../src/core/store/migrations', import.meta.url).pathname

/** The studio over real HTTP on loopback, with a page of its own and one browser signed in. */
export async function startTestHost({ addresses = {} }: { addresses?: PlatformAddresses } = {}): Promise<TestHost> {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-http-'))
  const dataDir = join(folder, 'data')
  const rendererDir = join(folder, 'page')
  mkdirSync(join(rendererDir, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.json'), '"not for you"')
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(rendererDir, 'assets/a.js'), 'export {}')
  const log = openLogFile(join(dataDir, 'logs'))
  const studio = await createStudio({
    dataDir,
    migrationsDir,
    host: 'headless',
    version: '0.0.0',
    bootId: 'boot_test',
    keychain: createMemoryKeychain(),
    log,
    platforms: createPlatforms(addresses),
  })
  const sessions = createSessions(dataDir, Date.now)
  const token = `bs_host_${'t'.repeat(43)}`
  const host = await openHttpHost({
    studio,
    sessions,
    token,
    port: 0,
    rendererDir,
    docsDir: folder,
    newLink: () => sessions.makeLink(host.url),
  })
  const port = Number(new URL(host.url).port)

  const ask: TestHost['ask'] = (method, path, { headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      let answered = false
      // An answer may come before its body is written; then it is the answer that counts, not what was still to be sent.
      const failed = (error: unknown) => void (answered || reject(error))
      const sent = request(
        { host: '127.0.0.1', port, method, path, headers: { ...headers }, agent: false },
        (answer) => {
          answered = true
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('error', reject)
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8')
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: () => JSON.parse(text) })
          })
        },
      )
      sent.on('error', failed)
      if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) sent.end(body)
      else pipeline(body, sent).catch(failed)
    })
  const script: TestHost['script'] = (method, path, body, headers = {}) =>
    ask(method, path, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  const signedIn = await ask('GET', pathOf(sessions.makeLink(host.url)))
  const cookie = (signedIn.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
  return {
    studio,
    url: host.url,
    port,
    token,
    folder,
    cookie,
    newLink: () => sessions.makeLink(host.url),
    ask,
    script,
    async close() {
      await host.close()
      await studio.stop()
      log.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}
