import { app } from 'electron'
import type { Log } from '../core/log.ts'

export interface OrderlyQuit {
  /** Begins to end; more calls change nothing. */
  quit(): void
  readonly isQuitting: boolean
  /** Ends in order and then runs `last` in place of leaving (an update's installer). */
  quitWith(last: () => void): void
}

/**
 * Whatever ends the program (menu, tray, system, signal), `close` has its time first: at most `patience` ms, after which
 * it ends anyhow. What was being sent then is recovered at the next start.
 */
export function createOrderlyQuit({
  close,
  patience,
  log,
}: {
  close(): Promise<void>
  patience: number
  log: Log
}): OrderlyQuit {
  let phase: 'running' | 'closing' | 'closed' = 'running'
  let last = () => app.quit()

  async function finish() {
    const late = new Promise<'late'>((resolve) => setTimeout(resolve, patience, 'late').unref())
    try {
      if ((await Promise.race([close(), late])) === 'late') log.warn('Closing took too long', { patience })
    } catch (error) {
      log.error('Closing failed', { error })
    }
    phase = 'closed'
    last()
  }

  app.on('before-quit', (event) => {
    if (phase === 'closed') return
    event.preventDefault()
    if (phase === 'closing') return
    phase = 'closing'
    void finish()
  })

  return {
    quit: () => app.quit(),
    quitWith(then) {
      last = then
      app.quit()
    },
    get isQuitting() {
      return phase !== 'running'
    },
  }
}
