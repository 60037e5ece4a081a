import {
  CircleQuestionMark,
  CircleX,
  ClockAlert,
  ExternalLink,
  KeyRound,
  Eye,
  type LucideIcon,
  PlugZap,
  Undo2,
  Unplug,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import type { Approval } from '../../../../contract/approvals.ts'
import type { Delivery } from '../../../../contract/deliveries.ts'
import type { PostSummary } from '../../../../contract/posts.ts'
import type { Platform } from '../../../../contract/vocabulary.ts'
import { openOutside } from '../../lib/bridge.ts'
import { useGo } from '../../lib/go.ts'
import { useNow } from '../../lib/now.ts'
import { useStudio } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { say } from '../../lib/say.ts'
import { Button, Icon, Marks, platformNames, toast } from '../../ui/index.ts'
import { useApprovalWords } from '../automations/approvals/use-approval-words.ts'
import { each } from '../posts/each.ts'
import { usePostName } from '../posts/post-name.ts'
import { FirstAid } from '../posts/record/delivery-note.tsx'
import { accountName, useAccounts } from '../posts/use-accounts.ts'
import { useDeliveryActions } from '../posts/use-delivery-actions.ts'
import { mendOf } from '../accounts/standing.ts'
import { daysUntil, type Need } from './needs.ts'

/** One thing that needs you, with the buttons that deal with it here. */
export function NeedItem({ need }: { readonly need: Need }) {
  switch (need.kind) {
    case 'unknown':
      return <Unknown post={need.post} delivery={need.delivery} />
    case 'failed':
      return <Failed post={need.post} delivery={need.delivery} />
    case 'missed':
      return <Missed post={need.post} deliveries={need.deliveries} />
    case 'rejected':
      return <Rejected post={need.post} />
    case 'review':
      return <InReview post={need.post} />
    case 'approval':
      return <Asks approval={need.approval} />
    case 'account':
      return <Broken account={need.account} />
  }
}

interface FrameProps {
  readonly icon: LucideIcon
  readonly tone: 'unk' | 'bad' | 'warn' | 'plain'
  readonly what: string
  readonly name: string
  readonly onOpen?: () => void
  readonly platforms: readonly Platform[]
  readonly text: ReactNode
  readonly children: ReactNode
}

function Frame({ icon, tone, what, name, onOpen, platforms, text, children }: FrameProps) {
  return (
    <li className={`need ${tone}`}>
      <Icon of={icon} />
      <div>
        <div className="top">
          <b className="clip">
            <span className="tone">{what}</span>{' '}
            {onOpen ? (
              <button type="button" className="need-name" onClick={onOpen}>
                {name}
              </button>
            ) : (
              name
            )}
          </b>
          <Marks platforms={platforms} size="s" max={5} />
        </div>
        <p>{text}</p>
        <div className="acts">{children}</div>
      </div>
    </li>
  )
}

/** Opens the record of a post beside the table of posts. */
function useOpen(post: PostSummary): () => void {
  const go = useGo()
  return () => go.posts({ post: post.id })
}

interface DeliveryProps {
  readonly post: PostSummary
  readonly delivery: Delivery
}

function Unknown({ post, delivery }: DeliveryProps) {
  const { t } = useTranslation('today')
  const { t: words } = useTranslation('deliveries')
  const accounts = useAccounts()
  const name = usePostName()(post)
  const actions = useDeliveryActions(delivery)
  const open = useOpen(post)
  const page = accounts.byId.get(delivery.accountId)?.url
  const text = delivery.reason
    ? say(delivery.reason)
    : t('needs.unknownText', { account: accounts.nameOf(delivery.accountId) })
  return (
    <Frame
      icon={CircleQuestionMark}
      tone="unk"
      what={t('needs.unknown')}
      name={name}
      onOpen={open}
      platforms={[delivery.platform]}
      text={text}
    >
      {delivery.can.reconcile && (
        <Button small busy={actions.busy} onClick={actions.look}>
          {words('ask.lookShort')}
        </Button>
      )}
      {!delivery.can.reconcile && page && (
        <Button small icon={ExternalLink} onClick={() => openOutside(page)}>
          {words('ask.lookShort')}
        </Button>
      )}
      {delivery.can.resolve && (
        <>
          <Button small onClick={() => actions.saysPosted()}>
            {words('ask.yes')}
          </Button>
          <Button small onClick={actions.saysNotPosted}>
            {words('ask.no')}
          </Button>
          <Button small look="plain" onClick={actions.leave}>
            {words('ask.leave')}
          </Button>
        </>
      )}
    </Frame>
  )
}

function Failed({ post, delivery }: DeliveryProps) {
  const { t } = useTranslation('today')
  const { t: words } = useTranslation('deliveries')
  const { t: ui } = useTranslation('ui')
  const name = usePostName()(post)
  const actions = useDeliveryActions(delivery)
  return (
    <Frame
      icon={CircleX}
      tone="bad"
      what={t('needs.failed')}
      name={name}
      onOpen={useOpen(post)}
      platforms={[delivery.platform]}
      text={delivery.reason ? say(delivery.reason) : ui('status.failed')}
    >
      <FirstAid delivery={delivery} />
      {delivery.can.retry && (
        <Button small busy={actions.busy} onClick={actions.retry}>
          {words('failed.retry')}
        </Button>
      )}
      {delivery.can.remove && (
        <Button small look="plain" onClick={() => void actions.remove()}>
          {words('failed.leaveOut', { platform: platformNames[delivery.platform] })}
        </Button>
      )}
    </Frame>
  )
}

function Missed({ post, deliveries }: { readonly post: PostSummary; readonly deliveries: readonly Delivery[] }) {
  const { t: words } = useTranslation('deliveries')
  const { t } = useTranslation('today')
  const studio = useStudio()
  const times = useTimes()
  const accounts = useAccounts()
  const name = usePostName()(post)
  const open = useOpen(post)
  const [first] = deliveries
  const act = useMutation({
    mutationKey: studio.deliveries.retry.mutationKey(),
    mutationFn: async (how: 'retry' | 'cancel') => {
      const { done, failed } = await each(deliveries, ({ id }) => studio.deliveries[how].call({ id }))
      const named = done.map(({ item }) => accounts.nameOf(item.accountId)).join(', ')
      if (named) toast(words(how === 'retry' ? 'done.retried' : 'done.skipped', { account: named }))
      if (failed[0]) throw failed[0].error
    },
  })
  const text = first ? (first.reason ? say(first.reason) : words('missed.what', { time: times.when(first.dueAt) })) : ''
  return (
    <Frame
      icon={ClockAlert}
      tone="warn"
      what={t('needs.missed')}
      name={name}
      onOpen={open}
      platforms={deliveries.map(({ platform }) => platform)}
      text={text}
    >
      <Button small busy={act.isPending} onClick={() => act.mutate('retry')}>
        {words('missed.publish')}
      </Button>
      <Button small onClick={() => act.mutate('cancel')}>
        {words('missed.skip')}
      </Button>
    </Frame>
  )
}

function Rejected({ post }: { readonly post: PostSummary }) {
  const { t } = useTranslation('today')
  const go = useGo()
  const studio = useStudio()
  const name = usePostName()(post)
  const whole = useQuery(studio.posts.get.queryOptions({ input: { id: post.id } }))
  return (
    <Frame
      icon={Undo2}
      tone="bad"
      what={t('needs.rejected')}
      name={name}
      onOpen={useOpen(post)}
      platforms={post.accounts.map(({ platform }) => platform)}
      text={whole.data?.reviewNote}
    >
      <Button small onClick={() => go.compose(post.id)}>
        {t('needs.edit')}
      </Button>
    </Frame>
  )
}

function InReview({ post }: { readonly post: PostSummary }) {
  const { t } = useTranslation('today')
  const name = usePostName()(post)
  const open = useOpen(post)
  return (
    <Frame
      icon={Eye}
      tone="plain"
      what={t('needs.review')}
      name={name}
      onOpen={open}
      platforms={post.accounts.map(({ platform }) => platform)}
      text={t('needs.reviewText')}
    >
      <Button small onClick={open}>
        {t('needs.reviewOpen')}
      </Button>
    </Frame>
  )
}

function Asks({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation('today')
  const go = useGo()
  const words = useApprovalWords()
  const open = () => go.automations({ section: 'approvals' })
  return (
    <Frame
      icon={KeyRound}
      tone="plain"
      what={t('needs.approval')}
      name={approval.keyName}
      onOpen={open}
      platforms={[]}
      text={`${approval.keyName} ${words.wants(approval)}. ${t('needs.approvalText')}`}
    >
      <Button small onClick={open}>
        {t('needs.approvalOpen')}
      </Button>
    </Frame>
  )
}

function Broken({ account }: { readonly account: Account }) {
  const { t } = useTranslation('today')
  const go = useGo()
  const now = useNow()
  const { state, reason, expiresAt } = account.health
  const days = daysUntil(expiresAt, now.epochMilliseconds)
  const expires =
    days === null ? t('needs.expiring') : days === 0 ? t('needs.expiresToday') : t('needs.expires', { count: days })
  const what = state === 'expiring' ? expires : t(state === 'locked' ? 'needs.locked' : 'needs.broken')
  const text = [
    reason ? say(reason) : t(state === 'expiring' ? 'needs.expiringText' : 'needs.brokenText'),
    account.waiting > 0 && t('needs.due', { count: account.waiting }),
  ]
    .filter(Boolean)
    .join(' ')
  return (
    <Frame
      icon={state === 'expiring' ? PlugZap : Unplug}
      tone={state === 'broken' ? 'bad' : 'warn'}
      what={what}
      name={accountName(account)}
      onOpen={() => go.accounts({ account: account.id })}
      platforms={[account.platform]}
      text={text}
    >
      {state === 'locked' ? (
        <Button small onClick={() => go.settings({ section: 'vault' })}>
          {t('needs.unlock')}
        </Button>
      ) : (
        <Button
          small
          onClick={() =>
            go.accounts({ reconnect: account.id, ...(mendOf(account.health) === 'app' && { part: 'app' }) })
          }
        >
          {t(state === 'expiring' ? 'needs.signIn' : 'needs.reconnect')}
        </Button>
      )}
    </Frame>
  )
}
