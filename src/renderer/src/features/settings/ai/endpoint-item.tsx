import { useMutation, useQuery } from '@tanstack/react-query'
import { ChevronDown, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AiEndpoint, AiTest } from '../../../../../contract/ai/endpoints.ts'
import { describeError } from '../../../lib/errors.ts'
import { say } from '../../../lib/say.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, confirm, Icon, Note, Popover, ScrollRegion, Skeleton, toast } from '../../../ui/index.ts'
import { unlisted } from './unlisted.ts'
import { EndpointForm } from './endpoint-form.tsx'

interface EndpointItemProps {
  readonly endpoint: AiEndpoint
  /** It was added just now: it is tested at once. */
  readonly onTest: (id: AiEndpoint['id']) => void
  readonly testing: boolean
  readonly testError: unknown
}

/** One endpoint: where it is, whether it answers, what it knows. */
export function EndpointItem({ endpoint, onTest, testing, testError }: EndpointItemProps) {
  const { t } = useTranslation('aiSettings')
  const studio = useStudio()
  const [changing, setChanging] = useState(false)
  const remove = useMutation(studio.ai.removeEndpoint.mutationOptions())
  const { id, name, baseUrl, test } = endpoint
  const forget = async () => {
    const yes = await confirm({
      title: t('removeTitle', { name }),
      consequence: t('removeText'),
      action: t('removeAction', { name }),
      danger: true,
    })
    if (yes) remove.mutate({ id }, { onSuccess: () => toast(t('removed', { name })) })
  }
  return (
    <li className="ai-endpoint">
      <div>
        <h4>{name}</h4>
        <p className="mono soft clip">{baseUrl}</p>
        <p className="soft">
          {t(endpoint.hasKey ? 'hasKey' : 'noKey')} {endpoint.free && t('isFree')}
        </p>
      </div>
      {changing ? (
        <EndpointForm
          current={endpoint}
          onSaved={() => {
            setChanging(false)
            onTest(id)
          }}
          onCancel={() => setChanging(false)}
        />
      ) : (
        <>
          <div role="status">
            {testing ? <p className="soft">{t('testing')}</p> : test && <Outcome endpoint={endpoint} test={test} />}
          </div>
          {!testing && testError !== null && <Note tone="bad">{describeError(testError).message}</Note>}
          <div className="row wrap">
            <Button small busy={testing} onClick={() => onTest(id)}>
              {t(test ? 'testAgain' : 'test')}
            </Button>
            <Models endpoint={endpoint} />
            <Button small onClick={() => setChanging(true)}>
              {t('change')}
            </Button>
            <Button small look="danger" busy={remove.isPending} onClick={() => void forget()}>
              {t('remove')}
            </Button>
          </div>
        </>
      )}
    </li>
  )
}

function Outcome({ endpoint, test }: { readonly endpoint: AiEndpoint; readonly test: AiTest }) {
  const { t } = useTranslation('aiSettings')
  const times = useTimes()
  const when = times.when(test.at)
  if (!test.passed)
    return (
      <Note tone="bad">
        <b>{t('testFailed', { when })}</b> {test.told && say(test.told)}
        {test.words !== null && <p className="mono ai-words">{test.words}</p>}
      </Note>
    )
  const seconds = new Intl.NumberFormat(times.locale, { maximumFractionDigits: 1 }).format(test.ms / 1_000)
  const { responses, structured } = endpoint.able
  return (
    <div className="ai-passed">
      <p className="st st-published">
        <Icon of={CircleCheck} size="s" />
        {t('testPassed', { model: test.model ?? '', seconds, when })}
      </p>
      <p className="soft">
        {test.models === null ? t('listsNone') : t('lists', { count: test.models })}{' '}
        {responses !== null && t(responses ? 'knowsResponses' : 'knowsChat')}{' '}
        {structured !== null && t(structured ? 'knowsSchemas' : 'knowsNoSchemas')}
      </p>
    </div>
  )
}

function Models({ endpoint: { id, name } }: { readonly endpoint: AiEndpoint }) {
  const { t } = useTranslation('aiSettings')
  const studio = useStudio()
  const [open, setOpen] = useState(false)
  const models = useQuery({ ...studio.ai.models.queryOptions({ input: { id } }), enabled: open })
  const label = t('modelsOf', { name })
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button small icon={ChevronDown}>
          {t('models')}
        </Button>
      }
    >
      {models.isPending && <Skeleton rows={4} />}
      {models.isError && <Note tone="bad">{unlisted(models.error, t('listsNone'))}</Note>}
      {models.data?.models.length === 0 && <p className="soft">{t('listsNone')}</p>}
      {models.data && models.data.models.length > 0 && (
        <ScrollRegion label={label} className="ai-models">
          <ul>
            {models.data.models.map((model) => (
              <li key={model} className="mono">
                {model}
              </li>
            ))}
          </ul>
        </ScrollRegion>
      )}
    </Popover>
  )
}
