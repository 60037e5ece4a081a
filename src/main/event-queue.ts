import type { HostEvent } from '../contract/host.ts'

/** More than this waiting means nobody will ever listen; the oldest are let go. */
const limit = 50

/** Keeps what a page should hear until it listens: a deep link may come before the page is there. */
export function createEventQueue(send: (event: HostEvent) => void) {
  let listening = false
  const waiting: HostEvent[] = []
  return {
    tell(event: HostEvent) {
      if (listening) return send(event)
      // The page asks for these when it starts, or they are about the page that is gone.
      if (event.type === 'updater' || event.type === 'flush') return
      waiting.push(event)
      if (waiting.length > limit) waiting.shift()
    },
    /** The page listens from now on, and hears what was kept, in order. */
    listen() {
      listening = true
      for (const event of waiting.splice(0)) send(event)
    },
    /** The page is gone or loads again. */
    stop() {
      listening = false
    },
    get isListening() {
      return listening
    },
  }
}
