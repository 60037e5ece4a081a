import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Post } from '../../../../contract/posts.ts'
import { emptyDraft, newPart } from './draft.ts'
import { setText, setTitle } from './edits.ts'
import { createKeep } from './keep.ts'
import { createSession, type SessionApi } from './session.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

class Conflict extends Error {}
class Away extends Error {}

/** A studio with one post in memory that checks revisions as the real one does. */
function fakeStudio() {
  let post: Post | null = null
  const studio = {
    away: false,
    saves: 0,
    get post() {
      return post
    },
    change(title: string) {
      if (post) post = { ...post, title, revision: post.revision + 1 }
    },
  }
  const write = async (content: Partial<Post>, revision: number): Promise<Post> => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    if (studio.away) throw new Away()
    if (post && post.revision !== revision) throw new Conflict()
    studio.saves++
    post = {
      ...post,
      ...content,
      id: 'post_1',
      revision: revision + 1,
      updatedAt: new Date(0).toISOString(),
    } as unknown as Post
    return post
  }
  const api: SessionApi = {
    create: (content) => write(content as never, 0),
    update: ({ revision, ...content }) => write(content as never, revision),
    get: async () => {
      if (!post || studio.away) throw new Away()
      return post
    },
    isConflict: (error) => error instanceof Conflict,
    isTransient: (error) => error instanceof Away,
  }
  return { studio, api }
}

function memory() {
  const items = new Map<string, string>()
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size
    },
  }
  const keepOf = (slot: string, open: readonly string[] = []) =>
    createKeep({ storage, workspace: 'ws_1', slot, isOpen: (other) => open.includes(other) })
  return { items, keepOf, keep: keepOf('first') }
}

test('two new posts written while the studio is away are kept apart, and what an earlier run left is taken up once', () => {
  const { items, keepOf } = memory()
  const kept = (text: string) => ({ draft: emptyDraft({ parts: [newPart(text)] }), revision: 0 })
  keepOf('first').put(null, kept('one'))
  keepOf('second').put(null, kept('two'))
  expect(items.size).toBe(2)
  const next = keepOf('third', ['second'])
  expect(next.read(null)?.draft.parts[0]?.text).toBe('one')
  expect(keepOf('fourth', ['second', 'third']).read(null)).toBeNull()
  expect(keepOf('second', ['second', 'third']).read(null)?.draft.parts[0]?.text).toBe('two')
})

function open() {
  const { studio, api } = fakeStudio()
  const { items, keep } = memory()
  const part = newPart('')
  const session = createSession({ start: { draft: emptyDraft({ parts: [part] }) }, api, keep })
  const type = (text: string) => session.edit(setText(null, part.key, text), part.key)
  return { studio, api, session, type, items, keep }
}

test('a new post is made when something is written, not before', async () => {
  const { studio, session, type } = open()
  session.edit(setTitle(' '))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(studio.post).toBeNull()
  type('Bensa is back')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(studio.post?.parts[0]?.text).toBe('Bensa is back')
  expect(session.store.getState().save.state).toBe('saved')
})

test('what is typed while a save runs is saved after it, and nothing is saved twice', async () => {
  const { studio, session, type } = open()
  type('a')
  await vi.advanceTimersByTimeAsync(720)
  type('ab')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(studio.post?.parts[0]?.text).toBe('ab')
  expect(studio.saves).toBe(2)
  expect(session.hasUnsaved()).toBe(false)
})

test('typing without a pause is saved while it goes on', async () => {
  const { studio, type } = open()
  let text = ''
  for (let ms = 0; ms < 6_000; ms += 100) {
    type((text += 'a'))
    await vi.advanceTimersByTimeAsync(100)
  }
  const [saved, times] = [studio.post?.parts[0]?.text.length ?? 0, studio.saves]
  expect(text.length - saved).toBeLessThanOrEqual(21)
  // As seldom as is safe: each save is a transaction and a revision.
  expect(times).toBeLessThanOrEqual(6)
})

test('several that ask to save while one save runs do not save against each other', async () => {
  const { studio, session, type } = open()
  type('One')
  void session.flush()
  type('One two')
  const asked = [session.flush(), session.flush(), session.flush()]
  await vi.runAllTimersAsync()
  await Promise.all(asked)
  expect(session.store.getState().save.state).toBe('saved')
  expect(studio.saves).toBe(2)
})

test('typing in one place undoes as one step, and redo brings it back', async () => {
  const { session, type } = open()
  type('B')
  type('Be')
  type('Ben')
  await vi.advanceTimersByTimeAsync(2_000)
  type('Bensa')
  session.undo()
  expect(session.store.getState().draft.parts[0]?.text).toBe('Ben')
  session.undo()
  expect(session.store.getState().draft.parts[0]?.text).toBe('')
  session.redo()
  session.redo()
  expect(session.store.getState().draft.parts[0]?.text).toBe('Bensa')
})

test('a save that finds the studio away is kept in the window and saved when it is back', async () => {
  const { studio, session, type, items, keep } = open()
  studio.away = true
  type('On the train')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(session.store.getState().save.state).toBe('kept')
  expect(keep.read(null)?.draft.parts[0]?.text).toBe('On the train')
  studio.away = false
  await vi.advanceTimersByTimeAsync(5_000)
  expect(studio.post?.parts[0]?.text).toBe('On the train')
  expect([...items.keys()]).toEqual([])
})

test('a change from elsewhere is not written over: both are offered, and the one not taken is one undo away', async () => {
  const { studio, session, type } = open()
  type('Mine')
  await vi.advanceTimersByTimeAsync(1_000)
  studio.change('Theirs')
  type('Mine again')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(session.store.getState().save.state).toBe('conflict')
  expect(studio.post?.title).toBe('Theirs')
  type('Mine, and on')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(studio.post?.title).toBe('Theirs')

  const done = session.resolve('mine')
  await vi.advanceTimersByTimeAsync(1_000)
  await done
  expect(studio.post?.parts[0]?.text).toBe('Mine, and on')
  session.undo()
  expect(session.store.getState().draft.title).toBe('Theirs')
})

test('taking theirs shows theirs, and saves nothing', async () => {
  const { studio, session, type } = open()
  type('Mine')
  await vi.advanceTimersByTimeAsync(1_000)
  studio.change('Theirs')
  type('Mine again')
  await vi.advanceTimersByTimeAsync(1_000)
  const before = studio.saves
  await session.resolve('theirs')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(session.store.getState().draft.title).toBe('Theirs')
  expect(studio.saves).toBe(before)
})

test('news of the post from the studio is taken over while nothing is unsaved, and waits while something is', async () => {
  const { studio, session, type } = open()
  type('Mine')
  await vi.advanceTimersByTimeAsync(1_000)
  studio.change('From a script')
  if (studio.post) session.adopt(studio.post)
  expect(session.store.getState().draft.title).toBe('From a script')
  studio.change('Again')
  type('I write')
  if (studio.post) session.adopt(studio.post)
  expect(session.store.getState().draft.title).toBe('From a script')
})

test('what was kept by a run that crashed is taken up by the next', async () => {
  const first = open()
  first.studio.away = true
  first.type('Not saved')
  const kept = first.keep.read(null)
  const { studio, api } = fakeStudio()
  const next = createSession({ start: { draft: emptyDraft() }, api, keep: first.keep })
  if (kept) next.takeUp(kept)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(studio.post?.parts[0]?.text).toBe('Not saved')
})
