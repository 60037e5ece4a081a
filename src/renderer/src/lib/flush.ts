type Flush = () => Promise<void>

const flushes = new Set<Flush>()

/** Registers what must be saved before the window goes; returns how to take it back. */
export function onFlush(flush: Flush): () => void {
  flushes.add(flush)
  return () => void flushes.delete(flush)
}

/** Saves everything that is being edited. Never throws: what cannot be saved now was kept in the window's own storage. */
export async function flushAll(): Promise<void> {
  await Promise.allSettled([...flushes].map((flush) => flush()))
}
