import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AiPreview } from '../../../../../contract/ai/index.ts'
import type { TextAnswer, TextTask } from '../../../../../contract/ai/tasks.ts'
import type { AccountId } from '../../../../../contract/vocabulary.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { describeError } from '../../../lib/errors.ts'
import { useGo } from '../../../lib/go.ts'
import { say } from '../../../lib/say.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, Dialog, Field, Input, Note, Select, toast } from '../../../ui/index.ts'
import { useAsk } from '../../compose/ai/use-ask.ts'
import { useAccounts } from '../../posts/use-accounts.ts'
import { CallDialog } from '../usage/call-dialog.tsx'
import { Exchange } from '../usage/exchange.tsx'
import { useUsageWords } from '../usage/use-usage-words.ts'

/** A draft in the voice as it is described, to hear whether it sounds right. Nothing is kept of it. */
export function TryBox({ beforeAsking }: { readonly beforeAsking: () => Promise<void> }) {
  const { t } = useTranslation('brand')
  const go = useGo()
  const studio = useStudio()
  const set = useQuery(studio.ai.endpoints.queryOptions())
  return (
    <section>
      <h3>{t('try')}</h3>
      {set.data && !set.data.ready.text && (
        <Note
          tone="plain"
          actions={
            <Button look="ink" small onClick={() => go.settings({ section: 'ai' })}>
              {t('setUpAi')}
            </Button>
          }
        >
          {t('tryNeedsAi')}
        </Note>
      )}
      {set.data?.ready.text && <Trial beforeAsking={beforeAsking} />}
    </section>
  )
}

function Trial({ beforeAsking }: { readonly beforeAsking: () => Promise<void> }) {
  const { t } = useTranslation('brand')
  const studio = useStudio()
  const accounts = useAccounts()
  const { asked, ask, stop } = useAsk()
  const [topic, setTopic] = useState('')
  const [account, setAccount] = useState('')
  const [prompt, setPrompt] = useState<readonly AiPreview[] | null>(null)
  const task = {
    task: 'post',
    from: { topic: topic.trim() },
    length: 'medium',
    hashtags: false,
    ...(account && { for: { account: account as AccountId } }),
  } satisfies TextTask
  const coming = asked.state === 'coming'
  const run = () => {
    if (task.from.topic !== '' && !coming) void beforeAsking().then(() => ask(task))
  }
  const look = async () => {
    await beforeAsking()
    try {
      setPrompt((await studio.ai.preview.call(task)).calls)
    } catch (error) {
      toast(describeError(error).message, { stays: true })
    }
  }
  return (
    <>
      <p className="soft">{t('tryHint')}</p>
      <form
        className="st-row"
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        <Field label={t('tryTopic')}>
          <Input
            value={topic}
            maxLength={2_000}
            placeholder={t('tryExample')}
            onChange={(event) => setTopic(event.target.value)}
          />
        </Field>
        <Field label={t('tryFor')}>
          <Select
            value={account}
            options={[
              { value: '', label: t('tryAnywhere') },
              ...accounts.all.map((one) => ({ value: one.id as string, label: accountLabel(one) })),
            ]}
            onChange={setAccount}
          />
        </Field>
        {/* One button that never submits: were it to become the form's own while it stops, the same press would ask again. */}
        <Button
          look={coming ? 'edge' : 'primary'}
          disabled={!coming && task.from.topic === ''}
          onClick={coming ? stop : run}
        >
          {t(coming ? 'tryStop' : 'tryRun')}
        </Button>
        <Button look="plain" disabled={task.from.topic === ''} onClick={() => void look()}>
          {t('tryPrompt')}
        </Button>
      </form>
      <Heard asked={asked} />
      {prompt && (
        <Dialog open wide title={t('tryPrompt')} onClose={() => setPrompt(null)}>
          {prompt.map((call) => (
            <Exchange key={call.account ?? ''} messages={call.messages} />
          ))}
        </Dialog>
      )}
    </>
  )
}

function Heard({ asked }: { readonly asked: ReturnType<typeof useAsk>['asked'] }) {
  const { t } = useTranslation('brand')
  const go = useGo()
  const words = useUsageWords()
  const [looking, setLooking] = useState(false)
  if (asked.state === 'idle') return null
  const text = asked.state === 'done' ? writtenOf(asked.answer)?.text : asked.came.texts.get(null)
  const call = asked.state === 'done' ? asked.used.calls.at(-1) : undefined
  return (
    <div className="br-heard" aria-busy={asked.state === 'coming'}>
      <p className="br-draft" aria-live={asked.state === 'done' ? 'polite' : 'off'}>
        {text ?? t('tryComing')}
      </p>
      {asked.state === 'stopped' && <p className="soft">{t('tryStopped')}</p>}
      {asked.state === 'failed' && <Note tone="bad">{describeError(asked.error).message}</Note>}
      {asked.state === 'done' && (
        <>
          {writtenOf(asked.answer)?.warnings.map((warning) => (
            <Note key={warning.says} tone="warn">
              {say(warning)}
            </Note>
          ))}
          <div className="row wrap">
            <span className="soft num">{t('tryCost', { usd: words.cost(asked.used.usage) })}</span>
            <span className="grow" />
            {call !== undefined && (
              <Button look="plain" small onClick={() => setLooking(true)}>
                {t('trySent')}
              </Button>
            )}
            <Button small onClick={() => go.newPost({ text: text ?? '' })}>
              {t('tryOpen')}
            </Button>
          </div>
        </>
      )}
      {looking && call !== undefined && <CallDialog id={call} onClose={() => setLooking(false)} />}
    </div>
  )
}

function writtenOf(answer: TextAnswer) {
  return answer.task === 'post' ? answer.written : undefined
}
