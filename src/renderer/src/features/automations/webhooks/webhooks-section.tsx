import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStudio } from '../../../lib/studio.ts'
import { Button, EmptyState, ErrorState, Inspector, SectionHead, Skeleton } from '../../../ui/index.ts'
import { Beside } from '../beside.tsx'
import { useAutomations } from '../use-automations.ts'
import { HookForm } from './hook-form.tsx'
import { HookRecord } from './hook-record.tsx'
import { HookRow } from './hook-row.tsx'
import { Hosts } from './hosts.tsx'

/** Programs that are told what happens, and beside them the one that is open. */
export function WebhooksSection() {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const { address, open, close } = useAutomations()
  const hooks = useQuery(studio.webhooks.list.queryOptions())
  /** The secret that was just made, of the webhook it is of. */
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null)
  const all = hooks.data ?? []
  const opened = all.find(({ id }) => id === address.hook)
  const leave = () => {
    setMade(null)
    close()
  }
  return (
    <Beside
      backTo={address.hook === undefined ? 'new-hook' : `row-${address.hook}`}
      beside={(closeAndReturn) =>
        address.make === 'hook' ? (
          <Inspector
            title={t('hooks.make')}
            label={t('hooks.make')}
            backTo={t('sections.webhooks')}
            onClose={closeAndReturn}
          >
            <HookForm
              webhook={null}
              onMade={({ id }, secret) => {
                setMade(secret === null ? null : { id, secret })
                open({ hook: id })
              }}
            />
          </Inspector>
        ) : opened ? (
          <HookRecord
            key={opened.id}
            webhook={opened}
            secret={made?.id === opened.id ? made.secret : null}
            onSecret={(secret) => setMade(secret === null ? null : { id: opened.id, secret })}
            onClose={closeAndReturn}
          />
        ) : null
      }
      onClose={leave}
    >
      {hooks.isError && !hooks.data && (
        <ErrorState title={t('hooks.failed')} error={hooks.error} onRetry={() => void hooks.refetch()} />
      )}
      {hooks.isPending && <Skeleton rows={5} table />}
      {hooks.isSuccess && all.length === 0 && (
        <EmptyState
          title={t('hooks.empty')}
          action={<Button onClick={() => open({ make: 'hook' })}>{t('hooks.make')}</Button>}
        >
          {t('hooks.emptyText')}
        </EmptyState>
      )}
      {all.length > 0 && (
        <section>
          <SectionHead count={all.length}>{t('hooks.title')}</SectionHead>
          <p className="soft">{t('hooks.what')}</p>
          <ul className="au-list">
            {all.map((webhook) => (
              <HookRow
                key={webhook.id}
                webhook={webhook}
                selected={webhook.id === address.hook}
                onOpen={() => {
                  setMade(null)
                  open({ hook: webhook.id })
                }}
              />
            ))}
          </ul>
        </section>
      )}
      {hooks.isSuccess && <Hosts />}
    </Beside>
  )
}
