import { createRouterClient, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { randomUUID } from 'node:crypto'
import { app } from 'electron'
import { basename } from 'node:path'
import { workspaceHeader, type ClientContext } from '../contract/index.ts'
import { createStudio, type Studio } from '../core/create-studio.ts'
import { acquireHostLock } from '../core/host-lock.ts'
import type { Log } from '../core/log.ts'
import type { CallContext, Caller } from '../core/router.ts'
import { createOsKeychain } from '../core/vault/os-keychain.ts'
import { OwnedElsewhere, type DesktopStudio } from './desktop-studio.ts'
import type { KnownPaths } from './known-paths.ts'

export interface OpenStudioOptions {
  readonly dataDir: string
  readonly migrationsDir: string
  readonly keyFile: string | undefined
  readonly demo: boolean
  readonly log: Log
  readonly known: KnownPaths
}

const person: Caller = { kind: 'window', scopes: 'all' }

/** Starts the studio in this process. Throws OwnedElsewhere where another host has the data, or what core says is wrong with it. */
export async function openStudio(options: OpenStudioOptions): Promise<DesktopStudio> {
  const { dataDir, migrationsDir, keyFile, demo, log, known } = options
  const lock = acquireHostLock(dataDir)
  if (!lock.owner) throw new OwnedElsewhere(lock.info?.url ?? null)
  const bootId = randomUUID()
  const version = app.getVersion()
  try {
    const studio = await createStudio({
      dataDir,
      migrationsDir,
      host: 'desktop',
      version,
      bootId,
      keychain: createOsKeychain(),
      keyFile,
      log,
      demo,
    })
    lock.announce({ bootId, pid: process.pid, host: 'desktop', url: null, token: null, startedAt: Date.now() })
    studio.start()
    return forDesktop(studio, known, lock.release)
  } catch (error) {
    lock.release()
    throw error
  }
}

function forDesktop(studio: Studio, known: KnownPaths, release: () => void): DesktopStudio {
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
    findMedia: async () => null,
    wake: () => studio.wake(),
    async stop() {
      await studio.stop()
      release()
    },
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
      ({ next, path, input }) => {
        refuseUnknownPath(path.join('.'), input, known)
        return next()
      },
    ],
  })
}

function refuseUnknownPath(route: string, input: unknown, known: KnownPaths): void {
  const { path, folder } = (input ?? {}) as { path?: unknown; folder?: unknown }
  if (route === 'assets.add' && path !== undefined && !(typeof path === 'string' && known.has(path))) {
    const data = { reason: 'not_found', name: typeof path === 'string' ? basename(path) : '' }
    throw new ORPCError('file_refused', {
      status: 422,
      message: 'Choose the file first, then it can be added',
      data,
      defined: true,
    })
  }
  if (route === 'workspaces.export' && !(typeof folder === 'string' && known.has(folder))) {
    const fields = [{ path: 'folder', message: 'choose the folder first' }]
    throw new ORPCError('unprocessable', {
      status: 422,
      message: 'folder: choose the folder first',
      data: { fields },
      defined: true,
    })
  }
}
