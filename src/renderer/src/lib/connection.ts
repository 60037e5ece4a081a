import { useEffect, useSyncExternalStore } from 'react'
import { create } from 'zustand'
import type { StudioEvent } from '../../../contract/events.ts'
import { codeOf } from './errors.ts'
import { hostClient, invalidate } from './studio.ts'

/** How this window stands with the studio: `up`, `connecting` at first, `lost` after an answer failed to come, `signed_out` when the browser's session ended. */
export const useHostState = create<{ state: 'connecting' | 'up' | 'lost' | 'signed_out' }>()(() => ({
  state: 'connecting',
}))

const subscribe = (changed: () => void) => {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}

/** Whether the machine has a network. Writing works without; publishing waits. */
export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine)
}

const againAfterMs = 1_500

/** Follows the studio's events for as long as the window lives, and marks what they touch as stale. Stands once, in the shell. */
export function useEventStream(): void {
  useEffect(() => {
    const stop = new AbortController()
    void follow(stop.signal)
    return () => stop.abort()
  }, [])
}

async function follow(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const stream = await hostClient.events.stream({}, { signal })
      useHostState.setState({ state: 'up' })
      // What happened before the stream was there was told to nobody, the first time as well.
      void invalidate(null, 'all')
      for await (const event of stream) hear(event)
    } catch (error) {
      if (signal.aborted) return
      useHostState.setState({ state: codeOf(error) === 'unauthenticated' ? 'signed_out' : 'lost' })
    }
    await new Promise((resolve) => setTimeout(resolve, againAfterMs))
  }
}

function hear(event: StudioEvent): void {
  void invalidate(event.workspaceId, event.type === 'resync' ? 'all' : event.invalidates)
}
