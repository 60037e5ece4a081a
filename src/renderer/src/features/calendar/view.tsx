import { type KeyboardEvent, type MouseEvent, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { PostId } from '../../../../contract/vocabulary.ts'
import { useAction, useShortcut } from '../../lib/actions.ts'
import { useChoice } from '../../lib/choices.ts'
import { describeError } from '../../lib/errors.ts'
import { useGo } from '../../lib/go.ts'
import { useWorkspace } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { Button, EmptyState, ErrorState, Status } from '../../ui/index.ts'
import { momentOf } from '../posts/plan.ts'
import { PostRecord } from '../posts/record/post-record.tsx'
import { Agenda } from './agenda.tsx'
import { CalendarMast, Filters } from './bars.tsx'
import type { Board } from './board.ts'
import { Card } from './card.tsx'
import { noFilters } from './filters.ts'
import { Month } from './month.tsx'
import { movedTo } from './move.ts'
import { type Mode, turn } from './span.ts'
import { Unscheduled, useUnscheduled } from './unscheduled.tsx'
import { useBoardKeys } from './use-board-keys.ts'
import { type CalendarAddress, useCalendarAddress, useCalendarData } from './use-calendar.ts'
import { useCarry } from './use-carry.ts'
import type { Dragged } from './use-drag.ts'
import { withLifted } from './use-lift.ts'
import { Week } from './week.tsx'
import './calendar.css'

export function View() {
  const { t } = useTranslation('calendar')
  const go = useGo()
  const { zone } = useWorkspace()
  const times = useTimes()
  const at = useCalendarAddress()
  const { mode, date, span, today, filters, show, setAddress } = at
  const [withSlots, setWithSlots] = useChoice('calendar.slots', true)
  const data = useCalendarData({ span, filters, withSlots })
  const unscheduled = useUnscheduled()
  const openId = PostId.safeParse(at.address.post).data ?? null
  const carry = useCarry(at, data, unscheduled.posts)
  const { lifted } = carry.lift
  const [root, setRoot] = useState<HTMLDivElement | null>(null)
  const turnTo = (day: string) => show({ date: day })
  const keys = useBoardKeys(root, mode, today.day, turnTo)
  const days = useMemo(() => withLifted(data.days, lifted), [data.days, lifted])
  const onDay = useCallback((day: string) => show({ mode: 'day', date: day }), [show])
  const board: Board = {
    mode,
    span,
    date,
    zone,
    times,
    days,
    openId,
    onDay,
    today: today.day,
    nowMinute: today.minute,
    slots: data.free,
    liftedId: lifted?.post.id ?? null,
    loading: data.posts.isPending,
  }

  const open = (id: string) => setAddress({ post: id, side: undefined })
  useCalendarKeys(at, {
    toggleSide: () => setAddress({ side: at.address.side ? undefined : 'unscheduled' }),
    // On a card the board hears these first; from elsewhere they lead there.
    toBoard: () => root?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(),
  })
  const fill = (slot: HTMLElement) => {
    const { day, minute } = slot.dataset
    const group = data.free.get(day ?? '')?.find((one) => one.minute === Number(minute))
    if (group)
      go.newPost({
        wallTime: group.when.wallTime,
        zone: group.when.zone,
        ...(group.accounts.length > 0 && { accounts: group.accounts }),
      })
  }
  const onClick = (event: MouseEvent) => {
    const target = event.target as HTMLElement
    const post = target.closest<HTMLElement>('[data-post]')?.dataset['post']
    const slot = target.closest<HTMLElement>('[data-slot]')
    if (carry.drag.wasPulled()) return
    if (post) open(post)
    else if (slot) fill(slot)
  }
  const onDoubleClick = (event: MouseEvent) => {
    const day = event.target as HTMLElement
    if (!day.matches('.day, .dcol') || !day.dataset['day']) return
    const box = day.getBoundingClientRect()
    const minute =
      day.dataset['hours'] === undefined ? 540 : Math.floor((((event.clientY - box.top) / box.height) * 1440) / 15) * 15
    go.newPost(movedTo(null, { day: day.dataset['day'], minute }, zone))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const here = event.target as HTMLElement
    if (event.metaKey || event.ctrlKey || event.altKey) return
    if (lifted) {
      if (carry.lift.onKey(event.key)) {
        keys.keepFocusOn(lifted.post.id)
        event.preventDefault()
        event.stopPropagation()
      }
      return
    }
    if (carry.onCardKey(event, here.dataset['post'])) keys.keepFocusOn(here.dataset['post'] ?? '')
    else if (here.dataset['post'] && (event.key === ' ' || event.key === 'o')) open(here.dataset['post'])
    else if (event.key === 'Enter' && here.dataset['day'] && here.matches('.day, .dcol')) onDay(here.dataset['day'])
    else if (!keys.onArrow(event)) return
    event.preventDefault()
  }

  return (
    <main className="view">
      <CalendarMast at={at} primary={openId === null} />
      <Filters at={at} withSlots={withSlots} onSlots={setWithSlots} waiting={unscheduled.posts.length} />
      <div className="with-insp">
        <section className="cal" aria-label={t('title')}>
          <div
            className="cal-board"
            ref={setRoot}
            role="presentation"
            onClick={onClick}
            onDoubleClick={onDoubleClick}
            onKeyDown={onKeyDown}
            onPointerDown={carry.drag.onPointerDown}
          >
            {data.posts.isError && !data.posts.data ? (
              <ErrorState title={t('failed')} error={data.posts.error} onRetry={() => void data.posts.refetch()} />
            ) : (
              <Pane board={board} />
            )}
            {data.posts.data?.length === 0 && <NothingHere filtered={false} onClear={() => at.narrow(noFilters)} />}
            {(data.posts.data?.length ?? 0) > 0 && data.shown.length === 0 && (
              <NothingHere filtered onClear={() => at.narrow(noFilters)} />
            )}
          </div>
          {withSlots && data.slots.isError && data.posts.data && (
            <p className="cal-note st-failed">
              {t('slotsFailed', { reason: describeError(data.slots.error).message })}
            </p>
          )}
          <Legend />
        </section>
        {openId && <PostRecord id={openId} onClose={() => setAddress({ post: undefined })} backTo={t('record')} />}
        {!openId && at.address.side === 'unscheduled' && (
          <Unscheduled
            unscheduled={unscheduled}
            onOpen={open}
            onClose={() => setAddress({ side: undefined })}
            onPointerDown={carry.drag.onPointerDown}
            wasPulled={carry.drag.wasPulled}
          />
        )}
      </div>
      {carry.drag.dragged && <Ghost dragged={carry.drag.dragged} ghost={carry.drag.ghost} zone={zone} />}
      <div className="sr" role="status" aria-live="assertive">
        {carry.lift.said}
      </div>
    </main>
  )
}

function Pane({ board }: { readonly board: Board }) {
  switch (board.mode) {
    case 'month':
      return <Month board={board} />
    case 'week':
    case 'day':
      return <Week key={board.mode} board={board} />
    case 'agenda':
      return <Agenda board={board} />
  }
}

interface KeyActs {
  readonly toggleSide: () => void
  readonly toBoard: () => void
}

function useCalendarKeys(at: CalendarAddress, { toggleSide, toBoard }: KeyActs) {
  const { t } = useTranslation('calendar')
  const group = t('title')
  const by = (step: 1 | -1) => at.show({ date: turn(at.mode, at.date, step).toString() })
  useShortcut('pageup', t('keys.earlier'), group, () => by(-1))
  useShortcut('pagedown', t('keys.later'), group, () => by(1))
  useAction({
    id: 'calendar.today',
    label: t('keys.today'),
    group,
    shortcut: 't',
    run: () => at.show({ date: at.today.day }),
  })
  const mode = (one: Mode, shortcut: string) => ({
    id: `calendar.${one}`,
    label: t('keys.mode', { mode: t(`modes.${one}`) }),
    group,
    shortcut,
    run: () => at.show({ mode: one }),
  })
  useAction(mode('month', '1'))
  useAction(mode('week', '2'))
  useAction(mode('day', '3'))
  useAction(mode('agenda', '4'))
  useShortcut('m', t('keys.lift'), group, toBoard)
  useShortcut('o', t('keys.open'), group, toBoard)
  useAction({ id: 'calendar.unscheduled', label: t('keys.unscheduled'), group, shortcut: 'u', run: toggleSide })
}

/** Lies over an empty calendar without covering it: days can still be reached. */
function NothingHere({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  const { t } = useTranslation('calendar')
  const go = useGo()
  const action = filtered ? (
    <Button onClick={onClear}>{t('empty.clear')}</Button>
  ) : (
    <Button onClick={() => go.newPost()}>{t('newPost')}</Button>
  )
  return (
    <div className="cal-empty">
      <EmptyState title={t(filtered ? 'empty.filtered' : 'empty.title')} action={action}>
        {filtered ? undefined : t('empty.text')}
      </EmptyState>
    </div>
  )
}

function Legend() {
  const { t } = useTranslation('calendar')
  const shown = ['scheduled', 'handed_off', 'publishing', 'published', 'failed', 'missed', 'unknown', 'draft'] as const
  return (
    <div className="key" role="note" aria-label={t('legend')}>
      {shown.map((status) => (
        <Status key={status} value={status} />
      ))}
      <span className="st">
        <i className="free-sign crop" />
        {t('freeSlot')}
      </span>
    </div>
  )
}

/** The card under the pointer, and what letting go would do. */
function Ghost({
  dragged: { post, copy, target },
  ghost,
  zone,
}: {
  readonly dragged: Dragged
  readonly ghost: React.Ref<HTMLDivElement>
  readonly zone: string
}) {
  const { t } = useTranslation('calendar')
  const times = useTimes()
  const to = target && movedTo(post.when, target, zone)
  const place = post.when ? Temporal.Instant.from(post.when.at).toZonedDateTimeISO(zone) : null
  const text = !to ? t('drag.nowhere') : t(copy ? 'drag.copy' : 'drag.move', { time: times.when(momentOf(to)) })
  return (
    <div className="cal cal-ghost" ref={ghost} aria-hidden>
      <Card
        post={post}
        minute={
          to
            ? Number(to.wallTime.slice(11, 13)) * 60 + Number(to.wallTime.slice(14, 16))
            : place
              ? place.hour * 60 + place.minute
              : 540
        }
        again={false}
        past={false}
        current={false}
        lifted
        thumb={0}
      />
      <span className="cal-ghost-to">{text}</span>
    </div>
  )
}
