/* Given to a host by `--import`: its machine's clock stands as far ahead as CLOCK_AHEAD_MS says, so that a test need not wait. */
const ahead = Number(process.env.CLOCK_AHEAD_MS)
const now = Date.now
Date.now = () => now() + ahead
globalThis.Date = class extends Date {
  constructor(/** @type {any[]} */ ...args) {
    // @ts-expect-error: handed on as they are
    super(...(args.length === 0 ? [Date.now()] : args))
  }
}
