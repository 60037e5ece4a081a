import { useTranslation } from 'react-i18next'
import { useActionList } from '../lib/actions.ts'
import { Dialog, Kbd, SectionHead } from '../ui/index.ts'

/** `?`: every shortcut that works now, by where it belongs. */
export function KeysSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('app')
  const actions = useActionList().filter((action) => action.shortcut)
  const groups = [...new Set(actions.map((action) => action.group))]
  return (
    <Dialog open onClose={onClose} title={t('keys.title')} wide>
      <div className="keys">
        {groups.map((group) => (
          <section key={group}>
            <SectionHead>{group}</SectionHead>
            <dl>
              {actions
                .filter((action) => action.group === group)
                .map((action) => (
                  <KeyLine key={action.id} label={action.label} keys={action.shortcut ?? ''} />
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function KeyLine({ label, keys }: { readonly label: string; readonly keys: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {keys.split(' ').map((chord) => (
          <Kbd key={chord} keys={chord} />
        ))}
      </dd>
    </>
  )
}
