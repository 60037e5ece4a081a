import { AsyncLocalStorage } from 'node:async_hooks'
import type { KeyGrant } from './keys.ts'

const calling = new AsyncLocalStorage<KeyGrant | null>()

/** Runs a call; whatever it starts, long work too, knows whose key it is by and counts against it. Null for a person. */
export function callAs<T>(key: KeyGrant | null, work: () => T): T {
  return calling.run(key, work)
}

/** The key on whose account this runs; null for a person and for what the studio does by itself. */
export function callingKey(): KeyGrant | null {
  return calling.getStore() ?? null
}

/** Long work that waits its turn and is begun from elsewhere: it still runs on the account of whoever asked for it. */
export const keepCalling: <T extends (...args: never[]) => unknown>(work: T) => T = (work) =>
  AsyncLocalStorage.bind(work)
