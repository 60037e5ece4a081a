import { useQuery } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useMemo, useState } from 'react'
import type { Correction } from '../../../../../contract/ai/tasks.ts'
import { useStudio } from '../../../lib/studio.ts'
import { countFor, fitsFor } from '../check.ts'
import { type Composing, useComposing } from '../context.ts'
import { type EditedPart, hasOwnText, partsOf, type Target } from '../draft.ts'
import { focusPart } from '../focus.ts'
import type { Mark } from '../highlight.ts'
import { stillOpen } from './corrections.ts'
import { emptyForm, type Form, type Subject, type ToolName } from './tools.ts'

/** A part that was proofread: its text then, and what was found. */
export interface Checked {
  readonly target: Target
  readonly key: string
  readonly text: string
  readonly corrections: readonly Correction[]
  /** Those that the person leaves as they are. */
  readonly left: ReadonlySet<number>
}

/** The AI desk beside the open post: which tool is out, what it was told, and what was marked in the text. */
export interface Desk {
  readonly tool: ToolName | null
  readonly open: (tool: ToolName, form?: Partial<Form>) => void
  /** Puts it away and gives the caret back to the text. */
  readonly close: () => void
  readonly form: Form
  readonly fill: (form: Partial<Form>) => void
  /** The part that is written in. */
  readonly partKey: string | null
  readonly setPart: (key: string) => void
  readonly checked: Checked | null
  readonly setChecked: (checked: Checked | null) => void
  /** The correction that is looked at. */
  readonly looked: number | null
  readonly lookAt: (index: number | null) => void
}

const DeskContext = createContext<Desk | null>(null)
export const DeskProvider = DeskContext.Provider

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk is called outside of the composer')
  return desk
}

/** The state behind the desk; stands once in the composer. `onOpen`: what else lies there makes room. */
export function useDeskValue(onOpen: () => void): Desk {
  const { draft, target } = useComposing()
  const [tool, setTool] = useState<ToolName | null>(null)
  const [form, setForm] = useState(emptyForm)
  const [chosenPart, setPart] = useState<string | null>(null)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [looked, lookAt] = useState<number | null>(null)
  const parts = partsOf(draft, target)
  const partKey = (parts.some((part) => part.key === chosenPart) ? chosenPart : parts[0]?.key) ?? null
  const fill = useCallback((more: Partial<Form>) => setForm((one) => ({ ...one, ...more })), [])
  const open = useCallback(
    (next: ToolName, more: Partial<Form> = {}) => {
      fill(more)
      setTool(next)
      onOpen()
      focusDesk()
    },
    [fill, onOpen],
  )
  const close = useCallback(() => {
    setTool(null)
    if (partKey) focusPart(partKey)
  }, [partKey])
  return useMemo(
    () => ({ tool, open, close, form, fill, partKey, setPart, checked, setChecked, looked, lookAt }),
    [tool, open, close, form, fill, partKey, checked, looked],
  )
}

/** Puts the focus where the next thing is to be done at the desk, once it is drawn. */
export function focusDesk(): void {
  requestAnimationFrame(() => {
    // A menu that closes gives the focus back first.
    if (document.querySelector('[role="menu"]')) return focusDesk()
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.desk [data-next]')?.focus())
  })
}

/** What the AI can be asked for in this workspace; null while that is not known. */
export function useReady(): { readonly text: boolean; readonly vision: boolean } | null {
  const studio = useStudio()
  return useQuery(studio.ai.endpoints.queryOptions()).data?.ready ?? null
}

/** What a tool would be used on now. */
export function useSubject(): Subject {
  const composing = useComposing()
  const { partKey } = useDesk()
  return useMemo(() => subjectOf(composing, partKey), [composing, partKey])
}

function subjectOf({ draft, post, target, chosen, assets }: Composing, partKey: string | null): Subject {
  const parts = partsOf(draft, target)
  const index = Math.max(
    0,
    parts.findIndex((part) => part.key === partKey),
  )
  const text = parts[index]?.text ?? ''
  const here = chosen.filter((account) => (target ? account.id === target : !hasOwnText(draft, account.id)))
  const byRoom = here
    .flatMap((account) => {
      const count = countFor(draft, account, assets, index)
      return count ? [{ account, left: count.max - count.used }] : []
    })
    .sort((a, b) => a.left - b.left)
  const fitting = byRoom.filter(({ account }) => fitsFor(draft, account, assets, index)(text))
  return {
    post: post?.id ?? null,
    text,
    whole: wholeOf(parts),
    base: wholeOf(draft.parts),
    account: target,
    pictures: parts.flatMap((part) =>
      part.media.flatMap(({ assetId }) =>
        ['image', 'video'].includes(assets.get(assetId)?.kind ?? '') ? [assetId as string] : [],
      ),
    ),
    accounts: chosen.map((account) => account.id),
    tightest: byRoom[0]?.account.id ?? null,
    tightestFitting: fitting[0]?.account.id ?? null,
  }
}

export function wholeOf(parts: readonly EditedPart[]): string {
  return parts
    .map((part) => part.text.trim())
    .filter((text) => text !== '')
    .join('\n\n')
}

/** Corrections of a part that wait for a decision. */
export function useOpenCorrections(part: EditedPart | undefined) {
  const { target } = useComposing()
  const { checked } = useDesk()
  const here = checked !== null && checked.target === target && checked.key === part?.key
  const text = part?.text ?? ''
  return useMemo(
    () =>
      here
        ? stillOpen(checked.text, text, checked.corrections).filter(({ index }) => !checked.left.has(index))
        : nothing,
    [here, checked, text],
  )
}

const nothing: ReturnType<typeof stillOpen> = []

/** The marks to draw in a part, and what a caret in them does. */
export function useMarks(part: EditedPart): { marks: readonly Mark[]; onCaret: (at: number) => void } {
  const { looked, lookAt } = useDesk()
  const open = useOpenCorrections(part)
  const marks = useMemo(
    () => open.map(({ index, start, end }): Mark => ({ start, end, current: index === looked })),
    [open, looked],
  )
  const onCaret = (at: number) => {
    const found = open.find(({ start, end }) => at >= start && at <= end)
    if (found) lookAt(found.index)
  }
  return { marks, onCaret }
}
