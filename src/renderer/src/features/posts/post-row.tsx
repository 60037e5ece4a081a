import { FlexRender, type Row as TableRow } from '@tanstack/react-table'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostSummary } from '../../../../contract/posts.ts'
import type { features } from './columns.tsx'
import { usePostName } from './post-name.ts'

interface PostRowProps {
  readonly row: TableRow<typeof features, PostSummary>
  readonly index: number
  /** Ids of the columns shown; another value draws the row again. */
  readonly shown: string
  readonly chosen: boolean
  readonly active: boolean
  readonly opened: boolean
}

/** A row of the table. Clicks and keys are the table's, so that scrolling draws no row twice. */
export const PostRow = memo(
  function PostRow({ row, index, chosen, active, opened }: PostRowProps) {
    const { t } = useTranslation('posts')
    const name = usePostName()(row.original)
    return (
      <tr
        id={`row-${row.id}`}
        data-row={row.id}
        role="row"
        aria-rowindex={index + 2}
        aria-selected={chosen}
        aria-current={opened || undefined}
        className={active ? 'is-active' : undefined}
      >
        <td role="gridcell">
          <input
            className="cb"
            type="checkbox"
            tabIndex={-1}
            checked={chosen}
            readOnly
            aria-label={t('selectOne', { name })}
          />
        </td>
        {row.getVisibleCells().map((cell) => (
          <td key={cell.id} className={`c-${cell.column.id}`} role="gridcell">
            <FlexRender cell={cell} />
          </td>
        ))}
      </tr>
    )
  },
  (before, after) =>
    before.row.original === after.row.original &&
    before.index === after.index &&
    before.shown === after.shown &&
    before.chosen === after.chosen &&
    before.active === after.active &&
    before.opened === after.opened,
)
