import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStudio } from '../../../lib/studio.ts'
import { Button, EmptyState, ErrorState, SectionHead, Skeleton } from '../../../ui/index.ts'
import { Beside } from '../beside.tsx'
import { useAutomations } from '../use-automations.ts'
import { Folders } from './folders.tsx'
import { KeyForm } from './key-form.tsx'
import { KeyRecord } from './key-record.tsx'
import { KeyRow } from './key-row.tsx'
import { Traffic } from './traffic.tsx'

/** The keys of the workspace, how much they called, and beside them the one that is open. */
export function KeysSection() {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const { address, open, close } = useAutomations()
  const keys = useQuery(studio.keys.list.queryOptions())
  /** The secret that was just made, of the key it is of. */
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null)
  const all = keys.data ?? []
  const opened = all.find(({ id }) => id === address.key)
  const backTo = address.key === undefined ? 'new-key' : `row-${address.key}`
  const leave = () => {
    setMade(null)
    close()
  }
  return (
    <Beside
      backTo={backTo}
      beside={(closeAndReturn) =>
        address.make === 'key' ? (
          <KeyForm
            onMade={({ key, secret }) => {
              setMade({ id: key.id, secret })
              open({ key: key.id })
            }}
            onClose={closeAndReturn}
          />
        ) : opened ? (
          <KeyRecord
            key={opened.id}
            apiKey={opened}
            secret={made?.id === opened.id ? made.secret : null}
            onSecret={(secret) => setMade(secret === null ? null : { id: opened.id, secret })}
            onClose={closeAndReturn}
          />
        ) : null
      }
      onClose={leave}
    >
      {keys.isError && !keys.data && (
        <ErrorState title={t('keys.failed')} error={keys.error} onRetry={() => void keys.refetch()} />
      )}
      {keys.isPending && <Skeleton rows={5} table />}
      {keys.isSuccess && all.length === 0 && (
        <EmptyState
          title={t('keys.empty')}
          action={<Button onClick={() => open({ make: 'key' })}>{t('keys.make')}</Button>}
        >
          {t('keys.emptyText')}
        </EmptyState>
      )}
      {all.length > 0 && (
        <>
          <section>
            <SectionHead count={all.length}>{t('keys.title')}</SectionHead>
            <p className="soft">{t('keys.what')}</p>
            <ul className="au-list">
              {all.map((apiKey) => (
                <KeyRow
                  key={apiKey.id}
                  apiKey={apiKey}
                  selected={apiKey.id === address.key}
                  onOpen={() => {
                    setMade(null)
                    open({ key: apiKey.id })
                  }}
                />
              ))}
            </ul>
          </section>
          <Traffic />
          <Folders />
        </>
      )}
    </Beside>
  )
}
