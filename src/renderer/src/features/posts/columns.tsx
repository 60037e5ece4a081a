import { columnVisibilityFeature, createColumnHelper, tableFeatures } from '@tanstack/react-table'
import { useTranslation } from 'react-i18next'
import type { PostSummary } from '../../../../contract/posts.ts'
import { useTimes } from '../../lib/times.ts'
import { say } from '../../lib/say.ts'
import { Marks, Tooltip } from '../../ui/index.ts'
import { secondLine, usePostName } from './post-name.ts'
import { PostStatusWord } from './post-status.tsx'
import { useAccounts } from './use-accounts.ts'
import { useTroubles } from './use-troubles.ts'

export const features = tableFeatures({ columnVisibilityFeature })
const helper = createColumnHelper<typeof features, PostSummary>()

/** Columns that can be chosen; status and post always stand. */
export const optionalColumns = ['labels', 'accounts', 'when', 'updated'] as const
export const startColumns: Record<string, boolean> = { labels: false, accounts: true, when: true, updated: false }

/** The table's columns, in order; widths are in posts.css under `c-<id>`. */
export const columns = helper.columns([
  helper.accessor('status', { id: 'status', cell: ({ row }) => <PostStatusWord post={row.original} /> }),
  helper.accessor('title', { id: 'post', cell: ({ row }) => <NameCell post={row.original} /> }),
  helper.accessor('labels', { id: 'labels', cell: ({ row }) => <LabelsCell labels={row.original.labels} /> }),
  helper.accessor('accounts', { id: 'accounts', cell: ({ row }) => <AccountsCell post={row.original} /> }),
  helper.accessor((post) => post.when?.at ?? '', { id: 'when', cell: ({ row }) => <WhenCell post={row.original} /> }),
  helper.accessor('updatedAt', { id: 'updated', cell: ({ row }) => <TimeCell moment={row.original.updatedAt} /> }),
])

/** The name, and beside it the reason where it needs somebody, else its first line. */
function NameCell({ post }: { readonly post: PostSummary }) {
  const name = usePostName()(post)
  const { byPost } = useTroubles()
  const reason = post.needsYou ? byPost.get(post.id)?.find((delivery) => delivery.reason)?.reason : undefined
  const beside = reason ? say(reason) : secondLine(post)
  return (
    <>
      <span className="ti">{name}</span>
      {beside && <span className="fl">{beside}</span>}
    </>
  )
}

function LabelsCell({ labels }: { readonly labels: readonly string[] }) {
  return labels.map((label) => (
    <span key={label} className="tag">
      {label}
    </span>
  ))
}

function AccountsCell({ post }: { readonly post: PostSummary }) {
  const { t } = useTranslation('posts')
  const { t: ui } = useTranslation('ui')
  const accounts = useAccounts()
  if (post.accounts.length === 0) return <span className="faint">{t('noAccounts')}</span>
  const names = post.accounts.map(({ accountId, status }) =>
    status ? `${accounts.nameOf(accountId)}: ${ui(`status.${status}`)}` : accounts.nameOf(accountId),
  )
  return (
    <Tooltip
      text={
        <span className="tip-lines">
          {names.map((name, index) => (
            <span key={index}>{name}</span>
          ))}
        </span>
      }
    >
      <span>
        <Marks platforms={post.accounts.map(({ platform }) => platform)} />
      </span>
    </Tooltip>
  )
}

function WhenCell({ post }: { readonly post: PostSummary }) {
  const { t } = useTranslation('posts')
  return post.when ? <TimeCell moment={post.when.at} /> : <span className="soft">{t('noTime')}</span>
}

function TimeCell({ moment }: { readonly moment: string }) {
  const times = useTimes()
  return (
    <time dateTime={moment} title={times.full(moment)}>
      {times.when(moment)}
    </time>
  )
}
