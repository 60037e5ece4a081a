import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account, Connection } from '../../../../../contract/accounts.ts'
import type { ConnectMethod, SupportedPlatform } from '../../../../../contract/platforms/index.ts'
import { openOutside } from '../../../lib/bridge.ts'
import { describeError, fieldErrors } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { type Outcome, outcomeOf } from './outcome.ts'

/** How often a sign-in that waits is asked about; events tell sooner. */
const askEveryMs = 2_000

interface Connecting {
  readonly platform: SupportedPlatform
  readonly method: ConnectMethod
  readonly again: Account | null
}

interface Entered {
  readonly fields: Readonly<Record<string, string>>
  /** The app as it was typed; null where it is kept and stays as it is. */
  readonly app: Readonly<Record<string, string>> | null
  /** Do not wait for the browser: its address will be pasted. */
  readonly paste: boolean
  /** The app is sealed: what was typed of it can be forgotten. */
  readonly onKept: () => void
}

/** One attempt to connect: keeps the app, starts, waits for the browser, tells how it ended. */
export function useConnecting({ platform, method, again }: Connecting) {
  const studio = useStudio()
  const [started, setStarted] = useState<Connection | null>(null)
  const saveApp = useMutation(studio.connections.saveApp.mutationOptions({ meta: { quiet: true } }))
  const start = useMutation(studio.connections.start.mutationOptions({ meta: { quiet: true } }))
  const finish = useMutation(studio.connections.finish.mutationOptions({ meta: { quiet: true } }))
  const cancel = useMutation(studio.connections.cancel.mutationOptions())
  const isLive = started?.state === 'waiting' || started?.state === 'choosing'
  const asked = useQuery({
    ...studio.connections.get.queryOptions({ input: { id: started?.id ?? ('conn_none' as never) } }),
    enabled: isLive,
    refetchInterval: ({ state }) =>
      state.error || (state.data && state.data.state !== 'waiting') ? false : askEveryMs,
    staleTime: 0,
  })
  const connection = isLive ? (asked.data ?? started) : started
  const error = saveApp.error ?? start.error
  const errors = { ...fieldErrors(error), ...fieldErrors(finish.error) }
  const outcome: Outcome = outcomeOf({
    connection,
    pending: saveApp.isPending || start.isPending,
    error: error ? describeError(error).message : null,
    errors,
    forgotten: asked.isError,
  })
  const reset = () => {
    setStarted(null)
    saveApp.reset()
    start.reset()
    finish.reset()
  }
  const begin = ({ fields, paste }: Entered) =>
    start.mutate(
      {
        platform,
        method: method.id,
        fields: { ...fields },
        ...(again && { reconnect: again.id }),
        ...(paste && { paste }),
      },
      {
        onSuccess: (made) => {
          setStarted(made)
          if (made.authorizeUrl) openOutside(made.authorizeUrl)
        },
      },
    )

  return {
    outcome,
    /** What is wrong with the pasted address; null while nothing is. */
    pasteError: finish.error ? (errors['redirectedUrl'] ?? describeError(finish.error).message) : null,
    finishing: finish.isPending,
    start: (entered: Entered) => {
      reset()
      if (!entered.app) begin(entered)
      else {
        const kept = { platform, method: method.id, fields: { ...entered.app } }
        saveApp.mutate(kept, { onSuccess: () => (entered.onKept(), begin(entered)) })
      }
    },
    finish: (redirectedUrl: string) => {
      if (started) finish.mutate({ id: started.id, redirectedUrl }, { onSuccess: setStarted })
    },
    cancel: () => {
      if (started) cancel.mutate({ id: started.id }, { onSuccess: setStarted })
    },
    /** What was reached was chosen from. */
    chosen: setStarted,
    /** Back to the questions, for another try or another account. */
    reset,
  }
}

export type ConnectingState = ReturnType<typeof useConnecting>
