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

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

interface KeepOptions {
  readonly storage: Storage
  readonly workspace: string
  /** Tells one new post, which has no id yet, from the next. */
  readonly slot: string
  /** Whether a session of this window is at work on the new post of that slot. */
  readonly isOpen: (slot: string) => boolean
}

/** Keeps the drafts of one session in the window's own storage. */
export function createKeep({ storage, workspace, slot, isOpen }: KeepOptions): Keep {
  const prefix = `broadside-unsaved:${workspace}:`
  const name = (id: string | null) => prefix + (id ?? `new:${slot}`)

  /** A new post that an earlier run of the window left unsaved: it goes on here. */
  function takeUpLeft(): string | null {
    const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
    const left = names.find((one) => one.startsWith(`${prefix}new:`) && !isOpen(one.slice(`${prefix}new:`.length)))
    const text = left === undefined ? null : storage.getItem(left)
    if (left === undefined || text === null) return null
    storage.setItem(name(null), text)
    if (left !== name(null)) storage.removeItem(left)
    return text
  }

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
      const text = storage.getItem(name(id)) ?? (id === null ? takeUpLeft() : null)
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
