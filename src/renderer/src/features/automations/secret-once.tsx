import { useTranslation } from 'react-i18next'
import { Button, CopyButton, Note } from '../../ui/index.ts'

interface SecretOnceProps {
  readonly title: string
  readonly what: string
  readonly label: string
  readonly secret: string
  readonly done: string
  readonly onDone: () => void
}

/** A secret, shown this once. It lives in this component alone, never in the query cache. */
export function SecretOnce({ title, what, label, secret, done, onDone }: SecretOnceProps) {
  const { t } = useTranslation('automations')
  return (
    <Note
      tone="ok"
      actions={
        <>
          <CopyButton small text={secret} label={t('copy')} />
          <Button small look="ink" onClick={onDone}>
            {done}
          </Button>
        </>
      }
    >
      <b>{title}</b>
      <p>{what}</p>
      <input
        className="au-secret mono"
        readOnly
        aria-label={label}
        value={secret}
        onFocus={(event) => event.target.select()}
      />
    </Note>
  )
}
