import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Post } from '../../../../contract/posts.ts'
import { useStudio } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { toast, type WallTimeInZone } from '../../ui/index.ts'
import { useComposing } from './context.ts'

type ScheduleWhen = WallTimeInZone | { slot: 'next' } | { now: true }

/** Sends the post on its way, always after what is on screen was saved. */
export function useSchedule() {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const times = useTimes()
  const { session, post: before } = useComposing()
  const schedule = useMutation(studio.posts.schedule.mutationOptions())
  const remove = useMutation(studio.deliveries.remove.mutationOptions())
  const cancel = useMutation(studio.posts.cancel.mutationOptions())

  /** The id of the post once everything is saved; null, and said, where it could not be. */
  const saved = async (): Promise<string | null> => {
    await session.flush()
    const { id, save } = session.store.getState()
    if (id === null || save.state !== 'saved') {
      toast(t('notSavedYet'), { stays: true })
      return null
    }
    return id
  }

  /** As it was before: at its earlier time, or not scheduled at all. */
  const takeBack = async (id: string, before: WallTimeInZone | null, made: Post) => {
    if (before) session.adopt((await schedule.mutateAsync({ id: id as never, when: before, skipProblems: true })).post)
    else for (const delivery of made.deliveries) if (delivery.can.remove) await remove.mutateAsync({ id: delivery.id })
  }

  const send = async (when: ScheduleWhen) => {
    const id = await saved()
    if (!id) return
    const waiting = before?.deliveries.find((delivery) => delivery.status === 'scheduled')
    const earlier = waiting ? { wallTime: waiting.wallTime, zone: waiting.zone } : null
    try {
      const { post, skipped } = await schedule.mutateAsync({ id: id as never, when, skipProblems: true })
      session.adopt(post)
      const left = skipped.length > 0 ? ` ${t('leftOut', { count: skipped.length })}` : ''
      if ('now' in when) toast(t('publishing') + left)
      else {
        const at = post.when ? times.at(post.when.at) : ''
        toast(t('scheduled', { when: at }) + left, { undo: () => void takeBack(id, earlier, post) })
      }
    } catch {
      // The mutation has told it.
    }
  }

  return {
    busy: schedule.isPending,
    saved,
    at: (when: WallTimeInZone) => send(when),
    nextSlot: () => send({ slot: 'next' }),
    now: () => send({ now: true }),
    cancel: async () => {
      const { id } = session.store.getState()
      if (!id) return
      session.adopt(await cancel.mutateAsync({ id: id as never }))
      toast(t('unscheduled'))
    },
  }
}
