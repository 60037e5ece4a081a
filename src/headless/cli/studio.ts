import { createORPCClient, ORPCError } from '@orpc/client'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import type { WorkspaceId } from '../../contract/vocabulary.ts'
import { readHostInfo, type HostInfo } from '../../core/host-info.ts'
import { tryAgainCode } from '../serve-options.ts'
import { notRunning, rpcLink, type ProgramClient, type Reached } from '../rpc-link.ts'
import { unreachable, usage } from './exit.ts'

export interface StudioOptions {
  readonly dataDir: string
  /** A key of one workspace, instead of the running studio's own token. */
  readonly key: string | null
  /** Id or name of a workspace; the only one unless told. */
  readonly workspace: string | null
}

/** A studio that answers, for the length of one command. */
export interface Studio extends Reached {
  readonly info: HostInfo
  /** Whether it was started for this command, and ends with it. */
  readonly startedHere: boolean
  /** Calls about the studio itself. */
  readonly client: ProgramClient
  /** Calls about the workspace that was named. Throws `usage` where there are several and none was named. */
  inWorkspace(): Promise<ProgramClient>
  /** The id of that workspace. */
  workspaceId(): Promise<WorkspaceId>
}

/** The studio that runs with a data folder. Throws `unreachable` where none does. */
export async function findStudio(options: StudioOptions): Promise<Studio> {
  const info = await runningHost(options)
  if (!info)
    throw unreachable(
      `No Broadside runs with ${options.dataDir}. Start it with \`broadside serve\` or npm start, or name its folder with --data-dir.`,
    )
  return reach(info, options, false)
}

/** How long a command waits for others that have a studio for themselves. */
const patienceMs = 60_000

/**
 * Does some work with the running studio, or with one that is started for it and ends after it. The data itself is never opened here, and the lock
 * of the data folder decides who owns it: there is never a second scheduler. A studio that was started for another command goes with that command, so
 * this one waits for its turn.
 */
export async function withStudio<T>(options: StudioOptions, work: (studio: Studio) => Promise<T>): Promise<T> {
  const deadline = Date.now() + patienceMs
  let told = false
  do {
    const running = await runningHost(options)
    if (running && !running.passing) return work(reach(running, options, false))
    if (!running) {
      if (!told)
        process.stderr.write(
          `No Broadside runs with ${options.dataDir}: one is started for this call and ended after it.\n`,
        )
      told = true
      const started = await startForCall(options.dataDir)
      if (started) {
        try {
          return await work(reach(started.info, options, true))
        } finally {
          await started.end()
        }
      }
    }
    await wait(100)
  } while (Date.now() < deadline)
  throw unreachable(
    'Other commands have had this data folder for a minute. Start Broadside to have it for all of them.',
  )
}

function reach(info: HostInfo, { key, workspace: wanted }: StudioOptions, startedHere: boolean): Studio {
  const { url, token } = info
  const secret = key ?? token
  if (!url || !secret)
    throw unreachable('The running Broadside answers no calls from outside. Its log says why; start it again.')
  const client = createORPCClient<ProgramClient>(rpcLink({ url, secret }, null))
  let workspace: Promise<WorkspaceId> | null = null
  const workspaceId = () => (workspace ??= pickWorkspace(client, key, wanted))
  return {
    info,
    url,
    secret,
    startedHere,
    client,
    workspaceId,
    inWorkspace: async () => createORPCClient<ProgramClient>(rpcLink({ url, secret }, await workspaceId())),
  }
}

/** A key knows its own workspace and can name no other. */
async function pickWorkspace(client: ProgramClient, key: string | null, wanted: string | null): Promise<WorkspaceId> {
  const all = await client.workspaces.list()
  const named = all.map(({ id, name }) => `${id} (${name})`).join(', ')
  if (wanted !== null) {
    const lower = wanted.toLowerCase()
    const found = all.filter(({ id, name }) => id === wanted || name.toLowerCase() === lower)
    if (found.length > 1) throw usage(`Several workspaces are called ${wanted}. Name one by its id: ${named}`)
    if (!found[0])
      throw usage(`There is no workspace ${wanted}${key === null ? '' : ' for this key'}. There is: ${named}`)
    return found[0].id
  }
  const [first, ...others] = all
  if (!first)
    throw usage('There is no workspace yet. Make one in the window, or with `broadside workspaces make NAME`.')
  if (others.length > 0)
    throw usage(`There are several workspaces. Name one with --workspace or in BROADSIDE_WORKSPACE: ${named}`)
  return first.id
}

async function runningHost(options: StudioOptions): Promise<HostInfo | null> {
  const info = readHostInfo(options.dataDir)
  return info && (info.url === null || (await answers(info, options))) ? info : null
}

/** A host.json may be left by a studio that was killed. */
async function answers({ url, token }: HostInfo, { key }: StudioOptions): Promise<boolean> {
  if (!url || !token) return false
  try {
    await createORPCClient<ProgramClient>(rpcLink({ url, secret: key ?? token }, null)).system.health()
    return true
  } catch (error) {
    if (error instanceof ORPCError && error.code === notRunning('').code) return false
    throw error
  }
}

interface Started {
  readonly info: HostInfo
  end(): Promise<void>
}

/** The out/ folder; every bundle lies one folder deep in it. */
const outDir = join(import.meta.dirname, '..')

/** The Node that the studio runs with: the project's own where it lies here, since its SQLite is built for it. */
export function studioNode(): string {
  const own = join(outDir, '../node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(own) ? own : process.execPath
}

export const serveFile = join(outDir, 'headless/serve.js')

/**
 * Starts a studio that lives as long as this program: it ends when its input does, also where this program is killed. Null where somebody else has
 * the data folder.
 */
async function startForCall(dataDir: string): Promise<Started | null> {
  const args = [serveFile, '--data-dir', dataDir, '--port', '0', '--until-input-ends']
  const child = spawn(studioNode(), args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A Ctrl-C is for this program; the studio then closes in order.
    detached: true,
    windowsHide: true,
  })
  const ended = once(child, 'close')
  ended.catch(() => {}) // where it could not be started, `ready` tells
  let trouble = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (trouble += text))
  child.stdin.on('error', () => {}) // it has gone already, which is all that is wanted of it
  const owns = await ready(child)
  const info = readHostInfo(dataDir)
  if (owns && info) {
    return {
      info,
      async end() {
        child.stdin.end()
        await ended
      },
    }
  }
  if (child.exitCode === 0 || child.exitCode === tryAgainCode) return null
  throw unreachable(inWords(trouble))
}

/** What a start that failed said: its own sentence, or of a crash the error alone. */
function inWords(trouble: string): string {
  if (!/^ {4}at /m.test(trouble)) return trouble.trim() || 'Broadside could not be started.'
  const error = /^\w*Error.*$/m.exec(trouble)?.[0] ?? 'it crashed'
  return `Broadside could not be started with ${studioNode()}: ${error}`
}

/** Whether it came up as the owner of the data folder. */
async function ready(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<boolean> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('Broadside is at ')) resolve(true)
    })
    child.on('close', () => resolve(false))
    child.on('error', (error) => reject(unreachable(`Broadside could not be started: ${error.message}`)))
  })
}
