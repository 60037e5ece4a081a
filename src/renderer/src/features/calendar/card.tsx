import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostSummary } from '../../../../contract/posts.ts'
import type { Platform } from '../../../../contract/vocabulary.ts'
import { type AnyStatus, Icon, isLoud, Marks, statusIcons } from '../../ui/index.ts'
import { shownStatus } from '../posts/post-status.tsx'
import { PostThumb } from '../posts/post-thumb.tsx'
import { cardLook } from './layout.ts'
import { clockText } from './wall-clock.ts'

interface CardProps {
  readonly post: PostSummary
  readonly minute: number
  /** In the hour that comes twice, the second time. */
  readonly again: boolean
  readonly past: boolean
  readonly current: boolean
  readonly lifted: boolean
  /** Pixels of the thumbnail; 0 leaves it out. */
  readonly thumb: number
  /** Beside others: fewer marks. */
  readonly narrow?: boolean
}

/** A loud card shows the accounts it is loud about. */
function platformsOf(post: PostSummary, status: AnyStatus): Platform[] {
  const about = isLoud(status) ? post.accounts.filter((account) => account.status === status) : []
  return (about.length > 0 ? about : post.accounts).map(({ platform }) => platform)
}

/** A post in a calendar. Quiet: icon and time. Loud, because it needs you or moves: icon, time and word. Its handlers are the board's. */
export const Card = memo(function Card({
  post,
  minute,
  again,
  past,
  current,
  lifted,
  thumb,
  narrow = false,
}: CardProps) {
  const { t } = useTranslation(['calendar', 'ui', 'deliveries'])
  const name = post.title || post.firstLine || t('deliveries:untitled')
  const status = shownStatus(post)
  const time = again ? t('calendar:again', { time: clockText(minute) }) : clockText(minute)
  const word = t(`ui:status.${status}`)
  const withThumb = thumb > 0 && post.thumb !== null && !isLoud(status)
  const platforms = platformsOf(post, status)
  const room = narrow ? 1 : withThumb ? 3 : isLoud(status) ? 3 : 4
  const marks = platforms.length > room ? Math.max(1, room - 1) : room
  const classes = ['card', cardLook(post), withThumb && 'th', past && 'past', lifted && 'is-drag']
  return (
    // A plain title: hundreds of cards need no machinery, and Escape stays the calendar's.
    <button
      type="button"
      title={`${time} ${word}. ${name}`}
      data-post={post.id}
      tabIndex={-1}
      className={classes.filter(Boolean).join(' ')}
      aria-current={current || undefined}
    >
      <span className={`t st-${status}`}>
        <Icon of={statusIcons[status]} size="s" spin={status === 'publishing'} />
        {status !== 'publishing' && <span className={isLoud(status) ? 'tm' : undefined}>{clockText(minute)}</span>}
        {again && <span className="tm faint">2×</span>}
        <span className={isLoud(status) ? 'w' : 'sr'}>{word}</span>
        {status === 'publishing' && <span className="sr">{time}</span>}
      </span>
      <Marks platforms={platforms} size="s" max={marks} />
      {withThumb && <PostThumb post={post} size={thumb} />}
      <span className="fl">{name}</span>
    </button>
  )
})
