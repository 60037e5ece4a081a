import { useMutation, useQuery } from '@tanstack/react-query'
import { FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { desktop, hostCall } from '../../lib/bridge.ts'
import { describeError, fieldErrors } from '../../lib/errors.ts'
import { useGo } from '../../lib/go.ts'
import { sizeText } from '../../lib/sizes.ts'
import { host, useWorkspace } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import { Button, Field, Input, SectionHead, toast } from '../../ui/index.ts'

/** Where everything is, and the two things that concern a workspace as a whole: a copy of it, and its end. */
export function DataSection() {
  const { t } = useTranslation('settings')
  const info = useQuery(host.system.info.queryOptions())
  const dataDir = info.data?.dataDir
  return (
    <>
      <SectionHead>{t('data')}</SectionHead>
      {dataDir !== undefined && (
        <div>
          <p className="soft">{t('folder')}</p>
          <p className="mono st-path">{dataDir}</p>
          <p className="soft">{t('backups')}</p>
          {desktop && (
            <Button small icon={FolderOpen} onClick={() => void hostCall('showInFolder', { path: dataDir })}>
              {t('showFolder')}
            </Button>
          )}
        </div>
      )}
      <ExportWorkspace />
      <EraseWorkspace />
    </>
  )
}

function ExportWorkspace() {
  const { t } = useTranslation('settings')
  const { id, name } = useWorkspace()
  const { locale } = useTimes()
  const [folder, setFolder] = useState('')
  const copy = useMutation(
    host.workspaces.export.mutationOptions({
      meta: { quiet: true },
      onSuccess: ({ path, bytes }) =>
        toast(t('exported', { name, path, size: sizeText(bytes, locale) }), { stays: true }),
    }),
  )
  const choose = async () => {
    const chosen = await hostCall('pickFolder', null)
    if (chosen) setFolder(chosen)
  }
  const error = copy.error ? (fieldErrors(copy.error)['folder'] ?? describeError(copy.error).message) : undefined
  return (
    <section>
      <h3>{t('export')}</h3>
      <p className="soft">{t('exportHint')}</p>
      <form
        className="st-row"
        onSubmit={(event) => {
          event.preventDefault()
          copy.mutate({ id, folder })
        }}
      >
        <Field label={t('exportTo')} error={error}>
          <Input
            mono
            required
            value={folder}
            onChange={(event) => setFolder(event.target.value)}
            end={
              desktop && (
                <Button look="plain" small onClick={() => void choose()}>
                  {t('chooseFolder')}
                </Button>
              )
            }
          />
        </Field>
        <Button type="submit" busy={copy.isPending}>
          {t('exportButton', { name })}
        </Button>
      </form>
    </section>
  )
}

function EraseWorkspace() {
  const { t } = useTranslation('settings')
  const go = useGo()
  const { id, name } = useWorkspace()
  const [typed, setTyped] = useState('')
  const erase = useMutation(
    host.workspaces.erase.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => {
        toast(t('erased', { name }))
        go.today()
      },
    }),
  )
  return (
    <section>
      <h3>{t('erase')}</h3>
      <p className="soft">{t('eraseHint', { name })}</p>
      <form
        className="st-row"
        onSubmit={(event) => {
          event.preventDefault()
          erase.mutate({ id, confirm: typed })
        }}
      >
        <Field label={t('eraseConfirm')} error={erase.error ? describeError(erase.error).message : undefined}>
          <Input
            value={typed}
            placeholder={name}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
          />
        </Field>
        <Button
          look={typed === name ? 'danger-solid' : 'danger'}
          type="submit"
          disabled={typed !== name}
          busy={erase.isPending}
        >
          {t('eraseButton', { name })}
        </Button>
      </form>
    </section>
  )
}
