import { useQuery } from '@tanstack/react-query'
import { ImagePlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStudio } from '../../lib/studio.ts'
import { Button, Thumb } from '../../ui/index.ts'
import { MediaPicker } from './media-picker.tsx'

interface AssetFieldProps {
  readonly label: string
  readonly hint: string | undefined
  /** Id of a file, or empty. */
  readonly value: string
  readonly accepts: 'image' | 'video' | 'document'
  readonly onChange: (value: unknown) => void
}

/** One file of the library that a setting names: a cover, a thumbnail. */
export function AssetField({ label, hint, value, accepts, onChange }: AssetFieldProps) {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const [open, setOpen] = useState(false)
  const asset = useQuery({
    ...studio.assets.get.queryOptions({ input: { id: value as never } }),
    enabled: value !== '',
  })
  return (
    <div className="fld">
      <span className="lab">{label}</span>
      <div className="row">
        {asset.data && (
          <>
            <Thumb asset={asset.data} size={40} />
            <span className="clip grow">{asset.data.name}</span>
          </>
        )}
        <Button small icon={ImagePlus} aria-label={`${label}: ${t('chooseFile')}`} onClick={() => setOpen(true)}>
          {t(value === '' ? 'chooseFile' : 'changeFile')}
        </Button>
        {value !== '' && (
          <Button look="plain" small onClick={() => onChange('')}>
            {t('noFile')}
          </Button>
        )}
      </div>
      {asset.isError && <p className="err">{t('fileGone')}</p>}
      {hint && <p className="hint">{hint}</p>}
      {open && (
        <MediaPicker
          single
          kind={accepts === 'document' ? 'other' : accepts}
          onClose={() => setOpen(false)}
          onPick={([id]) => id && onChange(id)}
        />
      )}
    </div>
  )
}
