import { appendFileSync } from 'node:fs'

/**
 * What a test may look at or script, as `globalThis.standin` in the main process. A spec that must run on the real
 * Electron as well guards its use (`if (globalThis.standin)`).
 */
export const standin = {
  /** Everything that would have left the program, in order: dialogs, opened links, notifications, login item … */
  log: [],
  /** Scripted answers by dialog function, taken first to last: `standin.answers.showOpenDialog.push({ … })`. */
  answers: JSON.parse(process.env.STANDIN_ANSWERS ?? '{}'),
  /** Live objects that Electron gives no list of. */
  trays: [],
  notifications: [],
  record(kind, data) {
    standin.log.push({ kind, data })
    if (process.env.STANDIN_LOG) appendFileSync(process.env.STANDIN_LOG, `${JSON.stringify({ kind, data })}\n`)
  },
  of(kind) {
    return standin.log.filter((entry) => entry.kind === kind).map((entry) => entry.data)
  },
}

globalThis.standin = standin

/** An event object as Electron's emitters pass it first; `prevented` tells whether a listener called preventDefault. */
export function preventable(extra = {}) {
  return {
    ...extra,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}
