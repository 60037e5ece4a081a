import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PostId } from '../../../../../contract/vocabulary.ts'
import { describeError } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, Note } from '../../../ui/index.ts'
import { DeliveryLine } from './delivery-line.tsx'

/** Deliveries that were made drafts again: what was tried then, of the record alone. Nothing where there are none. */
export function ResetDeliveries({ post }: { readonly post: PostId }) {
  const { t } = useTranslation('posts')
  const { t: ui } = useTranslation('ui')
  const studio = useStudio()
  const before = useInfiniteQuery(
    studio.deliveries.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ post, reset: true, limit: 20, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    }),
  )
  const deliveries = before.data?.pages.flatMap(({ items }) => items) ?? []
  if (before.isError) {
    return (
      <Note
        tone="bad"
        actions={
          <Button small onClick={() => void before.refetch()}>
            {ui('tryAgain')}
          </Button>
        }
      >
        <b>{t('record.beforeFailed')}.</b> {describeError(before.error).message}
      </Note>
    )
  }
  if (deliveries.length === 0) return null
  return (
    <section className="rec-before" aria-label={t('record.before')}>
      <h3 className="h">{t('record.before')}</h3>
      {deliveries.map((delivery) => (
        <DeliveryLine key={delivery.id} delivery={delivery} />
      ))}
      {before.hasNextPage && (
        <div className="acts">
          <Button small busy={before.isFetchingNextPage} onClick={() => void before.fetchNextPage()}>
            {t('record.showMore')}
          </Button>
        </div>
      )}
    </section>
  )
}
