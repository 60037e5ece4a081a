import { useMutation } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import type { PostSummary } from '../../../../contract/posts.ts'
import type { PostId } from '../../../../contract/vocabulary.ts'
import { describeError } from '../../lib/errors.ts'
import { type Studio, useStudio } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { toast } from '../../ui/index.ts'
import { each, type Outcome } from './each.ts'
import { isOver, momentOf, moverOf, shifted, type WallTimeIn } from './plan.ts'
import { usePostName } from './post-name.ts'

export type Actable = Pick<PostSummary, 'id' | 'title' | 'firstLine' | 'status' | 'when' | 'labels'>

export interface Move {
  readonly post: Actable
  readonly to: WallTimeIn
}

/** Sends a post's new time: a plan is changed, what is scheduled is scheduled again. Null takes a plan away. */
async function sendMove(studio: Studio, post: Actable, to: WallTimeIn | null): Promise<void> {
  if (moverOf(post).by === 'schedule' && to) await studio.posts.schedule.call({ id: post.id, when: to })
  else await studio.posts.update.call({ id: post.id, when: to })
}

const planOf = ({ when }: Actable): WallTimeIn | null => when && { wallTime: when.wallTime, zone: when.zone }

/** Puts back on the schedule what was on it and is still to come. */
async function scheduleAgain(studio: Studio, post: Actable): Promise<void> {
  const plan = planOf(post)
  if (post.status === 'scheduled' && plan && !isOver(plan, Temporal.Now.instant()))
    await studio.posts.schedule.call({ id: post.id, when: plan })
}

/** What can be done with posts, one or many: done at once, told by a toast, taken back by its undo. */
export function usePostActions() {
  const { t } = useTranslation('posts')
  const studio = useStudio()
  const times = useTimes()
  const nameOf = usePostName()
  // One mutation for all: its key makes stale what changing posts makes stale, once however many are changed.
  const { mutate, mutateAsync } = useMutation({
    mutationKey: studio.posts.update.mutationKey(),
    mutationFn: (work: () => Promise<unknown>) => work(),
  })

  return useMemo(() => {
    const perform = async <Item, Result>(
      items: readonly Item[],
      act: (item: Item) => Promise<Result>,
      said: (done: Outcome<Item, Result>['done']) => string,
      undo?: (done: Outcome<Item, Result>['done'][number]) => Promise<unknown>,
    ): Promise<Outcome<Item, Result>> => {
      const outcome = (await mutateAsync(() => each(items, act))) as Outcome<Item, Result>
      const { done, failed } = outcome
      const text = done.length > 0 && said(done)
      if (text) toast(text, undo ? { undo: () => void perform(done, undo, () => '') } : {})
      if (failed.length > 0)
        toast(t('bulk.refused', { count: failed.length, reason: describeError(failed[0]?.error).message }), {
          stays: true,
        })
      return outcome
    }
    const name = (post: Actable | undefined) => (post ? nameOf(post) : '')

    return {
      /** Into the bin; what was scheduled is scheduled again by undo. */
      remove: (posts: readonly Actable[]) =>
        perform(
          posts,
          (post) => studio.posts.delete.call({ id: post.id }),
          (done) => t('bulk.deleted', { count: done.length, name: name(done[0]?.item) }),
          async ({ item }) => {
            await studio.posts.undelete.call({ id: item.id })
            await scheduleAgain(studio, item)
          },
        ),
      bringBack: (posts: readonly Actable[]) =>
        perform(
          posts,
          (post) => studio.posts.undelete.call({ id: post.id }),
          (done) => t('bulk.back', { count: done.length, name: name(done[0]?.item) }),
          ({ item }) => studio.posts.delete.call({ id: item.id }),
        ),
      cancel: (posts: readonly Actable[]) =>
        perform(
          posts,
          (post) => studio.posts.cancel.call({ id: post.id }),
          (done) => t('bulk.canceled', { count: done.length, name: name(done[0]?.item) }),
          ({ item }) => scheduleAgain(studio, item),
        ),
      duplicate: (posts: readonly Actable[]) =>
        perform(
          posts,
          (post) => studio.posts.duplicate.call({ id: post.id }),
          (done) => t('bulk.duplicated', { count: done.length, name: name(done[0]?.item) }),
          ({ result }) => studio.posts.delete.call({ id: result.id }),
        ),
      addLabel: (posts: readonly Actable[], label: string) =>
        perform(
          posts.filter((post) => !post.labels.includes(label)),
          (post) => studio.posts.update.call({ id: post.id, labels: [...post.labels, label] }),
          (done) => t('bulk.labeled', { count: done.length, name: name(done[0]?.item), label }),
          ({ item }) => studio.posts.update.call({ id: item.id, labels: [...item.labels] }),
        ),
      /** Each to its own new time; undo puts each where it was. */
      move: (moves: readonly Move[]) =>
        perform(
          moves,
          ({ post, to }) => sendMove(studio, post, to),
          (done) =>
            t('bulk.moved', {
              count: done.length,
              name: name(done[0]?.item.post),
              time: done[0] ? times.when(momentOf(done[0].item.to)) : '',
            }),
          ({ item }) => sendMove(studio, item.post, planOf(item.post)),
        ),
      /** A copy, as a draft planned for `to`. */
      copyTo: (post: Actable, to: WallTimeIn) =>
        perform(
          [post],
          async (one) => {
            const copy = await studio.posts.duplicate.call({ id: one.id })
            return studio.posts.update.call({ id: copy.id, when: to })
          },
          () => t('bulk.duplicated', { count: 1, name: name(post) }),
          ({ result }) => studio.posts.delete.call({ id: result.id }),
        ),
      /** Makes `id` say again what version `number` said; undo puts back what it said before. */
      restore: (id: PostId, number: number) =>
        mutate(async () => {
          const before = await studio.posts.get.call({ id })
          await studio.posts.restore.call({ id, version: number })
          const { title, parts, link, variants, labels } = before
          toast(t('versions.restored', { number }), {
            undo: () => mutate(() => studio.posts.update.call({ id, title, parts, link, variants, labels })),
          })
        }),
    }
  }, [mutate, mutateAsync, nameOf, studio, t, times])
}

/** The posts of `posts` that a shift moves, each with its new time; what is out, moving or without a time is left. */
export function shiftMoves(posts: readonly Actable[], by: Temporal.DurationLike, now: Temporal.Instant): Move[] {
  return posts.flatMap((post) => {
    if (!post.when || moverOf(post).by === null) return []
    const to = shifted(post.when, by)
    return isOver(to, now) ? [] : [{ post, to }]
  })
}
