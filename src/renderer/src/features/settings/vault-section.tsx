import { useMutation, useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VaultStatus } from '../../../../contract/system.ts'
import { describeError, fieldErrors } from '../../lib/errors.ts'
import { host } from '../../lib/studio.ts'
import { say } from '../../lib/say.ts'
import { Button, ErrorState, Field, Note, SecretInput, SectionHead, Skeleton } from '../../ui/index.ts'

/** Where tokens are sealed: what stands, and the next step where one is needed. */
export function VaultSection() {
  const { t } = useTranslation('settings')
  const vault = useQuery(host.system.vault.queryOptions())
  return (
    <>
      <SectionHead>{t('vault')}</SectionHead>
      {vault.isError && <ErrorState title={t('failed')} error={vault.error} onRetry={() => void vault.refetch()} />}
      {vault.isPending && <Skeleton rows={3} />}
      {vault.data && <Standing vault={vault.data} />}
    </>
  )
}

function Standing({ vault }: { readonly vault: VaultStatus }) {
  const { t } = useTranslation('settings')
  switch (vault.state) {
    case 'ready':
      return <Note tone="ok">{t('vaultReady', { place: vault.kind === null ? '' : t(places[vault.kind]) })}</Note>
    case 'locked':
      return (
        <>
          <Note tone="warn">
            <b>{t('vaultLocked')}</b> {vault.reason && say(vault.reason)} {t('lockedUntil')}
          </Note>
          <Unlock byPassphrase={vault.kind === 'passphrase'} />
        </>
      )
    case 'unset':
      return (
        <>
          <Note tone="plain">{t('vaultUnset')}</Note>
          <SetUp vault={vault} />
        </>
      )
    case 'broken':
      return (
        <>
          <Note tone="bad">
            <b>{t('vaultBroken')}</b> {vault.reason && say(vault.reason)}
          </Note>
          <SetUp vault={vault} />
        </>
      )
  }
}

const places = { keychain: 'placeKeychain', passphrase: 'placePassphrase', key_file: 'placeKeyFile' } as const

function Unlock({ byPassphrase }: { readonly byPassphrase: boolean }) {
  const { t } = useTranslation('settings')
  const unlock = useMutation(host.system.unlockVault.mutationOptions({ meta: { quiet: true } }))
  const [passphrase, setPassphrase] = useState('')
  const error = unlock.error
    ? (fieldErrors(unlock.error)['passphrase'] ?? describeError(unlock.error).message)
    : undefined
  return (
    <form
      className="st-row"
      onSubmit={(event) => {
        event.preventDefault()
        unlock.mutate(byPassphrase ? { passphrase } : {})
      }}
    >
      {byPassphrase ? (
        <Field label={t('passphrase')} error={error}>
          <SecretInput value={passphrase} onChange={(event) => setPassphrase(event.target.value)} icon={KeyRound} />
        </Field>
      ) : (
        error && <Note tone="bad">{error}</Note>
      )}
      <Button look="primary" type="submit" busy={unlock.isPending}>
        {t('unlock')}
      </Button>
    </form>
  )
}

function SetUp({ vault }: { readonly vault: VaultStatus }) {
  const { t } = useTranslation('settings')
  const setUp = useMutation(host.system.setUpVault.mutationOptions({ meta: { quiet: true } }))
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [differs, setDiffers] = useState(false)
  const errors = fieldErrors(setUp.error)
  const other = setUp.error && !errors['passphrase'] ? describeError(setUp.error).message : undefined
  return (
    <>
      {vault.keychainAvailable && (
        <div>
          <Button look="primary" busy={setUp.isPending} onClick={() => setUp.mutate({ kind: 'keychain' })}>
            {t('useKeychain')}
          </Button>
        </div>
      )}
      <form
        className="st-sheet"
        onSubmit={(event) => {
          event.preventDefault()
          setDiffers(passphrase !== again)
          if (passphrase === again) setUp.mutate({ kind: 'passphrase', passphrase })
        }}
      >
        <Field label={t('passphrase')} hint={t('passphraseHint')} error={errors['passphrase'] ?? other}>
          <SecretInput value={passphrase} onChange={(event) => setPassphrase(event.target.value)} icon={KeyRound} />
        </Field>
        <Field label={t('passphraseAgain')} error={differs ? t('passphraseDiffers') : undefined}>
          <SecretInput value={again} onChange={(event) => setAgain(event.target.value)} icon={KeyRound} />
        </Field>
        <div>
          <Button look={vault.keychainAvailable ? undefined : 'primary'} type="submit" busy={setUp.isPending}>
            {t('setUpPassphrase')}
          </Button>
        </div>
      </form>
    </>
  )
}
