import { ChevronDown, ChevronRight, Ellipsis, ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Delivery } from '../../../../../contract/deliveries.ts'
import { openOutside } from '../../../lib/bridge.ts'
import { useTimes } from '../../../lib/times.ts'
import {
  Button,
  Icon,
  Menu,
  MenuItem,
  MenuSeparator,
  PlatformMark,
  platformNames,
  Status,
  toast,
  Tooltip,
} from '../../../ui/index.ts'
import { MoveDialog } from '../move-dialog.tsx'
import { useAccounts } from '../use-accounts.ts'
import { type DeliveryActions, useDeliveryActions } from '../use-delivery-actions.ts'
import { Attempts } from './attempts.tsx'
import { DeliveryNote } from './delivery-note.tsx'

const unwell = ['unknown', 'failed', 'missed', 'retrying']

/** A delivery: one line when it is well, open when it is not. */
export function DeliveryLine({ delivery }: { readonly delivery: Delivery }) {
  const { t } = useTranslation('deliveries')
  const accounts = useAccounts()
  const actions = useDeliveryActions(delivery)
  const [chosen, setChosen] = useState<boolean | null>(null)
  const open = chosen ?? (unwell.includes(delivery.status) && !delivery.reset)
  const account = accounts.nameOf(delivery.accountId)
  const url = delivery.remote.find((part) => part.url)?.url
  return (
    <section className="dlv" aria-label={`${platformNames[delivery.platform]}, ${account}`}>
      <header>
        <button
          type="button"
          className="dlv-toggle"
          aria-expanded={open}
          aria-label={t(open ? 'hide' : 'show', { account })}
          onClick={() => setChosen(!open)}
        >
          <PlatformMark platform={delivery.platform} />
          <b className="clip">{account}</b>
          <Icon of={open ? ChevronDown : ChevronRight} size="s" />
        </button>
        <DeliveryTime delivery={delivery} />
        <DeliveryStatusWord delivery={delivery} />
        {url && (
          <Button
            small
            look="plain"
            icon={ExternalLink}
            tip={t('openPost', { platform: platformNames[delivery.platform] })}
            onClick={() => openOutside(url)}
          />
        )}
        <DeliveryMenu delivery={delivery} actions={actions} account={account} url={url ?? null} />
      </header>
      {open && (
        <div className="in">
          <DeliveryNote delivery={delivery} actions={actions} />
          <Attempts id={delivery.id} />
        </div>
      )}
    </section>
  )
}

function DeliveryTime({ delivery }: { readonly delivery: Delivery }) {
  const { t } = useTranslation('deliveries')
  const times = useTimes()
  const moment = delivery.publishedAt ?? delivery.dueAt
  const waits = delivery.status === 'scheduled' || delivery.status === 'handed_off'
  const sameDay = times.dayOf(moment).equals(times.today())
  const time = waits ? t('due', { time: times.when(moment) }) : sameDay ? times.exactTime(moment) : times.when(moment)
  return (
    <Tooltip text={times.full(moment)}>
      <time className="when" dateTime={moment}>
        {delivery.attempts > 1 ? t('tries', { time, count: delivery.attempts }) : time}
      </time>
    </Tooltip>
  )
}

function DeliveryStatusWord({ delivery: { status, progress } }: { readonly delivery: Delivery }) {
  const { t } = useTranslation('deliveries')
  const { t: ui } = useTranslation('ui')
  if (status !== 'publishing' || !progress) return <Status value={status} />
  const phase = ui(`phase.${progress.phase}`)
  return (
    <Status value={status}>
      {progress.done === null
        ? t('goesOn', { phase })
        : t('progress', { phase, percent: Math.round(progress.done * 100) })}
    </Status>
  )
}

interface MenuProps {
  readonly delivery: Delivery
  readonly actions: DeliveryActions
  readonly account: string
  readonly url: string | null
}

/** What else can be done with it now; no menu where nothing can. */
function DeliveryMenu({ delivery, actions, account, url }: MenuProps) {
  const { t } = useTranslation('deliveries')
  const [moving, setMoving] = useState(false)
  const { can } = delivery
  const platform = platformNames[delivery.platform]
  const inMenu = [can.reschedule, can.cancel, can.retry, can.reset, can.remove, can.editRemote, can.deleteRemote]
  if (!inMenu.includes(true) && !url) return null
  return (
    <>
      <Menu align="end" trigger={<Button small look="plain" icon={Ellipsis} aria-label={t('more', { account })} />}>
        {url && <MenuItem onSelect={() => openOutside(url)}>{t('act.openRemote', { platform })}</MenuItem>}
        {url && (
          <MenuItem onSelect={() => void navigator.clipboard.writeText(url).then(() => toast(t('done.copied')))}>
            {t('act.copyLink')}
          </MenuItem>
        )}
        {can.reschedule && <MenuItem onSelect={() => setMoving(true)}>{t('act.reschedule')}</MenuItem>}
        {can.retry && <MenuItem onSelect={actions.retry}>{t('act.retry')}</MenuItem>}
        {can.editRemote && (
          <MenuItem onSelect={() => void actions.editRemote()}>{t('act.editRemote', { platform })}</MenuItem>
        )}
        {can.reset && <MenuItem onSelect={() => void actions.reset()}>{t('act.reset')}</MenuItem>}
        {(can.cancel || can.remove || can.deleteRemote) && <MenuSeparator />}
        {can.cancel && <MenuItem onSelect={actions.cancel}>{t('act.cancel', { platform })}</MenuItem>}
        {can.remove && (
          <MenuItem danger onSelect={() => void actions.remove()}>
            {t('act.remove', { platform })}
          </MenuItem>
        )}
        {can.deleteRemote && (
          <MenuItem danger onSelect={() => void actions.deleteRemote()}>
            {t('act.deleteRemote', { platform })}
          </MenuItem>
        )}
      </Menu>
      {moving && (
        <MoveDialog
          name={account}
          at={{ wallTime: delivery.wallTime, zone: delivery.zone }}
          onClose={() => setMoving(false)}
          onMove={actions.reschedule}
        />
      )}
    </>
  )
}
