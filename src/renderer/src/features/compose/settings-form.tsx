import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import { applies } from '../../../../contract/platforms/check.ts'
import type { SettingsField } from '../../../../contract/platforms/index.ts'
import { useChoice } from '../../lib/choices.ts'
import { Button, platformNames } from '../../ui/index.ts'
import { differs, rulesOf, settingsOf } from './check.ts'
import { useComposing } from './context.ts'
import { hasOwnText } from './draft.ts'
import { makeOwnText, resetToBase, setSetting } from './edits.ts'
import { SettingControl } from './setting-control.tsx'

/** What an account has of its own: its text, and the platform's settings, drawn from the fields the platform's rules describe. */
export function SettingsForm({ account }: { readonly account: Account }) {
  const { t } = useTranslation('compose')
  const { session, draft } = useComposing()
  const [open, setOpen] = useChoice('compose.settings', true)
  const fields = rulesOf(account)?.fields ?? []
  const own = hasOwnText(draft, account.id)
  return (
    <div className="set">
      <div className="row">
        <button type="button" className="set-head" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('settingsOf', { platform: platformNames[account.platform] })}
        </button>
        <span className="grow" />
        {differs(draft, account) && (
          <Button
            look="plain"
            small
            tip={t('resetTip')}
            onClick={() => session.edit(resetToBase(account.id, account.defaults))}
          >
            {t('reset')}
          </Button>
        )}
      </div>
      {open && (
        <div className="set-fields">
          {!own && (
            <Button small onClick={() => session.edit(makeOwnText(account.id))}>
              {t('writeOwn', { platform: platformNames[account.platform] })}
            </Button>
          )}
          {fields.map((field) => (
            <SettingField key={field.key} account={account} field={field} />
          ))}
        </div>
      )}
    </div>
  )
}

function SettingField({ account, field }: { readonly account: Account; readonly field: SettingsField }) {
  const { session, draft } = useComposing()
  const settings = settingsOf(draft, account)
  if (!applies(field, settings)) return null
  return (
    <SettingControl
      account={account}
      field={field}
      value={settings[field.key]}
      settings={settings}
      compact
      onChange={(next) => session.edit(setSetting(account.id, field.key, next), `setting:${account.id}:${field.key}`)}
    />
  )
}
