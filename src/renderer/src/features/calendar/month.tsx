import { memo, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Temporal } from 'temporal-polyfill'
import { type Board, isPast, noPosts, noSlots } from './board.ts'
import { Card } from './card.tsx'
import { DayPopover } from './day-popover.tsx'
import { fitting } from './layout.ts'
import { Slot } from './slot.tsx'
import { useSize } from './use-size.ts'

const low = window.matchMedia('(max-height: 820px)')
const watchLow = (changed: () => void) => {
  low.addEventListener('change', changed)
  return () => low.removeEventListener('change', changed)
}

/** Pixels of a card, a slot and the space between, as calendar.css draws them; low windows have cards of one line. */
const sizes = { roomy: { card: 38, slot: 22, gap: 3, head: 28 }, low: { card: 22, slot: 20, gap: 2, head: 26 } }

/** How many cards and then slots there is room for in a day of `height`. */
export function roomIn(height: number, isLow: boolean, posts: number): { cards: number; slots: number } {
  const { card, slot, gap, head } = isLow ? sizes.low : sizes.roomy
  const free = height - head
  const cards = Math.max(0, Math.floor(free / (card + gap)))
  const used = Math.min(cards, posts) * (card + gap)
  return { cards, slots: Math.max(0, Math.floor((free - used) / (slot + gap))) }
}

/** Six weeks of days. */
export function Month({ board }: { readonly board: Board }) {
  const { t } = useTranslation('calendar')
  const [grid, setGrid] = useState<HTMLDivElement | null>(null)
  const size = useSize(grid)
  const isLow = useSyncExternalStore(watchLow, () => low.matches)
  const height = size ? size.height / 6 : 0
  const weeks = Array.from({ length: 6 }, (_, week) => board.span.days.slice(week * 7, week * 7 + 7))
  return (
    <section className="pane" aria-label={t('modes.month')}>
      <div className="wd" aria-hidden>
        {board.span.days.slice(0, 7).map((day) => (
          <span key={day.dayOfWeek}>{board.times.weekday(day)}</span>
        ))}
      </div>
      <div
        className={board.loading ? 'month is-loading' : 'month'}
        ref={setGrid}
        role="group"
        aria-label={board.times.month(board.date)}
      >
        {weeks.map((week) => (
          <div key={week[0]?.toString()} className="week-row">
            {week.map((day) => (
              <Day key={day.toString()} board={board} day={day} height={height} isLow={isLow} />
            ))}
          </div>
        ))}
      </div>
    </section>
  )
}

interface DayProps {
  readonly board: Board
  readonly day: Temporal.PlainDate
  readonly height: number
  readonly isLow: boolean
}

const Day = memo(function Day({ board, day, height, isLow }: DayProps) {
  const { t } = useTranslation('calendar')
  const id = day.toString()
  const posts = board.days.get(id) ?? noPosts
  const slots = board.slots.get(id) ?? noSlots
  const room = roomIn(height, isLow, posts.length)
  const shown = fitting(posts, room.cards, board.liftedId ?? undefined)
  const hidden = posts.length - shown.length
  const out = day.month !== board.date.month
  const classes = ['day', out && 'out', id === board.today && 'today', day.dayOfWeek > 5 && 'we']
  const full = board.times.longDate(day)
  const firstOfMonth = day.day === 1 || id === board.span.days[0]?.toString()
  return (
    <div
      className={classes.filter(Boolean).join(' ')}
      role="group"
      data-day={id}
      tabIndex={-1}
      aria-label={t('dayLabel', {
        date: full,
        posts: posts.length === 0 ? t('noPosts') : t('posts', { count: posts.length }),
      })}
      aria-current={id === board.today ? 'date' : undefined}
    >
      <header>
        <span aria-hidden>{firstOfMonth ? board.times.date(day).split(' ').slice(1).join(' ') : day.day}</span>
        {hidden > 0 && (
          <DayPopover
            board={board}
            day={id}
            title={t('moreOn', { date: full })}
            posts={posts}
            slots={slots}
            label={t('more', { count: hidden })}
          />
        )}
      </header>
      {shown.map((placed) => (
        <Card
          key={placed.post.id}
          post={placed.post}
          minute={placed.minute}
          again={placed.again}
          past={isPast(board, id, placed.minute)}
          current={placed.post.id === board.openId}
          lifted={placed.post.id === board.liftedId}
          thumb={isLow ? 0 : 32}
        />
      ))}
      {slots
        .filter((slot) => !isPast(board, id, slot.minute))
        .slice(0, room.slots)
        .map((slot) => (
          <Slot key={slot.minute} slot={slot} />
        ))}
    </div>
  )
}, sameDay)

/** A day is drawn again when something of its own changed, not when another day did or a minute passed. */
function sameDay(before: DayProps, after: DayProps): boolean {
  const id = after.day.toString()
  const [a, b] = [before.board, after.board]
  const own = (board: Board, openId: string | null) =>
    (board.days.get(id) ?? noPosts).some(({ post }) => post.id === openId)
  const sameMark = (x: string | null, y: string | null) =>
    x === y || (!own(a, x) && !own(b, y) && !own(a, y) && !own(b, x))
  return (
    before.height === after.height &&
    before.isLow === after.isLow &&
    before.day.equals(after.day) &&
    a.date.month === b.date.month &&
    a.days.get(id) === b.days.get(id) &&
    a.slots.get(id) === b.slots.get(id) &&
    a.times === b.times &&
    a.today === b.today &&
    (id !== b.today || a.nowMinute === b.nowMinute) &&
    sameMark(a.openId, b.openId) &&
    sameMark(a.liftedId, b.liftedId)
  )
}
