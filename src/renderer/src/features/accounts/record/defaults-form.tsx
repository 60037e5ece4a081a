import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../../contract/accounts.ts'
import { applies } from '../../../../../contract/platforms/check.ts'
import type { SettingsField } from '../../../../../contract/platforms/index.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { fieldErrors } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, SectionHead, toast } from '../../../ui/index.ts'
import { SettingControl } from '../../compose/setting-control.tsx'
import { lastingFields } from './lasting.ts'

interface DefaultsFormProps {
  readonly account: Account
  readonly fields: readonly SettingsField[]
}

/** What new posts of an account start with, drawn from the platform's own description of its settings. */
export function DefaultsForm({ account, fields }: DefaultsFormProps) {
  const { t } = useTranslation('accounts')
  const studio = useStudio()
  const [changed, setChanged] = useState<Readonly<Record<string, unknown>>>({})
  const save = useMutation(studio.accounts.update.mutationOptions())
  const defaults = { ...account.defaults, ...changed }
  const settings = { ...Object.fromEntries(fields.map((field) => [field.key, field.default])), ...defaults }
  const shown = lastingFields(fields).filter((field) => applies(field, settings))
  const errors = fieldErrors(save.error)
  const dirty = Object.keys(changed).length > 0
  const send = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { id: account.id, defaults },
      {
        onSuccess: () =>
          toast(t('record.saved', { name: accountLabel(account) }), {
            undo: () => save.mutate({ id: account.id, defaults: account.defaults }),
          }),
      },
    )
  }
  return (
    <form className="ac-defaults" onSubmit={send}>
      <SectionHead>{t('record.defaults')}</SectionHead>
      <p className="soft">{t('record.defaultsText')}</p>
      {shown.map((field) => (
        <SettingControl
          key={field.key}
          account={account}
          field={field}
          value={settings[field.key]}
          settings={settings}
          error={errors[`defaults.${field.key}`]}
          onChange={(value) => setChanged((old) => ({ ...old, [field.key]: value }))}
        />
      ))}
      <div className="row">
        <Button type="submit" busy={save.isPending} disabled={!dirty}>
          {t(dirty ? 'record.save' : 'record.unchanged')}
        </Button>
      </div>
    </form>
  )
}
