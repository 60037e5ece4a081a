import { ExternalLink } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ConnectField,
  type ConnectMethod,
  knowledgeOf,
  type SupportedPlatform,
} from '../../../../../contract/platforms/index.ts'
import { openOutside } from '../../../lib/bridge.ts'
import { Button, Field, Input, Note, platformNames, SecretInput, Segmented } from '../../../ui/index.ts'
import { missing, whereToMake } from './fields.ts'
import type { Outcome } from './outcome.ts'

export const formId = 'connect-form'

interface FieldsFormProps {
  readonly platform: SupportedPlatform
  readonly method: ConnectMethod
  readonly values: Readonly<Record<string, string>>
  readonly outcome: Outcome
  /** Where there is no platform to choose first, the first field to fill has the focus. */
  readonly takesFocus: boolean
  readonly onMethod: (id: string) => void
  readonly onChange: (key: string, value: string) => void
  readonly onSend: () => void
}

/** The ways to sign in, where there are several, and what the chosen one asks. */
export function FieldsForm({
  platform,
  method,
  values,
  outcome,
  takesFocus,
  onMethod,
  onChange,
  onSend,
}: FieldsFormProps) {
  const { t } = useTranslation('accounts')
  const text = useConnectText(platform)
  const form = useRef<HTMLFormElement>(null)
  const [sent, setSent] = useState(false)
  const methods = knowledgeOf(platform).rules.connect
  const empty = sent ? missing(method, values) : []
  const refused = outcome.is === 'failed' ? outcome.fields : {}
  const errorOf = (key: string) => (empty.includes(key) ? t('flow.needed') : refused[key])
  const toFill = method.fields.find(({ key }) => (values[key] ?? '') === '')?.key ?? method.fields[0]?.key
  useEffect(() => {
    if (takesFocus) form.current?.querySelector<HTMLElement>(`[name="${toFill}"]`)?.focus()
    // Only once: what is typed must not move the focus.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const firstWrong = method.fields.find(({ key }) => errorOf(key) !== undefined)?.key
  useEffect(() => {
    if (firstWrong && outcome.is === 'failed')
      form.current?.querySelector<HTMLElement>(`[name="${firstWrong}"]`)?.focus()
  }, [firstWrong, outcome.is])
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (outcome.is === 'starting') return
    setSent(true)
    const [first] = missing(method, values)
    if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
    else onSend()
  }
  // A way that is called like its one field is explained at the field.
  const explained = method.fields.some(({ key }) => key === method.id) ? undefined : text.hint(method.id)
  const page = whereToMake(platform, method, values)
  return (
    <form id={formId} ref={form} noValidate onSubmit={send}>
      {methods.length > 1 && (
        <div className="ac-choice">
          <Segmented
            label={t('flow.method')}
            value={method.id}
            options={methods.map(({ id }) => ({ value: id, label: text.label(id) }))}
            onChange={onMethod}
          />
        </div>
      )}
      {explained && <p>{explained}</p>}
      {method.fields.map((field) => (
        <ConnectInput
          key={field.key}
          field={field}
          label={text.label(field.key)}
          hint={text.hint(field.key)}
          value={values[field.key] ?? ''}
          error={errorOf(field.key)}
          makeAt={field.secret ? page : null}
          platform={platform}
          onChange={(value) => onChange(field.key, value)}
        />
      ))}
      {outcome.is === 'failed' && outcome.message && (
        <div className="ac-refused" ref={(note) => note?.scrollIntoView({ block: 'nearest' })}>
          <Note tone="bad">
            <b>{t('flow.notConnected')}</b> {outcome.message}
          </Note>
        </div>
      )}
      {(outcome.is === 'canceled' || outcome.is === 'forgotten') && (
        <Note tone="plain">{t(outcome.is === 'canceled' ? 'flow.canceled' : 'flow.lostTrack')}</Note>
      )}
    </form>
  )
}

interface ConnectInputProps {
  readonly field: ConnectField
  readonly label: string
  readonly hint: string | undefined
  readonly value: string
  readonly error: string | undefined
  /** The page where the secret is made. */
  readonly makeAt: string | null
  readonly platform: SupportedPlatform
  readonly onChange: (value: string) => void
}

function ConnectInput({ field, label, hint, value, error, makeAt, platform, onChange }: ConnectInputProps) {
  const { t } = useTranslation('accounts')
  const props = {
    name: field.key,
    value,
    required: field.required,
    // The example would hide that a default is already there.
    placeholder: field.example === '' ? undefined : t('flow.example', { example: field.example }),
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  }
  return (
    <Field
      label={label}
      error={error}
      hint={
        hint || makeAt ? (
          <>
            {hint}{' '}
            {makeAt && (
              <Button look="plain" small icon={ExternalLink} className="ac-make" onClick={() => openOutside(makeAt)}>
                {t('flow.makeIt', { platform: platformNames[platform] })}
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      {field.secret ? (
        <SecretInput {...props} />
      ) : (
        <Input {...props} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      )}
    </Field>
  )
}

/** Labels and hints of a platform's ways and fields: `platforms:<platform>.connect.<key>`. */
function useConnectText(platform: SupportedPlatform) {
  const { t, i18n } = useTranslation('platforms')
  const read = (key: string) =>
    i18n.exists(`platforms:${platform}.connect.${key}`)
      ? String(t(`${platform}.connect.${key}` as 'bluesky.replyTo'))
      : undefined
  return { label: (key: string) => read(key) ?? key, hint: (key: string) => read(`${key}_hint`) }
}
