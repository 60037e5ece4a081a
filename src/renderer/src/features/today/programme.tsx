import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { PostSummary } from '../../../../contract/posts.ts'
import { useGo } from '../../lib/go.ts'
import { useStudio } from '../../lib/studio.ts'
import { Button, Marks, platformNames, Status } from '../../ui/index.ts'
import type { SlotGroup } from '../calendar/free-slots.ts'
import type { Placed } from '../calendar/layout.ts'
import { clockText } from '../calendar/wall-clock.ts'
import { secondLine, usePostName } from '../posts/post-name.ts'
import { shownStatus, useStandingText } from '../posts/post-status.tsx'
import { PostThumb } from '../posts/post-thumb.tsx'
import type { ProgrammeLine } from './programme-lines.ts'

interface ProgrammeProps {
  readonly lines: readonly ProgrammeLine[]
  readonly nowMinute: number
  /** Tomorrow: no pictures, one line each. */
  readonly small?: boolean
  readonly label: string
}

/** A printed timetable: time, what, where, how it stands. */
export function Programme({ lines, nowMinute, small, label }: ProgrammeProps) {
  const { t } = useTranslation('today')
  return (
    <ol className={small ? 'prog small' : 'prog'} aria-label={label}>
      {lines.map((line) => {
        if (line.kind === 'now') {
          return (
            <li key="now" className="now" aria-label={`${t('now')}, ${clockText(nowMinute)}`}>
              <span>{clockText(nowMinute)}</span>
            </li>
          )
        }
        if (line.kind === 'slot') return <FreeLine key={`slot${line.slot.minute}`} slot={line.slot} />
        return <PostLine key={line.placed.post.id} placed={line.placed} past={line.past} small={small ?? false} />
      })}
    </ol>
  )
}

function PostLine({
  placed: { post, minute, again },
  past,
  small,
}: {
  readonly placed: Placed
  readonly past: boolean
  readonly small: boolean
}) {
  const { t } = useTranslation('calendar')
  const go = useGo()
  const name = usePostName()(post)
  const status = shownStatus(post)
  return (
    <li className={past ? 'past' : undefined}>
      <time>{again ? t('again', { time: clockText(minute) }) : clockText(minute)}</time>
      {!small && <PostThumb post={post} size={40} />}
      <div className="what">
        <b className="clip">
          <button type="button" className="prog-open" onClick={() => go.posts({ post: post.id })}>
            {name}
          </button>
        </b>
        {!small && <SecondLine post={post} />}
      </div>
      <Marks platforms={post.accounts.map(({ platform }) => platform)} max={5} />
      <Status value={status} />
    </li>
  )
}

function SecondLine({ post }: { readonly post: PostSummary }) {
  const standing = useStandingText()(post)
  return (
    <small className="clip">
      {post.status === 'publishing' ? <Progress post={post} /> : standing || secondLine(post)}
    </small>
  )
}

/** Where a post that is going out stands at the account that is slowest. */
function Progress({ post }: { readonly post: PostSummary }) {
  const { t } = useTranslation('today')
  const { t: ui } = useTranslation('ui')
  const studio = useStudio()
  const { data } = useQuery(studio.posts.get.queryOptions({ input: { id: post.id } }))
  const delivery = data?.deliveries.find((one) => one.progress)
  if (!delivery?.progress) return secondLine(post)
  const [platform, phase] = [platformNames[delivery.platform], ui(`phase.${delivery.progress.phase}`)]
  return delivery.progress.done === null
    ? t('progressPlain', { platform, phase })
    : t('progress', { platform, phase, percent: Math.round(delivery.progress.done * 100) })
}

function FreeLine({ slot }: { readonly slot: SlotGroup }) {
  const { t } = useTranslation('today')
  const go = useGo()
  const time = clockText(slot.minute)
  return (
    <li className="free">
      <time className="soft">{time}</time>
      <span>{t('freeSlot')}</span>
      <Button
        small
        look="plain"
        icon={Plus}
        onClick={() =>
          go.newPost({
            wallTime: slot.when.wallTime,
            zone: slot.when.zone,
            ...(slot.accounts.length > 0 && { accounts: slot.accounts }),
          })
        }
      >
        {t('fill')}
        <span className="sr">, {time}</span>
      </Button>
    </li>
  )
}
