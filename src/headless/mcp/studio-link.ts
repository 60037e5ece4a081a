import { createORPCClient, ORPCError, type ClientLink } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { workspaceHeader } from '../../contract/index.ts'
import { readHostInfo } from '../../core/host-info.ts'
import type { AgentClient, CallWords } from './studio.ts'

export interface StudioLinkOptions {
  readonly dataDir: string
  /** A key of one workspace; the running studio's own token unless told. */
  readonly key: string | null
  /** Where there is no key: which workspace; the only one unless told. */
  readonly workspace: string | null
}

interface Running {
  readonly url: string
  readonly secret: string
}

/** The contract of the studio that runs with a data folder, found anew for each call: it may be restarted meanwhile, on another port. */
export function linkToStudio({ dataDir, key, workspace }: StudioLinkOptions): AgentClient {
  let sole: string | null = null

  const link: ClientLink<CallWords> = {
    async call(path, input, options) {
      const running = findRunning(dataDir, key)
      const about = key === null ? (workspace ?? (sole ??= await soleWorkspace(running))) : null
      return rpc(running, about).call(path, input, options)
    },
  }
  return createORPCClient(link)
}

function findRunning(dataDir: string, key: string | null): Running {
  const { url, token } = readHostInfo(dataDir) ?? {}
  const secret = key ?? token
  if (!url || !secret) throw notRunning(`No Broadside runs with ${dataDir}`)
  return { url, secret }
}

function rpc({ url, secret }: Running, workspace: string | null): RPCLink<CallWords> {
  return new RPCLink<CallWords>({
    url: new URL('/rpc', url),
    headers: ({ context: { idempotencyKey } }) => ({
      authorization: `Bearer ${secret}`,
      ...(workspace !== null && { [workspaceHeader]: workspace }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    }),
    fetch: (request, init) => send(request, init, url),
  })
}

async function send(request: Request, init: RequestInit, url: string): Promise<Response> {
  const answer = await fetch(request, init).catch((error: unknown) => {
    if (request.signal.aborted) throw error
    throw notRunning(`Broadside does not answer at ${url}`)
  })
  if (!answer.ok) await throwHostsOwn(answer.clone())
  return answer
}

/** What the host itself refuses (a wrong key, too many calls) comes as REST’s errors do, not as RPC’s. */
async function throwHostsOwn(answer: Response): Promise<void> {
  const body: unknown = await answer.json().catch(() => null)
  if (body === null || typeof body !== 'object' || !('code' in body) || !('message' in body)) return
  throw new ORPCError(String(body.code), {
    status: answer.status,
    message: String(body.message),
    data: 'details' in body ? body.details : undefined,
  })
}

async function soleWorkspace(running: Running): Promise<string> {
  const client = createORPCClient<AgentClient>(rpc(running, null))
  const [first, ...others] = await client.workspaces.list()
  if (first && others.length === 0) return first.id
  const names = [first, ...others].flatMap((one) => (one ? [`${one.id} (${one.name})`] : []))
  const message = first
    ? `There are several workspaces: ${names.join(', ')}. Start with --workspace and one of these ids, or with a key in BROADSIDE_KEY`
    : 'There is no workspace yet. Make one in the window'
  throw new ORPCError('invalid_request', { status: 400, message })
}

function notRunning(message: string) {
  return new ORPCError('studio_not_running', { status: 503, message })
}
