/** Two crashes within this are one too many to go on by itself. */
const tooSoon = 60_000

/** What to do when the page's process is gone at `now`, having been reloaded for the same reason at `lastReload` (null: never). */
export function afterCrash(lastReload: number | null, now: number): 'reload' | 'ask' {
  return lastReload === null || now - lastReload > tooSoon ? 'reload' : 'ask'
}
