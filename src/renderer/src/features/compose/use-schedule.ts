import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
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
  const { session } = useComposing()
  const schedule = useMutation(studio.posts.schedule.mutationOptions())
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

  const cancelIt = async (id: string) => {
    const post = await cancel.mutateAsync({ id: id as never })
    session.adopt(post)
  }

  const send = async (when: ScheduleWhen) => {
    const id = await saved()
    if (!id) return
    try {
      const { post, skipped } = await schedule.mutateAsync({ id: id as never, when, skipProblems: true })
      session.adopt(post)
      const left = skipped.length > 0 ? ` ${t('leftOut', { count: skipped.length })}` : ''
      if ('now' in when) toast(t('publishing') + left)
      else {
        const at = post.when ? times.at(post.when.at) : ''
        toast(t('scheduled', { when: at }) + left, { undo: () => void cancelIt(id) })
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
      await cancelIt(id)
      toast(t('unscheduled'))
    },
  }
}
