import { useQuery } from '@tanstack/react-query'
import { Tag } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStudio } from '../../lib/studio.ts'
import { Icon, Popover } from '../../ui/index.ts'
import { useComposing } from './context.ts'
import { setLabels } from './edits.ts'
import { TagsField } from './tags-field.tsx'

/** The labels of the post in one line; opens to change them. */
export function LabelsLine() {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const { session, draft } = useComposing()
  const known = useQuery(studio.posts.labels.queryOptions())
  return (
    <Popover
      label={t('labels')}
      side="top"
      trigger={
        <button type="button" className="line-btn">
          <Icon of={Tag} size="s" />
          {t('labels')}{' '}
          {draft.labels.length > 0 ? (
            <b className="clip">{draft.labels.join(', ')}</b>
          ) : (
            <span className="faint">{t('noLabels')}</span>
          )}
        </button>
      }
    >
      <TagsField
        label={t('labels')}
        value={draft.labels}
        options={(known.data ?? []).map(({ name }) => ({ value: name, label: name }))}
        max={50}
        canCreate
        onChange={(labels) => session.edit(setLabels(labels))}
      />
    </Popover>
  )
}
