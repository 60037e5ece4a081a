import { Columns3, Plus, Search } from 'lucide-react'
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import type { PostSummary } from '../../../../contract/posts.ts'
import { PostId } from '../../../../contract/vocabulary.ts'
import { useAction, useShortcut } from '../../lib/actions.ts'
import { useChoice } from '../../lib/choices.ts'
import { useGo, useViewSearch } from '../../lib/go.ts'
import { useNow } from '../../lib/now.ts'
import { useWorkspace } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import {
  Button,
  EmptyState,
  ErrorState,
  Input,
  Kbd,
  Masthead,
  Menu,
  MenuCheck,
  Skeleton,
  Strip,
  Tabs,
} from '../../ui/index.ts'
import { spanOf } from '../calendar/span.ts'
import { BulkBar } from './bulk-bar.tsx'
import { optionalColumns, startColumns } from './columns.tsx'
import { FilterChips, FilterMenu, knownValues, noNarrowing } from './filter-menu.tsx'
import { usePostActions } from './post-actions.ts'
import { isNarrowed, listQuery, type Order, type PostTab, readNarrowing, tabs } from './post-query.ts'
import { PostTable } from './post-table.tsx'
import { PostRecord } from './record/post-record.tsx'
import { nothing, type Selection, still, toggled } from './selection.ts'
import { usePostList, useTabCounts } from './use-post-list.ts'
import { zoneLabel } from './zone-label.ts'
import './posts.css'

type Keys = 'post' | 'tab' | 'q' | 'status' | 'platform' | 'account' | 'label'

/** The present week of the workspace, as moments. */
function useThisWeek() {
  const { zone, weekStart } = useWorkspace()
  const today = useNow().toZonedDateTimeISO(zone).toPlainDate().toString()
  return useMemo(() => {
    const { from, to } = spanOf('week', Temporal.PlainDate.from(today), zone, weekStart)
    return { from, to }
  }, [today, zone, weekStart])
}

export function View() {
  const { t, i18n } = useTranslation('posts')
  const { t: ui } = useTranslation('ui')
  const go = useGo()
  const workspace = useWorkspace()
  const [address, setAddress] = useViewSearch<Keys>()
  const [order, setOrder] = useChoice<Order>('posts.order', 'when')
  const [visible, setVisible] = useChoice('posts.columns', startColumns)
  const [search, setSearch] = useState(address.q ?? '')
  const field = useRef<HTMLInputElement>(null)
  const tab = tabs.find((one) => one === address.tab) ?? 'all'
  const opened = PostId.safeParse(address.post).data ?? null
  const week = useThisWeek()
  const counts = useTabCounts(week)
  const narrowing = readNarrowing(address, knownValues)
  const { list, posts, total } = usePostList(
    listQuery({ tab, narrowing, search: useDeferredValue(search), order, week }),
  )
  const [selection, setSelection] = useState<Selection>(nothing)
  const [active, setActive] = useState<string | null>(opened)
  const chosen = still(
    selection,
    posts.map((post) => post.id),
  )
  const open = useCallback((id: string) => setAddress({ post: id }), [setAddress])

  useEffect(() => {
    if (address.q !== undefined) setSearch(address.q)
  }, [address.q])
  useKeys({
    posts,
    active,
    opened,
    setActive,
    open,
    selection: chosen,
    setSelection,
    focusSearch: () => field.current?.focus(),
  })

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list
  const nearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const change = (next: Parameters<typeof setAddress>[0]) => {
    setSelection(nothing)
    setAddress(next)
  }
  const body =
    list.isError && posts.length === 0 ? (
      <ErrorState title={t('failed')} error={list.error} onRetry={() => void list.refetch()} />
    ) : list.isPending ? (
      <Skeleton table rows={14} />
    ) : posts.length === 0 ? (
      <Nothing
        tab={tab}
        searched={search.trim() !== ''}
        narrowed={isNarrowed(narrowing)}
        onClear={() => change(noNarrowing)}
        onClearSearch={() => setSearch('')}
      />
    ) : (
      <PostTable
        posts={posts}
        total={total}
        visible={visible}
        order={order}
        onOrder={setOrder}
        selection={chosen}
        onSelection={setSelection}
        active={active}
        onActive={setActive}
        opened={opened}
        onOpen={open}
        onNearEnd={nearEnd}
        label={t(`tabs.${tab}`)}
      />
    )
  return (
    <main className="view">
      <Masthead
        title={t('title')}
        meta={
          counts.total !== undefined &&
          t('inWorkspace', { number: counts.total.toLocaleString(i18n.language), name: workspace.name })
        }
      >
        <Input
          ref={field}
          type="search"
          className="pt-search"
          icon={Search}
          placeholder={t('search')}
          aria-label={t('search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          end={search === '' && <Kbd keys="/" />}
        />
        <Button look={opened ? 'edge' : 'primary'} icon={Plus} shortcut="n" onClick={() => go.newPost()}>
          {t('newPost')}
        </Button>
      </Masthead>
      <div className="with-insp">
        <section className="pt-list" aria-label={t('title')}>
          <Strip>
            <Tabs
              label={t('savedFilters')}
              value={tab}
              tabs={tabs.map((value) => ({
                value,
                label: t(`tabs.${value}`),
                count: counts[value],
                hot: value === 'needs',
              }))}
              onChange={(value: PostTab) => change({ tab: value === 'all' ? undefined : value })}
            />
            <span className="grow" />
            <FilterMenu tab={tab} narrowing={narrowing} onChange={change} />
            <Menu align="end" trigger={<Button small look="plain" icon={Columns3} aria-label={t('columns.choose')} />}>
              {optionalColumns.map((id) => (
                <MenuCheck
                  key={id}
                  checked={visible[id] !== false}
                  onChange={(on) => setVisible({ ...visible, [id]: on })}
                >
                  {t(`columns.${id}`)}
                </MenuCheck>
              ))}
            </Menu>
          </Strip>
          <FilterChips narrowing={narrowing} onChange={change} />
          {body}
          {list.isFetchNextPageError && (
            <div className="count" role="alert">
              <span>{t('moreFailed')}</span>
              <Button small onClick={() => void fetchNextPage()}>
                {ui('tryAgain')}
              </Button>
            </div>
          )}
          {chosen.ids.size > 0 ? (
            <BulkBar
              posts={posts.filter((post) => chosen.ids.has(post.id))}
              bin={tab === 'bin'}
              onClear={() => setSelection(nothing)}
            />
          ) : (
            <Foot shown={posts.length} total={list.isSuccess ? total : null} loading={isFetchingNextPage} />
          )}
        </section>
        {opened && <PostRecord id={opened} onClose={() => setAddress({ post: undefined })} backTo={t('record.back')} />}
      </div>
    </main>
  )
}

interface KeysInput {
  readonly posts: readonly PostSummary[]
  readonly active: string | null
  readonly opened: string | null
  readonly setActive: (id: string) => void
  readonly open: (id: string) => void
  readonly selection: Selection
  readonly setSelection: (selection: Selection) => void
  readonly focusSearch: () => void
}

/** Keys of the table that work wherever the focus is in the view. */
function useKeys({ posts, active, opened, setActive, open, selection, setSelection, focusSearch }: KeysInput) {
  const { t } = useTranslation('posts')
  const go = useGo()
  const { remove } = usePostActions()
  const group = t('title')
  const step = (by: 1 | -1) => {
    const at = posts.findIndex((post) => post.id === active)
    const next = posts[Math.max(0, Math.min(posts.length - 1, at + by))]
    if (!next) return
    setActive(next.id)
    // With a record open the keys turn its pages.
    if (opened) open(next.id)
  }
  useShortcut('j', t('keys.down'), group, () => step(1))
  useShortcut('k', t('keys.up'), group, () => step(-1))
  useShortcut('x', t('keys.select'), group, () => active && setSelection(toggled(selection, active)))
  useShortcut('o', t('keys.open'), group, () => active && open(active))
  useShortcut('e', t('keys.compose'), group, () => active && go.compose(active))
  useShortcut('/', t('keys.search'), group, focusSearch)
  useAction(
    selection.ids.size === 0
      ? null
      : {
          id: 'posts.delete',
          label: t('keys.delete'),
          group,
          shortcut: 'delete',
          run: () => void remove(posts.filter((post) => selection.ids.has(post.id))).then(() => setSelection(nothing)),
        },
  )
}

interface NothingProps {
  readonly tab: PostTab
  readonly searched: boolean
  readonly narrowed: boolean
  readonly onClear: () => void
  readonly onClearSearch: () => void
}

/** An empty table: why, and what to do. */
function Nothing({ tab, searched, narrowed, onClear, onClearSearch }: NothingProps) {
  const { t } = useTranslation('posts')
  const go = useGo()
  if (searched) {
    return (
      <EmptyState title={t('empty.search')} action={<Button onClick={onClearSearch}>{t('empty.clearSearch')}</Button>}>
        {t('empty.searchText')}
      </EmptyState>
    )
  }
  if (narrowed) {
    return (
      <EmptyState title={t('empty.filtered')} action={<Button onClick={onClear}>{t('empty.clear')}</Button>}>
        {t('empty.filteredText')}
      </EmptyState>
    )
  }
  const toCalendar = tab === 'week' || tab === 'scheduled'
  const action =
    tab === 'bin' || tab === 'needs' ? undefined : (
      <Button onClick={() => (toCalendar ? go.calendar() : go.newPost())}>
        {toCalendar ? t('empty.calendar') : t('newPost')}
      </Button>
    )
  return (
    <EmptyState title={t(`empty.${tab}`)} action={action}>
      {t(`empty.${tab}Text`)}
    </EmptyState>
  )
}

function Foot({
  shown,
  total,
  loading,
}: {
  readonly shown: number
  readonly total: number | null
  readonly loading: boolean
}) {
  const { t } = useTranslation('posts')
  const workspace = useWorkspace()
  const times = useTimes()
  return (
    <div className="count">
      <span role="status">{loading ? t('loadingMore') : total !== null && t('shown', { shown, total })}</span>
      <span className="grow" />
      <span>{t('zone', { zone: zoneLabel(workspace.zone, times.zoneName()) })}</span>
    </div>
  )
}
