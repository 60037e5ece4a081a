import { createORPCClient, ORPCError, type ClientLink } from '@orpc/client'
import type { WorkspaceId } from '../../contract/vocabulary.ts'
import { readHostInfo } from '../../core/host-info.ts'
import { notRunning, rpcLink, type CallWords, type ProgramClient, type Reached } from '../rpc-link.ts'
import type { AgentStudio } from './studio.ts'

export interface StudioLinkOptions {
  readonly dataDir: string
  /** A key of one workspace; the running studio's own token unless told. */
  readonly key: string | null
  /** Id or name of a workspace; the only one unless told. */
  readonly workspace: string | null
}

/** The contract of the studio that runs with a data folder, found anew for each call: it may be restarted meanwhile, on another port. */
export function linkToStudio(options: StudioLinkOptions): Pick<AgentStudio, 'client' | 'workspaceId'> {
  let known: WorkspaceId | null = null
  const workspaceIn = async (running: Reached) => (known ??= await pickWorkspace(running, options.workspace))

  const link: ClientLink<CallWords> = {
    async call(path, input, given) {
      const running = findRunning(options)
      return rpcLink(running, options.key === null ? await workspaceIn(running) : null).call(path, input, given)
    },
  }
  return { client: createORPCClient(link), workspaceId: async () => workspaceIn(findRunning(options)) }
}

function findRunning({ dataDir, key }: StudioLinkOptions): Reached {
  const { url, token } = readHostInfo(dataDir) ?? {}
  const secret = key ?? token
  if (!url || !secret) throw notRunning(`No Broadside runs with ${dataDir}`)
  return { url, secret }
}

/** A key sees its own workspace alone. */
async function pickWorkspace(running: Reached, wanted: string | null): Promise<WorkspaceId> {
  const all = await createORPCClient<ProgramClient>(rpcLink(running, null)).workspaces.list()
  const found = wanted === null ? all : all.filter(({ id, name }) => id === wanted || name === wanted)
  if (found.length === 1 && found[0]) return found[0].id
  const there = all.map(({ id, name }) => `${id} (${name})`).join(', ')
  const message =
    all.length === 0
      ? 'There is no workspace yet. Make one in the window'
      : `Start with --workspace and one of these: ${there}. Or with a key of one in BROADSIDE_KEY`
  throw new ORPCError('invalid_request', { status: 400, message })
}
