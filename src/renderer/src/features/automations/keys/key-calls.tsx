import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ApiKey } from '../../../../../contract/keys.ts'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, ErrorState, SectionHead, Skeleton } from '../../../ui/index.ts'
import { Mark } from '../mark.tsx'

/** Every call a key made, newest first. */
export function KeyCalls({ id }: { readonly id: ApiKey['id'] }) {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const times = useTimes()
  const go = useGo()
  const calls = useInfiniteQuery({
    ...studio.keys.calls.infiniteOptions({
      input: (cursor: string | undefined) => ({ id, limit: 30, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
    // Calls that only read tell nobody: looked at anew each time it is opened.
    staleTime: 0,
  })
  const items = calls.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section>
      <SectionHead>{t('keys.log')}</SectionHead>
      {calls.isError && (
        <ErrorState title={t('keys.logFailed')} error={calls.error} onRetry={() => void calls.refetch()} />
      )}
      {calls.isPending && <Skeleton rows={5} />}
      {calls.isSuccess && items.length === 0 && <p className="soft">{t('keys.logEmpty')}</p>}
      <ul className="au-log">
        {items.map(({ at, operation, status, code, ms, about }, index) => (
          <li key={`${at} ${index}`}>
            <span className="num soft" title={times.full(at)}>
              {times.when(at)}
            </span>
            <span>
              <span className="mono">{operation}</span>
              <small>
                {t('keys.ms', { ms })}
                {about?.startsWith('post_') && (
                  <button type="button" className="link" onClick={() => go.posts({ post: about })}>
                    {t('keys.openPost')}
                  </button>
                )}
              </small>
            </span>
            <Mark look={status < 400 ? 'ok' : code === 'approval_required' ? 'waits' : 'bad'}>
              {status} {code}
            </Mark>
          </li>
        ))}
      </ul>
      {calls.hasNextPage && (
        <Button small busy={calls.isFetchingNextPage} onClick={() => void calls.fetchNextPage()}>
          {t('keys.logMore')}
        </Button>
      )}
    </section>
  )
}
