import { Check, Link } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ConnectionApp } from '../../../../../contract/accounts.ts'
import type { ConnectMethod, SupportedPlatform } from '../../../../../contract/platforms/index.ts'
import { Button, CopyButton, Field, Icon, Input, Note, platformNames } from '../../../ui/index.ts'
import { ConnectInput, useConnectText } from './connect-input.tsx'
import { redirectAddress } from './fields.ts'

interface AppPartProps {
  readonly platform: SupportedPlatform
  readonly method: ConnectMethod
  /** The app that is kept; undefined while there is none. */
  readonly kept: ConnectionApp | undefined
  /** Its fields are shown: there is none, it is changed, or something is wrong with it. */
  readonly open: boolean
  readonly values: Readonly<Record<string, string>>
  readonly errorOf: (key: string) => string | undefined
  readonly onChange: (key: string, value: string) => void
  readonly onOpen: () => void
  readonly onRemove: () => void
}

/** The person's own app at the platform: what to register, and what its portal gives for it. Asked once, then kept. */
export function AppPart({ platform, method, kept, open, values, errorOf, onChange, onOpen, onRemove }: AppPartProps) {
  const { t } = useTranslation('accounts')
  const text = useConnectText(platform)
  const name = platformNames[platform]
  const review = text.review && (
    <Note tone="warn">
      <b>{t('app.review', { platform: name })}</b> {text.review}
    </Note>
  )
  if (!open && kept) {
    const [id] = Object.values(kept.fields)
    return (
      <>
        <div className="ac-app">
          <Icon of={Check} size="s" />
          <span className="grow">
            {t('app.kept', { platform: name })}
            {id && <small className="mono">{id}</small>}
          </span>
          <Button small onClick={onOpen}>
            {t('app.change')}
          </Button>
          <Button small look="plain" onClick={onRemove}>
            {t('app.remove')}
          </Button>
        </div>
        {review}
      </>
    )
  }
  const redirect = redirectAddress(method)
  const guide = text.app(method.id)
  return (
    <fieldset className="ac-own">
      <legend>{t('app.title', { platform: name })}</legend>
      {guide && <Guide text={guide} />}
      {redirect && (
        <Field label={t('app.redirect')} hint={t('app.redirectHint', { platform: name })}>
          <Input
            mono
            readOnly
            icon={Link}
            value={redirect}
            onFocus={(event) => event.target.select()}
            end={<CopyButton small text={redirect} label={t('app.copy')} />}
          />
        </Field>
      )}
      {method.app?.map((field) => (
        <ConnectInput
          key={field.key}
          field={field}
          label={text.label(field.key)}
          hint={text.hint(field.key)}
          value={values[field.key] ?? ''}
          error={errorOf(field.key)}
          platform={platform}
          isKept={field.secret && (kept?.secrets.includes(field.key) ?? false)}
          onChange={(value) => onChange(field.key, value)}
        />
      ))}
      {review}
    </fieldset>
  )
}

/** What to register, a line for each thing to do, so that one keeps one's place between two windows. */
function Guide({ text }: { readonly text: string }) {
  const { i18n } = useTranslation()
  const sentences = new Intl.Segmenter(i18n.language, { granularity: 'sentence' }).segment(text)
  return (
    <ul className="ac-guide">
      {[...sentences].map(({ index, segment }) => (
        <li key={index}>{segment.trim()}</li>
      ))}
    </ul>
  )
}
