import { useInfiniteQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, ErrorState, SectionHead, Skeleton, Thumb } from '../../../ui/index.ts'
import type { Kind, Wish } from './wish.ts'

/** What was made here before, newest first, each with the words it was made from. */
export function Made({ onAgain }: { readonly onAgain: (kind: Kind, wish: Wish) => void }) {
  const { t } = useTranslation('making')
  const go = useGo()
  const studio = useStudio()
  const times = useTimes()
  const made = useInfiniteQuery(
    studio.ai.made.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 20, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
  const items = made.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section>
      <SectionHead>{t('history')}</SectionHead>
      {made.isError && <ErrorState title={t('historyFailed')} error={made.error} onRetry={() => void made.refetch()} />}
      {made.isPending && <Skeleton rows={3} />}
      {made.isSuccess && items.length === 0 && <p className="soft">{t('historyEmpty')}</p>}
      <ul className="mk-made">
        {items.map(({ asset, prompt, model, ratio, at }) => (
          <li key={asset.id}>
            <button type="button" onClick={() => go.media({ asset: asset.id })}>
              <Thumb asset={asset} size={56} />
              <span className="mk-words">
                <span>{prompt}</span>
                <small className="soft">{t('madeBy', { model, ratio, when: times.when(at) })}</small>
              </span>
            </button>
            <Button
              look="plain"
              small
              icon={RotateCw}
              tip={t('again')}
              onClick={() => onAgain(asset.kind === 'video' ? 'video' : 'image', { prompt, ratio })}
            />
          </li>
        ))}
      </ul>
      {made.hasNextPage && (
        <Button small busy={made.isFetchingNextPage} onClick={() => void made.fetchNextPage()}>
          {t('earlier')}
        </Button>
      )}
    </section>
  )
}
