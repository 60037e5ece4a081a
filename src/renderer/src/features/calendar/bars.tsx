import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, Globe, Inbox, Plus, Tag, Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { PostStatus } from '../../../../contract/vocabulary.ts'
import { useGo } from '../../lib/go.ts'
import { useStudio, useWorkspace } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { Button, Chip, Filter, Icon, Masthead, PlatformMark, Segmented, Status, Strip } from '../../ui/index.ts'
import { accountName, useAccounts } from '../posts/use-accounts.ts'
import { zoneLabel } from '../posts/zone-label.ts'
import { isFiltering, noFilters } from './filters.ts'
import { modes, turn } from './span.ts'
import type { CalendarAddress } from './use-calendar.ts'

type At = CalendarAddress

/** The title, the turning of pages, the zone, and how it is shown. */
export function CalendarMast({ at, primary }: { readonly at: At; readonly primary: boolean }) {
  const { t } = useTranslation('calendar')
  const go = useGo()
  const { zone } = useWorkspace()
  const times = useTimes()
  // Where the clocks change within what is shown, both names are true.
  const zoneNames = [...new Set([at.span.from, at.span.to].map((moment) => times.zoneName(moment)))].join(' / ')
  const by = (step: 1 | -1) => at.show({ date: turn(at.mode, at.date, step).toString() })
  return (
    <Masthead
      title={
        at.mode === 'day'
          ? times.longDate(at.date)
          : times.month(at.mode === 'week' ? (at.span.days[3] ?? at.date) : at.date)
      }
    >
      <span className="row cal-turn">
        <Button small look="plain" icon={ChevronLeft} tip={t('earlier')} shortcut="pageup" onClick={() => by(-1)} />
        <Button small shortcut="t" onClick={() => at.show({ date: at.today.day })}>
          {t('today')}
        </Button>
        <Button small look="plain" icon={ChevronRight} tip={t('later')} shortcut="pagedown" onClick={() => by(1)} />
      </span>
      <span className="meta wide row cal-zone">
        <Icon of={Globe} size="s" />
        {t('zone', { zone: zoneLabel(zone, zoneNames) })}
      </span>
      <span className="grow" />
      <Segmented
        label={t('modes.label')}
        value={at.mode}
        options={modes.map((value) => ({ value, label: t(`modes.${value}`) }))}
        onChange={(mode) => at.show({ mode })}
      />
      <Button look={primary ? 'primary' : 'edge'} icon={Plus} shortcut="n" onClick={() => go.newPost()}>
        {t('newPost')}
      </Button>
    </Masthead>
  )
}

interface FiltersProps {
  readonly at: At
  readonly withSlots: boolean
  readonly onSlots: (shown: boolean) => void
  readonly waiting: number
}

const statuses = [...PostStatus.options, 'retrying', 'handed_off'] as const

/** What narrows the calendar, and the way to what has no time yet. */
export function Filters({ at, withSlots, onSlots, waiting }: FiltersProps) {
  const { t } = useTranslation('calendar')
  const { t: ui } = useTranslation('ui')
  const studio = useStudio()
  const accounts = useAccounts()
  const labels = useQuery(studio.posts.labels.queryOptions())
  const side = at.address.side === 'unscheduled' && !at.address.post
  const accountOptions = accounts.all.map((account) => ({
    value: account.id as string,
    text: accountName(account),
    label: (
      <span className="row">
        <PlatformMark platform={account.platform} size="s" />
        {accountName(account)}
      </span>
    ),
  }))
  return (
    <Strip label={t('filters.label')}>
      <Filter
        icon={Users}
        all={t('filters.accounts')}
        options={accountOptions}
        value={at.filters.accounts}
        onChange={(value) => at.narrow({ accounts: value })}
      />
      <Filter
        icon={Tag}
        all={t('filters.labels')}
        options={(labels.data ?? []).map(({ name }) => ({ value: name, text: name, label: name }))}
        value={at.filters.labels}
        onChange={(value) => at.narrow({ labels: value })}
      />
      <Filter
        all={t('filters.statuses')}
        options={statuses.map((value) => ({
          value: value as string,
          text: ui(`status.${value}`),
          label: <Status value={value} />,
        }))}
        value={at.filters.statuses}
        onChange={(value) => at.narrow({ statuses: value })}
      />
      <Chip className="wide" on={withSlots} onClick={() => onSlots(!withSlots)}>
        {t(withSlots ? 'filters.slotsShown' : 'filters.slotsHidden')}
      </Chip>
      {isFiltering(at.filters) && (
        <Button small look="plain" onClick={() => at.narrow(noFilters)}>
          {t('empty.clear')}
        </Button>
      )}
      <span className="grow" />
      <Button
        small
        look="plain"
        icon={Inbox}
        shortcut="u"
        on={side || undefined}
        onClick={() => at.setAddress({ side: side ? undefined : 'unscheduled', post: undefined })}
      >
        {t('unscheduled.title')} <span className="num soft">{waiting}</span>
      </Button>
    </Strip>
  )
}
