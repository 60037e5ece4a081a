import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../contract/assets.ts'
import { useStudio } from '../../lib/studio.ts'
import { Button, Checkbox, Field, TextArea, Thumb } from '../../ui/index.ts'
import { DescribeButton } from './ai/describe-button.tsx'
import { useComposing } from './context.ts'
import type { EditedPart } from './draft.ts'
import { setAlt } from './edits.ts'

interface AltFormProps {
  readonly part: EditedPart
  readonly index: number
  readonly asset: Asset | undefined
  /** This post's own words; null while the file's are used. */
  readonly alt: string | null
  readonly onClose: () => void
}

/** What is in the picture, for those who cannot see it: kept with the file, or for this post alone. */
export function AltForm({ part, index, asset, alt, onClose }: AltFormProps) {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const { session, target } = useComposing()
  const [text, setText] = useState(alt ?? asset?.alt ?? '')
  const [withFile, setWithFile] = useState(alt === null)
  const update = useMutation(studio.assets.update.mutationOptions())
  const save = () => {
    if (withFile && asset) {
      if (text !== asset.alt) update.mutate({ id: asset.id, alt: text })
      session.edit(setAlt(target, part.key, index, null))
    } else session.edit(setAlt(target, part.key, index, text))
    onClose()
  }
  return (
    <form
      className="alt-form"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Thumb asset={asset} size={120} alt={text} />
      <Field label={t('altText')} hint={t('altHint')}>
        <TextArea
          autoFocus
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) save()
          }}
        />
      </Field>
      <Checkbox checked={withFile} onChange={setWithFile}>
        {t('altWithFile')}
      </Checkbox>
      <div className="acts">
        <Button look="ink" type="submit">
          {t('altSave')}
        </Button>
        {asset && <DescribeButton asset={asset.id} onClose={onClose} />}
      </div>
    </form>
  )
}
