const running = new Map<string, Promise<unknown>>()

/**
 * Runs `work` for `key` when nothing else runs for it: a token is refreshed once, however many requests find it expired. Whoever waited
 * must read the secrets anew before refreshing. One process owns a workspace, so a lock in memory is enough.
 */
export async function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = running.get(key) ?? Promise.resolve()
  const mine = before.then(work, work)
  const settled = mine.catch(() => undefined)
  running.set(key, settled)
  try {
    return await mine
  } finally {
    if (running.get(key) === settled) running.delete(key)
  }
}
