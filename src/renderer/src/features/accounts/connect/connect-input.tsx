import { ExternalLink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ConnectField, SupportedPlatform } from '../../../../../contract/platforms/index.ts'
import { openOutside } from '../../../lib/bridge.ts'
import { Button, Field, Input, platformNames, SecretInput } from '../../../ui/index.ts'

interface ConnectInputProps {
  readonly field: ConnectField
  readonly label: string
  readonly hint: string | undefined
  readonly value: string
  readonly error: string | undefined
  /** The page where the secret is made. */
  readonly makeAt?: string | null
  readonly platform: SupportedPlatform
  /** A secret that is kept and may be left as it is. */
  readonly isKept?: boolean
  readonly onChange: (value: string) => void
}

export function ConnectInput({
  field,
  label,
  hint,
  value,
  error,
  makeAt = null,
  platform,
  isKept = false,
  onChange,
}: ConnectInputProps) {
  const { t } = useTranslation('accounts')
  const props = {
    name: field.key,
    value,
    required: field.required && !isKept,
    // The example would hide that a default is already there.
    placeholder: isKept
      ? t('app.keptSecret')
      : field.example === ''
        ? undefined
        : t('flow.example', { example: field.example }),
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

/** Words about a platform's ways to connect: `platforms:<platform>.connect.<key>`. A test holds that all are there. */
export function useConnectText(platform: SupportedPlatform) {
  const { t, i18n } = useTranslation('platforms')
  const read = (key: string) =>
    i18n.exists(`platforms:${platform}.${key}`) ? String(t(`${platform}.${key}` as 'bluesky.replyTo')) : undefined
  // What apps have everywhere needs no words of the platform's own.
  const general = (key: string) =>
    i18n.exists(`accounts:app.fields.${key}`)
      ? String(i18n.t(`accounts:app.fields.${key}` as 'accounts:app.fields.clientId'))
      : undefined
  return {
    needs: read('connect.needs'),
    label: (key: string) => read(`connect.${key}`) ?? general(key) ?? key,
    hint: (key: string) => read(`connect.${key}_hint`) ?? general(`${key}_hint`),
    /** What to register, where, with which address and permissions; of a way that takes another kind of app, its own. */
    app: (method: string) => read(`connect.${method}_app`) ?? read('connect.app'),
    /** What works only once the platform has looked at the app. */
    review: read('review'),
  }
}
