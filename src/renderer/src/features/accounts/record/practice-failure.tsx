import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../../contract/accounts.ts'
import { PracticeFailure } from '../../../../../contract/practice.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { describeError } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, Note, SectionHead, Segmented, Skeleton, toast } from '../../../ui/index.ts'

/** Tells a practice account to fail in one of the ways real platforms do, once or until told otherwise. */
export function PracticeFailureForm({ account }: { readonly account: Account }) {
  const { t } = useTranslation('accounts')
  const { t: ui } = useTranslation('ui')
  const studio = useStudio()
  const now = useQuery(studio.practice.failure.queryOptions({ input: { account: account.id } }))
  return (
    <>
      <SectionHead>{t('practice.tell')}</SectionHead>
      <p className="soft">{t('practice.tellText')}</p>
      {now.isError && (
        <Note
          tone="bad"
          actions={
            <Button small onClick={() => void now.refetch()}>
              {ui('tryAgain')}
            </Button>
          }
        >
          {describeError(now.error).message}
        </Note>
      )}
      {now.isPending && <Skeleton rows={4} />}
      {now.data && <Ways account={account} failure={now.data.failure} times={now.data.times} />}
    </>
  )
}

interface WaysProps {
  readonly account: Account
  readonly failure: PracticeFailure
  readonly times: number | null
}

function Ways({ account, failure, times }: WaysProps) {
  const { t } = useTranslation('accounts')
  const studio = useStudio()
  const group = useId()
  const [way, setWay] = useState<PracticeFailure | null>(null)
  const [often, setOften] = useState<'once' | 'always'>(failure !== 'none' && times === null ? 'always' : 'once')
  const tell = useMutation(studio.practice.setFailure.mutationOptions())
  const chosen = way ?? failure
  const what = t(`practice.ways.${failure}.name`)
  const send = (event: FormEvent) => {
    event.preventDefault()
    set(chosen)
  }
  const set = (next: PracticeFailure) =>
    tell.mutate(
      { account: account.id, failure: next, times: often === 'once' ? 1 : null },
      {
        onSuccess: () => {
          setWay(null)
          toast(t('practice.applied', { name: accountLabel(account) }))
        },
      },
    )
  const said =
    failure === 'none'
      ? t('practice.now', { what })
      : times === null
        ? t('practice.nowAlways', { what })
        : times === 1
          ? t('practice.nowOnce', { what })
          : t('practice.nowTimes', { what, count: times })
  return (
    <form className="ac-ways" onSubmit={send}>
      <p className={failure === 'none' ? 'now' : 'now told'} role="status">
        {said}
      </p>
      <fieldset>
        <legend className="sr">{t('practice.way')}</legend>
        {PracticeFailure.options.map((one) => (
          <label key={one} className={one === chosen ? 'on' : undefined}>
            <input type="radio" name={group} value={one} checked={one === chosen} onChange={() => setWay(one)} />
            <span>
              <b>{t(`practice.ways.${one}.name`)}</b>
              <small>{t(`practice.ways.${one}.text`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="row">
        {chosen !== 'none' && (
          <Segmented
            label={t('practice.often')}
            value={often}
            options={[
              { value: 'once', label: t('practice.once') },
              { value: 'always', label: t('practice.always') },
            ]}
            onChange={setOften}
          />
        )}
        <span className="grow" />
        <Button type="submit" busy={tell.isPending} disabled={chosen === 'none' && failure === 'none'}>
          {t(chosen === 'none' ? 'practice.behave' : 'practice.apply')}
        </Button>
      </div>
    </form>
  )
}
