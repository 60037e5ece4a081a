import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../contract/assets.ts'
import type { AssetId } from '../../../../contract/vocabulary.ts'
import { useStudio } from '../../lib/studio.ts'
import { Button, Dialog, EmptyState, ErrorState, Field, Input, Skeleton, Thumb } from '../../ui/index.ts'

interface MediaPickerProps {
  /** Takes one file alone. */
  readonly single?: boolean
  /** Shows files of this kind alone. */
  readonly kind?: Asset['kind']
  readonly onClose: () => void
  readonly onPick: (ids: readonly AssetId[]) => void
}

/** The library, to take files from. */
export function MediaPicker({ single, kind, onClose, onPick }: MediaPickerProps) {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const [query, setQuery] = useState('')
  const [picked, setPicked] = useState<readonly AssetId[]>([])
  const q = useDeferredValue(query.trim())
  const assets = useQuery({
    ...studio.assets.list.queryOptions({ input: { limit: 60, ...(q && { q }), ...(kind && { kind }) } }),
    placeholderData: keepPreviousData,
  })
  const toggle = (id: AssetId) =>
    setPicked(picked.includes(id) ? picked.filter((one) => one !== id) : single ? [id] : [...picked, id])
  return (
    <Dialog
      open
      wide
      title={t('library')}
      onClose={onClose}
      footer={
        <Button
          look="primary"
          disabled={picked.length === 0}
          onClick={() => {
            onPick(picked)
            onClose()
          }}
        >
          {t('addFiles', { count: picked.length })}
        </Button>
      }
    >
      <Field label={t('findMedia')} hideLabel>
        <Input
          icon={Search}
          placeholder={t('findMedia')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </Field>
      {assets.isError ? (
        <ErrorState title={t('libraryFailed')} error={assets.error} onRetry={() => void assets.refetch()} />
      ) : !assets.data ? (
        <Skeleton rows={4} />
      ) : assets.data.items.length === 0 ? (
        <EmptyState title={q ? t('libraryNone') : t('libraryEmpty')} />
      ) : (
        <ul className="pick-grid">
          {assets.data.items.map((asset) => (
            <li key={asset.id}>
              <button
                type="button"
                aria-pressed={picked.includes(asset.id)}
                aria-label={asset.name}
                onClick={() => toggle(asset.id)}
              >
                <Thumb asset={asset} size={112} />
                <span className="clip">{asset.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
