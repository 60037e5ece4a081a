import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MediaHost, MediaHostInput } from '../../../../../contract/media-host.ts'
import { accountLabel } from '../../../lib/account-label.ts'
import { describeError, fieldErrors } from '../../../lib/errors.ts'
import { useGo } from '../../../lib/go.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, Field, Note, Segmented, Select } from '../../../ui/index.ts'
import { emptyBucket, fieldsOf, serviceOf, toInput, type BucketFields, type Service } from './bucket-fields.ts'
import { BucketForm } from './bucket-form.tsx'

interface ChooseFormProps {
  /** What is there now. */
  readonly current: MediaHost['host']
  readonly busy: boolean
  /** It is saved: to be tested. */
  readonly onSaved: () => void
  readonly onCancel: (() => void) | null
}

/** Chooses where files lie: a bucket, or the library of a connected site. Saved and tested in one go. */
export function ChooseForm({ current, busy, onSaved, onCancel }: ChooseFormProps) {
  const { t } = useTranslation('mediaHost')
  const studio = useStudio()
  const save = useMutation(studio.mediaHost.put.mutationOptions({ meta: { quiet: true }, onSuccess: onSaved }))
  const [kind, setKind] = useState<MediaHostInput['kind']>(current?.kind ?? 's3')
  const bucket = current?.kind === 's3' ? current : null
  const [service, setService] = useState<Service>(bucket ? serviceOf(bucket) : 'aws')
  const [fields, setFields] = useState<BucketFields>(bucket ? fieldsOf(bucket) : emptyBucket)
  const [site, setSite] = useState<string | null>(current?.kind === 'wordpress' ? current.accountId : null)
  const sites = useQuery(studio.accounts.list.queryOptions({ input: { platform: 'wordpress' } })).data ?? []
  const chosen = sites.find(({ id }) => id === site) ?? sites[0]
  const errors = fieldErrors(save.error)
  const input: MediaHostInput | null =
    kind === 's3' ? toInput(service, fields) : chosen ? { kind, accountId: chosen.id } : null
  return (
    <form
      className="st-sheet"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (input && !save.isPending) save.mutate(input)
      }}
    >
      <Segmented
        label={t('kind')}
        value={kind}
        options={[
          { value: 's3', label: t('kinds.s3') },
          { value: 'wordpress', label: t('kinds.wordpress') },
        ]}
        onChange={setKind}
      />
      {kind === 's3' && (
        <BucketForm
          service={service}
          fields={fields}
          hasSecret={bucket !== null && bucket.accessKeyId === fields.accessKeyId}
          errors={errors}
          onService={setService}
          onChange={(change) => setFields((old) => ({ ...old, ...change }))}
        />
      )}
      {kind === 'wordpress' && <p className="soft">{t('siteHint')}</p>}
      {kind === 'wordpress' && chosen && (
        <Field label={t('site')} error={errors['accountId']}>
          <Select
            value={chosen.id as string}
            options={sites.map((account) => ({ value: account.id as string, label: accountLabel(account) }))}
            onChange={setSite}
          />
        </Field>
      )}
      {kind === 'wordpress' && !chosen && <NoSite />}
      {save.error && Object.keys(errors).length === 0 && <Note tone="bad">{describeError(save.error).message}</Note>}
      <div className="row">
        <Button look="primary" type="submit" busy={save.isPending || busy} disabled={input === null}>
          {t('saveAndTest')}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('keepAsItIs')}</Button>}
      </div>
    </form>
  )
}

function NoSite() {
  const { t } = useTranslation('mediaHost')
  const go = useGo()
  return (
    <Note
      tone="plain"
      actions={
        <Button small onClick={() => go.accounts({ connect: 'wordpress' })}>
          {t('connectSite')}
        </Button>
      }
    >
      {t('noSite')}
    </Note>
  )
}
