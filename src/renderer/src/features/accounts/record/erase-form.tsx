import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../../contract/accounts.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { describeError } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, Field, Input, platformNames, SectionHead, toast } from '../../../ui/index.ts'
import { useInspector } from '../use-account-actions.ts'

/** Erases everything of an account; what it is called has to be typed first, since nothing brings it back. */
export function EraseForm({ account }: { readonly account: Account }) {
  const { t } = useTranslation('accounts')
  const studio = useStudio()
  const inspector = useInspector()
  const [typed, setTyped] = useState('')
  const name = accountLabel(account)
  const platform = platformNames[account.platform]
  const isPractice = account.platform === 'practice'
  const erase = useMutation(
    studio.accounts.erase.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ revoked }) => {
        inspector.close()
        if (revoked || isPractice) toast(t('erase.done', { name }))
        else toast(t('erase.notRevoked', { name, platform }), { stays: true })
      },
    }),
  )
  const meant = typed.trim() === name
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (meant) erase.mutate({ id: account.id, confirm: account.displayHandle })
  }
  return (
    <form className="ac-erase" onSubmit={send}>
      <SectionHead>{t('erase.title')}</SectionHead>
      <p className="soft">
        {account.waiting > 0 && `${t('erase.waiting', { count: account.waiting })} `}
        {isPractice ? t('erase.practiceText') : t('erase.text', { platform })}
      </p>
      <Field label={t('erase.confirm', { name })} error={erase.error ? describeError(erase.error).message : undefined}>
        <Input
          autoComplete="off"
          spellCheck={false}
          value={typed}
          placeholder={name}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <div className="row">
        <Button look={meant ? 'danger-solid' : 'danger'} type="submit" disabled={!meant} busy={erase.isPending}>
          {t('erase.action', { name })}
        </Button>
      </div>
    </form>
  )
}
