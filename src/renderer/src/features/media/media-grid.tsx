import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../contract/assets.ts'
import { Thumb } from '../../ui/index.ts'
import type { Pending } from '../compose/use-upload.ts'

const tile = 148
const gap = 12

interface MediaGridProps {
  readonly assets: readonly Asset[]
  readonly pending: readonly Pending[]
  readonly opened: string | undefined
  readonly onOpen: (id: string) => void
  /** The end of what is loaded came in sight. */
  readonly onEnd: () => void
}

/** Tiles in rows, only those in sight drawn. Arrow keys move, Enter opens. */
export function MediaGrid({ assets, pending, opened, onOpen, onEnd }: MediaGridProps) {
  const { t } = useTranslation('media')
  const box = useRef<HTMLDivElement>(null)
  const across = useColumns(box)
  const cells = [...pending.map((one) => ({ pending: one })), ...assets.map((asset) => ({ asset }))]
  const rows = Math.ceil(cells.length / across)
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => box.current?.closest<HTMLElement>('.md-body') ?? null,
    estimateSize: () => tile + 34 + gap,
    overscan: 3,
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows - 2) onEnd()
  }, [last, rows, onEnd])

  const move = (event: KeyboardEvent<HTMLElement>) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across }
    const step = steps[event.key]
    const at = Number((event.target as HTMLElement).dataset['index'])
    if (step === undefined || Number.isNaN(at)) return
    const next = Math.min(cells.length - 1, Math.max(0, at + step))
    event.preventDefault()
    virtual.scrollToIndex(Math.floor(next / across))
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus())
  }

  return (
    <div
      ref={box}
      className="md-grid"
      style={{ height: virtual.getTotalSize() }}
      role="list"
      aria-label={t('title')}
      onKeyDown={move}
    >
      {shown.map((row) => (
        <div key={row.key} className="md-row" style={{ transform: `translateY(${row.start}px)` }}>
          {cells.slice(row.index * across, (row.index + 1) * across).map((cell, column) => {
            const index = row.index * across + column
            return 'asset' in cell ? (
              <Tile
                key={cell.asset.id}
                asset={cell.asset}
                index={index}
                opened={cell.asset.id === opened}
                onOpen={onOpen}
              />
            ) : (
              <div key={`new-${cell.pending.id}`} className="md-tile busy" role="listitem">
                {cell.pending.preview ? <img src={cell.pending.preview} alt="" /> : <span className="md-blank" />}
                <span className="clip">{t('adding', { name: cell.pending.name })}</span>
              </div>
            )
          })}
        </div>
      ))}
    </div>
  )
}

interface TileProps {
  readonly asset: Asset
  readonly index: number
  readonly opened: boolean
  readonly onOpen: (id: string) => void
}

function Tile({ asset, index, opened, onOpen }: TileProps) {
  const { t } = useTranslation('media')
  const alt = asset.kind !== 'image' ? null : asset.alt.trim() === '' ? t('noAltBadge') : t('altBadge')
  return (
    <div role="listitem">
      <button
        type="button"
        className="md-tile"
        data-index={index}
        aria-current={opened || undefined}
        onClick={() => onOpen(asset.id)}
      >
        <span className="md-pic">
          <Thumb asset={asset} size={tile} />
          {alt && <i className={asset.alt.trim() === '' ? 'md-alt none' : 'md-alt'}>{alt}</i>}
          {asset.pages !== null && <i className="md-length num">{t('pages', { count: asset.pages })}</i>}
          {asset.durationMs !== null && <i className="md-length num">{lengthText(asset.durationMs)}</i>}
        </span>
        <span className="clip">{asset.name}</span>
      </button>
    </div>
  )
}

/** `1:07` */
export function lengthText(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function useColumns(box: RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(6)
  useLayoutEffect(() => {
    const element = box.current?.parentElement
    if (!element) return
    const measure = () => setColumns(Math.max(2, Math.floor((element.clientWidth - 48 + gap) / (tile + gap))))
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [box])
  return columns
}
