import type { LucideIcon } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { create } from 'zustand'

export interface Action {
  /** Unique; the last one registered under it wins. */
  readonly id: string
  /** What happens, translated: "Write a new post". Shown in the palette and in the `?` sheet. */
  readonly label: string
  /** Heading it stands under, translated; the name of the view. */
  readonly group: string
  readonly icon?: LucideIcon
  /** `n`, `g t` (one after the other), `mod+enter`, `shift+arrowup`. Single keys never fire while typing. */
  readonly shortcut?: string
  /** Only a shortcut, not in the palette. */
  readonly hidden?: boolean
  /** Fires while typing too; only for chords with mod. */
  readonly whileTyping?: boolean
  readonly keywords?: readonly string[]
  /** Of the window, not of a view: a view's action on the same keys goes first, whichever came first. */
  readonly global?: boolean
  readonly run: () => void
}

const useRegistry = create<{ actions: readonly Action[] }>()(() => ({ actions: [] }))

/** Everything that can be done now. */
export function useActionList(): readonly Action[] {
  return useRegistry((state) => state.actions)
}

/** Offers an action in the palette and on its shortcut for as long as the component is there; null offers nothing. */
export function useAction(action: Action | null): void {
  const latest = useRef(action)
  useEffect(() => {
    latest.current = action
  })
  const { id, label, group, shortcut } = action ?? {}
  useEffect(() => {
    if (!id || !latest.current) return
    const registered: Action = { ...latest.current, run: () => latest.current?.run() }
    useRegistry.setState(({ actions }) => ({
      actions: placed(
        actions.filter((one) => one.id !== id),
        registered,
      ),
    }))
    return () => useRegistry.setState(({ actions }) => ({ actions: actions.filter((one) => one !== registered) }))
  }, [id, label, group, shortcut])
}

function placed(actions: readonly Action[], action: Action): readonly Action[] {
  return action.global ? [action, ...actions] : [...actions, action]
}

/** A key that does something, told in the `?` sheet but not in the palette. */
export function useShortcut(shortcut: string, label: string, group: string, run: () => void): void {
  useAction({ id: `key:${shortcut}`, label, group, shortcut, run, hidden: true })
}

/** How a key press is written: `mod+shift+k`. */
export function chordOf(event: Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.toLowerCase()
  // A shifted sign is already another key ("?"); a shifted letter or arrow is not.
  const shift = event.shiftKey && (key.length > 1 || key !== key.toUpperCase())
  return [(event.metaKey || event.ctrlKey) && 'mod', event.altKey && 'alt', shift && 'shift', key]
    .filter(Boolean)
    .join('+')
}

const sequenceMs = 1_200

/** What `presses` (the newest last) mean: an action to run, or `waiting` for the second key of a sequence. */
export function matchShortcut(
  actions: readonly Action[],
  presses: readonly string[],
  typing: boolean,
): Action | 'waiting' | null {
  const candidates = actions.filter(
    (action) => action.shortcut && (!typing || (action.whileTyping && action.shortcut.startsWith('mod+'))),
  )
  const newest = presses.at(-1) ?? ''
  const exact = (keys: string) => candidates.findLast((action) => action.shortcut === keys)
  const found = exact(presses.slice(-2).join(' ')) ?? exact(newest)
  if (found) return found
  return candidates.some((action) => action.shortcut?.startsWith(`${newest} `)) ? 'waiting' : null
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest(
        'input:not([type=checkbox]):not([type=radio]), textarea, select, [role=menu], [role=listbox], [cmdk-root]',
      ) !== null)
  )
}

/** Listens for shortcuts; stands once, in the shell. */
export function useShortcutListener(): void {
  useEffect(() => {
    let presses: { keys: string; at: number }[] = []
    const listen = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        event.isComposing ||
        event.repeat ||
        ['Shift', 'Control', 'Meta', 'Alt'].includes(event.key)
      )
        return
      const modal = document.querySelector('dialog[open]')
      presses = [
        ...presses.filter((press) => event.timeStamp - press.at < sequenceMs),
        { keys: chordOf(event), at: event.timeStamp },
      ].slice(-2)
      const found = matchShortcut(
        useRegistry.getState().actions,
        presses.map((press) => press.keys),
        isTyping(event.target),
      )
      if (!found || modal) return
      event.preventDefault()
      if (found === 'waiting') return
      presses = []
      found.run()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
