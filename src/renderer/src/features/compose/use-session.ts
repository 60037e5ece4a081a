import { useEffect, useMemo, useState } from 'react'
import type { Post } from '../../../../contract/posts.ts'
import { hasCode } from '../../lib/errors.ts'
import { onFlush } from '../../lib/flush.ts'
import { useHostState } from '../../lib/connection.ts'
import { queryClient, type Studio, useStudio, useWorkspace } from '../../lib/studio.ts'
import { codeOf } from '../../lib/errors.ts'
import type { Draft } from './draft.ts'
import { createKeep } from './keep.ts'
import { createSession, type Session, type SessionApi } from './session.ts'

/** Open posts of this window, so that a save under way survives a change of view. */
const sessions = new Map<string, Session>()

function apiOf(studio: Studio): SessionApi {
  return {
    create: (content) => studio.posts.create.call(content),
    update: ({ id, ...content }) => studio.posts.update.call({ id: id as never, ...content }),
    get: (id) => studio.posts.get.call({ id: id as never }),
    isConflict: (error) => hasCode(error, 'conflict'),
    isTransient: (error) => ['unreachable', 'shutting_down', 'internal'].includes(codeOf(error)),
  }
}

interface UseSessionOptions {
  /** Names the session: a post's id, or what makes one new post another than the next. */
  readonly name: string
  readonly start: { readonly post: Post } | { readonly draft: Draft }
  /** The new post was saved for the first time and has an id now. */
  readonly onMade: (id: string) => void
}

/** The session of an open post: made once, saved when the view, the window or the network changes. */
export function useSession({ name, start, onMade }: UseSessionOptions): Session {
  const studio = useStudio()
  const workspace = useWorkspace()
  const session = useMemo(() => {
    const key = `${workspace.id}:${name}`
    const known = sessions.get(key)
    if (known) {
      if ('post' in start) known.adopt(start.post)
      return known
    }
    const keep = createKeep({
      storage: window.localStorage,
      workspace: workspace.id,
      slot: name,
      isOpen: (slot) => sessions.has(`${workspace.id}:${slot}`),
    })
    const made = createSession({
      start,
      api: apiOf(studio),
      keep,
      onSaved: (post) => {
        queryClient.setQueryData(studio.posts.get.queryKey({ input: { id: post.id } }), post)
        sessions.set(`${workspace.id}:${post.id}`, made)
      },
    })
    const kept = keep.read('post' in start ? start.post.id : null)
    if (kept) made.takeUp(kept)
    sessions.set(key, made)
    return made
    // The session outlives what it was started from: only another name makes another one.
    // eslint-disable-next-line react/exhaustive-deps
  }, [workspace.id, name])

  useEffect(() => onFlush(session.flush), [session])
  useEffect(() => () => void session.flush(), [session])
  useFlushWhenBack(session)

  const [made] = useState({ done: 'post' in start })
  useEffect(
    () =>
      session.store.subscribe(({ id }) => {
        if (made.done || id === null) return
        made.done = true
        onMade(id)
      }),
    [session, made, onMade],
  )
  return session
}

/** What could not be saved is saved as soon as the studio answers again. */
function useFlushWhenBack(session: Session): void {
  const up = useHostState((host) => host.state === 'up')
  useEffect(() => {
    if (up && session.hasUnsaved()) void session.flush()
  }, [up, session])
}
