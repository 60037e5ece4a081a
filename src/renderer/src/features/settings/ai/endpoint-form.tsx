import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AiEndpoint } from '../../../../../contract/ai/endpoints.ts'
import { describeError, fieldErrors, hasCode } from '../../../lib/errors.ts'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, Checkbox, Field, Input, Note, SecretInput, Select } from '../../../ui/index.ts'
import { fieldsOf, presetAt, presetNames, type Preset } from './presets.ts'

const waits = [30, 60, 120, 300, 600, 1_800] as const

interface EndpointFormProps {
  /** Null: a new one. */
  readonly current: AiEndpoint | null
  readonly onSaved: (endpoint: AiEndpoint) => void
  readonly onCancel: (() => void) | null
}

/** Where an endpoint is and its key; what is well known of a server is filled in. */
export function EndpointForm({ current, onSaved, onCancel }: EndpointFormProps) {
  const { t } = useTranslation('aiSettings')
  const studio = useStudio()
  const [preset, setPreset] = useState<Preset>(current ? presetAt(current.baseUrl) : 'openai')
  const [fields, setFields] = useState(current ? { ...current, key: '' } : fieldsOf(preset))
  const add = useMutation(studio.ai.addEndpoint.mutationOptions({ meta: { quiet: true } }))
  const change = useMutation(studio.ai.changeEndpoint.mutationOptions({ meta: { quiet: true } }))
  const set = (part: Partial<typeof fields>) => setFields((now) => ({ ...now, ...part }))
  const { name, baseUrl, free, timeoutSeconds } = fields
  const key = fields.key.trim() || undefined
  const error = current ? change.error : add.error
  const errors = fieldErrors(error)
  const save = () => {
    const entered = { name, baseUrl, free, timeoutSeconds, key }
    if (current) change.mutate({ id: current.id, ...entered }, { onSuccess: onSaved })
    else add.mutate(entered, { onSuccess: onSaved })
  }
  const takeKeyAway = () => {
    if (current) change.mutate({ id: current.id, key: null }, { onSuccess: onSaved })
  }
  return (
    <form
      className="st-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      {!current && (
        <Field label={t('service')} hint={t(`serviceHint.${preset}`)}>
          <Select
            value={preset}
            options={presetNames.map((value) => ({ value, label: t(`services.${value}`) }))}
            onChange={(next) => {
              setPreset(next)
              setFields({ ...fieldsOf(next), key: fields.key })
            }}
          />
        </Field>
      )}
      <div className="st-row top">
        <Field label={t('name')} error={errors['name']}>
          <Input name="name" value={name} maxLength={80} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <Field label={t('address')} error={errors['baseUrl']}>
          <Input
            mono
            name="baseUrl"
            type="url"
            value={baseUrl}
            placeholder={t('addressExample')}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => set({ baseUrl: event.target.value })}
          />
        </Field>
      </div>
      <Field
        label={t('key')}
        hint={t(current?.hasKey ? 'keyStays' : free ? 'keyMaybe' : 'keyHint')}
        error={errors['key']}
      >
        <SecretInput name="key" value={fields.key} onChange={(event) => set({ key: event.target.value })} />
      </Field>
      <Field label={t('timeout')} hint={t('timeoutHint')}>
        <Select
          value={String(timeoutSeconds)}
          options={[...new Set([...waits, timeoutSeconds])]
            .toSorted((a, b) => a - b)
            .map((seconds) => ({ value: String(seconds), label: t('seconds', { count: seconds }) }))}
          onChange={(value) => set({ timeoutSeconds: Number(value) })}
        />
      </Field>
      <Checkbox checked={free} onChange={(next) => set({ free: next })} hint={t('freeHint')}>
        {t('free')}
      </Checkbox>
      {error && Object.keys(errors).length === 0 && <SaveFailed error={error} />}
      <div className="row wrap">
        <Button type="submit" look="primary" busy={add.isPending || change.isPending}>
          {t('saveAndTest')}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t(current ? 'keepAsItIs' : 'notNow')}</Button>}
        {current?.hasKey && (
          <Button look="danger" onClick={takeKeyAway}>
            {t('takeKeyAway')}
          </Button>
        )}
      </div>
    </form>
  )
}

function SaveFailed({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('aiSettings')
  const go = useGo()
  const toVault = (
    <Button look="ink" small onClick={() => go.settings({ section: 'vault' })}>
      {t('openVault')}
    </Button>
  )
  return (
    <Note tone="bad" actions={hasCode(error, 'vault_locked') ? toVault : undefined}>
      {describeError(error).message}
    </Note>
  )
}
