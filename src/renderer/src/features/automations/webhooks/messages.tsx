import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Webhook, WebhookMessage } from '../../../../../contract/webhooks.ts'
import { say } from '../../../lib/say.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { wordKey } from '../../../lib/word-key.ts'
import { Button, ErrorState, Field, SectionHead, Select, Skeleton, toast } from '../../../ui/index.ts'
import { Json } from '../json.tsx'
import { Mark } from '../mark.tsx'

const shown = ['all', 'waiting', 'delivered', 'failed'] as const

/** Every message of a webhook, newest first: each try, its body, and sending it again. */
export function Messages({ id }: { readonly id: Webhook['id'] }) {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const [state, setState] = useState<(typeof shown)[number]>('all')
  const messages = useInfiniteQuery(
    studio.webhooks.messages.infiniteOptions({
      input: (cursor: string | undefined) => ({
        id,
        limit: 25,
        ...(state !== 'all' && { state }),
        ...(cursor && { cursor }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  )
  const items = messages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section>
      <SectionHead>{t('hooks.messages')}</SectionHead>
      <div className="row">
        <Field label={t('hooks.ofState')} hideLabel>
          <Select
            small
            value={state}
            options={shown.map((value) => ({ value, label: t(`hooks.states.${value}`) }))}
            onChange={setState}
          />
        </Field>
      </div>
      {messages.isError && (
        <ErrorState title={t('hooks.messagesFailed')} error={messages.error} onRetry={() => void messages.refetch()} />
      )}
      {messages.isPending && <Skeleton rows={4} />}
      {messages.isSuccess && items.length === 0 && <p className="soft">{t('hooks.messagesEmpty')}</p>}
      <ul className="au-messages">
        {items.map((message) => (
          <li key={message.id}>
            <Message hook={id} message={message} />
          </li>
        ))}
      </ul>
      {messages.hasNextPage && (
        <Button small busy={messages.isFetchingNextPage} onClick={() => void messages.fetchNextPage()}>
          {t('hooks.messagesMore')}
        </Button>
      )}
    </section>
  )
}

const looks = { waiting: 'waits', delivered: 'ok', failed: 'bad' } as const

function Message({ hook, message }: { readonly hook: Webhook['id']; readonly message: WebhookMessage }) {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const times = useTimes()
  const replay = useMutation(
    studio.webhooks.replay.mutationOptions({
      onSuccess: ({ state }) => toast(t('hooks.replayed', { outcome: t(`hooks.messageStates.${state}`) })),
    }),
  )
  const { id, topic, state, createdAt, payload, tries, nextAt } = message
  return (
    <details>
      <summary>
        <span className="num soft">{times.when(createdAt)}</span>
        <span className="clip">{t(`hooks.topicWords.${wordKey(topic)}`)}</span>
        <Mark look={looks[state]}>{t(`hooks.messageStates.${state}`)}</Mark>
      </summary>
      <h4>{t('hooks.tries')}</h4>
      {tries.length === 0 && <p className="soft">{t('hooks.noTry')}</p>}
      <ol className="au-tries">
        {tries.map((one, index) => (
          <li key={index}>
            <span className="num soft">{times.exactTime(one.at)}</span> {one.problem && say(one.problem)}
            {one.problem === null && one.status !== null && t('hooks.tryTaken', { status: one.status })}{' '}
            <span className="soft num">{t('keys.ms', { ms: one.ms })}</span>
          </li>
        ))}
      </ol>
      {nextAt !== null && <p className="soft">{t('hooks.nextTry', { when: times.when(nextAt) })}</p>}
      <h4>{t('hooks.body')}</h4>
      <Json value={payload} label={t('hooks.body')} />
      <div className="acts">
        <Button small busy={replay.isPending} onClick={() => replay.mutate({ id: hook, message: id })}>
          {t('hooks.replay')}
        </Button>
      </div>
    </details>
  )
}
