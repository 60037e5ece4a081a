import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../../contract/accounts.ts'
import type { SettingsField } from '../../../../../contract/platforms/index.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { fieldErrors } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, Field, Input, SectionHead, Select, Switch, TextArea, toast } from '../../../ui/index.ts'
import { DiscoveredTags, LanguagesField, stringsOf } from '../../compose/setting-lists.tsx'
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
  const shown = lastingFields(fields)
  const defaults = { ...account.defaults, ...changed }
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
        <Setting
          key={field.key}
          account={account}
          field={field}
          value={field.key in defaults ? defaults[field.key] : field.default}
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

interface SettingProps {
  readonly account: Account
  readonly field: SettingsField
  readonly value: unknown
  readonly error: string | undefined
  readonly onChange: (value: unknown) => void
}

function Setting({ account, field, value, error, onChange }: SettingProps) {
  const { t, i18n } = useTranslation('platforms')
  const read = (key: string) =>
    i18n.exists(`platforms:${account.platform}.${key}`)
      ? String(t(`${account.platform}.${key}` as 'bluesky.replyTo'))
      : undefined
  const label = read(field.key) ?? field.key
  const hint = read(`${field.key}_hint`)
  const string = typeof value === 'string' ? value : ''
  switch (field.kind) {
    case 'toggle':
      return (
        <Switch checked={value === true} onChange={onChange} hint={hint}>
          {label}
        </Switch>
      )
    case 'select':
      return (
        <Field label={label} hint={hint} error={error}>
          <Select
            value={string}
            options={(field.options ?? []).map((option) => ({
              value: option,
              label: read(`options.${field.key}.${option}`) ?? option,
            }))}
            onChange={onChange}
          />
        </Field>
      )
    case 'number':
      return (
        <Field label={label} hint={hint} error={error}>
          <Input
            type="number"
            max={field.max}
            value={typeof value === 'number' ? value : ''}
            onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
          />
        </Field>
      )
    case 'text':
      return (
        <Field label={label} hint={hint} error={error}>
          <Input value={string} maxLength={field.max} onChange={(event) => onChange(event.target.value)} />
        </Field>
      )
    case 'longtext':
      return (
        <Field label={label} hint={hint} error={error}>
          <TextArea value={string} maxLength={field.max} onChange={(event) => onChange(event.target.value)} />
        </Field>
      )
    case 'tags':
      return (
        <DiscoveredTags account={account} field={field} label={label} value={stringsOf(value)} onChange={onChange} />
      )
    case 'languages':
      return <LanguagesField label={label} value={stringsOf(value)} max={field.max} onChange={onChange} />
    case 'poll':
      return null
  }
}
