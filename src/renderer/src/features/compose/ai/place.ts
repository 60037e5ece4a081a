import { toast } from '../../../ui/index.ts'
import { useComposing } from '../context.ts'
import { type EditedPart, partsOf, type Target } from '../draft.ts'
import type { Edit } from '../edits.ts'
import type { Session } from '../session.ts'

/** Where a tool was used, and what comes of it is put. */
export interface Place {
  readonly target: Target
  readonly key: string
}

/** The part at `place` as it stands now; undefined where it is gone. */
export function usePart({ target, key }: Place): EditedPart | undefined {
  const { draft } = useComposing()
  return partsOf(draft, target).find((part) => part.key === key)
}

/** Makes an edit that a person took, as one step, and offers to take it back. */
export function take(session: Session, edit: Edit, told: string): void {
  const before = session.store.getState().draft
  session.edit(edit)
  toast(told, { undo: () => undoTo(session, before) })
}

/** Back to `before`, with all that came after it; it can be done again by redo. */
function undoTo(session: Session, before: unknown): void {
  if (!session.store.getState().past.some((one) => one === before)) return
  while (session.store.getState().draft !== before && session.undo());
}
