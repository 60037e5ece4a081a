import { useTranslation } from 'react-i18next'
import { CopyButton, ScrollRegion } from '../../../ui/index.ts'

/** Text to be put somewhere else, with a button that copies it. */
export function Snippet({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation('automations')
  return (
    <div className="au-snippet">
      <ScrollRegion label={label}>
        <pre>{text}</pre>
      </ScrollRegion>
      <CopyButton small text={text} label={t('copy')} />
    </div>
  )
}
