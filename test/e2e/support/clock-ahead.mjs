/*
 * Given to a host by `--import` or `-r`, and to a page before its own scripts: the machine's clock stands as far ahead as
 * CLOCK_AHEAD_MS says (in a page, which has no environment: `clockAheadMs`), so that a test need not wait.
 */
const ahead = Number(globalThis.process?.env.CLOCK_AHEAD_MS ?? globalThis.clockAheadMs)
const now = Date.now
Date.now = () => now() + ahead
globalThis.Date = class extends Date {
  constructor(/** @type {any[]} */ ...args) {
    // @ts-expect-error: handed on as they are
    super(...(args.length === 0 ? [Date.now()] : args))
  }
}
// A clock of its own, which the page's polyfill takes where there is one; without it, it counts by Date.
delete globalThis.Temporal
