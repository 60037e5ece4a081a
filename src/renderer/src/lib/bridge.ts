import { createORPCClient } from '@orpc/client'
import { RPCLink as FetchLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import type { ClientLink } from '@orpc/client'
import { type ClientContext, type StudioClient, workspaceHeader } from '../../../contract/index.ts'

/**
 * What the preload puts on the window of the desktop; absent in a browser.
 * The preload also waits for the message `broadside:connect` and hands its port to the studio.
 */
export interface DesktopBridge {
  readonly platform: string
  /** The path of a dropped or picked file, so that large files go by path; null for content without one. */
  pathOf(file: File): string | null
  /** Commands of the application menu, tray and deep links, e.g. `new-post`, `settings`, `open:/posts`. Returns how to stop. */
  onCommand(listener: (command: string) => void): () => void
}

declare global {
  interface Window {
    readonly broadside?: DesktopBridge
  }
}

export const desktop = window.broadside

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
  window.postMessage('broadside:connect', '*', [port2])
  port1.start()
  return new PortLink<ClientContext>({ port: port1, headers })
}

const link = openLink()

/** A client whose every call is about `workspace`; null for the studio itself. */
export function clientOf(workspace: string | null): StudioClient {
  const bound: ClientLink<ClientContext> = {
    call: (path, input, options) => link.call(path, input, { ...options, context: { ...options.context, ...(workspace ? { workspace } : {}) } }),
  }
  return createORPCClient(bound)
}
