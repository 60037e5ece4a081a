import { createRouterClient, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { app } from 'electron'
import { randomBytes } from 'node:crypto'
import { basename, join } from 'node:path'
import { workspaceHeader, type ClientContext } from '../contract/index.ts'
import { said, spoken } from '../contract/sentences/index.ts'
import { systemClock } from '../core/clock.ts'
import { createStudio, type Studio } from '../core/create-studio.ts'
import { fillDemo } from '../core/demo.ts'
import { unprocessable } from '../core/errors.ts'
import { createIds } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { CallContext, Caller } from '../core/operations.ts'
import { createPlatforms, readPlatformAddresses } from '../core/publishers/platforms.ts'
import { createOsKeychain } from '../core/vault/os-keychain.ts'
import { takeHostLock } from '../headless/host-turn.ts'
import { openHttpHost, type HttpHost } from '../headless/http-host.ts'
import { usualPort } from '../headless/serve-options.ts'
import { createSessions } from '../headless/sessions.ts'
import { OwnedElsewhere, type DesktopStudio } from './desktop-studio.ts'
import { unknownPath, type KnownPaths } from './known-paths.ts'

export interface OpenStudioOptions {
  readonly dataDir: string
  /** Folder of the build: migrations, page and reference lie in it. */
  readonly out: string
  readonly keyFile: string | undefined
  readonly demo: boolean
  /** For calls from outside; null: the usual one, or a free one. */
  readonly port: number | null
  readonly log: Log
  readonly known: KnownPaths
}

const person: Caller = { kind: 'window', scopes: 'all' }

/** Starts the studio in this process. Throws OwnedElsewhere where another host has the data, or what core says is wrong with it. */
export async function openStudio(options: OpenStudioOptions): Promise<DesktopStudio> {
  const { dataDir, out, keyFile, demo, log, known } = options
  const lock = await takeHostLock(dataDir)
  if (!lock.owner) throw new OwnedElsewhere(lock.info)
  try {
    const bootId = createIds(systemClock.now)('boot')
    const migrationsDir = join(out, 'migrations')
    const studio = await createStudio({
      dataDir,
      migrationsDir,
      host: 'desktop',
      version: app.getVersion(),
      bootId,
      keychain: createOsKeychain(),
      keyFile,
      log,
      demo,
      platforms: createPlatforms(readPlatformAddresses(process.env)),
    })
    if (demo) await fillDemo(studio)
    const token = `bs_host_${randomBytes(32).toString('base64url')}`
    const http = await answerOutside(studio, options, token)
    lock.announce({
      bootId,
      pid: process.pid,
      host: 'desktop',
      url: http?.url ?? null,
      token: http ? token : null,
      startedAt: systemClock.now(),
    })
    studio.start()
    return forDesktop(studio, known, async () => {
      await http?.close()
      await studio.stop()
      lock.release()
    })
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Lets the command line, scripts and a browser of the same person reach the studio that the window owns. A window can do without. */
async function answerOutside(
  studio: Studio,
  { dataDir, out, port, log }: OpenStudioOptions,
  token: string,
): Promise<HttpHost | null> {
  const sessions = createSessions(dataDir, systemClock.now)
  const open = (on: number) =>
    openHttpHost({
      studio,
      sessions,
      token,
      port: on,
      rendererDir: join(out, 'renderer'),
      docsDir: join(out, 'docs'),
      newLink: () => sessions.makeLink(host?.url ?? ''),
    })
  let host: HttpHost | null = null
  for (const wanted of port === null ? [usualPort, 0] : [port]) {
    try {
      host = await open(wanted)
      return host
    } catch (error) {
      log.warn('Calls from outside cannot be answered there', { port: wanted, error })
    }
  }
  return null
}

function forDesktop(studio: Studio, known: KnownPaths, stop: () => Promise<void>): DesktopStudio {
  const handler = createPortHandler(studio, known)
  return {
    client: createRouterClient(studio.router, {
      context: ({ workspace }: ClientContext): CallContext => ({ caller: person, workspaceId: workspace ?? null }),
    }),
    serve(port) {
      handler.upgrade(port, { context: { caller: person, workspaceId: null } })
      port.start()
    },
    onEvent: (listener) => void studio.events.listen(listener),
    async findMedia([workspaceId = '', assetId = '', variant = '']) {
      try {
        return await studio.workspaces.need(workspaceId).media.file(assetId, variant)
      } catch (error) {
        if (error instanceof ORPCError) return null // no such workspace, or one that cannot be opened
        throw error
      }
    },
    wake: () => studio.wake(),
    stop,
  }
}

/** The contract for our own page: the workspace comes with each call, and paths only from what the person chose. */
function createPortHandler(studio: Studio, known: KnownPaths) {
  return new RPCHandler<CallContext>(studio.router, {
    interceptors: [
      ({ next, ...call }) => {
        const workspace = call.request.headers[workspaceHeader]
        return next({
          ...call,
          context: { ...call.context, workspaceId: typeof workspace === 'string' ? workspace : null },
        })
      },
    ],
    clientInterceptors: [
      ({ next, path, input, context }) => {
        const route = path.join('.')
        const allowed =
          route === 'assets.allowFolders' ? studio.workspaces.need(context.workspaceId).media.folders() : []
        refuseUnknownPath(route, input, { has: (one) => known.has(one) || allowed.includes(one) })
        return next()
      },
    ],
  })
}

function refuseUnknownPath(route: string, input: unknown, known: Pick<KnownPaths, 'has'>): void {
  const unknown = unknownPath(route, input, known)
  if (unknown === undefined) return
  if (route !== 'assets.add') throw unprocessable([{ path: 'folder', says: said('folder_not_chosen') }])
  const { message, ...carried } = spoken(said('file_not_chosen'))
  const data = { reason: 'not_found', name: basename(unknown), ...carried }
  throw new ORPCError('file_refused', { status: 422, message, data, defined: true })
}
