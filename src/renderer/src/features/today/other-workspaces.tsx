import { useQuery } from '@tanstack/react-query'
import { CircleX, Eye } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Workspace } from '../../../../contract/workspaces.ts'
import { setChoice } from '../../lib/choices.ts'
import { useNow } from '../../lib/now.ts'
import { host, studioOf, useWorkspace } from '../../lib/studio.ts'
import { Icon, SectionHead } from '../../ui/index.ts'
import { spanOf } from '../calendar/span.ts'

/** The other brands of this studio: what needs you there, and how much goes out today. */
export function OtherWorkspaces() {
  const { t } = useTranslation('today')
  const here = useWorkspace()
  const { data } = useQuery(host.workspaces.list.queryOptions())
  const others = data?.filter((workspace) => workspace.id !== here.id) ?? []
  if (others.length === 0) return null
  return (
    <section className="sec">
      <SectionHead>{t('others.title')}</SectionHead>
      <div className="else">
        {others.map((workspace) => (
          <Other key={workspace.id} workspace={workspace} />
        ))}
      </div>
    </section>
  )
}

function Other({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation('today')
  const now = useNow()
  const open = workspace.state === 'open'
  const studio = studioOf(workspace.id)
  const { from, to } = spanOf(
    'day',
    now.toZonedDateTimeISO(workspace.zone).toPlainDate(),
    workspace.zone,
    workspace.weekStart,
  )
  const counts = useQuery({ ...studio.posts.counts.queryOptions(), enabled: open })
  const today = useQuery({ ...studio.posts.calendar.queryOptions({ input: { from, to } }), enabled: open })
  const needs = counts.data?.needsYou ?? 0
  const review = counts.data?.inReview ?? 0
  return (
    <button type="button" onClick={() => setChoice('workspace', workspace.id)}>
      <span className="sort open" aria-hidden>
        {[...workspace.name.trim()][0]?.toUpperCase()}
      </span>
      <span className="grow clip">{workspace.name}</span>
      {!open || counts.isError ? (
        <span className="st st-failed">
          <Icon of={CircleX} size="s" />
          {t(open ? 'others.unread' : 'others.unavailable')}
        </span>
      ) : needs > 0 ? (
        <span className="st st-failed">
          <Icon of={CircleX} size="s" />
          {t('others.needs', { count: needs })}
        </span>
      ) : review > 0 ? (
        <span className="st">
          <Icon of={Eye} size="s" />
          {t('others.review', { count: review })}
        </span>
      ) : (
        counts.data && <span className="soft">{t('others.quiet')}</span>
      )}
      {today.data && (
        <span className="soft num else-n">
          {t('others.today', { count: today.data.filter((post) => post.status !== 'canceled').length })}
        </span>
      )}
    </button>
  )
}
