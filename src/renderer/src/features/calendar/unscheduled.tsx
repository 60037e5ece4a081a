import { useInfiniteQuery } from '@tanstack/react-query'
import { CalendarPlus } from 'lucide-react'
import { type PointerEvent, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostSummary } from '../../../../contract/posts.ts'
import { useStudio } from '../../lib/studio.ts'
import { Button, EmptyState, ErrorState, Inspector, Marks, Skeleton, Status } from '../../ui/index.ts'
import { MoveDialog } from '../posts/move-dialog.tsx'
import { usePostActions } from '../posts/post-actions.ts'
import { usePostName } from '../posts/post-name.ts'
import { PostThumb } from '../posts/post-thumb.tsx'

const mostPages = 5

/** Posts without a time: read from those not scheduled, newest first, since the studio has no list of its own for them. */
export function useUnscheduled() {
  const studio = useStudio()
  const list = useInfiniteQuery(
    studio.posts.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        status: ['idea', 'draft', 'in_review', 'approved', 'rejected'],
        order: 'updated' as const,
        limit: 200,
        ...(cursor && { cursor }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const pages = data?.pages.length ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && pages < mostPages) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, pages, fetchNextPage])
  const posts = useMemo(
    () => data?.pages.flatMap((page) => page.items.filter((post) => post.when === null)) ?? [],
    [data],
  )
  return { list, posts, partial: hasNextPage && pages >= mostPages }
}

interface UnscheduledProps {
  readonly unscheduled: ReturnType<typeof useUnscheduled>
  readonly onClose: () => void
  readonly onOpen: (id: string) => void
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
  readonly wasPulled: () => boolean
}

/** What waits for a time, to be pulled onto the calendar or given one. */
export function Unscheduled({
  unscheduled: { list, posts, partial },
  onClose,
  onOpen,
  onPointerDown,
  wasPulled,
}: UnscheduledProps) {
  const { t } = useTranslation('calendar')
  const [giving, setGiving] = useState<PostSummary | null>(null)
  const { move } = usePostActions()
  const nameOf = usePostName()
  return (
    <Inspector
      title={t('unscheduled.title')}
      label={t('unscheduled.title')}
      backTo={t('title')}
      onClose={onClose}
      head={<p className="soft uns-hint">{t('unscheduled.hint')}</p>}
    >
      {list.isError && posts.length === 0 && (
        <ErrorState title={t('unscheduled.failed')} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isPending && <Skeleton rows={6} />}
      {list.isSuccess && posts.length === 0 && (
        <EmptyState title={t('unscheduled.none')}>{t('unscheduled.noneText')}</EmptyState>
      )}
      <ul className="uns" onPointerDown={onPointerDown}>
        {posts.map((post) => (
          <li key={post.id}>
            <button
              type="button"
              className="uns-post"
              data-post={post.id}
              onClick={() => !wasPulled() && onOpen(post.id)}
            >
              <PostThumb post={post} size={36} />
              <span className="what">
                <b className="clip">{nameOf(post)}</b>
                <Status value={post.status} />
              </span>
              <Marks platforms={post.accounts.map(({ platform }) => platform)} size="s" max={3} />
            </button>
            <Button
              small
              look="plain"
              icon={CalendarPlus}
              tip={t('unscheduled.give', { name: nameOf(post) })}
              onClick={() => setGiving(post)}
            />
          </li>
        ))}
      </ul>
      {partial && <p className="soft">{t('unscheduled.partial', { count: posts.length })}</p>}
      {giving && (
        <MoveDialog
          name={nameOf(giving)}
          at={null}
          onClose={() => setGiving(null)}
          onMove={(to) => void move([{ post: giving, to }])}
        />
      )}
    </Inspector>
  )
}
