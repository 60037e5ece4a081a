import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Cadence } from '../../../../../contract/ai/cadence.ts'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, ErrorState, Note, SectionHead, Skeleton } from '../../../ui/index.ts'
import { AutomationForm } from './automation-form.tsx'
import { CadenceForm } from './cadence-form.tsx'
import { CadenceItem } from './cadence-item.tsx'
import { CadenceLog } from './cadence-log.tsx'
import './cadence.css'

/** Drafts that are written by themselves: on which topics, when, and what came of it. */
export function CadenceSection() {
  const { t } = useTranslation('cadence')
  const studio = useStudio()
  const go = useGo()
  const times = useTimes()
  const all = useQuery(studio.ai.cadences.queryOptions())
  const set = useQuery(studio.ai.endpoints.queryOptions())
  const noText = set.data !== undefined && !set.data.ready.text
  return (
    <>
      <SectionHead count={all.data?.cadences.length || undefined}>{t('title')}</SectionHead>
      <p className="soft">{t('what', { zone: times.zoneLabel() })}</p>
      {noText && (
        <Note
          tone={all.data?.cadences.length ? 'warn' : 'plain'}
          actions={
            <Button look="ink" small onClick={() => go.settings({ section: 'ai' })}>
              {t('setUp')}
            </Button>
          }
        >
          {t('needsAi')}
        </Note>
      )}
      {all.isError && <ErrorState title={t('failed')} error={all.error} onRetry={() => void all.refetch()} />}
      {all.isPending && <Skeleton rows={4} />}
      {all.data && (
        <>
          <Cadences cadences={all.data.cadences} publishes={all.data.automation.publishByItself} />
          <AutomationForm automation={all.data.automation} />
        </>
      )}
      <CadenceLog />
    </>
  )
}

function Cadences({ cadences, publishes }: { readonly cadences: readonly Cadence[]; readonly publishes: boolean }) {
  const { t } = useTranslation('cadence')
  const [adding, setAdding] = useState(false)
  return (
    <>
      {cadences.length > 0 && (
        <ul className="cd-list">
          {cadences.map((cadence) => (
            <CadenceItem key={cadence.id} cadence={cadence} publishes={publishes} />
          ))}
        </ul>
      )}
      {adding ? (
        <div className="cd-form">
          <h3>{t('add')}</h3>
          <CadenceForm current={null} publishes={publishes} onDone={() => setAdding(false)} />
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
