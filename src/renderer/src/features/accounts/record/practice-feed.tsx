import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import type { Account } from '../../../../../contract/accounts.ts'
import type { PracticePost } from '../../../../../contract/practice.ts'
import type { AssetId } from '../../../../../contract/vocabulary.ts'
import { describeError } from '../../../lib/errors.ts'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, Note, SectionHead, Skeleton, Thumb } from '../../../ui/index.ts'
import { threadsOf } from './threads.ts'

type Post = z.infer<typeof PracticePost>

/** What a practice account got, as it got it: texts, threads, media with their alt texts. */
export function PracticeFeed({ account }: { readonly account: Account }) {
  const { t } = useTranslation('accounts')
  const { t: ui } = useTranslation('ui')
  const go = useGo()
  const studio = useStudio()
  const feed = useInfiniteQuery(
    studio.practice.feed.infiniteOptions({
      input: (cursor: string | undefined) => ({ account: account.id, limit: 20, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    }),
  )
  const posts = feed.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <SectionHead count={posts.length > 0 ? (feed.hasNextPage ? `${posts.length}+` : posts.length) : undefined}>
        {t('practice.title')}
      </SectionHead>
      {feed.isError && (
        <Note
          tone="bad"
          actions={
            <Button small onClick={() => void feed.refetch()}>
              {ui('tryAgain')}
            </Button>
          }
        >
          <b>{t('practice.failed')}.</b> {describeError(feed.error).message}
        </Note>
      )}
      {feed.isPending && <Skeleton rows={3} />}
      {feed.data && posts.length === 0 && (
        <div className="ac-none">
          <p>{t('practice.empty')}</p>
          <Button small onClick={() => go.newPost({ accounts: [account.id] })}>
            {t('practice.write')}
          </Button>
        </div>
      )}
      {threadsOf(posts).map((thread) => (
        <Thread key={thread[0]?.id} thread={thread} />
      ))}
      {feed.hasNextPage && (
        <Button small look="plain" busy={feed.isFetchingNextPage} onClick={() => void feed.fetchNextPage()}>
          {t('practice.more')}
        </Button>
      )}
    </>
  )
}

function Thread({ thread }: { readonly thread: readonly Post[] }) {
  const { t } = useTranslation('accounts')
  const times = useTimes()
  return (
    <article className="ac-sheet">
      <header>
        <time className="num" dateTime={thread[0]?.at}>
          {thread[0] && times.when(thread[0].at)}
        </time>
        {thread.length > 1 && <span>{t('practice.thread', { count: thread.length })}</span>}
      </header>
      {thread.map(({ id, text, media, editedAt }) => (
        <div key={id} className="part">
          {text && <p>{text}</p>}
          {media.length > 0 && (
            <ul className="shots">
              {media.map(({ assetId, alt }) => (
                <Shot key={assetId} id={assetId} alt={alt} />
              ))}
            </ul>
          )}
          {editedAt && <small className="tag">{t('practice.edited', { time: times.when(editedAt) })}</small>}
        </div>
      ))}
    </article>
  )
}

function Shot({ id, alt }: { readonly id: AssetId; readonly alt: string }) {
  const { t } = useTranslation('accounts')
  const studio = useStudio()
  const asset = useQuery(studio.assets.get.queryOptions({ input: { id } }))
  return (
    <li>
      <Thumb asset={asset.data} size={48} letter={asset.isError ? '?' : ''} />
      <small className="clip">
        {asset.isError ? t('practice.fileGone') : alt ? t('practice.alt', { alt }) : t('practice.noAlt')}
      </small>
    </li>
  )
}
