import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { Popover } from '../../ui/index.ts'
import { type Board, isPast } from './board.ts'
import { Card } from './card.tsx'
import type { SlotGroup } from './free-slots.ts'
import type { Placed } from './layout.ts'
import { Slot } from './slot.tsx'

interface DayPopoverProps {
  readonly board: Board
  readonly day: string
  readonly title: string
  /** What the button says: "5 more". */
  readonly label: string
  readonly posts: readonly Placed[]
  readonly slots?: readonly SlotGroup[]
}

/** All of a day, or of a crowded moment, where there was no room for it. */
export function DayPopover({ board, day, title, label, posts, slots = [] }: DayPopoverProps) {
  const [open, setOpen] = useState<boolean | null>(null)
  const button = (
    <button
      type="button"
      className="more"
      tabIndex={-1}
      aria-haspopup="dialog"
      aria-label={`${label}. ${title}`}
      onClick={() => setOpen(true)}
    >
      {label}
    </button>
  )
  // A crowded week has hundreds of these: what floats is made when it is asked for.
  if (open === null) return button
  return (
    <Popover label={title} className="cal cal-more" open={open} onOpenChange={setOpen} trigger={button}>
      <h3 className="h">{title}</h3>
      <Cards board={board} day={day} posts={posts} />
      {slots.map((slot) => (
        <Slot key={slot.minute} slot={slot} />
      ))}
    </Popover>
  )
}

const cardHeight = 41

function Cards({ board, day, posts }: Pick<DayPopoverProps, 'board' | 'day' | 'posts'>) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: posts.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => cardHeight,
    overscan: 6,
  })
  return (
    <div
      className="scroll cal-more-list"
      ref={scroller}
      style={{ height: Math.min(posts.length * cardHeight + 2, 380) }}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const placed = posts[index]
          return (
            placed && (
              <div key={placed.post.id} className="cal-more-row" style={{ transform: `translateY(${start}px)` }}>
                <Card
                  post={placed.post}
                  minute={placed.minute}
                  again={placed.again}
                  past={isPast(board, day, placed.minute)}
                  current={placed.post.id === board.openId}
                  lifted={placed.post.id === board.liftedId}
                  thumb={32}
                />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}
