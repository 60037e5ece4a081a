import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CloudOff, LoaderCircle, Settings, Wifi, WifiOff } from 'lucide-react'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Workspace } from '../../../contract/workspaces.ts'
import { useAction } from '../lib/actions.ts'
import { useHostState, useOnline } from '../lib/connection.ts'
import { useGo } from '../lib/go.ts'
import { useStudio } from '../lib/studio.ts'
import { Icon, Kbd, Tooltip } from '../ui/index.ts'
import { JobsLine } from './jobs-line.tsx'
import { railGroups, type ViewEntry, views } from './views.ts'
import { WorkspaceSwitcher } from './workspaces.tsx'

interface RailProps {
  readonly all: readonly Workspace[]
  readonly onOpen: (id: string) => void
  readonly onKeys: () => void
}

/** The rail: workspace, views with what waits in them, and at the foot how things stand. Folds to icons in a small window. */
export function Rail({ all, onOpen, onKeys }: RailProps) {
  const { t } = useTranslation('app')
  const badges = useBadges()
  const groups = railGroups
    .map((names) => names.flatMap((name) => views.find((view) => view.name === name) ?? []))
    .filter((group) => group.length > 0)
  return (
    <nav className="rail" aria-label={t('name')}>
      <WorkspaceSwitcher all={all} onOpen={onOpen} />
      <div className="nav">
        {groups.map((group, index) => (
          <Fragment key={group[0]?.name}>
            {index > 0 && <hr />}
            {group.map((view) => (
              <NavLink key={view.name} view={view} count={badges[view.name]} />
            ))}
          </Fragment>
        ))}
      </div>
      <div className="foot">
        <ConnectionLine />
        <JobsLine />
        {views.some((view) => view.name === 'settings') && (
          <span className="foot-row">
            <Link to="/settings" activeProps={{ 'aria-current': 'page' }}>
              <Icon of={Settings} size="s" />
              <span className="lbl grow">{t('views.settings')}</span>
            </Link>
            <Tooltip text={t('foot.keys')} side="right">
              <button type="button" className="keys-btn lbl" aria-label={t('foot.keys')} onClick={onKeys}>
                <Kbd keys="?" />
              </button>
            </Tooltip>
          </span>
        )}
      </div>
      {views.map((view) => (
        <GoTo key={view.name} view={view} />
      ))}
    </nav>
  )
}

function useBadges(): Partial<Record<ViewEntry['name'], number>> {
  const studio = useStudio()
  const counts = useQuery(studio.posts.counts.queryOptions())
  const accounts = useQuery(studio.accounts.list.queryOptions({ input: {} }))
  const asked = useQuery(studio.approvals.list.queryOptions({ input: { state: 'waiting', limit: 100 } }))
  return {
    today: counts.data?.needsYou,
    accounts: accounts.data?.filter((account) => account.health.state !== 'ok').length,
    automations: asked.data?.items.length,
  }
}

function NavLink({ view, count = 0 }: { readonly view: ViewEntry; readonly count: number | undefined }) {
  const { t } = useTranslation('app')
  const name = t(`views.${view.name}`)
  return (
    <Tooltip
      text={count > 0 ? t('viewWithCount', { view: name, number: count }) : name}
      shortcut={`g ${view.key}`}
      side="right"
    >
      <Link to={view.path} activeProps={{ 'aria-current': 'page' }}>
        <Icon of={view.icon} />
        <span className="lbl">{name}</span>
        {count > 0 && (
          <span className="n hot">
            <span aria-hidden>{count}</span>
            <span className="sr">, {t('needYou', { count })}</span>
          </span>
        )}
      </Link>
    </Tooltip>
  )
}

function ConnectionLine() {
  const { t } = useTranslation('app')
  const online = useOnline()
  const state = useHostState((host) => host.state)
  const [icon, text, hint] =
    state === 'lost'
      ? ([CloudOff, t('foot.lost'), t('foot.lostHint')] as const)
      : !online
        ? ([WifiOff, t('foot.offline'), t('foot.offlineHint')] as const)
        : state === 'connecting'
          ? ([LoaderCircle, t('foot.connecting'), t('foot.connecting')] as const)
          : ([Wifi, t('foot.online'), t('foot.online')] as const)
  return (
    <Tooltip text={hint} side="right">
      <div role="status" className={state === 'lost' || !online ? 'warn' : undefined}>
        <Icon of={icon} size="s" />
        <span className="lbl">{text}</span>
      </div>
    </Tooltip>
  )
}

function GoTo({ view }: { readonly view: ViewEntry }) {
  const { t } = useTranslation('app')
  const go = useGo()
  const name = t(`views.${view.name}`)
  const shortcut = view.key ? { shortcut: `g ${view.key}` } : {}
  useAction({
    id: `go.${view.name}`,
    label: name,
    group: t('palette.go'),
    icon: view.icon,
    run: () => go.to(view.path),
    ...shortcut,
  })
  return null
}
