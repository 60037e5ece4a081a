import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VaultStatus } from '../../../../../contract/system.ts'
import { describeError, fieldErrors } from '../../../lib/errors.ts'
import { host } from '../../../lib/studio.ts'
import { say } from '../../../lib/say.ts'
import { Button, Field, Note, SecretInput, Segmented } from '../../../ui/index.ts'

/** Asks for what the vault needs before anything secret can be stored: where the key is kept, or the passphrase. */
export function VaultForm({ vault }: { readonly vault: VaultStatus }) {
  const { t } = useTranslation('accounts')
  switch (vault.state) {
    case 'ready':
      return <Note tone="ok">{t('vault.ready')}</Note>
    case 'locked':
      return <Unlock vault={vault} />
    case 'unset':
    case 'broken':
      return <SetUp vault={vault} />
  }
}

function Unlock({ vault }: { readonly vault: VaultStatus }) {
  const { t } = useTranslation('accounts')
  const [passphrase, setPassphrase] = useState('')
  const [sent, setSent] = useState(false)
  const unlock = useMutation(host.system.unlockVault.mutationOptions({ meta: { quiet: true } }))
  const withPassphrase = vault.kind === 'passphrase'
  const send = (event: FormEvent) => {
    event.preventDefault()
    setSent(true)
    if (!withPassphrase) unlock.mutate({})
    else if (passphrase !== '') unlock.mutate({ passphrase })
  }
  const wrong = fieldErrors(unlock.error)['passphrase'] !== undefined
  const error =
    sent && withPassphrase && passphrase === ''
      ? t('flow.needed')
      : wrong
        ? t('vault.notThis')
        : unlock.error
          ? describeError(unlock.error).message
          : null
  return (
    <form onSubmit={send}>
      <p>{withPassphrase ? t('vault.locked') : vault.reason ? say(vault.reason) : t('vault.locked')}</p>
      {withPassphrase && (
        <Field label={t('vault.unlockPassphrase')} error={error}>
          <SecretInput value={passphrase} autoFocus onChange={(event) => setPassphrase(event.target.value)} />
        </Field>
      )}
      {!withPassphrase && error && <Note tone="bad">{error}</Note>}
      <div className="acts">
        <Button type="submit" look="ink" busy={unlock.isPending}>
          {t(withPassphrase ? 'vault.unlock' : 'vault.askAgain')}
        </Button>
      </div>
    </form>
  )
}

function SetUp({ vault }: { readonly vault: VaultStatus }) {
  const { t } = useTranslation('accounts')
  const [kind, setKind] = useState<'keychain' | 'passphrase'>(vault.keychainAvailable ? 'keychain' : 'passphrase')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [sent, setSent] = useState(false)
  const setUp = useMutation(host.system.setUpVault.mutationOptions({ meta: { quiet: true } }))
  const short = passphrase.length < 8
  const differs = passphrase !== again
  const send = (event: FormEvent) => {
    event.preventDefault()
    setSent(true)
    if (kind === 'keychain') setUp.mutate({ kind })
    else if (!short && !differs) setUp.mutate({ kind, passphrase })
  }
  const error = setUp.error ? (Object.values(fieldErrors(setUp.error))[0] ?? describeError(setUp.error).message) : null
  return (
    <form onSubmit={send}>
      <p>
        {t(vault.state === 'broken' ? 'vault.broken' : 'vault.unset')}{' '}
        {vault.state === 'broken' && vault.reason && say(vault.reason)}
      </p>
      {vault.keychainAvailable ? (
        <div className="ac-choice">
          <Segmented
            label={t('vault.choose')}
            value={kind}
            options={[
              { value: 'keychain', label: t('vault.keychain') },
              { value: 'passphrase', label: t('vault.passphrase') },
            ]}
            onChange={setKind}
          />
        </div>
      ) : (
        <p>{t('vault.noKeychain')}</p>
      )}
      {kind === 'keychain' ? (
        <p>{t('vault.keychainHint')}</p>
      ) : (
        <>
          <Field
            label={t('vault.unlockPassphrase')}
            hint={t('vault.passphraseHint')}
            error={sent && short ? t('vault.tooShort') : null}
          >
            <SecretInput value={passphrase} onChange={(event) => setPassphrase(event.target.value)} />
          </Field>
          <Field label={t('vault.again')} error={sent && !short && differs ? t('vault.notSame') : null}>
            <SecretInput value={again} onChange={(event) => setAgain(event.target.value)} />
          </Field>
        </>
      )}
      {error && <Note tone="bad">{error}</Note>}
      <div className="acts">
        <Button type="submit" look="ink" busy={setUp.isPending}>
          {t(kind === 'keychain' ? 'vault.useKeychain' : 'vault.usePassphrase')}
        </Button>
      </div>
    </form>
  )
}
