import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Names a client of the protocol before 2026-07-28 across its requests; such a client cancels one request by another. */
export const sessionHeader = 'mcp-session-id'

/**
 * What is being answered, so that it can be stopped: the only thing kept between requests. A session is a name that nobody can guess, given with
 * the handshake; nothing hangs on it but which request is whose. Clients since 2026-07-28 hang up instead.
 */
export function createInFlight() {
  const running = new Map<string, AbortController>()
  return {
    /** The name for a client that shakes hands; null where none is wanted. */
    sessionFor: (message: unknown): string | null => (methodOf(message) === 'initialize' ? randomUUID() : null),

    /** Stops what a message cancels. Answers whether it was such a message. */
    cancel(caller: string, request: IncomingMessage, message: unknown): boolean {
      const session = request.headers[sessionHeader]
      if (session === undefined || methodOf(message) !== 'notifications/cancelled') return false
      const { requestId } = (message as { params?: { requestId?: unknown } }).params ?? {}
      running.get(nameOf(caller, session, requestId))?.abort()
      return true
    },

    /** Makes a request known while it is answered; `gone` stops it. */
    async during(
      caller: string,
      request: IncomingMessage,
      message: unknown,
      gone: AbortController,
      answer: () => Promise<void>,
    ): Promise<void> {
      const session = request.headers[sessionHeader]
      const id = (message as { id?: unknown } | null)?.id
      if (session === undefined || id === undefined) return answer()
      const name = nameOf(caller, session, id)
      running.set(name, gone)
      try {
        await answer()
      } finally {
        if (running.get(name) === gone) running.delete(name)
      }
    },
  }
}

function methodOf(message: unknown): unknown {
  return (message as { method?: unknown } | null)?.method
}

/** Ids are numbers or strings, and 1 is not "1". */
function nameOf(caller: string, session: unknown, id: unknown): string {
  return JSON.stringify([caller, session, id])
}
