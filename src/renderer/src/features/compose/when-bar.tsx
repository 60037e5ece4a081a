import { useMutation, useQuery } from '@tanstack/react-query'
import { ChevronDown, ListPlus, PencilLine, Send, Stamp, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { useAction } from '../../lib/actions.ts'
import { useGo } from '../../lib/go.ts'
import { useStudio, useWorkspace } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { accountLabel } from '../../lib/account-label.ts'
import {
  Button,
  Chip,
  confirm,
  DateTimeField,
  Icon,
  Menu,
  MenuItem,
  platformNames,
  Split,
  toast,
  type WallTimeInZone,
} from '../../ui/index.ts'
import { useComposing } from './context.ts'
import { Costs } from './costs.tsx'
import { setWhen } from './edits.ts'
import { LabelsLine } from './labels-line.tsx'
import { instantOf, type Plan, planOf } from './plan.ts'
import { useSchedule } from './use-schedule.ts'

/** When it goes, under what labels, and the one button that sends it on its way. */
export function WhenBar() {
  const { t } = useTranslation('compose')
  const workspace = useWorkspace()
  const { session, draft, chosen, byAccount, post } = useComposing()
  const nextSlot = useNextSlot()
  const blocked = byAccount.filter((one) => one.problems.some((problem) => problem.severity === 'error'))
  const plan = planOf({
    post,
    when: draft.when,
    nextSlot,
    chosen: chosen.length,
    blocked: blocked.length,
    needsApproval: workspace.approval,
    now: Temporal.Now.instant(),
  })
  // Once a slot is taken, the next free one is another; the chip stays on the one that was taken here.
  const [taken, setTaken] = useState<WallTimeInZone | null>(null)
  const onSlot = taken !== null && draft.when?.wallTime === taken.wallTime && draft.when.zone === taken.zone
  const slot = onSlot ? taken : nextSlot
  const slotTimes = useTimes(slot?.zone)
  const takeSlot = (one: WallTimeInZone) => {
    setTaken(one)
    session.edit(setWhen(one))
  }
  return (
    <footer className="when-bar" aria-label={t('when')}>
      <div className="l1">
        <DateTimeField value={draft.when} zone={workspace.zone} onChange={(when) => session.edit(setWhen(when))} />
        {slot && (
          <Chip className="opt" on={onSlot} onClick={() => takeSlot(slot)}>
            {t('nextSlot', { when: slotTimes.at(instantOf(slot)) })}
          </Chip>
        )}
        {draft.when && (
          <Button look="plain" small className="opt soft" onClick={() => session.edit(setWhen(null))}>
            {t('noTime')}
          </Button>
        )}
      </div>
      <div className="l2">
        <LabelsLine />
        <Costs />
        {workspace.approval && post && (
          <span className="wide">
            <Icon of={Stamp} size="s" />
            {t(`review.${post.review}`)}
          </span>
        )}
      </div>
      <div className="go">
        <GoButton plan={plan} />
      </div>
      <div className="why wide">
        <Why plan={plan} blocked={blocked.map((one) => platformNames[one.account.platform])} />
      </div>
    </footer>
  )
}

function useNextSlot(): WallTimeInZone | null {
  const studio = useStudio()
  const next = useQuery(studio.slots.next.queryOptions({ input: {} }))
  const when = next.data?.when
  return when ? { wallTime: when.wallTime.slice(0, 16), zone: when.zone } : null
}

/** More names than these are a number. */
const mostNamed = 3

function Why({ plan, blocked }: { readonly plan: Plan; readonly blocked: readonly string[] }) {
  const { t } = useTranslation('compose')
  if (plan.act === 'none') return t(`why.${plan.why}`)
  if (blocked.length === 0 || plan.act === 'record') return null
  const names = [...new Set(blocked)]
  if (names.length > mostNamed) return t('why.leftOutMany', { count: blocked.length })
  return t('why.leftOut', { count: blocked.length, names: names.join(', ') })
}

function GoButton({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('compose')
  const go = useGo()
  const studio = useStudio()
  const { session, post, chosen } = useComposing()
  const schedule = useSchedule()
  const submit = useMutation(studio.posts.submit.mutationOptions())
  const label = usePlanLabel(plan)
  const act = async () => {
    switch (plan.act) {
      case 'schedule':
      case 'move':
      case 'queue':
        return schedule.at(plan.when)
      case 'pick_time':
        return document.querySelector<HTMLElement>('.when .dtf button')?.focus()
      case 'submit': {
        const id = await schedule.saved()
        if (id) submit.mutate({ id: id as never })
        return
      }
      case 'record':
        return post && go.posts({ post: post.id })
      case 'none':
        return
    }
  }
  const publishNow = async () => {
    const yes = await confirm({
      title: t('now.title'),
      consequence: t('now.consequence', {
        count: chosen.length,
        names: chosen.map((account) => accountLabel(account)).join(', '),
      }),
      action: t('now.action'),
    })
    if (yes) await schedule.now()
  }
  const saveDraft = async () => {
    if (await schedule.saved()) toast(t('savedAsDraft'))
  }
  const waiting = post?.deliveries.some((delivery) => delivery.can.cancel) ?? false
  const disabled = plan.act === 'none'
  useAction({
    id: 'compose.go',
    label,
    group: t('composing'),
    icon: Send,
    shortcut: 'mod+shift+s',
    whileTyping: true,
    run: () => void act(),
  })
  return (
    <Split>
      <Button
        look={plan.act === 'record' ? 'edge' : 'primary'}
        disabled={disabled}
        busy={schedule.busy || submit.isPending}
        shortcut="mod+shift+s"
        onClick={() => void act()}
      >
        {label}
      </Button>
      <Menu
        align="end"
        side="top"
        trigger={
          <button
            type="button"
            className={plan.act === 'record' || disabled ? 'btn' : 'btn primary'}
            aria-label={t('otherWays')}
          >
            <Icon of={ChevronDown} size="s" />
          </button>
        }
      >
        <MenuItem icon={Send} disabled={chosen.length === 0} onSelect={() => void publishNow()}>
          {t('publishNow')}
        </MenuItem>
        <MenuItem icon={ListPlus} disabled={chosen.length === 0} onSelect={() => void schedule.nextSlot()}>
          {t('addToQueue')}
        </MenuItem>
        <MenuItem icon={PencilLine} onSelect={() => void saveDraft()}>
          {t('saveDraft')}
        </MenuItem>
        {waiting && (
          <MenuItem icon={Undo2} danger onSelect={() => void session.flush().then(() => schedule.cancel())}>
            {t('unschedule')}
          </MenuItem>
        )}
      </Menu>
    </Split>
  )
}

function usePlanLabel(plan: Plan): string {
  const { t } = useTranslation('compose')
  const zone = 'when' in plan ? plan.when?.zone : undefined
  const times = useTimes(zone)
  const when = 'when' in plan && plan.when ? times.at(instantOf(plan.when)) : ''
  switch (plan.act) {
    case 'schedule':
      return t('scheduleFor', { when })
    case 'queue':
      return t('queueFor', { when })
    case 'move':
      return t('moveTo', { when })
    case 'submit':
      return t('submit')
    case 'pick_time':
      return t('pickTime')
    case 'record':
      return t('seeRecord')
    case 'none':
      return plan.why === 'under_way' ? t('seeRecord') : t('schedule')
  }
}
