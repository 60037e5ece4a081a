import { useMutation, useQuery } from '@tanstack/react-query'
import { FolderOpen, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { desktop, hostCall } from '../../../lib/bridge.ts'
import { describeError } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, confirm, ErrorState, Field, Input, Note, SectionHead } from '../../../ui/index.ts'

const examplePath = '/home/ada/Pictures'

/** Folders of this machine that keys may add files from. Only a person sets them, so only here. */
export function Folders() {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const folders = useQuery(studio.assets.folders.queryOptions())
  const [path, setPath] = useState('')
  const put = useMutation(
    studio.assets.allowFolders.mutationOptions({ meta: { quiet: true }, onSuccess: () => setPath('') }),
  )
  const all = folders.data?.folders ?? []
  const allow = async (folder: string) => {
    const yes = await confirm({
      title: t('folders.allowTitle', { folder }),
      consequence: t('folders.allowText'),
      action: t('folders.allow'),
    })
    if (yes) put.mutate({ folders: [...all, folder] })
  }
  const choose = async () => {
    const chosen = await hostCall('pickFolder', null)
    if (chosen !== null) await allow(chosen)
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (path.trim() !== '') void allow(path.trim())
  }
  const error = put.error ? describeError(put.error).message : undefined
  return (
    <section>
      <SectionHead>{t('folders.title')}</SectionHead>
      <p className="soft">{t('folders.what')}</p>
      {folders.isError && (
        <ErrorState title={t('folders.failed')} error={folders.error} onRetry={() => void folders.refetch()} />
      )}
      {folders.isSuccess && all.length === 0 && <p>{t('folders.none')}</p>}
      <ul className="au-hosts">
        {all.map((one) => (
          <li key={one}>
            <span className="mono au-text">{one}</span>
            <Button
              look="plain"
              small
              icon={X}
              tip={t('folders.remove', { folder: one })}
              onClick={() => put.mutate({ folders: all.filter((other) => other !== one) })}
            />
          </li>
        ))}
      </ul>
      {desktop ? (
        <>
          {error !== undefined && <Note tone="bad">{error}</Note>}
          <div className="acts">
            <Button icon={FolderOpen} busy={put.isPending} disabled={!folders.isSuccess} onClick={() => void choose()}>
              {t('folders.choose')}
            </Button>
          </div>
        </>
      ) : (
        <form className="au-line" noValidate onSubmit={send}>
          <Field label={t('folders.path')} error={error}>
            <Input
              mono
              placeholder={examplePath}
              autoComplete="off"
              spellCheck={false}
              value={path}
              onChange={(event) => setPath(event.target.value)}
            />
          </Field>
          <Button type="submit" busy={put.isPending} disabled={path.trim() === '' || !folders.isSuccess}>
            {t('folders.allow')}
          </Button>
        </form>
      )}
    </section>
  )
}
