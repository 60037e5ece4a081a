import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MediaHost } from '../../../../../contract/media-host.ts'
import { describeError } from '../../../lib/errors.ts'
import { say } from '../../../lib/say.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, confirm, ErrorState, Note, SectionHead, Skeleton, toast } from '../../../ui/index.ts'
import { ChooseForm } from './choose-form.tsx'
import { TrialSteps } from './trial-steps.tsx'

/** Where files lie for platforms that fetch them: chosen once, tested on the spot. */
export function MediaHostSection() {
  const { t } = useTranslation('mediaHost')
  const studio = useStudio()
  const host = useQuery(studio.mediaHost.get.queryOptions())
  return (
    <>
      <SectionHead>{t('title')}</SectionHead>
      <p className="soft">{t('what')}</p>
      {host.isError && <ErrorState title={t('failed')} error={host.error} onRetry={() => void host.refetch()} />}
      {host.isPending && <Skeleton rows={3} />}
      {host.data && <Standing media={host.data} />}
    </>
  )
}

function Standing({ media }: { readonly media: MediaHost }) {
  const { t } = useTranslation('mediaHost')
  const studio = useStudio()
  const [changing, setChanging] = useState(false)
  const test = useMutation(studio.mediaHost.test.mutationOptions({ meta: { quiet: true } }))
  const remove = useMutation(studio.mediaHost.remove.mutationOptions())
  const testing = test.isPending || media.test?.state === 'running'
  const { host, name } = media
  const forget = async () => {
    const yes = await confirm({
      title: t('removeTitle', { name }),
      consequence: t('removeText'),
      action: t('removeAction', { name }),
      danger: true,
    })
    if (yes) remove.mutate(undefined, { onSuccess: () => toast(t('removed', { name })) })
  }
  const asks = host === null || changing
  return (
    <>
      {host && (
        <p className="st-host">
          <b>{name}</b> <span className="soft">{t(`kinds.${host.kind}`)}</span>
        </p>
      )}
      {media.problem && <Note tone="bad">{say(media.problem)}</Note>}
      {asks && (
        <ChooseForm
          current={host}
          busy={testing}
          onSaved={() => {
            setChanging(false)
            test.mutate(undefined)
          }}
          onCancel={changing ? () => setChanging(false) : null}
        />
      )}
      {host && !asks && (
        <div className="row">
          <Button look={media.test ? 'edge' : 'primary'} busy={testing} onClick={() => test.mutate(undefined)}>
            {t(media.test ? 'testAgain' : 'testNow')}
          </Button>
          <Button onClick={() => setChanging(true)}>{t('change')}</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => void forget()}>
            {t('remove')}
          </Button>
        </div>
      )}
      {test.error && <Note tone="bad">{describeError(test.error).message}</Note>}
      {host && media.test && !asks && <TrialSteps test={media.test} />}
      {media.left.files > 0 && (
        <Note tone={media.left.problem ? 'warn' : 'plain'}>
          {t('left', { count: media.left.files })} {media.left.problem && say(media.left.problem)}
        </Note>
      )}
    </>
  )
}
