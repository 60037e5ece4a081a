import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { PostSummary } from '../../../../contract/posts.ts'
import type { Target } from './move.ts'

export interface Dragged {
  readonly post: PostSummary
  readonly copy: boolean
  /** Where it would land now; null where it would not. */
  readonly target: Target | null
}

interface DragOptions {
  readonly find: (id: string) => PostSummary | undefined
  /** Whether it may be taken at all; says why not by itself. */
  readonly mayTake: (post: PostSummary, copy: boolean) => boolean
  readonly drop: (post: PostSummary, target: Target, copy: boolean) => void
}

const threshold = 4
const snap = 15
const edge = 36

/**
 * Pulling a card with the pointer. Alt makes a copy, Escape leaves it. The ghost follows without React; only what it is over
 * is state. Give `onPointerDown` to the board, and `ghost` to what is pulled along.
 */
export function useDrag({ find, mayTake, drop }: DragOptions) {
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const ghost = useRef<HTMLDivElement>(null)
  const stop = useRef<(() => void) | null>(null)
  /** A click that ended a pull is not a click. */
  const pulled = useRef(false)
  useEffect(() => () => stop.current?.(), [])

  const onPointerDown = useCallback(
    (event: PointerEvent<HTMLElement>) => {
      pulled.current = false
      const card = (event.target as HTMLElement).closest<HTMLElement>('[data-post]')
      const post = card && find(card.dataset['post'] ?? '')
      if (!card || !post || event.button !== 0 || event.pointerType === 'touch') return
      const rect = card.getBoundingClientRect()
      const grab = { x: event.clientX - rect.left, y: event.clientY - rect.top }
      const from = { x: event.clientX, y: event.clientY }
      let at = { ...from, copy: event.altKey }
      let state: 'waiting' | 'pulling' | 'refused' = 'waiting'
      let target: Target | null = null
      let frame = 0

      const follow = () => {
        if (ghost.current)
          ghost.current.style.transform = `translate(${at.x - Math.min(grab.x, 160)}px, ${at.y - grab.y}px)`
        const next = targetAt(at.x, at.y, grab.y)
        if (next?.day !== target?.day || next?.minute !== target?.minute) mark(next)
        target = next
        setDragged((old) =>
          old && old.copy === at.copy && old.target?.day === next?.day && old.target?.minute === next?.minute
            ? old
            : { post, copy: at.copy, target: next },
        )
      }
      const scroll = () => {
        const scroller = document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('.wk-scroll, .p-agenda .scroll')
        if (scroller) {
          const box = scroller.getBoundingClientRect()
          const by = at.y < box.top + edge ? -10 : at.y > box.bottom - edge ? 10 : 0
          if (by !== 0) {
            scroller.scrollTop += by
            follow()
          }
        }
        frame = requestAnimationFrame(scroll)
      }
      const move = (moved: globalThis.PointerEvent) => {
        at = { x: moved.clientX, y: moved.clientY, copy: moved.altKey }
        if (state === 'waiting' && Math.hypot(at.x - from.x, at.y - from.y) > threshold) {
          state = mayTake(post, at.copy) ? 'pulling' : 'refused'
          pulled.current = true
          if (state === 'pulling') {
            card.dataset['pulled'] = at.copy ? 'copy' : 'move'
            frame = requestAnimationFrame(scroll)
          }
        }
        if (state === 'pulling') follow()
      }
      const end = (taken: boolean) => {
        stop.current?.()
        if (taken && state === 'pulling' && target) drop(post, target, at.copy)
      }
      const up = () => end(true)
      const key = (pressed: KeyboardEvent) => {
        if (state !== 'pulling') return
        if (pressed.key === 'Escape') {
          pressed.preventDefault()
          pressed.stopPropagation()
          end(false)
        } else if (pressed.key === 'Alt') {
          pressed.preventDefault()
          at = { ...at, copy: pressed.type === 'keydown' }
          follow()
        }
      }
      stop.current = () => {
        cancelAnimationFrame(frame)
        window.removeEventListener('pointermove', move)
        window.removeEventListener('pointerup', up)
        window.removeEventListener('pointercancel', cancel)
        window.removeEventListener('keydown', key, true)
        window.removeEventListener('keyup', key, true)
        delete card.dataset['pulled']
        mark(null)
        setDragged(null)
        stop.current = null
      }
      const cancel = () => end(false)
      window.addEventListener('pointermove', move)
      window.addEventListener('pointerup', up)
      window.addEventListener('pointercancel', cancel)
      window.addEventListener('keydown', key, true)
      window.addEventListener('keyup', key, true)
    },
    [find, mayTake, drop],
  )
  return { dragged, ghost, onPointerDown, wasPulled: useCallback(() => pulled.current, []) }
}

/** What lies under a point: a slot with its time, a column of hours with the nearest quarter, or a day. */
function targetAt(x: number, y: number, grabY: number): Target | null {
  const under = document.elementFromPoint(x, y)
  const slot = under?.closest<HTMLElement>('[data-slot]')
  if (slot?.dataset['day']) return { day: slot.dataset['day'], minute: Number(slot.dataset['minute']) }
  const day = under?.closest<HTMLElement>('[data-day]')
  if (!day?.dataset['day']) return null
  if (day.dataset['hours'] === undefined) return { day: day.dataset['day'] }
  const box = day.getBoundingClientRect()
  const minute = Math.round((((y - Math.min(grabY, 20) - box.top) / box.height) * 1440) / snap) * snap
  return { day: day.dataset['day'], minute: Math.max(0, Math.min(1440 - snap, minute)) }
}

/** Shows where it would land; on the element itself, so that nothing is drawn again while it moves. */
function mark(target: Target | null): void {
  for (const marked of document.querySelectorAll<HTMLElement>('[data-drop]')) {
    delete marked.dataset['drop']
    marked.style.removeProperty('--drop')
  }
  if (!target) return
  for (const day of document.querySelectorAll<HTMLElement>(`.cal [data-day="${target.day}"]:not([data-slot])`)) {
    day.dataset['drop'] = ''
    if (target.minute !== undefined) day.style.setProperty('--drop', String(target.minute))
  }
}
