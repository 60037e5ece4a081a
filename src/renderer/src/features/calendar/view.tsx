import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, Globe, Inbox, Plus, Tag, Users } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import type { PostSummary } from '../../../../contract/posts.ts'
import { PostId, PostStatus } from '../../../../contract/vocabulary.ts'
import { useAction, useShortcut } from '../../lib/actions.ts'
import { useChoice } from '../../lib/choices.ts'
import { describeError } from '../../lib/errors.ts'
import { useGo } from '../../lib/go.ts'
import { useStudio, useWorkspace } from '../../lib/studio.ts'
import { useTimes, zoneCity } from '../../lib/times.ts'
import {
  Button,
  Chip,
  EmptyState,
  ErrorState,
  Filter,
  Icon,
  Masthead,
  PlatformMark,
  Segmented,
  Status,
  Strip,
  toast,
} from '../../ui/index.ts'
import { isOver, momentOf, moverOf } from '../posts/plan.ts'
import { usePostActions } from '../posts/post-actions.ts'
import { usePostName } from '../posts/post-name.ts'
import { PostRecord } from '../posts/record/post-record.tsx'
import { useAccounts } from '../posts/use-accounts.ts'
import { Agenda } from './agenda.tsx'
import type { Board } from './board.ts'
import { Card } from './card.tsx'
import { isFiltering, noFilters } from './filters.ts'
import { Month } from './month.tsx'
import { movedTo, type Target } from './move.ts'
import { type Mode, modes, turn } from './span.ts'
import { Unscheduled, useUnscheduled } from './unscheduled.tsx'
import { useBoardKeys } from './use-board-keys.ts'
import { useCalendarAddress, useCalendarData } from './use-calendar.ts'
import { type Dragged, useDrag } from './use-drag.ts'
import { useLift, withLifted } from './use-lift.ts'
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
  useCalendarKeys(at, () => setAddress({ side: at.address.side ? undefined : 'unscheduled' }))

  const open = (id: string) => setAddress({ post: id, side: undefined })
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

type At = ReturnType<typeof useCalendarAddress>

/** Carrying cards, by pointer or keyboard: what may be taken, and what putting one down does. */
function useCarry(at: At, data: ReturnType<typeof useCalendarData>, waiting: readonly PostSummary[]) {
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

function useCalendarKeys(at: At, toggleSide: () => void) {
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
  useAction({ id: 'calendar.unscheduled', label: t('keys.unscheduled'), group, shortcut: 'u', run: toggleSide })
}

function CalendarMast({ at, primary }: { readonly at: At; readonly primary: boolean }) {
  const { t } = useTranslation('calendar')
  const go = useGo()
  const { zone } = useWorkspace()
  const times = useTimes()
  // Where the clocks change within what is shown, both names are true.
  const zoneNames = [...new Set([at.span.from, at.span.to].map((moment) => times.zoneName(moment)))].join(' / ')
  const by = (step: 1 | -1) => at.show({ date: turn(at.mode, at.date, step).toString() })
  return (
    <Masthead
      title={
        at.mode === 'day'
          ? times.longDate(at.date)
          : times.month(at.mode === 'week' ? (at.span.days[3] ?? at.date) : at.date)
      }
    >
      <span className="row cal-turn">
        <Button small look="plain" icon={ChevronLeft} tip={t('earlier')} shortcut="pageup" onClick={() => by(-1)} />
        <Button small shortcut="t" onClick={() => at.show({ date: at.today.day })}>
          {t('today')}
        </Button>
        <Button small look="plain" icon={ChevronRight} tip={t('later')} shortcut="pagedown" onClick={() => by(1)} />
      </span>
      <span className="meta wide row cal-zone">
        <Icon of={Globe} size="s" />
        {t('zone', { city: zoneCity(zone), zone: zoneNames })}
      </span>
      <span className="grow" />
      <Segmented
        label={t('modes.label')}
        value={at.mode}
        options={modes.map((value) => ({ value, label: t(`modes.${value}`) }))}
        onChange={(mode) => at.show({ mode })}
      />
      <Button look={primary ? 'primary' : 'edge'} icon={Plus} shortcut="n" onClick={() => go.newPost()}>
        {t('newPost')}
      </Button>
    </Masthead>
  )
}

interface FiltersProps {
  readonly at: At
  readonly withSlots: boolean
  readonly onSlots: (shown: boolean) => void
  readonly waiting: number
}

const statuses = [...PostStatus.options, 'retrying', 'handed_off'] as const

function Filters({ at, withSlots, onSlots, waiting }: FiltersProps) {
  const { t } = useTranslation('calendar')
  const { t: ui } = useTranslation('ui')
  const studio = useStudio()
  const accounts = useAccounts()
  const labels = useQuery(studio.posts.labels.queryOptions())
  const side = at.address.side === 'unscheduled' && !at.address.post
  const accountOptions = accounts.all.map((account) => ({
    value: account.id as string,
    text: account.displayHandle,
    label: (
      <span className="row">
        <PlatformMark platform={account.platform} size="s" />
        {account.displayHandle}
      </span>
    ),
  }))
  return (
    <Strip label={t('filters.label')}>
      <Filter
        icon={Users}
        all={t('filters.accounts')}
        options={accountOptions}
        value={at.filters.accounts}
        onChange={(value) => at.narrow({ accounts: value })}
      />
      <Filter
        icon={Tag}
        all={t('filters.labels')}
        options={(labels.data ?? []).map(({ name }) => ({ value: name, text: name, label: name }))}
        value={at.filters.labels}
        onChange={(value) => at.narrow({ labels: value })}
      />
      <Filter
        all={t('filters.statuses')}
        options={statuses.map((value) => ({
          value: value as string,
          text: ui(`status.${value}`),
          label: <Status value={value} />,
        }))}
        value={at.filters.statuses}
        onChange={(value) => at.narrow({ statuses: value })}
      />
      <Chip className="wide" on={withSlots} onClick={() => onSlots(!withSlots)}>
        {t(withSlots ? 'filters.slotsShown' : 'filters.slotsHidden')}
      </Chip>
      {isFiltering(at.filters) && (
        <Button small look="plain" onClick={() => at.narrow(noFilters)}>
          {t('empty.clear')}
        </Button>
      )}
      <span className="grow" />
      <Button
        small
        look="plain"
        icon={Inbox}
        shortcut="u"
        on={side || undefined}
        onClick={() => at.setAddress({ side: side ? undefined : 'unscheduled', post: undefined })}
      >
        {t('unscheduled.title')} <span className="num soft">{waiting}</span>
      </Button>
    </Strip>
  )
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
