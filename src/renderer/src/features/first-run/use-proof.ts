import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AccountId, PostId } from '../../../../contract/vocabulary.ts'
import { useViewSearch } from '../../lib/go.ts'
import { useStudio } from '../../lib/studio.ts'
import { isMoving, phasesOf, stageOf } from './stage.ts'

const lookEveryMs = 500

/** The first proof: makes the practice account where there is none, publishes, and follows it. It stands in the address, so that a reload shows it still. */
export function useProof() {
  const { t } = useTranslation('firstRun')
  const studio = useStudio()
  const [address, setAddress] = useViewSearch<'proof'>()
  const [writing, setWriting] = useState(false)
  const accounts = useQuery(studio.accounts.list.queryOptions({ input: {} }))
  const connect = useMutation(studio.connections.start.mutationOptions())
  const practice = accounts.data?.find(({ platform }) => platform === 'practice') ?? null
  const id = PostId.safeParse(address.proof).data ?? null

  const publish = useMutation({
    mutationKey: studio.posts.schedule.mutationKey(),
    mutationFn: async ({ text, account }: { text: string; account: AccountId }) => {
      const post = await studio.posts.create.call({ parts: [{ text, media: [] }], variants: [{ accountId: account }] })
      await studio.posts.schedule.call({ id: post.id, when: { now: true } })
      return post.id
    },
    onSuccess: (proof) => setAddress({ proof }),
  })

  const post = useQuery({
    ...studio.posts.get.queryOptions({ input: { id: id ?? ('post_none' as never) } }),
    enabled: id !== null,
    refetchInterval: ({ state }) =>
      !state.error && isMoving(state.data?.deliveries[0]?.status ?? null) ? lookEveryMs : false,
  })
  const delivery = post.data?.deliveries[0] ?? null
  const attempts = useQuery({
    ...studio.deliveries.attempts.queryOptions({ input: { id: delivery?.id ?? ('dlv_none' as never) } }),
    enabled: delivery !== null,
    refetchInterval: isMoving(delivery?.status ?? null) ? lookEveryMs : false,
  })

  return {
    stage: stageOf({ writing, sent: id !== null, status: delivery?.status ?? null }),
    practice,
    busy: connect.isPending || publish.isPending,
    id,
    text: post.data?.parts[0]?.text ?? '',
    delivery,
    phases: phasesOf(attempts.data),
    error: post.isError ? post.error : null,
    retry: () => void post.refetch(),
    /** Opens the sheet for writing; the practice account is made by itself. */
    start: async () => {
      // The button answers from the first moment on, also while the accounts are still being read.
      const known = accounts.data ?? (await accounts.refetch()).data
      if (known?.some(({ platform }) => platform === 'practice')) return setWriting(true)
      connect.mutate(
        { platform: 'practice', method: 'practice', fields: { name: t('practiceName') } },
        { onSuccess: () => setWriting(true) },
      )
    },
    publish: (text: string) => {
      if (practice) publish.mutate({ text, account: practice.id })
    },
    again: () => {
      setAddress({ proof: undefined })
      setWriting(true)
    },
  }
}

export type Proof = ReturnType<typeof useProof>
