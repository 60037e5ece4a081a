import { useInfiniteQuery } from '@tanstack/react-query'
import { Ban, CircleX, Clock, LoaderCircle, type LucideIcon, PencilLine } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CadenceRun } from '../../../../../contract/ai/cadence.ts'
import { useGo } from '../../../lib/go.ts'
import { say } from '../../../lib/say.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, ErrorState, Icon, Skeleton } from '../../../ui/index.ts'

const looks = {
  running: ['st-publishing', LoaderCircle],
  drafted: ['', PencilLine],
  scheduled: ['st-scheduled', Clock],
  skipped: ['', Ban],
  failed: ['st-failed', CircleX],
} as const satisfies Record<CadenceRun['outcome'], readonly [string, LucideIcon]>

/** What was written by itself, newest first, and what became of it. */
export function CadenceLog() {
  const { t } = useTranslation('cadence')
  const studio = useStudio()
  const times = useTimes()
  const go = useGo()
  const runs = useInfiniteQuery(
    studio.ai.cadenceRuns.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 20, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
  const items = runs.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section>
      <h3>{t('log')}</h3>
      {runs.isError && <ErrorState title={t('logFailed')} error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isPending && <Skeleton rows={4} table />}
      {runs.isSuccess && items.length === 0 && <p className="soft">{t('logEmpty')}</p>}
      <ul className="cd-log">
        {items.map(({ id, outcome, cadence, topic, dueAt, post, told }) => {
          const [look, icon] = looks[outcome]
          return (
            <li key={id}>
              <span className="num soft">{times.when(dueAt)}</span>
              <span className={`st ${look}`}>
                <Icon of={icon} size="s" />
                {t(`outcomes.${outcome}`)}
              </span>
              <span className="cd-topic">
                <span>{topic}</span> <span className="soft">{cadence.name}</span>
                {told && <small className="soft">{say(told)}</small>}
              </span>
              {post !== null && (
                <Button small onClick={() => (outcome === 'drafted' ? go.compose(post) : go.posts({ post }))}>
                  {t('open')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {runs.hasNextPage && (
        <div>
          <Button small busy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            {t('earlier')}
          </Button>
        </div>
      )}
    </section>
  )
}
