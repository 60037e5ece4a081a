import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PostSummary } from '../../../../contract/posts.ts'
import { useChoice } from '../../lib/choices.ts'
import { useViewSearch } from '../../lib/go.ts'
import { useNow } from '../../lib/now.ts'
import { useStudio, useWorkspace } from '../../lib/studio.ts'
import { momentOf, type WallTimeIn } from '../posts/plan.ts'
import { type Filters, narrowed, noFilters } from './filters.ts'
import { slotsByDay } from './free-slots.ts'
import { byDay } from './layout.ts'
import { type Mode, modes, parseDate, spanOf } from './span.ts'
import { todayIn } from './use-lift.ts'

type Keys = 'view' | 'date' | 'post' | 'side' | 'accounts' | 'labels' | 'status'
const listed = (text: string | undefined) => text?.split(',').filter(Boolean) ?? []

/** What the calendar's address says: how, when, and narrowed by what. */
export function useCalendarAddress() {
  const { zone, weekStart } = useWorkspace()
  const [address, setAddress] = useViewSearch<Keys>()
  const [usual, setUsual] = useChoice<Mode>('calendar.view', 'month')
  const now = useNow()
  const today = todayIn(now, zone)
  const mode = modes.find((one) => one === address.view) ?? usual
  const todayDate = parseDate(today.day, now.toZonedDateTimeISO(zone).toPlainDate())
  const dateText = parseDate(address.date, todayDate).toString()
  const date = useMemo(() => parseDate(dateText, todayDate), [dateText]) // eslint-disable-line react-hooks/exhaustive-deps
  const span = useMemo(() => spanOf(mode, date, zone, weekStart), [mode, date, zone, weekStart])
  const filters = useMemo<Filters>(
    () => ({
      ...noFilters,
      accounts: listed(address.accounts),
      labels: listed(address.labels).map(decodeURIComponent),
      statuses: listed(address.status),
    }),
    [address.accounts, address.labels, address.status],
  )
  const show = (change: { mode?: Mode; date?: string }) => {
    if (change.mode) setUsual(change.mode)
    setAddress({ ...(change.mode && { view: change.mode }), ...(change.date && { date: change.date }) })
  }
  const narrow = (change: Partial<Filters>) => {
    const next = { ...filters, ...change }
    setAddress({
      accounts: next.accounts.join(',') || undefined,
      labels: next.labels.map(encodeURIComponent).join(',') || undefined,
      status: next.statuses.join(',') || undefined,
    })
  }
  return { address, setAddress, mode, date, span, today, now, filters, show, narrow }
}

export type CalendarAddress = ReturnType<typeof useCalendarAddress>

interface Shown {
  readonly span: { readonly from: string; readonly to: string }
  readonly filters: Filters
  readonly withSlots: boolean
}

/** The posts and free slots of a span, by day; grouped once for all of them. */
export function useCalendarData({ span, filters, withSlots }: Shown) {
  const studio = useStudio()
  const { zone } = useWorkspace()
  const client = useQueryClient()
  const input = { from: span.from, to: span.to }
  const posts = useQuery({ ...studio.posts.calendar.queryOptions({ input }), placeholderData: keepPreviousData })
  const slots = useQuery({ ...studio.slots.free.queryOptions({ input }), enabled: withSlots })
  const shown = useMemo(() => narrowed(posts.data ?? [], filters), [posts.data, filters])
  const days = useMemo(() => byDay(shown, zone, span.from, span.to), [shown, zone, span.from, span.to])
  const free = useMemo(
    () => slotsByDay(withSlots ? (slots.data ?? []) : [], zone, span.from, span.to, filters.accounts),
    [withSlots, slots.data, zone, span.from, span.to, filters.accounts],
  )
  const key = studio.posts.calendar.queryKey({ input })
  return {
    posts,
    slots,
    shown,
    days,
    free,
    /** Shows a move before the studio has answered; its answer, or its refusal, comes right after. */
    showMoved: (post: PostSummary, to: WallTimeIn) => {
      const moved = { ...post, when: { ...to, at: momentOf(to).toString({ fractionalSecondDigits: 3 }) } }
      client.setQueryData(
        key,
        (old: readonly PostSummary[] | undefined) => old && [...old.filter((one) => one.id !== post.id), moved],
      )
    },
  }
}
