import { useCallback, useEffect, useRef, useState } from 'react'
import type { RunUsage, TextAnswer, TextTask } from '../../../../../contract/ai/tasks.ts'
import { invalidate, useStudio, useWorkspace } from '../../../lib/studio.ts'
import { type Came, nothing, withEvent } from './came.ts'

/** How a question to the AI stands. */
export type Asked =
  | { readonly state: 'idle' }
  | { readonly state: 'coming' | 'stopped'; readonly task: TextTask; readonly came: Came }
  | { readonly state: 'failed'; readonly task: TextTask; readonly came: Came; readonly error: unknown }
  | { readonly state: 'done'; readonly task: TextTask; readonly answer: TextAnswer; readonly used: RunUsage }

/** Asks one thing at a time, shows what comes as it comes, and stops at once when told. */
export function useAsk() {
  const studio = useStudio()
  const { id: workspace } = useWorkspace()
  const [asked, setAsked] = useState<Asked>({ state: 'idle' })
  const running = useRef<AbortController | null>(null)

  const ask = useCallback(
    async (task: TextTask) => {
      running.current?.abort()
      const mine = new AbortController()
      running.current = mine
      let came = nothing
      const show = (next: Asked) => running.current === mine && setAsked(next)
      show({ state: 'coming', task, came })
      try {
        for await (const event of await studio.ai.stream.call(task, { signal: mine.signal })) {
          if (event.type === 'result') return show({ state: 'done', task, answer: event.answer, used: event.used })
          came = withEvent(came, event)
          show({ state: 'coming', task, came })
        }
        // A stream that ends without a result was cut off on its way here.
        throw new TypeError('network: the answer broke off')
      } catch (error) {
        show(mine.signal.aborted ? { state: 'stopped', task, came } : { state: 'failed', task, came, error })
      } finally {
        // A stream is no mutation: nobody else says that what was spent and what is left are others now.
        void invalidate(workspace, ['ai'])
      }
    },
    [studio, workspace],
  )
  const stop = useCallback(() => running.current?.abort(), [])
  const forget = useCallback(() => {
    running.current?.abort()
    running.current = null
    setAsked({ state: 'idle' })
  }, [])
  useEffect(() => () => running.current?.abort(), [])
  return { asked, ask, stop, forget }
}
