import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AiEndpoint } from '../../../../../contract/ai/endpoints.ts'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, ErrorState, SectionHead, Skeleton } from '../../../ui/index.ts'
import { CapsForm } from './caps-form.tsx'
import { DefaultsForm } from './defaults-form.tsx'
import { EndpointForm } from './endpoint-form.tsx'
import { EndpointItem } from './endpoint-item.tsx'
import { PricesForm } from './prices-form.tsx'
import './ai.css'

/** Where AI is asked, which model for what, and what it may cost. */
export function AiSection() {
  const { t } = useTranslation('aiSettings')
  const studio = useStudio()
  const set = useQuery(studio.ai.endpoints.queryOptions())
  return (
    <>
      <SectionHead count={set.data?.endpoints.length || undefined}>{t('title')}</SectionHead>
      <p className="soft">{t('what')}</p>
      {set.isError && <ErrorState title={t('failed')} error={set.error} onRetry={() => void set.refetch()} />}
      {set.isPending && <Skeleton rows={5} />}
      {set.data && <Endpoints endpoints={set.data.endpoints} />}
      {set.data && set.data.endpoints.length > 0 && (
        <>
          <DefaultsForm endpoints={set.data.endpoints} defaults={set.data.defaults} />
          <CapsForm />
          <PricesForm endpoints={set.data.endpoints} defaults={set.data.defaults} />
          <Links />
        </>
      )}
    </>
  )
}

function Endpoints({ endpoints }: { readonly endpoints: readonly AiEndpoint[] }) {
  const { t } = useTranslation('aiSettings')
  const studio = useStudio()
  const [adding, setAdding] = useState(false)
  const test = useMutation(studio.ai.testEndpoint.mutationOptions({ meta: { quiet: true } }))
  const run = (id: AiEndpoint['id']) => test.mutate({ id })
  const tested = (id: AiEndpoint['id']) => test.variables?.id === id
  const none = endpoints.length === 0
  return (
    <>
      {!none && (
        <ul className="ai-endpoints">
          {endpoints.map((endpoint) => (
            <EndpointItem
              key={endpoint.id}
              endpoint={endpoint}
              onTest={run}
              testing={test.isPending && tested(endpoint.id)}
              testError={tested(endpoint.id) ? test.error : null}
            />
          ))}
        </ul>
      )}
      {none || adding ? (
        <div className={none ? 'crop ai-first' : 'ai-first'}>
          <h3>{t(none ? 'firstTitle' : 'addTitle')}</h3>
          <EndpointForm
            current={null}
            onSaved={({ id }) => {
              setAdding(false)
              run(id)
            }}
            onCancel={none ? null : () => setAdding(false)}
          />
        </div>
      ) : (
        <div>
          <Button icon={Plus} onClick={() => setAdding(true)}>
            {t('add')}
          </Button>
        </div>
      )}
    </>
  )
}

function Links() {
  const { t } = useTranslation('aiSettings')
  const go = useGo()
  return (
    <section>
      <div className="row wrap">
        <Button small onClick={() => go.settings({ section: 'brand' })}>
          {t('toBrand')}
        </Button>
        <Button small onClick={() => go.settings({ section: 'aiUsage' })}>
          {t('toUsage')}
        </Button>
      </div>
    </section>
  )
}
