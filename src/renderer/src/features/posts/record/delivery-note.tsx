import { ExternalLink, RotateCw, Search } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Delivery } from '../../../../../contract/deliveries.ts'
import { openOutside } from '../../../lib/bridge.ts'
import { useGo } from '../../../lib/go.ts'
import { useTimes } from '../../../lib/times.ts'
import { say } from '../../../lib/say.ts'
import { Button, CopyButton, Input, Note, platformNames } from '../../../ui/index.ts'
import { useAccounts } from '../use-accounts.ts'
import type { DeliveryActions } from '../use-delivery-actions.ts'

interface NoteProps {
  readonly delivery: Delivery
  readonly actions: DeliveryActions
}

/** What happened to a delivery that did not go as meant: what, why, what now. Nothing where all is well. */
export function DeliveryNote({ delivery, actions }: NoteProps) {
  if (delivery.reset) return <Plain delivery={delivery} />
  switch (delivery.status) {
    case 'unknown':
      return <Ask delivery={delivery} actions={actions} />
    case 'failed':
      return <Failed delivery={delivery} actions={actions} />
    case 'missed':
      return <Missed delivery={delivery} actions={actions} />
    case 'retrying':
      return <Retrying delivery={delivery} actions={actions} />
    case 'canceled':
      return (
        <Plain
          delivery={delivery}
          actions={delivery.can.reset && <DraftAgain delivery={delivery} actions={actions} />}
        />
      )
    case 'handed_off':
    case 'published':
    case 'publishing':
    case 'scheduled':
      return <Plain delivery={delivery} />
  }
}

/** What is only told: nothing asks, nothing is wrong any more. */
function Plain({ delivery: { reason }, actions }: { readonly delivery: Delivery; readonly actions?: ReactNode }) {
  if (!reason) return actions ? <div className="acts">{actions}</div> : null
  return (
    <Note tone="plain" actions={actions}>
      {say(reason)}
    </Note>
  )
}

/** Where it did not go out, its account can have the post as a draft again. */
function DraftAgain({ delivery, actions }: NoteProps) {
  const { t } = useTranslation('deliveries')
  if (!delivery.can.reset) return null
  return (
    <Button small onClick={() => void actions.reset()}>
      {t('act.reset')}
    </Button>
  )
}

/** The first sentence carries; the rest explains. */
export function Sentences({ text }: { readonly text: string }) {
  const end = /[.!?](?=\s|$)/.exec(text)
  const first = end ? text.slice(0, end.index + 1) : text
  return (
    <>
      <b>{first}</b>
      {text.slice(first.length)}
    </>
  )
}

/** Unknown asks: what happened, a way to look, and answers of equal weight. Nothing is sent meanwhile. */
function Ask({ delivery, actions }: NoteProps) {
  const { t } = useTranslation('deliveries')
  const accounts = useAccounts()
  const [url, setUrl] = useState<string | null>(null)
  const account = accounts.nameOf(delivery.accountId)
  const page = accounts.byId.get(delivery.accountId)?.url
  const send = (event: FormEvent) => {
    event.preventDefault()
    actions.saysPosted(url?.trim() || undefined)
  }
  return (
    <Note tone="unknown">
      <div className="ask">
        <div className="q">{t('ask.question', { account })}</div>
        <p>
          {delivery.reason && say(delivery.reason)} {t('ask.calm')}
        </p>
        <div className="acts">
          {delivery.can.reconcile && (
            <Button small look="ink" icon={Search} busy={actions.busy} onClick={actions.look}>
              {t('ask.look')}
            </Button>
          )}
          {page && (
            <Button
              small
              look={delivery.can.reconcile ? 'edge' : 'ink'}
              icon={ExternalLink}
              onClick={() => openOutside(page)}
            >
              {t('openAccount', { account })}
            </Button>
          )}
        </div>
        {delivery.can.resolve && (
          <div className="acts answers">
            <Button
              small
              on={url !== null}
              aria-expanded={url !== null}
              onClick={() => setUrl(url === null ? '' : null)}
            >
              {t('ask.yes')}
            </Button>
            <Button small onClick={actions.saysNotPosted}>
              {t('ask.no')}
            </Button>
            <Button small onClick={actions.leave}>
              {t('ask.leave')}
            </Button>
          </div>
        )}
        {url !== null && (
          <form className="row address" onSubmit={send}>
            <Input
              type="url"
              pattern="https?://.+"
              autoFocus
              aria-label={t('ask.address')}
              placeholder={t('ask.address')}
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
            <Button small type="submit">
              {t('ask.confirmYes')}
            </Button>
          </form>
        )}
      </div>
    </Note>
  )
}

function Failed({ delivery, actions }: NoteProps) {
  const { t } = useTranslation('deliveries')
  const { t: ui } = useTranslation('ui')
  const details = [
    `${delivery.platform} ${delivery.status}`,
    delivery.id,
    delivery.reason?.code,
    delivery.reason?.message,
    delivery.reason?.words,
  ]
    .filter(Boolean)
    .join('\n')
  return (
    <Note
      tone="bad"
      actions={
        <>
          <FirstAid delivery={delivery} />
          {delivery.can.retry && (
            <Button small icon={RotateCw} busy={actions.busy} onClick={actions.retry}>
              {t('failed.retry')}
            </Button>
          )}
          <DraftAgain delivery={delivery} actions={actions} />
          {delivery.can.remove && (
            <Button small onClick={() => void actions.remove()}>
              {t('failed.leaveOut', { platform: platformNames[delivery.platform] })}
            </Button>
          )}
          <CopyButton small text={details} label={ui('copyDetails')} />
        </>
      }
    >
      <Sentences text={delivery.reason ? say(delivery.reason) : ui('status.failed')} />
    </Note>
  )
}

/** The button that goes to where a failure is mended, by its reason. */
export function FirstAid({ delivery }: { readonly delivery: Delivery }) {
  const { t } = useTranslation('deliveries')
  const go = useGo()
  switch (delivery.reason?.code) {
    case 'reconnect':
    case 'not_allowed':
    case 'account_gone':
      return (
        <Button small onClick={() => go.accounts({ reconnect: delivery.accountId })}>
          {t('failed.reconnect')}
        </Button>
      )
    case 'vault_locked':
      return (
        <Button small onClick={() => go.settings({ section: 'vault' })}>
          {t('failed.unlock')}
        </Button>
      )
    case 'media_host':
      return (
        <Button small onClick={() => go.settings({ section: 'mediaHost' })}>
          {t('failed.mediaHost')}
        </Button>
      )
    case 'content':
    case 'media':
    case 'preflight':
    case 'duplicate':
      return (
        <Button small onClick={() => go.compose(delivery.postId)}>
          {t('failed.edit')}
        </Button>
      )
    default:
      return null
  }
}

function Missed({ delivery, actions }: NoteProps) {
  const { t } = useTranslation('deliveries')
  const times = useTimes()
  return (
    <Note
      tone="warn"
      actions={
        <>
          {delivery.can.retry && (
            <Button small look="ink" busy={actions.busy} onClick={actions.retry}>
              {t('missed.publish')}
            </Button>
          )}
          {delivery.can.cancel && (
            <Button small onClick={actions.skip}>
              {t('missed.skip')}
            </Button>
          )}
          <DraftAgain delivery={delivery} actions={actions} />
        </>
      }
    >
      <Sentences
        text={delivery.reason ? say(delivery.reason) : t('missed.what', { time: times.when(delivery.dueAt) })}
      />
    </Note>
  )
}

function Retrying({ delivery, actions }: NoteProps) {
  const { t } = useTranslation('deliveries')
  const times = useTimes()
  return (
    <Note
      tone="warn"
      icon={RotateCw}
      actions={
        delivery.can.cancel && (
          <Button small busy={actions.busy} onClick={actions.cancel}>
            {t('retrying.cancel')}
          </Button>
        )
      }
    >
      {delivery.reason && <Sentences text={say(delivery.reason)} />}{' '}
      {delivery.nextAt && t('retrying.next', { time: times.relative(delivery.nextAt) })}
    </Note>
  )
}
