import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Temporal } from 'temporal-polyfill'
import type { Mode } from './span.ts'

const stops = '[data-post], [data-slot], .more'

/** What the keyboard can stand on within a day, in order of sight; the day itself where there is nothing. */
function stopsOf(day: HTMLElement): HTMLElement[] {
  const inside = [...day.querySelectorAll<HTMLElement>(stops)]
  return inside.sort(
    (a, b) =>
      a.getBoundingClientRect().top - b.getBoundingClientRect().top ||
      a.getBoundingClientRect().left - b.getBoundingClientRect().left,
  )
}

const dayOf = (element: Element | null) => element?.closest<HTMLElement>('[data-day]:not([data-slot])') ?? null

/**
 * Arrow keys over the calendar: from card to card, from day to day, and over the edge to the next page. One thing of the
 * board is in the tab order: the one that had the focus last, else what `home` names.
 */
export function useBoardKeys(root: HTMLElement | null, mode: Mode, home: string, turnTo: (day: string) => void) {
  const last = useRef<HTMLElement | null>(null)
  /** What to focus once the page it is on is drawn. */
  const wanted = useRef<string | null>(null)

  useEffect(() => {
    if (!root) return
    if (wanted.current) {
      const element = root.querySelector<HTMLElement>(wanted.current)
      if (element) {
        wanted.current = null
        element.focus()
      }
    }
    if (last.current?.isConnected && root.contains(last.current)) return
    const first =
      root.querySelector<HTMLElement>(`[data-day="${home}"]`) ?? root.querySelector<HTMLElement>(`${stops}, [data-day]`)
    if (!first) return
    first.tabIndex = 0
    last.current = first
  })
  useEffect(() => {
    if (!root) return
    const focused = (event: FocusEvent) => {
      const element = event.target as HTMLElement
      if (element === last.current || !element.matches(`${stops}, [data-day]`)) return
      if (last.current) last.current.tabIndex = -1
      element.tabIndex = 0
      last.current = element
    }
    root.addEventListener('focusin', focused)
    return () => root.removeEventListener('focusin', focused)
  }, [root])

  const toDay = (from: HTMLElement, days: number, index: number | 'first' | 'last') => {
    const day = Temporal.PlainDate.from(from.dataset['day'] ?? home)
      .add({ days })
      .toString()
    const column = root?.querySelector<HTMLElement>(`[data-day="${day}"]:not([data-slot])`)
    if (!column) {
      wanted.current = `[data-day="${day}"]:not([data-slot])`
      turnTo(day)
      return
    }
    const inside = stopsOf(column)
    const at = index === 'first' ? 0 : index === 'last' ? inside.length - 1 : Math.min(index, inside.length - 1)
    ;(inside[at] ?? column).focus()
  }
  /** Moves the focus; true where the key meant something. */
  const onArrow = (event: KeyboardEvent): boolean => {
    const here = event.target as HTMLElement
    if (!root || !['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].includes(event.key)) return false
    const by = event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 1
    if (mode === 'agenda') {
      const all = stopsOf(root)
      all[all.indexOf(here) + by]?.focus()
      return true
    }
    const day = dayOf(here)
    if (!day) return false
    const inside = stopsOf(day)
    const at = inside.indexOf(here)
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') toDay(day, by, Math.max(0, at))
    else if (inside[at + by] && !(at === -1 && by === -1)) inside[at + by]?.focus()
    else if (mode === 'month') toDay(day, by * 7, by === 1 ? 'first' : 'last')
    return true
  }
  return {
    onArrow,
    /** Focuses a card when it is next drawn, wherever it went. */
    keepFocusOn: (id: string) => {
      wanted.current = `[data-post="${id}"]`
    },
  }
}
