import { createORPCClient, ORPCError, type ClientLink } from '@orpc/client'
import { readHostInfo } from '../../core/host-info.ts'
import { notRunning, rpcLink, type CallWords, type ProgramClient, type Reached } from '../rpc-link.ts'

export interface StudioLinkOptions {
  readonly dataDir: string
  /** A key of one workspace; the running studio's own token unless told. */
  readonly key: string | null
  /** Where there is no key: which workspace; the only one unless told. */
  readonly workspace: string | null
}

/** The contract of the studio that runs with a data folder, found anew for each call: it may be restarted meanwhile, on another port. */
export function linkToStudio({ dataDir, key, workspace }: StudioLinkOptions): ProgramClient {
  let sole: string | null = null

  const link: ClientLink<CallWords> = {
    async call(path, input, options) {
      const running = findRunning(dataDir, key)
      const about = key === null ? (workspace ?? (sole ??= await soleWorkspace(running))) : null
      return rpcLink(running, about).call(path, input, options)
    },
  }
  return createORPCClient(link)
}

function findRunning(dataDir: string, key: string | null): Reached {
  const { url, token } = readHostInfo(dataDir) ?? {}
  const secret = key ?? token
  if (!url || !secret) throw notRunning(`No Broadside runs with ${dataDir}`)
  return { url, secret }
}

async function soleWorkspace(running: Reached): Promise<string> {
  const client = createORPCClient<ProgramClient>(rpcLink(running, null))
  const [first, ...others] = await client.workspaces.list()
  if (first && others.length === 0) return first.id
  const names = [first, ...others].flatMap((one) => (one ? [`${one.id} (${one.name})`] : []))
  const message = first
    ? `There are several workspaces: ${names.join(', ')}. Start with --workspace and one of these ids, or with a key in BROADSIDE_KEY`
    : 'There is no workspace yet. Make one in the window'
  throw new ORPCError('invalid_request', { status: 400, message })
}
