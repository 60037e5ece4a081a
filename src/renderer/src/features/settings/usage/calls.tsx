import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AiTaskName, type AiCall } from '../../../../../contract/ai/usage.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, ErrorState, Field, Select, Skeleton } from '../../../ui/index.ts'
import { CallDialog } from './call-dialog.tsx'
import { CallState } from './call-state.tsx'
import { useUsageWords } from './use-usage-words.ts'

/** Every request, newest first; each opens with what was sent and what came back, to the letter. */
export function Calls() {
  const { t } = useTranslation('aiSettings')
  const studio = useStudio()
  const words = useUsageWords()
  const times = useTimes()
  const [task, setTask] = useState<AiTaskName | ''>('')
  const [opened, setOpened] = useState<AiCall['id'] | null>(null)
  const calls = useInfiniteQuery({
    ...studio.ai.calls.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 25, ...(task && { task }), ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
    placeholderData: keepPreviousData,
  })
  const items = calls.data?.pages.flatMap((page) => page.items) ?? []
  if (calls.isSuccess && items.length === 0 && task === '') return null
  return (
    <section>
      <h3>{t('requests')}</h3>
      <p className="soft">{t('requestsHint')}</p>
      <div className="row">
        <Field label={t('ofTask')} hideLabel>
          <Select
            small
            value={task}
            options={[
              { value: '', label: t('everyTask') },
              ...AiTaskName.options.map((value) => ({ value, label: words.task(value) })),
            ]}
            onChange={setTask}
          />
        </Field>
      </div>
      {calls.isError && (
        <ErrorState title={t('requestsFailed')} error={calls.error} onRetry={() => void calls.refetch()} />
      )}
      {calls.isPending && <Skeleton rows={5} table />}
      {calls.isSuccess && items.length === 0 && <p className="soft">{t('noRequests')}</p>}
      <ul className="ai-calls">
        {items.map((call) => (
          <li key={call.id}>
            <button type="button" onClick={() => setOpened(call.id)}>
              <span className="num soft">{times.when(call.at)}</span>
              <b className="clip">{words.task(call.task)}</b>
              <span className="clip soft">{call.model}</span>
              <CallState state={call.state} />
              <span className="num">
                {call.costUsd === null
                  ? t('costUnknown')
                  : call.estimated
                    ? t('atMost', { usd: words.usd(call.costUsd) })
                    : words.usd(call.costUsd)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {calls.hasNextPage && (
        <div>
          <Button small busy={calls.isFetchingNextPage} onClick={() => void calls.fetchNextPage()}>
            {t('earlier')}
          </Button>
        </div>
      )}
      {opened !== null && <CallDialog id={opened} onClose={() => setOpened(null)} />}
    </section>
  )
}
