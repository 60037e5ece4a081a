import { Search } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/index.ts'
import { setSheet } from './sheet.ts'

/** "Go to, or do ⌘K": opens the palette from a masthead. */
export function PaletteButton() {
  const { t } = useTranslation('app')
  return (
    <Button look="plain" className="soft" icon={Search} shortcut="mod+k" showKeys onClick={() => setSheet('palette')}>
      <span className="wide" aria-hidden>
        {t('palette.label')}
      </span>
      <span className="sr">{t('palette.label')}</span>
    </Button>
  )
}
