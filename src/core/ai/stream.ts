/**
 * What `work` tells as it goes, as something to iterate over. Whoever stops iterating, or aborts `signal`, stops the work; what it throws is thrown
 * after what it told.
 */
export async function* asStream<T>(
  work: (emit: (event: T) => void, signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, void> {
  const left = new AbortController()
  const stop = signal ? AbortSignal.any([left.signal, signal]) : left.signal
  const queue: T[] = []
  let wake = () => {}
  let ended = false
  const emit = (event: T) => {
    queue.push(event)
    wake()
  }
  const working = work(emit, stop).finally(() => {
    ended = true
    wake()
  })
  // Thrown below, where somebody hears it.
  working.catch(() => {})
  try {
    for (;;) {
      const next = queue.shift()
      if (next !== undefined) yield next
      else if (ended) break
      else await new Promise<void>((resolve) => (wake = resolve))
    }
    await working
  } finally {
    left.abort()
    await working.catch(() => {})
  }
}
