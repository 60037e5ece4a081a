import { HardDrive, type LucideIcon, Send, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/index.ts'
import './first-run.css'

interface TitlePageProps {
  readonly title: string
  readonly lead: ReactNode
  /** Buttons, or the form that stands in their place. */
  readonly children: ReactNode
  /** What can be done after it, at the foot. */
  readonly next?: ReactNode
  /** The sheet at the right and what stands under it. */
  readonly aside: ReactNode
}

/** A title page, set left; at the right the proof it is about. */
export function TitlePage({ title, lead, children, next, aside }: TitlePageProps) {
  const { t } = useTranslation('firstRun')
  return (
    <div className="fr-page">
      <section className="fr-left scroll">
        <h2>{title}</h2>
        <p className="lead">{lead}</p>
        {children}
        {next}
      </section>
      <aside className="fr-right scroll" aria-label={t('sheet.label')}>
        {aside}
        <ul className="fr-facts">
          <Fact icon={HardDrive}>{t('facts.kept')}</Fact>
          <Fact icon={Send}>{t('facts.direct')}</Fact>
          <Fact icon={ShieldCheck}>{t('facts.once')}</Fact>
        </ul>
      </aside>
    </div>
  )
}

function Fact({ icon, children }: { readonly icon: LucideIcon; readonly children: ReactNode }) {
  return (
    <li>
      <Icon of={icon} size="s" />
      <span>{children}</span>
    </li>
  )
}
