import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * The most bytes of buffers that `work` held at once beyond what was held before. Looked at again and again after a collection, so that what
 * is merely not collected yet does not count; rarely enough that collecting takes a small part of the time.
 */
export async function mostHeld(work: () => Promise<unknown>): Promise<number> {
  setFlagsFromString('--expose-gc')
  // Otherwise a thread of its own counts them down, some time after the collection.
  setFlagsFromString('--no-concurrent-array-buffer-sweeping')
  const collect = runInNewContext('gc') as () => void
  const held = () => {
    collect()
    return process.memoryUsage().arrayBuffers
  }
  const before = held()
  let most = before
  const done = new AbortController()
  const watch = async () => {
    while (!done.signal.aborted) {
      const started = performance.now()
      most = Math.max(most, held())
      const took = performance.now() - started
      await sleep(Math.max(25, took * 5), undefined, { signal: done.signal }).catch(() => undefined)
    }
  }
  const watching = watch()
  try {
    await work()
  } finally {
    done.abort()
    await watching
  }
  return most - before
}
