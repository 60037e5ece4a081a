import { useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUpDown } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostSummary } from '../../../../contract/posts.ts'
import { Checkbox, Icon } from '../../ui/index.ts'
import { columns, features } from './columns.tsx'
import type { Order } from './post-query.ts'
import { PostRow } from './post-row.tsx'
import { allOrNone, extended, type Selection, toggled } from './selection.ts'

const rowHeight = 36

interface PostTableProps {
  readonly posts: readonly PostSummary[]
  readonly total: number
  readonly visible: Record<string, boolean>
  readonly order: Order
  readonly onOrder: (order: Order) => void
  readonly selection: Selection
  readonly onSelection: (selection: Selection) => void
  /** Id of the row the keyboard stands on. */
  readonly active: string | null
  readonly onActive: (id: string) => void
  readonly opened: string | null
  readonly onOpen: (id: string) => void
  readonly onNearEnd: () => void
  readonly label: string
}

/** The table of posts: rows are drawn as they come into sight, and more are asked for near the end. */
export function PostTable(props: PostTableProps) {
  const { posts, total, visible, selection, onSelection, active, onActive, onNearEnd, label } = props
  const { t } = useTranslation('posts')
  const scroller = useRef<HTMLDivElement>(null)
  const table = useTable({
    features,
    columns,
    data: posts as PostSummary[],
    getRowId: (post) => post.id,
    state: { columnVisibility: visible },
  })
  const { rows } = table.getRowModel()
  const ids = useMemo<readonly string[]>(() => posts.map((post) => post.id), [posts])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    useFlushSync: false,
    paddingStart: 0,
    scrollPaddingStart: 32,
  })
  const items = virtual.getVirtualItems()
  const lastSeen = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastSeen >= rows.length - 20) onNearEnd()
  }, [lastSeen, rows.length, onNearEnd])
  const activeIndex = active === null ? -1 : ids.indexOf(active)
  useEffect(() => {
    if (activeIndex >= 0) virtual.scrollToIndex(activeIndex)
  }, [activeIndex, virtual])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15, Home: -Infinity, End: Infinity }[event.key]
    if (step !== undefined) {
      const next = ids[Math.max(0, Math.min(ids.length - 1, activeIndex + step))]
      if (next && event.shiftKey)
        onSelection(extended(selection.anchor ? selection : toggled(selection, active ?? next), next, ids))
      if (next) onActive(next)
    } else if (event.key === 'Enter' && active) props.onOpen(active)
    else if (event.key === ' ' && active) onSelection(toggled(selection, active))
    else if (event.key === 'a' && (event.metaKey || event.ctrlKey)) onSelection(allOrNone(selection, ids))
    else if (event.key === 'Escape' && selection.ids.size > 0) onSelection({ ids: new Set(), anchor: null })
    else return
    event.preventDefault()
  }
  const choose = (event: MouseEvent, id: string) => {
    onActive(id)
    onSelection(event.shiftKey ? extended(selection, id, ids) : toggled(selection, id))
  }
  const onClick = (event: MouseEvent) => {
    const target = event.target as HTMLElement
    const id = target.closest<HTMLElement>('[data-row]')?.dataset['row']
    if (!id) return
    const onBox = target.closest('td')?.cellIndex === 0
    if (onBox || event.shiftKey || event.metaKey || event.ctrlKey) choose(event, id)
    else {
      onActive(id)
      props.onOpen(id)
    }
  }
  const columnsShown = table.getVisibleLeafColumns()
  const shown = columnsShown.map((column) => column.id).join()
  const chosen = ids.filter((id) => selection.ids.has(id)).length
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div className="scroll grow pt-scroll" ref={scroller}>
      <table
        className="tbl pt"
        role="grid"
        aria-label={label}
        aria-multiselectable
        aria-rowcount={total + 1}
        tabIndex={0}
        aria-activedescendant={active ? `row-${active}` : undefined}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onMouseDown={(event) => {
          if (event.shiftKey) event.preventDefault()
        }}
        onFocus={(event) => {
          if (event.target === event.currentTarget && !active && ids[0]) onActive(ids[0])
        }}
      >
        <colgroup>
          <col className="c-cb" />
          {columnsShown.map((column) => (
            <col key={column.id} className={`c-${column.id}`} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">
              <Checkbox
                checked={chosen === 0 ? false : chosen === ids.length ? true : 'mixed'}
                onChange={() => onSelection(allOrNone(selection, ids))}
                aria-label={t('selectAll')}
              />
            </th>
            {columnsShown.map((column) => (
              <Head key={column.id} id={column.id as keyof typeof sortable} {...props} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map(({ index }) => {
            const row = rows[index]
            return (
              row && (
                <PostRow
                  key={row.id}
                  row={row}
                  index={index}
                  shown={shown}
                  chosen={selection.ids.has(row.id)}
                  active={row.id === active}
                  opened={row.id === props.opened}
                />
              )
            )
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </div>
  )
}

/** The studio sorts by these; other columns are only read. */
const sortable = { status: null, post: null, labels: null, accounts: null, when: 'when', updated: 'updated' } as const

function Head({
  id,
  order,
  onOrder,
}: { readonly id: keyof typeof sortable } & Pick<PostTableProps, 'order' | 'onOrder'>) {
  const { t } = useTranslation('posts')
  const by = sortable[id]
  const name = t(`columns.${id}`)
  return (
    <th scope="col" className={`c-${id}`} aria-sort={by === null ? undefined : order === by ? 'descending' : 'none'}>
      {by === null ? (
        name
      ) : (
        <button
          type="button"
          className="pt-sort"
          aria-label={t('sortBy', { column: name })}
          onClick={() => onOrder(by)}
        >
          {name} <Icon of={order === by ? ArrowDown : ArrowUpDown} size="s" />
        </button>
      )}
    </th>
  )
}
