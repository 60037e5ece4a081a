import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../contract/accounts.ts'
import type { SettingsField } from '../../../../contract/platforms/index.ts'
import { useChoice } from '../../lib/choices.ts'
import { Button, Field, Input, platformNames, Select, Switch, TextArea } from '../../ui/index.ts'
import { differs, rulesOf, settingsOf } from './check.ts'
import { useComposing } from './context.ts'
import { hasOwnText } from './draft.ts'
import { makeOwnText, resetToBase, setSetting } from './edits.ts'
import { PollField } from './poll-field.tsx'
import { DiscoveredTags, LanguagesField, stringsOf } from './setting-lists.tsx'

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

interface SettingFieldProps {
  readonly account: Account
  readonly field: SettingsField
}

/** The label of a setting, and where there is one its hint; `platforms:<platform>.<key>`. */
function useSettingText(account: Account) {
  const { t, i18n } = useTranslation('platforms')
  const read = (key: string) =>
    i18n.exists(`platforms:${account.platform}.${key}`) ? String(t(`${account.platform}.${key}` as never)) : null
  return {
    label: (key: string) => read(key) ?? key,
    hint: (key: string) => read(`${key}_hint`) ?? undefined,
    option: (key: string, value: string) => read(`options.${key}.${value}`) ?? value,
  }
}

function SettingField({ account, field }: SettingFieldProps) {
  const { session, draft } = useComposing()
  const text = useSettingText(account)
  const value = settingsOf(draft, account)[field.key]
  const set = (next: unknown) =>
    session.edit(setSetting(account.id, field.key, next), `setting:${account.id}:${field.key}`)
  const label = text.label(field.key)
  const hint = text.hint(field.key)
  const string = typeof value === 'string' ? value : ''
  switch (field.kind) {
    case 'toggle':
      return (
        <div className="set-line">
          <Switch checked={value === true} onChange={set} hint={hint}>
            {label}
          </Switch>
        </div>
      )
    case 'select':
      return (
        <Line label={label}>
          <Select
            small
            value={string}
            options={(field.options ?? []).map((option) => ({ value: option, label: text.option(field.key, option) }))}
            onChange={set}
          />
        </Line>
      )
    case 'text':
      return (
        <Field label={label} hint={hint}>
          <Input value={string} maxLength={field.max} onChange={(event) => set(event.target.value)} />
        </Field>
      )
    case 'number':
      return (
        <Line label={label}>
          <Input
            type="number"
            value={typeof value === 'number' ? value : ''}
            max={field.max}
            onChange={(event) => set(event.target.value === '' ? null : Number(event.target.value))}
          />
        </Line>
      )
    case 'longtext':
      return (
        <Field label={label} hint={hint}>
          <TextArea value={string} maxLength={field.max} onChange={(event) => set(event.target.value)} />
        </Field>
      )
    case 'tags':
      return <DiscoveredTags account={account} field={field} label={label} value={stringsOf(value)} onChange={set} />
    case 'languages':
      return <LanguagesField label={label} value={stringsOf(value)} max={field.max} onChange={set} />
    case 'poll':
      return <PollField label={label} value={value} maxOptions={field.max ?? 4} onChange={set} />
  }
}

function Line({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="set-line">
      <Field label={label}>{children}</Field>
    </div>
  )
}
