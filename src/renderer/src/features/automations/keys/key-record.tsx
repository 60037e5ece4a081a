import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiKey } from '../../../../../contract/keys.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, confirm, Inspector, toast } from '../../../ui/index.ts'
import { Mark } from '../mark.tsx'
import { RotateDialog } from '../rotate.tsx'
import { SecretOnce } from '../secret-once.tsx'
import { KeyCalls } from './key-calls.tsx'
import { stateLooks } from './key-row.tsx'
import { useKeyWords } from './use-key-words.ts'

interface KeyRecordProps {
  readonly apiKey: ApiKey
  /** The whole key, right after it was made. */
  readonly secret: string | null
  readonly onSecret: (secret: string | null) => void
  readonly onClose: () => void
}

/** One key: what it may do, how it stands, what it did. */
export function KeyRecord({ apiKey, secret, onSecret, onClose }: KeyRecordProps) {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const [rotating, setRotating] = useState(false)
  const rotate = useMutation(
    studio.keys.rotate.mutationOptions({
      gcTime: 0,
      onSuccess: (made) => {
        setRotating(false)
        onSecret(made.secret)
      },
    }),
  )
  const revoke = useMutation(studio.keys.revoke.mutationOptions())
  const { id, name, state } = apiKey
  const askRevoke = async () => {
    const yes = await confirm({
      title: t('keys.revokeTitle', { name }),
      consequence: t('keys.revokeText'),
      action: t('keys.revokeAction'),
      danger: true,
    })
    if (yes) revoke.mutate({ id }, { onSuccess: () => toast(t('keys.revoked', { name })) })
  }
  return (
    <Inspector title={name} label={name} backTo={t('sections.keys')} onClose={onClose}>
      <div className="au-record">
        {secret !== null && (
          <SecretOnce
            title={t('keys.secretTitle', { name })}
            what={t('keys.secretWhat')}
            label={t('keys.secret')}
            secret={secret}
            done={t('keys.secretDone')}
            onDone={() => onSecret(null)}
          />
        )}
        <Facts apiKey={apiKey} />
        {state !== 'revoked' && (
          <div className="acts">
            {state === 'active' && <Button onClick={() => setRotating(true)}>{t('keys.rotate')}</Button>}
            <Button look="danger" busy={revoke.isPending} onClick={() => void askRevoke()}>
              {t('keys.revoke')}
            </Button>
          </div>
        )}
        <KeyCalls id={id} />
      </div>
      {rotating && (
        <RotateDialog
          title={t('keys.rotateTitle', { name })}
          what={t('keys.rotateWhat')}
          label={t('keys.overlap')}
          start="60"
          busy={rotate.isPending}
          onRotate={(overlapMinutes) => rotate.mutate({ id, overlapMinutes })}
          onClose={() => setRotating(false)}
        />
      )}
    </Inspector>
  )
}

function Facts({ apiKey }: { readonly apiKey: ApiKey }) {
  const { t } = useTranslation('automations')
  const times = useTimes()
  const words = useKeyWords()
  const { state, scopes, asksFirst, createdAt, expiresAt, lastUsedAt, previousUntil, revokedAt, ending } = apiKey
  return (
    <dl className="au-facts">
      <dt>{t('keys.facts.state')}</dt>
      <dd>
        <Mark look={stateLooks[state]}>{t(`keys.state.${state}`)}</Mark>
        {revokedAt !== null && <small>{times.when(revokedAt)}</small>}
      </dd>
      <dt>{t('keys.facts.may')}</dt>
      <dd>{scopes.map(words.scope).join(', ')}</dd>
      <dt>{t('keys.facts.asksFirst')}</dt>
      <dd>{t(asksFirst ? 'keys.asksYes' : 'keys.asksNo')}</dd>
      <dt>{t('keys.facts.limits')}</dt>
      <dd>{words.limits(apiKey)}</dd>
      <dt>{t('keys.facts.expires')}</dt>
      <dd>{expiresAt === null ? t('keys.untilRevoked') : times.full(expiresAt)}</dd>
      <dt>{t('keys.facts.used')}</dt>
      <dd>{lastUsedAt === null ? t('never') : times.when(lastUsedAt)}</dd>
      <dt>{t('keys.facts.made')}</dt>
      <dd>{times.when(createdAt)}</dd>
      <dt>{t('keys.facts.ending')}</dt>
      <dd className="mono">…{ending}</dd>
      {previousUntil !== null && (
        <>
          <dt>{t('keys.facts.previous')}</dt>
          <dd>{t('keys.previousUntil', { when: times.when(previousUntil) })}</dd>
        </>
      )}
    </dl>
  )
}
