import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import type { Account } from '../../../../contract/accounts.ts'
import type { SettingsField } from '../../../../contract/platforms/index.ts'
import { useStudio, useWorkspace } from '../../lib/studio.ts'
import { useSettingWords } from '../../lib/setting-words.ts'
import {
  Button,
  Combobox,
  DateTimeField,
  Field,
  Input,
  platformNames,
  Select,
  Switch,
  TextArea,
} from '../../ui/index.ts'
import { AssetField } from './asset-field.tsx'
import { PollField } from './poll-field.tsx'
import { DiscoveredTags, LanguagesField, stringsOf } from './setting-lists.tsx'

interface SettingControlProps {
  readonly account: Account
  readonly field: SettingsField
  readonly value: unknown
  /** All settings, for fields that depend on others. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly error?: string | undefined
  /** Label and control on one line, as beside the composer. */
  readonly compact?: boolean
  readonly onChange: (value: unknown) => void
}

/** One setting of a platform, drawn from its description. */
export function SettingControl(props: SettingControlProps) {
  const { account, field, value, settings, error, compact, onChange } = props
  const words = useSettingWords(account.platform)
  const label = words.label(field.key)
  const hint = words.hint(field.key)
  const string = typeof value === 'string' ? value : ''
  switch (field.kind) {
    case 'toggle':
      return (
        <Line compact={compact}>
          <Switch checked={value === true} onChange={onChange} hint={hint}>
            {label}
          </Switch>
        </Line>
      )
    case 'select':
      return (
        <Line compact={compact}>
          <Field label={label} hint={hint} error={error}>
            {field.optionsFrom === undefined ? (
              <FixedChoice {...props} />
            ) : (
              <FoundChoice
                key={String(settings[field.dependsOn ?? ''] ?? '')}
                account={account}
                field={field}
                value={string}
                on={String(settings[field.dependsOn ?? ''] ?? '')}
                label={label}
                onChange={onChange}
              />
            )}
          </Field>
        </Line>
      )
    case 'text':
      return (
        <Field label={label} hint={hint} error={error}>
          <Input value={string} maxLength={field.max} onChange={(event) => onChange(event.target.value)} />
        </Field>
      )
    case 'number':
      return (
        <Line compact={compact}>
          <Field label={label} hint={hint} error={error}>
            <Input
              type="number"
              value={typeof value === 'number' ? value : ''}
              max={field.max}
              onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
            />
          </Field>
        </Line>
      )
    case 'longtext':
      return (
        <Field label={label} hint={hint} error={error}>
          <TextArea value={string} maxLength={field.max} onChange={(event) => onChange(event.target.value)} />
        </Field>
      )
    case 'tags':
      return (
        <DiscoveredTags
          account={account}
          field={field}
          label={label}
          hint={hint}
          value={stringsOf(value)}
          onChange={onChange}
        />
      )
    case 'languages':
      return <LanguagesField label={label} value={stringsOf(value)} max={field.max} onChange={onChange} />
    case 'poll':
      return (
        <PollField
          label={label}
          value={value}
          maxOptions={field.max ?? 4}
          lengths={field.durations}
          answers={field.answers}
          onChange={onChange}
        />
      )
    case 'datetime':
      return <MomentField label={label} hint={hint} value={string} onChange={onChange} />
    case 'asset':
      return (
        <AssetField label={label} hint={hint} value={string} accepts={field.accepts ?? 'image'} onChange={onChange} />
      )
  }
}

function Line({ compact, children }: { readonly compact: boolean | undefined; readonly children: ReactNode }) {
  return compact ? <div className="set-line">{children}</div> : children
}

/** Options the platform always has, narrowed to those this account may choose. */
function FixedChoice({ account, field, value, compact, onChange }: SettingControlProps) {
  const { t } = useTranslation('compose')
  const words = useSettingWords(account.platform)
  const choices = (account.limits['choices'] as Record<string, readonly string[]> | undefined)?.[field.key]
  const options = (field.options ?? [])
    .filter((option) => choices === undefined || choices.includes(option))
    .map((option) => ({ value: option, label: words.option(field.key, option) }))
  const known = options.some((option) => option.value === value)
  return (
    <Select
      small={compact ?? false}
      value={typeof value === 'string' ? value : ''}
      options={known ? options : [{ value: '', label: t('choose') }, ...options]}
      onChange={onChange}
    />
  )
}

interface FoundChoiceProps {
  readonly account: Account
  readonly field: SettingsField
  readonly label: string
  readonly value: string
  /** Value of the setting it depends on. */
  readonly on: string
  readonly onChange: (value: unknown) => void
}

/** One of what only the platform knows: a board, a playlist, a flair. */
function FoundChoice({ account, field, label, value, on, onChange }: FoundChoiceProps) {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const words = useSettingWords(account.platform)
  const waits = field.dependsOn !== undefined && on === ''
  const found = useQuery({
    ...studio.accounts.runAction.queryOptions({ input: { id: account.id, action: field.optionsFrom ?? 'none', on } }),
    enabled: !waits && account.health.state !== 'broken' && account.health.state !== 'locked',
    staleTime: 600_000,
  })
  const options = found.data?.options ?? []
  const chosen = options.find((option) => option.value === value)
  const shown = found.isError
    ? t('optionsFailed', { platform: platformNames[account.platform] })
    : value === ''
      ? waits
        ? t('chooseFirst', { setting: words.label(field.dependsOn ?? '') })
        : t('choose')
      : (chosen?.label ?? value)
  const none = field.required === true ? [] : [{ value: '', label: t('none') }]
  return (
    <Combobox
      label={label}
      value={value}
      shown={<span className={chosen ? undefined : 'faint'}>{shown}</span>}
      options={[...none, ...options]}
      onChange={onChange}
      {...(found.isError && { onCreate: onChange })}
    />
  )
}

interface MomentFieldProps {
  readonly label: string
  readonly hint: string | undefined
  /** ISO 8601 with an offset, or empty. */
  readonly value: string
  readonly onChange: (value: unknown) => void
}

function MomentField({ label, hint, value, onChange }: MomentFieldProps) {
  const { t } = useTranslation('compose')
  const { zone } = useWorkspace()
  const moment = Number.isNaN(Date.parse(value)) ? null : Temporal.Instant.fromEpochMilliseconds(Date.parse(value))
  const wall = moment?.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
  return (
    <fieldset className="fld">
      <legend className="lab">{label}</legend>
      <div className="row">
        <DateTimeField
          value={wall === undefined ? null : { wallTime: wall, zone }}
          zone={zone}
          onChange={(next) =>
            onChange(
              Temporal.PlainDateTime.from(next.wallTime)
                .toZonedDateTime(next.zone)
                .toString({ timeZoneName: 'never', smallestUnit: 'minute' }),
            )
          }
        />
        {moment && (
          <Button look="plain" small onClick={() => onChange('')}>
            {t('noTime')}
          </Button>
        )}
      </div>
      {hint && <p className="hint">{hint}</p>}
    </fieldset>
  )
}
