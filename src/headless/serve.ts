import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { systemClock } from '../core/clock.ts'
import { createStudio } from '../core/create-studio.ts'
import { fillDemo } from '../core/demo.ts'
import type { HostInfo } from '../core/host-info.ts'
import { acquireHostLock } from '../core/host-lock.ts'
import { openLogFile } from '../core/hosting/log-file.ts'
import { createIds } from '../core/ids.ts'
import { createPlatforms, readPlatformAddresses } from '../core/publishers/platforms.ts'
import { sentence } from '../contract/sentences/index.ts'
import { studioProblemOf } from '../core/store/store-problem.ts'
import { createOsKeychain } from '../core/vault/os-keychain.ts'
import { takeHostLock } from './host-turn.ts'
import { openHttpHost, type HttpHost, type HttpHostOptions } from './http-host.ts'
import { readServeOptions, tryAgainCode, usualPort, type ServeOptions } from './serve-options.ts'
import { createSessions } from './sessions.ts'

declare const __APP_VERSION__: string

const outDir = join(import.meta.dirname, '..')
const say = (line: string) => void process.stdout.write(`${line}\n`)

/** A start that cannot go on, with what to do about it. */
class CannotStart extends Error {}

/** Another program has the data folder, and soon will say where it is or be gone. */
class NotNow extends CannotStart {}

async function serve(options: ServeOptions): Promise<void> {
  // Commands take turns by themselves.
  const lock = options.untilInputEnds ? acquireHostLock(options.dataDir) : await takeHostLock(options.dataDir)
  if (!lock.owner) return handOver(lock.info)
  const log = openLogFile(join(options.dataDir, 'logs'))
  const bootId = createIds(systemClock.now)('boot')
  const studio = await createStudio({
    dataDir: options.dataDir,
    migrationsDir: join(outDir, 'migrations'),
    host: 'headless',
    version: __APP_VERSION__,
    bootId,
    keychain: createOsKeychain(),
    keyFile: options.keyFile,
    log,
    platforms: createPlatforms(readPlatformAddresses(process.env)),
    demo: options.demo,
  })
  if (options.demo) await fillDemo(studio)
  const sessions = createSessions(options.dataDir, systemClock.now)
  const token = `bs_host_${randomBytes(32).toString('base64url')}`
  const host = await open(
    {
      studio,
      sessions,
      token,
      port: 0,
      rendererDir: join(outDir, 'renderer'),
      docsDir: join(outDir, 'docs'),
      newLink: () => link(),
    },
    options.port,
  )
  const link = () => sessions.makeLink(host.url)
  lock.announce({
    bootId,
    pid: process.pid,
    host: 'headless',
    url: host.url,
    token,
    passing: options.untilInputEnds,
    startedAt: systemClock.now(),
  })
  studio.start()
  const { state, reason } = studio.vault.status()
  if (state !== 'ready' && reason) say(reason.message)
  for (const problem of studio.workspaces.list().filter((workspace) => workspace.problem))
    say(`${problem.name}: ${problem.problem?.message ?? ''}`)
  say(`Broadside is at ${host.url}`)
  say(`Sign in once with ${link()}`)

  let closing = false
  const close = async (signal: string) => {
    if (closing) process.exit(1)
    closing = true
    say(`Closing (${signal}): what is being sent may end first.`)
    await host.close()
    await studio.stop()
    lock.release()
    log.close()
    process.exit(0)
  }
  process.on('SIGINT', () => void close('SIGINT'))
  process.on('SIGTERM', () => void close('SIGTERM'))
  if (options.untilInputEnds) {
    process.stdin.on('end', () => void (closing || close('its input ended'))).resume()
    process.stdout.on('error', () => {}) // whoever listened is gone as well
  }
}

/** Another program owns the data folder: its address instead of a second scheduler. */
async function handOver(info: HostInfo | null): Promise<void> {
  if (!info) throw new NotNow('Another Broadside is starting with this data folder. Wait a moment, then start again.')
  if (info.passing)
    throw new NotNow('A command has this data folder for the length of its call. Wait a moment, then start again.')
  if (info.host === 'desktop') return say('Broadside runs already in its window, with this data folder.')
  const answer = await askForLink(info)
  say(`Broadside runs already at ${info.url ?? ''}`)
  if (answer) say(`Sign in once with ${answer}`)
}

async function askForLink({ url, token }: HostInfo): Promise<string | null> {
  if (!url || !token) return null
  const answer = await fetch(`${url}/sign-in-link`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  return answer.ok ? ((await answer.json()) as { link: string }).link : null
}

/** Listens where asked; where nothing was asked, on the usual port or, when that is taken, on a free one. */
async function open(options: HttpHostOptions, asked: number | null): Promise<HttpHost> {
  try {
    return await openHttpHost({ ...options, port: asked ?? usualPort })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    if (asked !== null)
      throw new CannotStart(
        `Port ${asked} is taken by another program. Choose another with --port, or leave it out for a free one.`,
      )
    say(`Port ${usualPort} is taken, so a free one is used.`)
    return openHttpHost({ ...options, port: 0 })
  }
}

function explain(error: unknown, dataDir: string): string {
  if (error instanceof CannotStart) return error.message
  const stored = studioProblemOf(error, dataDir)
  if (stored) return sentence(stored)
  return `Broadside could not start: ${error instanceof Error ? error.message : String(error)}`
}

let options: ServeOptions | null = null
try {
  options = readServeOptions(process.argv.slice(2), process.env)
  await serve(options)
} catch (error) {
  process.stderr.write(`${options ? explain(error, options.dataDir) : (error as Error).message}\n`)
  process.exit(options === null ? 2 : error instanceof NotNow ? tryAgainCode : 1)
}
