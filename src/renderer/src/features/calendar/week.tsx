import { memo, useLayoutEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Temporal } from 'temporal-polyfill'
import { type Board, isPast, noPosts, noSlots } from './board.ts'
import { Card } from './card.tsx'
import { DayPopover } from './day-popover.tsx'
import type { SlotGroup } from './free-slots.ts'
import { type Placed, sideBySide, type Tile } from './layout.ts'
import { Slot } from './slot.tsx'
import { useSize } from './use-size.ts'
import { clockChange, clockText } from './wall-clock.ts'

const hoursInSight = 14
const firstHour = 7
const cardHeight = 40
const lowestHour = 40
const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** One or seven days, hours down: places are those of the wall clock, so that 09:00 is always at the same height. */
export function Week({ board }: { readonly board: Board }) {
  const { t } = useTranslation('calendar')
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const size = useSize(scroller)
  const hour = Math.max(lowestHour, Math.floor((size?.height ?? 0) / hoursInSight))
  const width = size ? (size.width - 56) / board.span.days.length : 0
  const ready = size !== null && !board.loading
  useLayoutEffect(() => {
    if (!scroller || !ready) return
    const earliest = board.span.days.flatMap((day) => board.days.get(day.toString())?.[0]?.minute ?? [])
    scroller.scrollTop = Math.min(firstHour, ...earliest.map((minute) => Math.floor(minute / 60))) * hour
    // Only when the view opens: later it stays where the person scrolled to.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [scroller, ready])
  const nowIn = board.span.days.findIndex((day) => day.toString() === board.today)
  const columns = { '--days': board.span.days.length } as React.CSSProperties
  return (
    <section className="pane p-week" aria-label={t(board.mode === 'day' ? 'modes.day' : 'modes.week')} style={columns}>
      <div className="whead">
        <div>
          {board.times.zoneName(
            board.span.days[0]?.toZonedDateTime({ timeZone: board.zone, plainTime: '12:00' }).toInstant(),
          )}
        </div>
        {board.span.days.map((day) => (
          <WeekHead key={day.toString()} board={board} day={day} />
        ))}
      </div>
      <div className="scroll wk-scroll" ref={setScroller}>
        <div className="wk" style={{ height: hour * 24, '--hour': `${hour}px` } as React.CSSProperties}>
          <div className="hours" aria-hidden>
            {hours.slice(1).map((one) => (
              <span key={one} style={{ top: one * hour }}>
                {one % 2 === 0 && clockText(one * 60)}
              </span>
            ))}
          </div>
          {board.span.days.map((day) => (
            <Column
              key={day.toString()}
              board={board}
              day={day}
              hour={hour}
              lanes={Math.max(2, Math.min(8, Math.floor(width / 76)))}
            />
          ))}
          {nowIn >= 0 && (
            <div
              className="now"
              style={{ top: (board.nowMinute / 60) * hour, '--now-day': nowIn } as React.CSSProperties}
            >
              <b aria-label={t('now', { time: clockText(board.nowMinute) })}>{clockText(board.nowMinute)}</b>
              <i />
            </div>
          )}
        </div>
      </div>
    </section>
  )
}

function WeekHead({ board, day }: { readonly board: Board; readonly day: Temporal.PlainDate }) {
  const { t } = useTranslation('calendar')
  const id = day.toString()
  const count = board.days.get(id)?.length ?? 0
  return (
    <div className={id === board.today ? 'today' : undefined}>
      <button
        type="button"
        disabled={board.mode === 'day'}
        title={t('openDay', { date: board.times.longDate(day) })}
        onClick={() => board.onDay(id)}
      >
        <b>{day.day}</b> {board.times.weekday(day)}
      </button>
      {count > 0 && <span className="n">{t('posts', { count })}</span>}
    </div>
  )
}

interface ColumnProps {
  readonly board: Board
  readonly day: Temporal.PlainDate
  readonly hour: number
  readonly lanes: number
}

type Thing = (Placed & { readonly slot?: undefined }) | (SlotGroup & { readonly slot: true })

const Column = memo(function Column({ board, day, hour, lanes }: ColumnProps) {
  const { t } = useTranslation('calendar')
  const id = day.toString()
  const posts = board.days.get(id) ?? noPosts
  const slots = board.slots.get(id) ?? noSlots
  const tall = Math.ceil((cardHeight / hour) * 60)
  const tiles = useMemo(() => {
    const things: Thing[] = [...posts, ...slots.map((slot) => ({ ...slot, slot: true as const }))]
    return sideBySide(things, tall, lanes)
  }, [posts, slots, tall, lanes])
  const change = clockChange(day, board.zone)
  const classes = ['dcol', day.dayOfWeek > 5 && 'we', id === board.today && 'today']
  return (
    <div
      className={classes.filter(Boolean).join(' ')}
      role="group"
      data-day={id}
      data-hours
      tabIndex={-1}
      aria-label={t('dayLabel', {
        date: board.times.longDate(day),
        posts: posts.length === 0 ? t('noPosts') : t('posts', { count: posts.length }),
      })}
    >
      {change && (
        <div
          className={`clocks ${change.kind}`}
          style={{ top: (change.from / 60) * hour, height: ((change.to - change.from) / 60) * hour }}
        >
          <span>{t(`clocks.${change.kind}`, { from: clockText(change.from), to: clockText(change.to % 1440) })}</span>
        </div>
      )}
      {tiles.map((tile) => (
        <div key={keyOf(tile)} className="tile" style={placeOf(tile, hour)}>
          <TileBody tile={tile} board={board} day={id} />
        </div>
      ))}
    </div>
  )
})

function TileBody({ tile, board, day }: { readonly tile: Tile<Thing>; readonly board: Board; readonly day: string }) {
  const { t } = useTranslation('calendar')
  if (tile.kind === 'more') {
    const posts = tile.items.flatMap((item) => (item.slot ? [] : [item]))
    const slots = tile.items.flatMap((item) => (item.slot ? [item] : []))
    const date = board.times.longDate(board.span.days.find((one) => one.toString() === day) ?? board.date)
    return (
      <DayPopover
        board={board}
        day={day}
        title={`${date}, ${clockText(tile.minute)}`}
        posts={posts}
        slots={slots}
        label={t('more', { count: tile.items.length })}
      />
    )
  }
  const { item, lanes } = tile
  if (item.slot) return <Slot slot={item} />
  return (
    <Card
      post={item.post}
      minute={item.minute}
      again={item.again}
      past={isPast(board, day, item.minute)}
      current={item.post.id === board.openId}
      lifted={item.post.id === board.liftedId}
      thumb={lanes > 1 && board.mode === 'week' ? 0 : 28}
      narrow={lanes > 1 && board.mode === 'week'}
    />
  )
}

const keyOf = (tile: Tile<Thing>) =>
  tile.kind === 'more' ? `more ${tile.minute}` : tile.item.slot ? `slot ${tile.minute}` : tile.item.post.id

function placeOf({ minute, lane, lanes }: Tile<Thing>, hour: number): React.CSSProperties {
  return {
    top: (minute / 60) * hour + 1,
    left: `calc(4px + (100% - 9px) * ${lane / lanes})`,
    width: `calc((100% - 9px) / ${lanes} - ${lanes > 1 ? 2 : 0}px)`,
  }
}
