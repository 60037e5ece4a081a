import { ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { workspaceHeader, type Contract } from '../contract/index.ts'

/** What goes along with one call of a program. */
export interface CallWords {
  readonly idempotencyKey?: string | undefined
}

/** The contract, as a program of this machine calls it: about one workspace, or about the studio. */
export type ProgramClient = ContractRouterClient<Contract, CallWords>

export interface Reached {
  readonly url: string
  /** The token of the host, or a key. */
  readonly secret: string
}

/** Calls of a program to a studio that runs. Throws `studio_not_running` where nothing answers. */
export function rpcLink({ url, secret }: Reached, workspace: string | null): RPCLink<CallWords> {
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

/** Nothing answers; the message says where it was looked for. */
export function notRunning(message: string) {
  return new ORPCError('studio_not_running', { status: 503, message })
}
