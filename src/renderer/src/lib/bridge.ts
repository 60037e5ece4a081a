import { createORPCClient } from '@orpc/client'
import { RPCLink as FetchLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import type { ClientLink } from '@orpc/client'
import type { HostCallName, HostInput, HostOutput } from '../../../contract/host.ts'
import { connectMessage, type DesktopBridge } from '../../../contract/host-bridge.ts'
import { type ClientContext, type StudioClient, workspaceHeader } from '../../../contract/index.ts'

declare global {
  interface Window {
    readonly broadside?: DesktopBridge
  }
}

/** The desktop's host; undefined in a browser. */
export const desktop = window.broadside

/** Asks the desktop's host for something only it can do; throws what it answers if it will not. */
export async function hostCall<Name extends HostCallName>(
  name: Name,
  input: HostInput<Name>,
): Promise<HostOutput<Name>> {
  if (!desktop) throw new Error(`${name} is only there in the desktop`)
  const answer = await desktop.call(name, input)
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

/** Opens a web address in the person's own browser. */
export function openOutside(url: string): void {
  if (desktop) void hostCall('openExternal', { url })
  else window.open(url, '_blank', 'noopener')
}

type Headers = Record<string, string>

function headers({ context }: { context: ClientContext }): Headers {
  return context.workspace ? { [workspaceHeader]: context.workspace } : {}
}

/** In the desktop a message port to the main process; in a browser HTTP to where the page came from, with its session cookie. */
function openLink(): ClientLink<ClientContext> {
  if (!desktop) {
    const send = (request: Request, init: RequestInit) => fetch(request, { ...init, credentials: 'same-origin' })
    return new FetchLink<ClientContext>({ url: new URL('/rpc', window.location.origin), headers, fetch: send })
  }
  const { port1, port2 } = new MessageChannel()
  window.postMessage(connectMessage, window.location.origin, [port2])
  port1.start()
  return new PortLink<ClientContext>({ port: port1, headers })
}

const link = openLink()

/** A client whose every call is about `workspace`; null for the studio itself. */
export function clientOf(workspace: string | null): StudioClient {
  const bound: ClientLink<ClientContext> = {
    call: (path, input, options) =>
      link.call(path, input, { ...options, context: { ...options.context, ...(workspace ? { workspace } : {}) } }),
  }
  return createORPCClient(bound)
}
