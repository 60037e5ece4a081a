import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Temporal } from 'temporal-polyfill'
import type { PostSummary } from '../../../../contract/posts.ts'
import type { Times } from '../../lib/times.ts'
import { momentOf } from '../posts/plan.ts'
import { usePostName } from '../posts/post-name.ts'
import { carried, movedTo, type Target } from './move.ts'
import type { Mode } from './span.ts'
import type { WallPlace } from './wall-clock.ts'

export interface Lifted {
  readonly post: PostSummary
  readonly from: Required<Target>
  readonly at: Required<Target>
}

interface LiftOptions {
  readonly mode: Mode
  readonly zone: string
  readonly times: Times
  readonly mayTake: (post: PostSummary) => boolean
  readonly drop: (post: PostSummary, target: Target) => void
  /** Called with the day a card is carried to, so that it stays in sight. */
  readonly follow: (day: string) => void
}

/** A card carried by the keyboard: lifted, moved by arrows, put down or left; each step is said to a screen reader. */
export function useLift({ mode, zone, times, mayTake, drop, follow }: LiftOptions) {
  const { t } = useTranslation('calendar')
  const nameOf = usePostName()
  const [lifted, setLifted] = useState<Lifted | null>(null)
  const [said, setSaid] = useState('')
  const timed = mode === 'week' || mode === 'day'
  const targetOf = (one: Lifted): Target =>
    timed && (one.at.minute !== one.from.minute || one.at.day !== one.from.day) ? one.at : { day: one.at.day }
  const spoken = (one: Lifted) => times.full(momentOf(movedTo(one.post.when, targetOf(one), zone)))
  return {
    lifted,
    said,
    lift: (post: PostSummary, place: WallPlace) => {
      if (!mayTake(post)) return
      const at = { day: place.day, minute: place.minute }
      const one = { post, from: at, at }
      setLifted(one)
      setSaid(t('lift.lifted', { name: nameOf(post), time: spoken(one) }))
    },
    /** What a key does while a card is lifted; true where it meant something. */
    onKey: (key: string): boolean => {
      if (!lifted) return false
      if (key === 'Enter' || key === ' ' || key === 'm') {
        setLifted(null)
        if (lifted.at.day !== lifted.from.day || lifted.at.minute !== lifted.from.minute) {
          setSaid(t('lift.dropped', { name: nameOf(lifted.post), time: spoken(lifted) }))
          drop(lifted.post, targetOf(lifted))
        } else setSaid(t('lift.left', { name: nameOf(lifted.post) }))
        return true
      }
      if (key === 'Escape') {
        setLifted(null)
        follow(lifted.from.day)
        setSaid(t('lift.left', { name: nameOf(lifted.post) }))
        return true
      }
      const at = carried(mode, key, lifted.at)
      if (!at) return key === 'Tab'
      const next = { ...lifted, at }
      setLifted(next)
      setSaid(t('lift.at', { time: spoken(next) }))
      follow(at.day)
      return true
    },
  }
}

/** Posts by day with the lifted card where it is carried to, not where it was. */
export function withLifted<Placed extends WallPlace & { readonly post: PostSummary }>(
  days: ReadonlyMap<string, readonly Placed[]>,
  lifted: Lifted | null,
): ReadonlyMap<string, readonly (Placed | (WallPlace & { post: PostSummary }))[]> {
  if (!lifted) return days
  const changed = new Map<string, readonly (Placed | (WallPlace & { post: PostSummary }))[]>(days)
  const without = (days.get(lifted.from.day) ?? []).filter(({ post }) => post.id !== lifted.post.id)
  changed.set(lifted.from.day, without)
  const there = [...(changed.get(lifted.at.day) ?? []), { ...lifted.at, again: false, post: lifted.post }]
  changed.set(
    lifted.at.day,
    there.sort((a, b) => a.minute - b.minute),
  )
  return changed
}

/** A date that is in the past of `now` in `zone`. */
export function todayIn(now: Temporal.Instant, zone: string): { day: string; minute: number } {
  const here = now.toZonedDateTimeISO(zone)
  return { day: here.toPlainDate().toString(), minute: here.hour * 60 + here.minute }
}
