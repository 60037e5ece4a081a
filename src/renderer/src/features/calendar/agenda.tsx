import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Temporal } from 'temporal-polyfill'
import { Marks } from '../../ui/index.ts'
import { secondLine, usePostName } from '../posts/post-name.ts'
import { PostStatusWord } from '../posts/post-status.tsx'
import { PostThumb } from '../posts/post-thumb.tsx'
import { type Board, isPast, noPosts, noSlots } from './board.ts'
import type { SlotGroup } from './free-slots.ts'
import type { Placed } from './layout.ts'
import { clockText } from './wall-clock.ts'

type Line =
  | { readonly kind: 'day'; readonly day: Temporal.PlainDate; readonly posts: number }
  | { readonly kind: 'post'; readonly day: string; readonly placed: Placed }
  | { readonly kind: 'slot'; readonly day: string; readonly slot: SlotGroup }

const heights = { day: 48, post: 52, slot: 38 }

function linesOf({ span, days, slots, today, nowMinute }: Board): Line[] {
  return span.days.flatMap((day): Line[] => {
    const id = day.toString()
    const posts = days.get(id) ?? noPosts
    const free = (slots.get(id) ?? noSlots).filter((slot) => !isPast({ today, nowMinute }, id, slot.minute))
    if (posts.length === 0 && free.length === 0 && id !== today) return []
    const things: Line[] = [
      ...posts.map((placed) => ({ kind: 'post' as const, day: id, placed })),
      ...free.map((slot) => ({ kind: 'slot' as const, day: id, slot })),
    ]
    const minute = (line: Line) =>
      line.kind === 'post' ? line.placed.minute : line.kind === 'slot' ? line.slot.minute : 0
    return [{ kind: 'day', day, posts: posts.length }, ...things.sort((a, b) => minute(a) - minute(b))]
  })
}

/** A month as a list; only what is in sight is drawn. */
export function Agenda({ board }: { readonly board: Board }) {
  const { t } = useTranslation('calendar')
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useMemo(() => linesOf(board), [board])
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[lines[index]?.kind ?? 'post'],
    overscan: 8,
    useFlushSync: false,
  })
  const start = board.date.toString()
  const loaded = !board.loading
  useEffect(() => {
    const index = lines.findIndex((line) => line.kind === 'day' && line.day.toString() >= start)
    if (loaded && index > 0) virtual.scrollToIndex(index, { align: 'start' })
    // To its date when it opens or the date is changed, not whenever a post changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [start, loaded])
  return (
    <section className="pane p-agenda" aria-label={t('modes.agenda')}>
      <div className="scroll grow" ref={scroller}>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start: top, size }) => {
            const line = lines[index]
            return (
              line && (
                <div key={keyOf(line)} className="ag-line" style={{ transform: `translateY(${top}px)`, height: size }}>
                  <AgendaLine line={line} board={board} />
                </div>
              )
            )
          })}
        </div>
      </div>
    </section>
  )
}

const keyOf = (line: Line) =>
  line.kind === 'day'
    ? line.day.toString()
    : line.kind === 'post'
      ? line.placed.post.id
      : `${line.day} ${line.slot.minute}`

function AgendaLine({ line, board }: { readonly line: Line; readonly board: Board }) {
  const { t } = useTranslation('calendar')
  if (line.kind === 'day') {
    const id = line.day.toString()
    return (
      <h2 className={id === board.today ? 'ag-day today' : 'ag-day'} data-day={id}>
        {board.times.longDate(line.day)}{' '}
        <span className="c">{line.posts === 0 ? t('noPosts') : t('posts', { count: line.posts })}</span>
      </h2>
    )
  }
  if (line.kind === 'slot') {
    const time = clockText(line.slot.minute)
    return (
      <button
        type="button"
        className="ag-free"
        tabIndex={-1}
        data-slot={`${line.day}T${time}`}
        data-day={line.day}
        data-minute={line.slot.minute}
        title={t('fill', { time })}
      >
        <time>{time}</time>
        <span>{t('freeSlot')}</span>
      </button>
    )
  }
  return <AgendaPost placed={line.placed} board={board} />
}

function AgendaPost({ placed, board }: { readonly placed: Placed; readonly board: Board }) {
  const { t } = useTranslation('calendar')
  const { post, day, minute, again } = placed
  const name = usePostName()(post)
  const classes = ['ag-post', isPast(board, day, minute) && 'past', post.id === board.liftedId && 'is-drag']
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(' ')}
      data-post={post.id}
      data-day={day}
      tabIndex={-1}
      aria-current={post.id === board.openId || undefined}
    >
      <time>{again ? t('again', { time: clockText(minute) }) : clockText(minute)}</time>
      <PostThumb post={post} size={36} />
      <span className="what">
        <b className="clip">{name}</b>
        <small className="clip">{secondLine(post)}</small>
      </span>
      <Marks platforms={post.accounts.map(({ platform }) => platform)} />
      <PostStatusWord post={post} />
    </button>
  )
}
