import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import type { Delivery } from '../../../../contract/deliveries.ts'
import { useStudio } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { confirm, platformNames, toast } from '../../ui/index.ts'
import { isOver, momentOf, type WallTimeIn } from './plan.ts'
import { useAccounts } from './use-accounts.ts'

/** What can be done with one delivery; each is told by a toast, with undo where there is one, and asks first where there is none. */
export function useDeliveryActions(delivery: Delivery) {
  const { t } = useTranslation('deliveries')
  const studio = useStudio()
  const times = useTimes()
  const account = useAccounts().nameOf(delivery.accountId)
  const platform = platformNames[delivery.platform]
  const { id } = delivery
  const { mutate, isPending } = useMutation({
    mutationKey: studio.deliveries.retry.mutationKey(),
    mutationFn: (work: () => Promise<void>) => work(),
  })
  const run = (call: () => Promise<unknown>, said: string, undo?: () => Promise<unknown>) =>
    mutate(async () => {
      await call()
      toast(said, undo ? { undo: () => mutate(async () => void (await undo())) } : {})
    })
  const asked = async (question: 'remove' | 'delete' | 'edit' | 'reset', then: () => void) => {
    const yes = await confirm({
      title: t(`confirm.${question}Title`, { account, platform }),
      consequence: t(`confirm.${question}Text`, { account, platform }),
      action: t(`confirm.${question}Action`, { account, platform }),
      danger: question === 'delete',
    })
    if (yes) then()
  }
  const plan: WallTimeIn = { wallTime: delivery.wallTime, zone: delivery.zone }
  const again = () => studio.posts.schedule.call({ id: delivery.postId, when: plan, accounts: [delivery.accountId] })

  return {
    busy: isPending,
    retry: () => run(() => studio.deliveries.retry.call({ id }), t('done.retried', { account })),
    cancel: () =>
      run(
        () => studio.deliveries.cancel.call({ id }),
        t('done.canceled', { account }),
        isOver(plan, Temporal.Now.instant()) ? undefined : again,
      ),
    skip: () => run(() => studio.deliveries.cancel.call({ id }), t('done.skipped', { account })),
    reschedule: (to: WallTimeIn) =>
      run(
        () => studio.deliveries.reschedule.call({ id, ...to }),
        t('done.moved', { account, time: times.when(momentOf(to)) }),
        isOver(plan, Temporal.Now.instant()) ? undefined : () => studio.deliveries.reschedule.call({ id, ...plan }),
      ),
    /** Looks at the platform; sends nothing. */
    look: () =>
      mutate(async () => {
        const { status } = await studio.deliveries.reconcile.call({ id })
        const said = status === 'published' ? 'ask.found' : status === 'unknown' ? 'ask.still' : 'ask.absent'
        toast(t(said, { account }))
      }),
    saysPosted: (url?: string) =>
      run(
        () => studio.deliveries.resolve.call({ id, answer: 'posted', ...(url && { url }) }),
        t('done.posted', { account }),
      ),
    saysNotPosted: () =>
      run(() => studio.deliveries.resolve.call({ id, answer: 'not_posted' }), t('done.sentAgain', { account })),
    leave: () => run(() => studio.deliveries.resolve.call({ id, answer: 'leave' }), t('done.removed', { account })),
    remove: () =>
      asked('remove', () => run(() => studio.deliveries.remove.call({ id }), t('done.removed', { account }))),
    reset: () => asked('reset', () => run(() => studio.deliveries.reset.call({ id }), t('done.reset', { account }))),
    deleteRemote: () =>
      asked('delete', () =>
        run(() => studio.deliveries.deleteRemote.call({ id }), t('done.deletedRemote', { platform })),
      ),
    editRemote: () =>
      asked('edit', () => run(() => studio.deliveries.editRemote.call({ id }), t('done.editedRemote', { platform }))),
  }
}

export type DeliveryActions = ReturnType<typeof useDeliveryActions>
