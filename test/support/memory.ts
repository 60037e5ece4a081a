import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * The most bytes of buffers that `work` held at once beyond what was held before, looked at every 20 ms after a collection, so that
 * what is merely not collected yet does not count.
 */
export async function mostHeld(work: () => Promise<unknown>): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const held = () => {
    collect()
    return process.memoryUsage().arrayBuffers
  }
  const before = held()
  let most = before
  const timer = setInterval(() => (most = Math.max(most, held())), 20)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return most - before
}
