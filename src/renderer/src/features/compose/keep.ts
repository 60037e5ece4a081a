import { type Draft, newPart } from './draft.ts'

export interface Kept {
  readonly draft: Draft
  readonly revision: number
}

/** Where drafts wait that are not saved yet: they outlive a crash, a reload and a studio that is away. */
export interface Keep {
  put(id: string | null, kept: Kept): void
  drop(id: string | null): void
  read(id: string | null): Kept | null
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Keeps drafts of one workspace in the window's own storage. */
export function createKeep(storage: Storage, workspace: string): Keep {
  const name = (id: string | null) => `broadside-unsaved:${workspace}:${id ?? 'new'}`
  return {
    put(id, kept) {
      try {
        storage.setItem(name(id), JSON.stringify(kept))
      } catch (error) {
        // Full: the studio itself still saves it; only the second net is missing.
        console.warn('An unsaved draft could not be kept in the window', error)
      }
    },
    drop: (id) => storage.removeItem(name(id)),
    read(id) {
      const text = storage.getItem(name(id))
      if (text === null) return null
      const kept = JSON.parse(text) as Kept
      // Keys of parts are of one run only.
      const fresh = (parts: Draft['parts']) => parts.map((part) => newPart(part.text, part.media))
      const { draft } = kept
      const variants = draft.variants.map((variant) => ({ ...variant, parts: variant.parts && fresh(variant.parts) }))
      return { ...kept, draft: { ...draft, parts: fresh(draft.parts), variants } }
    },
  }
}
