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

/** One attempt to connect: starts it, waits for the browser, tells how it ended. */
export function useConnecting({ platform, method, again }: Connecting) {
  const studio = useStudio()
  const [started, setStarted] = useState<Connection | null>(null)
  const start = useMutation(studio.connections.start.mutationOptions({ meta: { quiet: true } }))
  const finish = useMutation(studio.connections.finish.mutationOptions({ meta: { quiet: true } }))
  const cancel = useMutation(studio.connections.cancel.mutationOptions())
  const asked = useQuery({
    ...studio.connections.get.queryOptions({ input: { id: started?.id ?? ('conn_none' as never) } }),
    enabled: started?.state === 'waiting',
    refetchInterval: ({ state }) =>
      state.error || (state.data && state.data.state !== 'waiting') ? false : askEveryMs,
    staleTime: 0,
  })
  const connection = started?.state === 'waiting' ? (asked.data ?? started) : started
  const errors = { ...fieldErrors(start.error), ...fieldErrors(finish.error) }
  const outcome: Outcome = outcomeOf({
    connection,
    pending: start.isPending,
    error: start.error ? describeError(start.error).message : null,
    errors,
    forgotten: asked.isError,
  })

  return {
    outcome,
    /** What is wrong with the pasted address; null while nothing is. */
    pasteError: finish.error ? sentence(errors['redirectedUrl'] ?? describeError(finish.error).message) : null,
    finishing: finish.isPending,
    start: (fields: Readonly<Record<string, string>>) => {
      finish.reset()
      setStarted(null)
      start.mutate(
        { platform, method: method.id, fields: { ...fields }, ...(again && { reconnect: again.id }) },
        {
          onSuccess: (made) => {
            setStarted(made)
            if (made.authorizeUrl) openOutside(made.authorizeUrl)
          },
        },
      )
    },
    finish: (redirectedUrl: string) => {
      if (started) finish.mutate({ id: started.id, redirectedUrl }, { onSuccess: setStarted })
    },
    cancel: () => {
      if (started) cancel.mutate({ id: started.id }, { onSuccess: setStarted })
    },
    /** Back to the questions, for another try or another account. */
    reset: () => {
      setStarted(null)
      start.reset()
      finish.reset()
    },
  }
}

/** A field's error goes on where the field's name ended; by itself it begins like a sentence. */
function sentence(error: string): string {
  return error.slice(0, 1).toUpperCase() + error.slice(1)
}

export type ConnectingState = ReturnType<typeof useConnecting>
