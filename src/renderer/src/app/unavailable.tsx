import { useMutation } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Workspace } from '../../../contract/workspaces.ts'
import { readBackupName } from '../lib/backup-name.ts'
import { describeError } from '../lib/errors.ts'
import { host } from '../lib/studio.ts'
import { useTimes } from '../lib/times.ts'
import { say } from '../lib/say.ts'
import { Button, confirm, CopyButton, Masthead, Note, SectionHead } from '../ui/index.ts'

/** A workspace that could not be opened: why, and the copies that can be put in its place. The others are not touched by it. */
export function Unavailable({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation('app')
  const times = useTimes()
  const restore = useMutation(host.workspaces.restore.mutationOptions({ meta: { quiet: true } }))
  const { name, id, problem } = workspace
  const backups = problem?.backups ?? []
  const ask = async (backup: string, when: string) => {
    const consequence = t('unavailable.consequence', { when })
    if (await confirm({ title: t('unavailable.question', { when }), consequence, action: t('unavailable.restore') }))
      restore.mutate({ id, backup })
  }
  return (
    <main className="view">
      <Masthead title={t('workspace.unavailableTitle', { name })} />
      <div className="unavailable scroll">
        <Note
          tone="bad"
          actions={
            <CopyButton
              small
              text={`${problem?.code ?? ''}: ${problem?.message ?? ''}`}
              label={t('unavailable.copy')}
            />
          }
        >
          {problem && say(problem)}
        </Note>
        {restore.isError && <Note tone="bad">{describeError(restore.error).message}</Note>}
        <SectionHead count={backups.length}>{t('unavailable.backups')}</SectionHead>
        <p className="soft">{t(backups.length > 0 ? 'unavailable.hint' : 'unavailable.none')}</p>
        <ul>
          {backups.map((backup) => {
            const read = readBackupName(backup)
            const when = read ? times.when(read.at) : backup
            return (
              <li key={backup}>
                <b className="num">{when}</b>
                <span className="grow soft">{read && t(`unavailable.why.${read.why}`)}</span>
                <Button
                  small
                  icon={RotateCcw}
                  busy={restore.isPending && restore.variables.backup === backup}
                  onClick={() => void ask(backup, when)}
                >
                  {t('unavailable.restore')}
                </Button>
              </li>
            )
          })}
        </ul>
      </div>
    </main>
  )
}
