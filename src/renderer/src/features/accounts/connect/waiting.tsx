import { ExternalLink, Loader } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { openOutside } from '../../../lib/bridge.ts'
import { Button, CopyButton, Field, Icon, Input, Note } from '../../../ui/index.ts'
import type { ConnectingState } from './use-connecting.ts'

/** While the person is in the browser; and what to do when that browser cannot come back by itself. */
export function Waiting({ connecting }: { readonly connecting: ConnectingState }) {
  const { t } = useTranslation('accounts')
  const { outcome } = connecting
  if (outcome.is === 'forgotten') {
    return (
      <Note
        tone="warn"
        actions={
          <Button small onClick={connecting.reset}>
            {t('flow.tryAgain')}
          </Button>
        }
      >
        {t('flow.lostTrack')}
      </Note>
    )
  }
  if (outcome.is !== 'waiting') return null
  const { authorizeUrl, redirect } = outcome
  const comesBack = redirect?.comesBack ?? true
  return (
    <>
      <p className="ac-wait" role="status">
        <Icon of={Loader} size="s" spin />
        <b>{t('flow.waiting')}</b>
      </p>
      <p>{redirect && !comesBack ? t('flow.waitingToPaste', { address: redirect.address }) : t('flow.waitingText')}</p>
      {authorizeUrl && (
        <div className="acts">
          <Button small icon={ExternalLink} onClick={() => openOutside(authorizeUrl)}>
            {t('flow.openAgain')}
          </Button>
          <CopyButton small text={authorizeUrl} label={t('flow.copyAddress')} />
        </div>
      )}
      {comesBack ? <NoReturn connecting={connecting} /> : <PasteForm connecting={connecting} />}
    </>
  )
}

function NoReturn({ connecting }: { readonly connecting: ConnectingState }) {
  const { t } = useTranslation('accounts')
  const [open, setOpen] = useState(false)
  return (
    <div className="ac-paste">
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('flow.noReturn')}
      </button>
      {open && (
        <>
          <p>{t('flow.noReturnText')}</p>
          <PasteForm connecting={connecting} takesFocus />
        </>
      )}
    </div>
  )
}

/** For the address the browser ended on. */
function PasteForm({
  connecting,
  takesFocus = false,
}: {
  readonly connecting: ConnectingState
  readonly takesFocus?: boolean
}) {
  const { t } = useTranslation('accounts')
  const [address, setAddress] = useState('')
  const [wrong, setWrong] = useState(false)
  const send = (event: FormEvent) => {
    event.preventDefault()
    const url = URL.parse(address.trim())
    setWrong(url === null)
    if (url) connecting.finish(url.href)
  }
  return (
    <form noValidate onSubmit={send}>
      <Field label={t('flow.pasted')} error={wrong ? t('flow.notAddress') : connecting.pasteError}>
        <Input
          mono
          autoFocus={takesFocus}
          value={address}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setAddress(event.target.value)}
        />
      </Field>
      <div className="acts">
        <Button small type="submit" busy={connecting.finishing} disabled={address.trim() === ''}>
          {t('flow.finish')}
        </Button>
      </div>
    </form>
  )
}
