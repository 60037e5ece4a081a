import { type KeyboardEvent, useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostSummary } from '../../../../contract/posts.ts'
import { useWorkspace } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { toast } from '../../ui/index.ts'
import { isOver, moverOf } from '../posts/plan.ts'
import { usePostActions } from '../posts/post-actions.ts'
import { usePostName } from '../posts/post-name.ts'
import { movedTo, type Target } from './move.ts'
import type { CalendarAddress, useCalendarData } from './use-calendar.ts'
import { useDrag } from './use-drag.ts'
import { useLift } from './use-lift.ts'

/** Carrying cards, by pointer or keyboard: what may be taken, and what putting one down does. */
export function useCarry(
  at: CalendarAddress,
  data: ReturnType<typeof useCalendarData>,
  waiting: readonly PostSummary[],
) {
  const { t } = useTranslation('calendar')
  const { zone } = useWorkspace()
  const times = useTimes()
  const actions = usePostActions()
  const nameOf = usePostName()
  const { showMoved } = data
  const latest = { at, data, waiting, showMoved, nameOf, actions, t }
  const now = useRef(latest)
  now.current = latest

  const find = useCallback(
    (id: string) =>
      now.current.data.shown.find((post) => post.id === id) ?? now.current.waiting.find((post) => post.id === id),
    [],
  )
  const mayTake = useCallback((post: PostSummary, copy = false) => {
    const mover = moverOf(post)
    if (copy || mover.by !== null) return true
    toast(now.current.t(`stuck.${mover.why}`, { name: now.current.nameOf(post) }))
    return false
  }, [])
  const drop = useCallback(
    (post: PostSummary, target: Target, copy = false) => {
      const { at: where, data: known, actions: can, t: say } = now.current
      // Without a time of its own: the first free slot of that day, else nine, else the next full hour.
      const free = known.free
        .get(target.day)
        ?.find((slot) => target.day !== where.today.day || slot.minute > where.today.minute)?.minute
      const usual =
        target.day === where.today.day && where.today.minute >= 540
          ? Math.min(1425, (Math.floor(where.today.minute / 60) + 1) * 60)
          : 540
      const to = movedTo(post.when, target, zone, free ?? usual)
      if (!copy && post.when && post.when.wallTime.slice(0, 16) === to.wallTime) return
      if (isOver(to, where.now)) {
        toast(say('stuck.over'))
        return
      }
      if (copy) void can.copyTo(post, to)
      else {
        now.current.showMoved(post, to)
        void can.move([{ post, to }])
      }
    },
    [zone],
  )
  const drag = useDrag({ find, mayTake, drop })
  const follow = (day: string) => {
    if (!at.span.days.some((one) => one.toString() === day)) at.show({ date: day })
  }
  const lift = useLift({ mode: at.mode, zone, times, mayTake, drop, follow })
  return {
    drag,
    lift,
    onCardKey: (event: KeyboardEvent, id: string | undefined): boolean => {
      if (!id || (event.key !== 'm' && event.key !== 'Enter')) return false
      const placed = [...data.days.values()].flat().find(({ post }) => post.id === id)
      if (placed) lift.lift(placed.post, placed)
      return placed !== undefined
    },
  }
}
