import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import type { NewKey } from '../../../../../contract/keys.ts'
import { KeyScope } from '../../../../../contract/vocabulary.ts'
import { describeError, fieldErrors } from '../../../lib/errors.ts'
import { useStudio, useWorkspace } from '../../../lib/studio.ts'
import { Button, Checkbox, DateTimeField, Field, Input, Inspector, Note, Select } from '../../../ui/index.ts'
import { expiries, type KeyFields, type NumberField, startFields, toKeyInput, wrongNumbers } from './key-input.ts'
import { useKeyWords } from './use-key-words.ts'

interface KeyFormProps {
  readonly onMade: (made: NewKey) => void
  readonly onClose: () => void
}

/** Makes a key: what it may do, how long, and how much. */
export function KeyForm({ onMade, onClose }: KeyFormProps) {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const { zone } = useWorkspace()
  const words = useKeyWords()
  const [fields, setFields] = useState<KeyFields>(startFields)
  const [tried, setTried] = useState(false)
  // The secret is handed on and not kept: a mutation's data would stay in the cache.
  const create = useMutation(
    studio.keys.create.mutationOptions({ meta: { quiet: true }, gcTime: 0, onSuccess: onMade }),
  )
  const change = (some: Partial<KeyFields>) => setFields((old) => ({ ...old, ...some }))
  const errors = fieldErrors(create.error)
  const wrong = wrongNumbers(fields)
  const errorOf = (field: NumberField) => (tried && wrong.includes(field) ? t('keys.notANumber') : errors[field])
  const submit = () => {
    setTried(true)
    if (wrong.length === 0 && !create.isPending) create.mutate(toKeyInput(fields, Temporal.Now.instant()))
  }
  const toggle = (scope: KeyScope, on: boolean) =>
    change({ scopes: KeyScope.options.filter((one) => (one === scope ? on : fields.scopes.includes(one))) })
  return (
    <Inspector title={t('keys.make')} label={t('keys.make')} backTo={t('sections.keys')} onClose={onClose}>
      <form
        className="au-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Field label={t('keys.name')} hint={t('keys.nameHint')} error={errors['name']}>
          <Input
            autoFocus
            name="name"
            maxLength={60}
            autoComplete="off"
            value={fields.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <Checkbox
          checked={fields.asksFirst}
          onChange={(asksFirst) => change({ asksFirst })}
          hint={t('keys.asksFirstHint')}
        >
          {t('keys.asksFirst')}
        </Checkbox>
        <fieldset className="au-set">
          <legend>{t('keys.may')}</legend>
          {KeyScope.options.map((scope) => (
            <Checkbox
              key={scope}
              checked={fields.scopes.includes(scope)}
              onChange={(on) => toggle(scope, on)}
              hint={words.scopeHint(scope)}
            >
              {words.scope(scope)}
            </Checkbox>
          ))}
          {errors['scopes'] !== undefined && <Note tone="bad">{errors['scopes']}</Note>}
        </fieldset>
        <Field label={t('keys.expires')} error={errors['expiresAt']}>
          <Select
            value={fields.expiry}
            options={expiries.map((value) => ({ value, label: t(`keys.expiry.${value}`) }))}
            onChange={(expiry) => change({ expiry })}
          />
        </Field>
        {fields.expiry === 'date' && (
          <DateTimeField zone={zone} value={fields.date} onChange={(date) => change({ date })} />
        )}
        <div className="au-two">
          <Field label={t('keys.dailyPublishes')} error={errorOf('dailyPublishes')}>
            <Input
              inputMode="numeric"
              value={fields.dailyPublishes}
              onChange={(event) => change({ dailyPublishes: event.target.value })}
            />
          </Field>
          <Field label={t('keys.dailySpend')} error={errorOf('dailySpend')}>
            <Input
              inputMode="decimal"
              value={fields.dailySpend}
              onChange={(event) => change({ dailySpend: event.target.value })}
            />
          </Field>
        </div>
        <p className="hint soft">{t('keys.noLimit')}</p>
        {create.error && Object.keys(errors).length === 0 && (
          <Note tone="bad">{describeError(create.error).message}</Note>
        )}
        <div className="acts">
          <Button
            look="primary"
            type="submit"
            busy={create.isPending}
            disabled={fields.expiry === 'date' && fields.date === null}
          >
            {t('keys.create')}
          </Button>
        </div>
      </form>
    </Inspector>
  )
}
