import { useSyncExternalStore } from 'react'
import { Temporal } from 'temporal-polyfill'

const minuteMs = 60_000
const thisMinute = () => Math.floor(Date.now() / minuteMs) * minuteMs

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined

/** One timer for the window, set again at each full minute, so that a clock that jumped or a machine that slept is caught up with. */
function tick() {
  timer = setTimeout(tick, minuteMs - (Date.now() % minuteMs) + 50)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  if (listeners.size === 1) tick()
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearTimeout(timer)
  }
}

/** The present minute; what uses it is drawn again as it passes. */
export function useNow(): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(useSyncExternalStore(subscribe, thisMinute))
}
