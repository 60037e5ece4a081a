import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Post } from '../../../../contract/posts.ts'
import { type Content, contentOf, type Draft, draftOf, isBlank, sameContent } from './draft.ts'
import type { Edit } from './edits.ts'
import type { Keep } from './keep.ts'

/** How a draft stands with the studio. `kept`: could not be saved, is kept in this window's storage and tried again. */
export type SaveState =
  | { readonly state: 'blank' | 'dirty' | 'saving' }
  | { readonly state: 'saved'; readonly at: number }
  | { readonly state: 'kept'; readonly error: unknown }
  | { readonly state: 'refused'; readonly error: unknown }
  | { readonly state: 'conflict'; readonly theirs: Post }

export interface SessionState {
  readonly id: string | null
  readonly revision: number
  readonly draft: Draft
  readonly past: readonly Draft[]
  readonly future: readonly Draft[]
  readonly save: SaveState
}

/** What a session asks of the studio. `update` rejects; `isConflict` and `isTransient` say how. */
export interface SessionApi {
  create(content: Content): Promise<Post>
  update(input: Content & { id: string; revision: number }): Promise<Post>
  get(id: string): Promise<Post>
  isConflict(error: unknown): boolean
  /** The studio did not answer: worth trying again by itself. */
  isTransient(error: unknown): boolean
}

export interface SessionOptions {
  readonly start: { readonly post: Post } | { readonly draft: Draft }
  readonly api: SessionApi
  readonly keep: Keep
  readonly onSaved?: (post: Post) => void
  /** A pause this long is saved in. */
  readonly delayMs?: number
  /** The longest that something typed without a pause waits. */
  readonly longestMs?: number
  readonly retryMs?: number
  readonly now?: () => number
}

const historyLength = 200
/** Typing in one place within this time is one step of undo. */
const stepMs = 900

export type Session = ReturnType<typeof createSession>

/** One open post: its draft with undo, saved by itself. One save runs at a time; what is typed meanwhile is saved after it. */
export function createSession({
  start,
  api,
  keep,
  onSaved,
  delayMs = 700,
  longestMs = 2_000,
  retryMs = 4_000,
  now = Date.now,
}: SessionOptions) {
  const post = 'post' in start ? start.post : null
  const store: StoreApi<SessionState> = createStore<SessionState>()(() => ({
    id: post?.id ?? null,
    revision: post?.revision ?? 0,
    draft: post ? draftOf(post) : (start as { draft: Draft }).draft,
    past: [],
    future: [],
    save: post ? { state: 'saved', at: Date.parse(post.updatedAt) } : { state: 'blank' },
  }))
  const { getState: get, setState: set } = store
  let savedDraft: Draft = get().draft
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null
  let step: { place: string; at: number } | null = null
  /** Since when something waits to be saved. */
  let waitsSince: number | null = null

  const pending = () => !sameContent(get().draft, savedDraft) && !(get().id === null && isBlank(get().draft))
  const later = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), ms)
  }

  function changed() {
    if (!pending()) return
    keep.put(get().id, { draft: get().draft, revision: get().revision })
    if (get().save.state === 'conflict') return
    set({ save: { state: 'dirty' } })
    waitsSince ??= now()
    later(Math.min(delayMs, Math.max(0, waitsSince + longestMs - now())))
  }

  /** Applies an edit. Edits with the same `place` shortly after one another undo as one. */
  function edit(change: Edit, place?: string) {
    const { draft, past } = get()
    const next = change(draft)
    if (next === draft) return
    const goesOn = place !== undefined && step?.place === place && now() - step.at < stepMs
    step = place === undefined ? null : { place, at: now() }
    set({ draft: next, past: goesOn ? past : [...past.slice(-historyLength), draft], future: [] })
    changed()
  }

  function undo(): boolean {
    const { past, draft, future } = get()
    const before = past.at(-1)
    if (!before) return false
    step = null
    set({ draft: before, past: past.slice(0, -1), future: [draft, ...future] })
    changed()
    return true
  }

  function redo(): boolean {
    const [next, ...future] = get().future
    if (!next) return false
    step = null
    set({ draft: next, past: [...get().past, get().draft], future })
    changed()
    return true
  }

  async function saveOnce(): Promise<void> {
    const { id, draft, revision } = get()
    waitsSince = null
    set({ save: { state: 'saving' } })
    try {
      const content = contentOf(draft)
      const saved = id === null ? await api.create(content) : await api.update({ ...content, id, revision })
      savedDraft = draft
      keep.drop(id)
      set({ id: saved.id, revision: saved.revision, save: { state: 'saved', at: now() } })
      // What was typed while a new post was made was kept without its id: under its name from here on.
      if (id === null && get().draft !== draft) {
        keep.put(saved.id, { draft: get().draft, revision: saved.revision })
        keep.drop(null)
      }
      onSaved?.(saved)
    } catch (error) {
      await failed(error)
    }
  }

  async function failed(error: unknown) {
    const { id, revision } = get()
    keep.put(id, { draft: get().draft, revision })
    if (id !== null && api.isConflict(error)) {
      const theirs = await api.get(id).catch(() => null)
      if (theirs && theirs.revision !== revision) {
        if (sameContent(draftOf(theirs), get().draft)) return adoptRevision(theirs)
        return set({ save: { state: 'conflict', theirs } })
      }
    }
    if (!api.isTransient(error)) return set({ save: { state: 'refused', error } })
    set({ save: { state: 'kept', error } })
    later(retryMs)
  }

  function adoptRevision(theirs: Post) {
    savedDraft = get().draft
    keep.drop(theirs.id)
    set({ revision: theirs.revision, save: { state: 'saved', at: now() } })
  }

  /** Saves what is not saved yet, now; ends when it is saved, kept, or waits for the person. */
  async function flush(): Promise<void> {
    clearTimeout(timer)
    // Others wait for the same save: whoever goes on first starts the next, and the rest wait for that one.
    while (running) await running
    while (pending() && get().save.state !== 'conflict') {
      running = saveOnce()
      await running
      running = null
      if (get().save.state !== 'saved') return
    }
  }

  /** Takes over what the studio has, unless something here is not saved: then the next save tells. */
  function adopt(theirs: Post) {
    if (theirs.id !== get().id || theirs.revision <= get().revision || running) return
    if (pending()) return
    const draft = draftOf(theirs, get().draft)
    const same = sameContent(draft, get().draft)
    if (!same) savedDraft = draft
    set({
      revision: theirs.revision,
      ...(same ? {} : { draft }),
      save: { state: 'saved', at: Date.parse(theirs.updatedAt) },
    })
  }

  /** Ends a conflict. What is not taken stays one undo away. */
  async function resolve(choice: 'mine' | 'theirs'): Promise<void> {
    const { save, draft, past } = get()
    if (save.state !== 'conflict') return
    const their = draftOf(save.theirs, draft)
    savedDraft = their
    const kept = choice === 'theirs' ? { draft: their, past: [...past, draft] } : { past: [...past, their] }
    set({
      ...kept,
      revision: save.theirs.revision,
      save: { state: choice === 'theirs' ? 'saved' : 'dirty', at: now() },
    })
    if (choice === 'theirs') return keep.drop(save.theirs.id)
    await flush()
  }

  /** Takes up what an earlier run could not save. */
  function takeUp(kept: { draft: Draft; revision: number }) {
    if (sameContent(kept.draft, get().draft)) return keep.drop(get().id)
    set({ draft: kept.draft, past: [...get().past, get().draft], revision: get().id === null ? 0 : kept.revision })
    changed()
  }

  return { store, edit, undo, redo, flush, adopt, resolve, takeUp, hasUnsaved: pending }
}
