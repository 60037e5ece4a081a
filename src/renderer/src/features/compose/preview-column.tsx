import { Monitor, Moon, PanelRight, PanelRightClose, Smartphone, Sun } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChoice } from '../../lib/choices.ts'
import { Button, EmptyState, Icon, platformNames, ScrollRegion, SectionHead } from '../../ui/index.ts'
import { useComposing } from './context.ts'
import { Proof } from './preview/proof.tsx'
import { Problems } from './problems.tsx'

interface PreviewColumnProps {
  readonly folded: boolean
  readonly onFold: (folded: boolean) => void
}

/** The post as the selected account's platform draws it, and what to look at before it goes. */
export function PreviewColumn({ folded, onFold }: PreviewColumnProps) {
  const { t } = useTranslation('compose')
  const { selected, found, draft, assets } = useComposing()
  const [phone, setPhone] = useChoice('compose.phone', false)
  const [other, setOther] = useState(false)
  const theme = document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light'
  const shown = other ? (theme === 'dark' ? 'light' : 'dark') : theme
  if (folded) {
    return (
      <section className="col" aria-label={t('preview')}>
        <button type="button" className="spine" onClick={() => onFold(false)}>
          <Icon of={PanelRight} />
          {t('preview')}
          {found.length > 0 && <span className="pb">{t('toLookAt', { count: found.length })}</span>}
        </button>
      </section>
    )
  }
  return (
    <section className="col preview" aria-label={t('preview')}>
      <div className="colhead">
        <SectionHead count={selected ? t('asShown', { platform: platformNames[selected.platform] }) : undefined}>
          {t('preview')}
        </SectionHead>
        <span className="grow" />
        <Button
          look="plain"
          small
          icon={shown === 'dark' ? Sun : Moon}
          tip={shown === 'dark' ? t('previewLight') : t('previewDark')}
          onClick={() => setOther(!other)}
        />
        <Button
          look="plain"
          small
          icon={phone ? Monitor : Smartphone}
          tip={phone ? t('previewWide') : t('previewPhone')}
          onClick={() => setPhone(!phone)}
        />
        <Button look="plain" small icon={PanelRightClose} tip={t('foldPreview')} onClick={() => onFold(true)} />
      </div>
      <ScrollRegion
        className="grow bed-scroll"
        label={selected ? t('asShown', { platform: platformNames[selected.platform] }) : t('previewEmpty')}
      >
        {selected ? (
          <div className={phone ? 'bed phone' : 'bed'}>
            <div className="crop">
              <div className="proof" data-theme={shown}>
                <Proof account={selected} draft={draft} assets={assets} />
              </div>
            </div>
          </div>
        ) : (
          <EmptyState title={t('previewEmpty')} />
        )}
      </ScrollRegion>
      <Problems />
    </section>
  )
}
