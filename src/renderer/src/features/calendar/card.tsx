import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostSummary } from '../../../../contract/posts.ts'
import { Icon, isLoud, Marks, platformNames, statusIcons, Tooltip } from '../../ui/index.ts'
import { usePostName } from '../posts/post-name.ts'
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
  /** Most marks before "+n". */
  readonly marks?: number
}

/** A post in a calendar. Quiet: icon and time. Loud, because it needs you or moves: icon, time and word. Its handlers are the board's. */
export const Card = memo(function Card({ post, minute, again, past, current, lifted, thumb, marks = 4 }: CardProps) {
  const { t } = useTranslation('calendar')
  const { t: ui } = useTranslation('ui')
  const name = usePostName()(post)
  const status = shownStatus(post)
  const time = again ? t('again', { time: clockText(minute) }) : clockText(minute)
  const word = ui(`status.${status}`)
  const where = post.accounts.map(({ platform }) => platformNames[platform]).join(', ')
  const withThumb = thumb > 0 && post.thumb !== null
  const classes = ['card', cardLook(post), withThumb && 'th', past && 'past', lifted && 'is-drag']
  return (
    <Tooltip text={`${time} ${word}. ${name}`}>
      <button
        type="button"
        data-post={post.id}
        tabIndex={-1}
        className={classes.filter(Boolean).join(' ')}
        aria-current={current || undefined}
        aria-label={[time, word, name, where].filter(Boolean).join(', ')}
      >
        <span className={`t st-${status}`}>
          <Icon of={statusIcons[status]} size="s" spin={status === 'publishing'} />
          {status !== 'publishing' && <span className={isLoud(status) ? 'tm' : undefined}>{clockText(minute)}</span>}
          {again && <span className="tm faint">2×</span>}
          {isLoud(status) && <span className="w">{word}</span>}
        </span>
        <Marks platforms={post.accounts.map(({ platform }) => platform)} size="s" max={marks} />
        {withThumb && <PostThumb post={post} size={thumb} />}
        <span className="fl">{name}</span>
      </button>
    </Tooltip>
  )
})
