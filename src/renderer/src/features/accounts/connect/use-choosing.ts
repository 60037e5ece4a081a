import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connection } from '../../../../../contract/accounts.ts'
import { describeError } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'

/** What was picked of a sign-in that reached several, and sending it. */
export function useChoosing(onConnected: (connection: Connection) => void) {
  const { t } = useTranslation('accounts')
  const studio = useStudio()
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [wasEmpty, setWasEmpty] = useState(false)
  const choose = useMutation(studio.connections.choose.mutationOptions({ meta: { quiet: true } }))
  return {
    picked,
    busy: choose.isPending,
    error:
      wasEmpty && picked.size === 0 ? t('choose.needed') : choose.error ? describeError(choose.error).message : null,
    pick: setPicked,
    send: (id: Connection['id']) => {
      setWasEmpty(picked.size === 0)
      if (picked.size > 0)
        choose.mutate({ id, keys: [...picked] }, { onSuccess: (made) => (setPicked(new Set()), onConnected(made)) })
    },
  }
}

export type ChoosingState = ReturnType<typeof useChoosing>
