import { useTranslation } from 'react-i18next'
import { useGo } from '../../lib/go.ts'
import { Button, SectionHead } from '../../ui/index.ts'

/** What the studio does on its own, and where that is set up. */
export function ByItselfSection() {
  const { t } = useTranslation('automations')
  const go = useGo()
  const places = [
    { section: 'queue', title: t('byItself.queue'), what: t('byItself.queueWhat'), open: t('byItself.openQueue') },
    {
      section: 'cadence',
      title: t('byItself.cadence'),
      what: t('byItself.cadenceWhat'),
      open: t('byItself.openCadence'),
    },
  ]
  return (
    <section>
      <SectionHead>{t('byItself.title')}</SectionHead>
      <p className="soft">{t('byItself.what')}</p>
      <ul className="au-list">
        {places.map(({ section, title, what, open }) => (
          <li key={section} className="au-place">
            <span className="grow">
              <b>{title}</b>
              <small>{what}</small>
            </span>
            <Button small onClick={() => go.settings({ section })}>
              {open}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
