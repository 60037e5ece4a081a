import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ConnectMethod, knowledgeOf, type SupportedPlatform } from '../../../../../contract/platforms/index.ts'
import { Button, Note } from '../../../ui/index.ts'
import { AppPart } from './app-part.tsx'
import { ConnectInput, useConnectText } from './connect-input.tsx'
import { missing, whereToMake } from './fields.ts'
import type { Outcome } from './outcome.ts'
import type { OwnApp } from './use-own-app.ts'
import { Ways } from './ways.tsx'

export const formId = 'connect-form'

interface FieldsFormProps {
  readonly platform: SupportedPlatform
  readonly method: ConnectMethod
  readonly values: Readonly<Record<string, string>>
  readonly app: OwnApp
  readonly outcome: Outcome
  /** Where there is no platform to choose first, the first field to fill has the focus. */
  readonly takesFocus: boolean
  readonly onMethod: (id: string) => void
  readonly onChange: (key: string, value: string) => void
  readonly onSend: (how?: { paste: boolean }) => void
}

/** The ways to sign in, where there are several, the person's own app where one is needed, and what the chosen way asks. */
export function FieldsForm({
  platform,
  method,
  values,
  app,
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
  const empty = [...(app.isOpen ? app.missing : []), ...missing(method, values)]
  const refused = outcome.is === 'failed' ? outcome.fields : {}
  const errorOf = (key: string) => (sent && empty.includes(key) ? t('flow.needed') : refused[key])
  const all = [...(method.app ?? []), ...method.fields]
  const appBlamed = method.app?.some(({ key }) => refused[key] !== undefined) ?? false
  useEffect(() => {
    const first = empty[0] ?? method.fields[0]?.key
    if (takesFocus && first) focus(form.current, first)
    // Only once: what is typed must not move the focus.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const { open } = app
  useEffect(() => {
    if (appBlamed) open()
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [appBlamed])
  const firstWrong = all.find(({ key }) => errorOf(key) !== undefined)?.key
  useEffect(() => {
    if (firstWrong && outcome.is === 'failed') focus(form.current, firstWrong)
  }, [firstWrong, outcome.is, app.isOpen])
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (outcome.is === 'starting' || app.isPending) return
    setSent(true)
    if (empty[0]) focus(form.current, empty[0])
    else onSend()
  }
  const page = whereToMake(platform, method, values)
  return (
    <form id={formId} ref={form} noValidate onSubmit={send}>
      <Ways methods={methods} chosen={method} text={text} onChoose={onMethod} />
      {method.app && (
        <AppPart
          platform={platform}
          method={method}
          kept={app.kept}
          open={app.isOpen}
          values={app.values}
          errorOf={errorOf}
          onChange={app.change}
          onOpen={app.open}
          onRemove={() => void app.remove()}
        />
      )}
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
          <Note
            tone="bad"
            actions={
              outcome.canPaste && (
                <Button small onClick={() => onSend({ paste: true })}>
                  {t('flow.signInAndPaste')}
                </Button>
              )
            }
          >
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

function focus(form: HTMLFormElement | null, name: string): void {
  form?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus()
}
