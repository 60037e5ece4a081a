import { useQuery } from '@tanstack/react-query'
import { CalendarClock, Copy, Ellipsis, Ban, Trash2, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Post } from '../../../../../contract/posts.ts'
import type { PostId } from '../../../../../contract/vocabulary.ts'
import { hasCode } from '../../../lib/errors.ts'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import {
  Button,
  EmptyState,
  ErrorState,
  Inspector,
  Menu,
  MenuItem,
  MenuSeparator,
  PlatformMark,
  Skeleton,
  Tabs,
} from '../../../ui/index.ts'
import { MoveDialog } from '../move-dialog.tsx'
import { moverOf } from '../plan.ts'
import { usePostActions } from '../post-actions.ts'
import { usePostName } from '../post-name.ts'
import { PostStatusWord } from '../post-status.tsx'
import { useAccounts } from '../use-accounts.ts'
import { Comments, useComments } from './comments.tsx'
import { DeliveryLine } from './delivery-line.tsx'
import { ResetDeliveries } from './reset-deliveries.tsx'
import { ReviewNote } from './review-note.tsx'
import { summaryOf } from './summary.ts'
import { TimesList } from './times-list.tsx'
import { Versions } from './versions.tsx'
import './record.css'

interface PostRecordProps {
  readonly id: PostId
  readonly onClose: () => void
  /** Name of the list it covers in a small window. */
  readonly backTo: string
}

/** The record of a post: what became of it at each account, how its text changed, and its times. */
export function PostRecord({ id, onClose, backTo }: PostRecordProps) {
  const { t } = useTranslation('posts')
  const studio = useStudio()
  const query = useQuery(studio.posts.get.queryOptions({ input: { id } }))
  if (query.data) return <Loaded key={id} post={query.data} onClose={onClose} backTo={backTo} />
  return (
    <Inspector title="" label={t('record.label')} onClose={onClose} backTo={backTo}>
      {!query.isError && <Skeleton rows={7} />}
      {query.isError && hasCode(query.error, 'not_found') && (
        <EmptyState title={t('record.gone')}>{t('record.goneText')}</EmptyState>
      )}
      {query.isError && !hasCode(query.error, 'not_found') && (
        <ErrorState title={t('record.failed')} error={query.error} onRetry={() => void query.refetch()} />
      )}
    </Inspector>
  )
}

type RecordTab = 'deliveries' | 'versions' | 'comments' | 'times'

function Loaded({
  post,
  onClose,
  backTo,
}: {
  readonly post: Post
  readonly onClose: () => void
  readonly backTo: string
}) {
  const { t } = useTranslation('posts')
  const go = useGo()
  const studio = useStudio()
  const nameOf = usePostName()
  const { bringBack } = usePostActions()
  const [tab, setTab] = useState<RecordTab>('deliveries')
  const versions = useQuery(studio.posts.versions.queryOptions({ input: { id: post.id } }))
  const comments = useComments(post.id)
  const summary = summaryOf(post)
  const actions = (
    <>
      {post.deletedAt ? (
        <Button small icon={Undo2} onClick={() => void bringBack([summary])}>
          {t('record.bringBack')}
        </Button>
      ) : (
        <Button small onClick={() => go.compose(post.id)}>
          {t('record.open')}
        </Button>
      )}
      {!post.deletedAt && <RecordMenu post={post} onDeleted={onClose} />}
    </>
  )
  const tabs = [
    { value: 'deliveries' as const, label: t('record.tabs.deliveries'), count: post.deliveries.length },
    { value: 'versions' as const, label: t('record.tabs.versions'), count: versions.data?.length },
    {
      value: 'comments' as const,
      label: t('record.tabs.comments'),
      count: comments.hasNextPage ? undefined : comments.data?.pages.flatMap(({ items }) => items).length,
    },
    { value: 'times' as const, label: t('record.tabs.times') },
  ]
  return (
    <Inspector
      title={nameOf(summary)}
      label={t('record.label')}
      onClose={onClose}
      backTo={backTo}
      actions={actions}
      head={
        <>
          <RecordFacts post={post} />
          <Tabs className="rec-tabs" label={t('record.tabsLabel')} value={tab} tabs={tabs} onChange={setTab} />
        </>
      }
    >
      {post.status === 'in_review' && !post.deletedAt && <ReviewNote post={post} />}
      {tab === 'deliveries' && <Deliveries post={post} />}
      {tab === 'deliveries' && <ResetDeliveries post={post.id} />}
      {tab === 'versions' && <Versions post={post} />}
      {tab === 'comments' && <Comments post={post} />}
      {tab === 'times' && <TimesList post={post} />}
    </Inspector>
  )
}

function RecordFacts({ post }: { readonly post: Post }) {
  const { t } = useTranslation('posts')
  const times = useTimes()
  return (
    <div className="rec-facts">
      <PostStatusWord post={summaryOf(post)} />
      {post.deletedAt && <span>{t('record.inBin', { time: times.when(post.deletedAt) })}</span>}
      <span className="num">{post.when ? times.when(post.when.at) : t('noTime')}</span>
      {post.review === 'approved' && post.status !== 'approved' && <span>{t('record.approved')}</span>}
      {post.review === 'rejected' && post.reviewNote && (
        <span>{t('record.rejectedNote', { note: post.reviewNote })}</span>
      )}
      {post.labels.map((label) => (
        <span key={label} className="tag">
          {label}
        </span>
      ))}
    </div>
  )
}

function Deliveries({ post }: { readonly post: Post }) {
  const { t } = useTranslation('posts')
  const accounts = useAccounts()
  if (post.deliveries.length > 0) {
    return (
      <>
        {post.deliveries.map((delivery) => (
          <DeliveryLine key={delivery.id} delivery={delivery} />
        ))}
      </>
    )
  }
  return (
    <>
      <EmptyState title={t('record.noDeliveries')}>{t('record.noDeliveriesText')}</EmptyState>
      {post.variants.length > 0 && (
        <>
          <h3 className="h">{t('record.goesTo')}</h3>
          <ul className="rec-meant">
            {post.variants.map(({ accountId }) => {
              const account = accounts.byId.get(accountId)
              return (
                <li key={accountId}>
                  {account && <PlatformMark platform={account.platform} open />}
                  {accounts.nameOf(accountId)}
                </li>
              )
            })}
          </ul>
        </>
      )}
    </>
  )
}

function RecordMenu({ post, onDeleted }: { readonly post: Post; readonly onDeleted: () => void }) {
  const { t } = useTranslation('posts')
  const go = useGo()
  const actions = usePostActions()
  const nameOf = usePostName()
  const [moving, setMoving] = useState(false)
  const summary = summaryOf(post)
  const duplicate = async () => {
    const { done } = await actions.duplicate([summary])
    if (done[0]) go.posts({ post: done[0].result.id })
  }
  const remove = async () => {
    onDeleted()
    await actions.remove([summary])
  }
  return (
    <>
      <Menu align="end" trigger={<Button small look="plain" icon={Ellipsis} aria-label={t('record.more')} />}>
        <MenuItem icon={CalendarClock} disabled={moverOf(post).by === null} onSelect={() => setMoving(true)}>
          {t('record.move')}
        </MenuItem>
        <MenuItem icon={Copy} onSelect={() => void duplicate()}>
          {t('record.duplicate')}
        </MenuItem>
        <MenuItem
          icon={Ban}
          disabled={!post.deliveries.some((delivery) => delivery.can.cancel)}
          onSelect={() => void actions.cancel([summary])}
        >
          {t('record.cancel')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={Trash2} danger onSelect={() => void remove()}>
          {t('record.delete')}
        </MenuItem>
      </Menu>
      {moving && (
        <MoveDialog
          name={nameOf(summary)}
          at={post.when}
          onClose={() => setMoving(false)}
          onMove={(to) => void actions.move([{ post: summary, to }])}
        />
      )}
    </>
  )
}
