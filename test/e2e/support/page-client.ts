import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { Page } from '@playwright/test'
import { connectMessage } from '../../../src/contract/host-bridge.ts'
import { workspaceHeader, type ClientContext, type StudioClient } from '../../../src/contract/index.ts'

/** The contract as a script in the page could speak it: over a port of its own that goes through the preload's door. */
export async function clientInPage(page: Page, workspace: string): Promise<StudioClient> {
  const listeners: ((event: { data: unknown }) => void)[] = []
  await page.exposeFunction('toTest', (data: unknown) => listeners.forEach((listener) => listener({ data })))
  await page.evaluate((message) => {
    const { port1, port2 } = new MessageChannel()
    window.postMessage(message, location.origin, [port2])
    const here = globalThis as unknown as { toTest(data: unknown): void; testPort: MessagePort }
    here.testPort = port1
    port1.addEventListener('message', ({ data }) => here.toTest(data))
    port1.start()
  }, connectMessage)
  const port = {
    addEventListener: (type: string, listener: never) => void (type === 'message' && listeners.push(listener)),
    postMessage: (data: unknown) =>
      void page.evaluate(
        (sent) => (globalThis as unknown as { testPort: MessagePort }).testPort.postMessage(sent),
        data,
      ),
  }
  return createORPCClient(
    new RPCLink<ClientContext>({ port: port as never, headers: { [workspaceHeader]: workspace } }),
  )
}
