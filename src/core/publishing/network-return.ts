import { HttpFailure, isNotConnected, type Http } from '../http.ts'
import type { Clock } from '../clock.ts'

/** How often an address that could not be reached is tried while something waits for it. */
export const networkLookMs = 15_000
const timeoutMs = 5_000

/**
 * Notices that what could not be reached can be reached again, so that nothing sits out a long backoff once the network is back. Asks
 * nothing but whether the very address answers that failed; what the answer says does not matter.
 */
export interface NetworkReturn {
  /** `http` for the requests of one delivery: remembers the last address that could not be reached, until one answers. */
  watched(deliveryId: string): Http
  stop(): void
}

/** `waits` says which of these deliveries still wait for the network, `cameBack` gets those whose address answered. */
export function createNetworkReturn(
  http: Http,
  clock: Clock,
  waits: (deliveryIds: string[]) => ReadonlySet<string>,
  cameBack: (deliveryIds: string[]) => void,
): NetworkReturn {
  const unreached = new Map<string, string>()
  const stopping = new AbortController()
  let cancelTimer: (() => void) | null = null

  function lookLater(): void {
    if (cancelTimer || stopping.signal.aborted || unreached.size === 0) return
    cancelTimer = clock.after(networkLookMs, () => {
      void look().finally(() => {
        cancelTimer = null
        lookLater()
      })
    })
  }

  async function look(): Promise<void> {
    const waiting = waits([...unreached.keys()])
    for (const id of unreached.keys()) if (!waiting.has(id)) unreached.delete(id)
    const origins = [...new Set(unreached.values())]
    const answered = new Set(
      await Promise.all(origins.map(async (origin) => ((await answers(origin)) ? origin : null))),
    )
    const back = [...unreached].filter(([, origin]) => answered.has(origin)).map(([id]) => id)
    for (const id of back) unreached.delete(id)
    if (back.length > 0 && !stopping.signal.aborted) cameBack(back)
  }

  async function answers(origin: string): Promise<boolean> {
    try {
      await http.request(origin, { method: 'HEAD', timeoutMs, signal: stopping.signal })
      return true
    } catch (error) {
      if (error instanceof HttpFailure) return false
      throw error
    }
  }

  return {
    watched(id) {
      const note = (url: string | URL, connected: boolean) => {
        if (connected) return void unreached.delete(id)
        unreached.set(id, new URL(url).origin)
        lookLater()
      }
      return {
        async request(url, request) {
          // What a post links to is not what it waits for.
          if (request?.publicOnly) return http.request(url, request)
          try {
            const answer = await http.request(url, request)
            note(url, true)
            return answer
          } catch (error) {
            if (error instanceof HttpFailure && error.kind === 'not_sent') note(url, false)
            throw error
          }
        },
        async fetch(input, init) {
          const url = input instanceof Request ? input.url : input
          try {
            const answer = await http.fetch(input, init)
            note(url, true)
            return answer
          } catch (error) {
            if (isNotConnected(error)) note(url, false)
            throw error
          }
        },
        download: (url, options) => http.download(url, options),
        close: () => http.close(),
      }
    },
    stop() {
      stopping.abort()
      cancelTimer?.()
    },
  }
}
