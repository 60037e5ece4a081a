import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AiCall } from '../../../../../contract/ai/usage.ts'
import { useGo } from '../../../lib/go.ts'
import { say } from '../../../lib/say.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, CopyButton, Dialog, ErrorState, Note, Skeleton } from '../../../ui/index.ts'
import { CallState } from './call-state.tsx'
import { Exchange } from './exchange.tsx'
import { useUsageWords } from './use-usage-words.ts'

/** One request: its facts, and what was said on both sides. */
export function CallDialog({ id, onClose }: { readonly id: AiCall['id']; readonly onClose: () => void }) {
  const { t } = useTranslation('aiSettings')
  const studio = useStudio()
  const times = useTimes()
  const words = useUsageWords()
  const go = useGo()
  const call = useQuery(studio.ai.call.queryOptions({ input: { id } }))
  const { data } = call
  const { post, asset } = data?.about ?? { post: null, asset: null }
  return (
    <Dialog open wide title={data ? words.task(data.task) : t('request')} onClose={onClose}>
      {call.isError && (
        <ErrorState title={t('requestsFailed')} error={call.error} onRetry={() => void call.refetch()} />
      )}
      {call.isPending && <Skeleton rows={6} />}
      {data && (
        <div className="ai-call">
          <p className="row wrap soft">
            <CallState state={data.state} />
            <span>{times.when(data.at)}</span>
            <span>{t('modelAt', { model: data.model, endpoint: data.endpoint.name })}</span>
            {data.inputTokens !== null && data.inputTokens > 0 && (
              <span className="num">
                {t('tokens', { sent: words.number(data.inputTokens), got: words.number(data.outputTokens ?? 0) })}
              </span>
            )}
            {data.images > 0 && <span className="num">{t('picturesMade', { count: data.images })}</span>}
            {data.seconds > 0 && <span className="num">{t('secondsMade', { count: data.seconds })}</span>}
            <span className="num">
              {data.costUsd === null
                ? t('costUnknown')
                : data.estimated
                  ? t('atMost', { usd: words.usd(data.costUsd) })
                  : words.usd(data.costUsd)}
            </span>
          </p>
          {data.told && <Note tone={data.state === 'canceled' ? 'plain' : 'bad'}>{say(data.told)}</Note>}
          {(post !== null || asset !== null) && (
            <div className="row wrap">
              {post !== null && (
                <Button small onClick={() => go.posts({ post })}>
                  {t('openPost')}
                </Button>
              )}
              {asset !== null && (
                <Button small onClick={() => go.media({ asset })}>
                  {t('openFile')}
                </Button>
              )}
            </div>
          )}
          <h3>{t('sent')}</h3>
          {data.sent ? <Exchange messages={data.sent} /> : <p className="soft">{t('forgotten')}</p>}
          {data.received !== null && data.received !== '' && (
            <>
              <div className="row">
                <h3 className="grow">{t('received')}</h3>
                <CopyButton small text={data.received} label={t('copy')} />
              </div>
              <pre className="ai-said">{data.received}</pre>
            </>
          )}
        </div>
      )}
    </Dialog>
  )
}
