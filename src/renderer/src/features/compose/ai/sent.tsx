import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AiPreview } from '../../../../../contract/ai/index.ts'
import type { RunUsage, TextTask } from '../../../../../contract/ai/tasks.ts'
import type { AiMessage } from '../../../../../contract/ai/usage.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, Dialog, ErrorState, ScrollRegion, Skeleton } from '../../../ui/index.ts'
import { useComposing } from '../context.ts'
import { contentOf } from '../draft.ts'

/** What would be sent for `task`, to the letter; asked for as long as `enabled`. */
export function usePreview(task: TextTask, enabled: boolean) {
  const studio = useStudio()
  const { session, draft } = useComposing()
  const ofPost = task.task === 'regenerate'
  const { queryKey } = studio.ai.preview.queryOptions({ input: task })
  return useQuery({
    // A task about the post as it is saved is another one whenever the post is.
    queryKey: [...queryKey, ofPost ? contentOf(draft) : null],
    queryFn: async ({ signal }) => {
      if (ofPost) await session.flush()
      return studio.ai.preview.call(task, { signal })
    },
    enabled,
    placeholderData: (before) => before,
  })
}

/** A button behind which stands exactly what would be sent. */
export function SentBefore({ task }: { readonly task: TextTask }) {
  const { t } = useTranslation('aiDesk')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look="plain" small onClick={() => setOpen(true)}>
        {t('sent.look')}
      </Button>
      {open && <BeforeDialog task={task} onClose={() => setOpen(false)} />}
    </>
  )
}

function BeforeDialog({ task, onClose }: { readonly task: TextTask; readonly onClose: () => void }) {
  const { t } = useTranslation('aiDesk')
  const preview = usePreview(task, true)
  return (
    <Dialog open wide title={t('sent.before')} onClose={onClose} className="sent">
      {preview.isError ? (
        <ErrorState title={t('sent.failed')} error={preview.error} onRetry={() => void preview.refetch()} />
      ) : !preview.data || preview.isPlaceholderData ? (
        <Skeleton />
      ) : (
        <>
          <Facts
            endpoint={preview.data.calls[0]?.endpoint}
            model={preview.data.calls[0]?.model}
            count={preview.data.calls.length}
          />
          <ScrollRegion label={t('sent.reading')} className="sent-list">
            {preview.data.calls.map((call, index) => (
              <section key={index}>
                <ForAccount account={call.account} />
                <Messages messages={call.messages} />
              </section>
            ))}
          </ScrollRegion>
        </>
      )}
    </Dialog>
  )
}

/** A button behind which stands what was sent for a run and what came back, call by call. */
export function SentAfter({ used }: { readonly used: RunUsage }) {
  const { t } = useTranslation('aiDesk')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look="plain" small onClick={() => setOpen(true)}>
        {t('sent.looked')}
      </Button>
      {open && <AfterDialog used={used} onClose={() => setOpen(false)} />}
    </>
  )
}

function AfterDialog({ used, onClose }: { readonly used: RunUsage; readonly onClose: () => void }) {
  const { t } = useTranslation('aiDesk')
  const studio = useStudio()
  const calls = useQueries({ queries: used.calls.map((id) => studio.ai.call.queryOptions({ input: { id } })) })
  const failed = calls.find((call) => call.isError)
  const found = calls.flatMap(({ data }) => (data ? [data] : []))
  return (
    <Dialog open wide title={t('sent.after')} onClose={onClose} className="sent">
      {failed ? (
        <ErrorState title={t('sent.failedAfter')} error={failed.error} onRetry={() => void failed.refetch()} />
      ) : found.length < used.calls.length ? (
        <Skeleton />
      ) : (
        <>
          <Facts endpoint={found[0]?.endpoint.name} model={found[0]?.model} count={found.length} />
          <ScrollRegion label={t('sent.reading')} className="sent-list">
            {found.map((call) => (
              <section key={call.id}>
                <ForAccount account={call.about.account} />
                {call.sent ? <Messages messages={call.sent} /> : <p className="soft">{t('sent.gone')}</p>}
                {call.sent && (
                  <>
                    <h3>{t('sent.received')}</h3>
                    {call.received ? (
                      <p className="words">{call.received}</p>
                    ) : (
                      <p className="soft">{t('sent.nothingReceived')}</p>
                    )}
                  </>
                )}
                {call.inputTokens !== null && (
                  <p className="soft num">
                    {t('sent.tokens', { input: call.inputTokens, output: call.outputTokens ?? 0 })}
                  </p>
                )}
              </section>
            ))}
          </ScrollRegion>
        </>
      )}
    </Dialog>
  )
}

interface FactsProps {
  readonly endpoint: string | undefined
  readonly model: string | undefined
  readonly count: number
}

/** Who is asked, and how often. */
function Facts({ endpoint = '', model = '', count }: FactsProps) {
  const { t } = useTranslation('aiDesk')
  const to = t('sent.to', { endpoint, model })
  return <p className="soft">{count > 1 ? `${to} · ${t('sent.calls', { count })}` : to}</p>
}

function ForAccount({ account: id }: { readonly account: AiPreview['account'] }) {
  const { t } = useTranslation('aiDesk')
  const { accounts } = useComposing()
  const account = accounts.find((one) => one.id === id)
  return account ? <p className="for-account">{t('sent.for', { account: accountLabel(account) })}</p> : null
}

function Messages({ messages }: { readonly messages: readonly AiMessage[] }) {
  const { t } = useTranslation('aiDesk')
  return messages.map(({ role, text, images }, index) => (
    <div key={index}>
      <h3>{t(`sent.${role}`)}</h3>
      <p className="words">{text}</p>
      {images.length > 0 && <p className="soft">{t('sent.pictures', { count: images.length })}</p>}
    </div>
  ))
}
