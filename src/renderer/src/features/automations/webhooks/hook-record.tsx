import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Webhook, WebhookMessage } from '../../../../../contract/webhooks.ts'
import { say } from '../../../lib/say.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { wordKey } from '../../../lib/word-key.ts'
import { Button, confirm, Inspector, Note, toast } from '../../../ui/index.ts'
import { RotateDialog } from '../rotate.tsx'
import { SecretOnce } from '../secret-once.tsx'
import { HookForm } from './hook-form.tsx'
import { HookMark } from './hook-row.tsx'
import { Messages } from './messages.tsx'

interface HookRecordProps {
  readonly webhook: Webhook
  /** Its secret, right after it was made. */
  readonly secret: string | null
  readonly onSecret: (secret: string | null) => void
  readonly onClose: () => void
}

/** One webhook: what it is told, a test, and what was sent. */
export function HookRecord({ webhook, secret, onSecret, onClose }: HookRecordProps) {
  const { t } = useTranslation('automations')
  const { name } = webhook
  const [changing, setChanging] = useState(false)
  return (
    <Inspector title={name} label={name} backTo={t('sections.webhooks')} onClose={onClose}>
      {changing ? (
        <HookForm webhook={webhook} onMade={() => setChanging(false)} />
      ) : (
        <div className="au-record">
          {secret !== null && (
            <SecretOnce
              title={t('hooks.secretTitle', { name })}
              what={t('hooks.secretWhat')}
              label={t('hooks.secret')}
              secret={secret}
              done={t('keys.secretDone')}
              onDone={() => onSecret(null)}
            />
          )}
          <Facts webhook={webhook} />
          <Actions webhook={webhook} onChange={() => setChanging(true)} onSecret={onSecret} onGone={onClose} />
          <Messages id={webhook.id} />
        </div>
      )}
    </Inspector>
  )
}

function Facts({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation('automations')
  const times = useTimes()
  const { url, topics, createdAt, lastDeliveredAt, lastFailedAt, previousUntil } = webhook
  return (
    <dl className="au-facts">
      <dt>{t('keys.facts.state')}</dt>
      <dd>
        <HookMark webhook={webhook} />
      </dd>
      <dt>{t('hooks.facts.url')}</dt>
      <dd className="mono">{url}</dd>
      <dt>{t('hooks.facts.told')}</dt>
      <dd>{topics.map((topic) => t(`hooks.topicWords.${wordKey(topic)}`)).join(', ')}</dd>
      <dt>{t('hooks.facts.delivered')}</dt>
      <dd>{lastDeliveredAt === null ? t('never') : times.when(lastDeliveredAt)}</dd>
      {lastFailedAt !== null && (
        <>
          <dt>{t('hooks.facts.failed')}</dt>
          <dd>{times.when(lastFailedAt)}</dd>
        </>
      )}
      <dt>{t('hooks.facts.made')}</dt>
      <dd>{times.when(createdAt)}</dd>
      {previousUntil !== null && (
        <>
          <dt>{t('hooks.facts.previous')}</dt>
          <dd>{t('hooks.previousUntil', { when: times.when(previousUntil) })}</dd>
        </>
      )}
    </dl>
  )
}

interface ActionsProps {
  readonly webhook: Webhook
  readonly onChange: () => void
  readonly onSecret: (secret: string) => void
  readonly onGone: () => void
}

function Actions({ webhook, onChange, onSecret, onGone }: ActionsProps) {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const [rotating, setRotating] = useState(false)
  const test = useMutation(studio.webhooks.test.mutationOptions())
  const update = useMutation(studio.webhooks.update.mutationOptions())
  const remove = useMutation(studio.webhooks.remove.mutationOptions())
  const rotate = useMutation(
    studio.webhooks.rotate.mutationOptions({
      gcTime: 0,
      onSuccess: (made) => {
        setRotating(false)
        onSecret(made.secret)
      },
    }),
  )
  const { id, name, active } = webhook
  const askRemove = async () => {
    const yes = await confirm({
      title: t('hooks.removeTitle', { name }),
      consequence: t('hooks.removeText'),
      action: t('hooks.removeAction'),
      danger: true,
    })
    if (!yes) return
    remove.mutate(
      { id },
      {
        onSuccess: () => {
          toast(t('hooks.removed', { name }))
          onGone()
        },
      },
    )
  }
  return (
    <>
      <div className="acts">
        <Button look="ink" busy={test.isPending} onClick={() => test.mutate({ id })}>
          {t('hooks.test')}
        </Button>
        <Button onClick={onChange}>{t('hooks.change')}</Button>
        <Button busy={update.isPending} onClick={() => update.mutate({ id, active: !active })}>
          {t(active ? 'hooks.pause' : 'hooks.resume')}
        </Button>
        <Button onClick={() => setRotating(true)}>{t('hooks.rotate')}</Button>
        <Button look="danger" busy={remove.isPending} onClick={() => void askRemove()}>
          {t('hooks.remove')}
        </Button>
      </div>
      {test.data && <Outcome message={test.data} />}
      {rotating && (
        <RotateDialog
          title={t('hooks.rotateTitle', { name })}
          what={t('hooks.rotateWhat')}
          label={t('hooks.overlap')}
          start="1440"
          busy={rotate.isPending}
          onRotate={(overlapMinutes) => rotate.mutate({ id, overlapMinutes })}
          onClose={() => setRotating(false)}
        />
      )}
    </>
  )
}

/** How a test went. */
function Outcome({ message }: { readonly message: WebhookMessage }) {
  const { t } = useTranslation('automations')
  const last = message.tries.at(-1)
  if (message.state === 'delivered' && last && last.status !== null)
    return (
      <div role="status">
        <Note tone="ok">{t('hooks.tested', { status: last.status, ms: last.ms })}</Note>
      </div>
    )
  return (
    <Note tone="bad">
      <b>{t('hooks.testFailed')}</b> {last?.problem && say(last.problem)}
    </Note>
  )
}
