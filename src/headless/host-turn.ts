import { setTimeout as wait } from 'node:timers/promises'
import { acquireHostLock, type HostLock } from '../core/host-lock.ts'

const patienceMs = 30_000

/** The lock of a data folder, after commands that have it for the length of their call: a studio that stays need not give way to one that goes. */
export async function takeHostLock(dataDir: string): Promise<HostLock> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const lock = acquireHostLock(dataDir)
    if (lock.owner || !lock.info?.passing || Date.now() > deadline) return lock
    await wait(200)
  }
}
