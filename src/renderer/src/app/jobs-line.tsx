import { useMutation } from '@tanstack/react-query'
import { LoaderCircle, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useOpenJobs } from '../lib/jobs.ts'
import { useStudio } from '../lib/studio.ts'
import { Button, Icon } from '../ui/index.ts'

/** Long work under way, at the rail's foot: what, how far, and a way to stop it. Nothing where there is none. */
export function JobsLine() {
  const { t } = useTranslation('app')
  const studio = useStudio()
  const jobs = useOpenJobs()
  const cancel = useMutation(studio.jobs.cancel.mutationOptions())
  const [first] = jobs
  if (!first) return null
  const percent = Math.round((jobs.reduce((sum, job) => sum + (job.progress ?? 0), 0) / jobs.length) * 100)
  const text = t(`jobs.${first.kind}`, { count: jobs.length })
  return (
    <div className="job">
      <Icon of={LoaderCircle} size="s" />
      <span
        className="lbl grow"
        role="progressbar"
        aria-label={text}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span className="job-text">
          <span className="clip">{text}</span>
          <span className="num">{t('jobs.percent', { percent })}</span>
        </span>
        <span className="bar">
          <i style={{ width: `${percent}%` }} />
        </span>
      </span>
      <Button
        small
        look="plain"
        icon={X}
        className="lbl"
        tip={t('jobs.stop')}
        busy={cancel.isPending}
        onClick={() => cancel.mutate({ id: first.id })}
      />
    </div>
  )
}
