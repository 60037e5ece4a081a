import { useMutation, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeError, fieldErrors } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, confirm, ErrorState, Field, Input, SectionHead } from '../../../ui/index.ts'

const exampleHost = 'hooks.example.com'

/** Hosts beyond this machine that webhooks may go to. Only a person sets them, so only here. */
export function Hosts() {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const hosts = useQuery(studio.webhooks.hosts.queryOptions())
  const put = useMutation(
    studio.webhooks.allowHosts.mutationOptions({ meta: { quiet: true }, onSuccess: () => setHost('') }),
  )
  const [host, setHost] = useState('')
  const all = hosts.data?.hosts ?? []
  const wanted = host.trim().toLowerCase()
  const add = async () => {
    if (wanted === '') return
    const yes = await confirm({
      title: t('hooks.allowTitle', { host: wanted }),
      consequence: t('hooks.allowText'),
      action: t('hooks.allowHost', { host: wanted }),
    })
    if (yes) put.mutate({ hosts: [...all, wanted] })
  }
  const error = put.error && (Object.values(fieldErrors(put.error))[0] ?? describeError(put.error).message)
  return (
    <section>
      <SectionHead>{t('hooks.hosts')}</SectionHead>
      <p className="soft">{t('hooks.hostsWhat')}</p>
      {hosts.isError && (
        <ErrorState title={t('hooks.hostsFailed')} error={hosts.error} onRetry={() => void hosts.refetch()} />
      )}
      {hosts.isSuccess && all.length === 0 && <p>{t('hooks.hostsNone')}</p>}
      <ul className="au-hosts">
        {all.map((one) => (
          <li key={one}>
            <span className="mono">{one}</span>
            <Button
              look="plain"
              small
              icon={X}
              tip={t('hooks.removeHost', { host: one })}
              onClick={() => put.mutate({ hosts: all.filter((other) => other !== one) })}
            />
          </li>
        ))}
      </ul>
      <form
        className="au-line"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <Field label={t('hooks.host')} error={error}>
          <Input
            mono
            placeholder={exampleHost}
            autoComplete="off"
            spellCheck={false}
            value={host}
            onChange={(event) => setHost(event.target.value)}
          />
        </Field>
        <Button type="submit" busy={put.isPending} disabled={wanted === '' || !hosts.isSuccess}>
          {t('hooks.addHost')}
        </Button>
      </form>
    </section>
  )
}
