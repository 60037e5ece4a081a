import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Approval } from '../../../../../contract/approvals.ts'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, EmptyState, ErrorState, SectionHead, Skeleton } from '../../../ui/index.ts'
import { Mark } from '../mark.tsx'
import { ApprovalCard } from './approval-card.tsx'
import { useApprovalWords } from './use-approval-words.ts'

/** What keys that ask first want to publish, and how it was answered. */
export function ApprovalsSection() {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const times = useTimes()
  const go = useGo()
  const waiting = useInfiniteQuery(
    studio.approvals.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ state: 'waiting' as const, limit: 20, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
  const items = waiting.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      {waiting.isError && (
        <ErrorState title={t('approvals.failed')} error={waiting.error} onRetry={() => void waiting.refetch()} />
      )}
      {waiting.isPending && <Skeleton rows={6} />}
      {waiting.isSuccess && items.length === 0 && (
        <EmptyState
          title={t('approvals.empty')}
          action={
            <Button onClick={() => go.automations({ section: 'keys', make: 'key' })}>{t('approvals.makeKey')}</Button>
          }
        >
          {t('approvals.emptyText')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <section>
          <SectionHead count={items.length}>{t('approvals.title')}</SectionHead>
          <p className="soft">{t('approvals.what', { zone: times.zoneLabel() })}</p>
          <ul className="au-cards">
            {items.map((approval) => (
              <ApprovalCard key={approval.id} approval={approval} />
            ))}
          </ul>
          {waiting.hasNextPage && (
            <Button small busy={waiting.isFetchingNextPage} onClick={() => void waiting.fetchNextPage()}>
              {t('approvals.more')}
            </Button>
          )}
        </section>
      )}
      <Answered />
    </>
  )
}

/** What was answered, newest first. */
function Answered() {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const times = useTimes()
  const words = useApprovalWords()
  const all = useInfiniteQuery(
    studio.approvals.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 50, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
  const answered = all.data?.pages.flatMap((page) => page.items).filter(({ state }) => state !== 'waiting') ?? []
  if (answered.length === 0) return null
  return (
    <section>
      <SectionHead>{t('approvals.answered')}</SectionHead>
      <ul className="au-log">
        {answered.map((approval) => (
          <li key={approval.id}>
            <span className="num soft">{times.when(approval.answeredAt ?? approval.askedAt)}</span>
            <span>
              <b>{approval.keyName}</b> <span className="soft">{words.wants(approval)}</span>
              {approval.state === 'failed' && <small>{words.outcome(approval)}</small>}
            </span>
            <Mark look={looks[approval.state]}>{t(`approvals.states.${approval.state}`)}</Mark>
          </li>
        ))}
      </ul>
      {all.hasNextPage && (
        <Button small busy={all.isFetchingNextPage} onClick={() => void all.fetchNextPage()}>
          {t('approvals.more')}
        </Button>
      )}
    </section>
  )
}

const looks = {
  waiting: 'waits',
  approved: 'ok',
  refused: 'off',
  changed: 'warn',
  failed: 'bad',
} as const satisfies Record<Approval['state'], string>
