import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import type { Job } from '../../../../../contract/jobs.ts'
import { useOpenJobs } from '../../../lib/jobs.ts'
import { say } from '../../../lib/say.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, Note, SectionHead } from '../../../ui/index.ts'

const makes = (job: Job) => job.kind === 'ai_image' || job.kind === 'ai_video'

/** What is being made now, with a way to stop it; and what could not be made today, with why. Both are still there after a restart. */
export function UnderWay() {
  const { t } = useTranslation('making')
  const studio = useStudio()
  const times = useTimes()
  const running = useOpenJobs().filter(makes)
  const ended = useQuery(
    studio.jobs.list.queryOptions({ input: { state: ['failed', 'interrupted'] as Job['state'][], limit: 20 } }),
  )
  const failed = (ended.data?.items ?? []).filter((job) => makes(job) && isToday(job, times.zone)).slice(0, 3)
  return (
    <>
      {running.length > 0 && (
        <section>
          <SectionHead count={running.length}>{t('underWay')}</SectionHead>
          <ul>
            {running.map((job) => (
              <Running key={job.id} job={job} />
            ))}
          </ul>
        </section>
      )}
      {failed.length > 0 && (
        <section className="mk-failed">
          <SectionHead>{t('failedToday')}</SectionHead>
          {failed.map((job) => (
            <Note key={job.id} tone="bad">
              <b>
                {t(job.kind === 'ai_video' ? 'video' : 'picture')}, {times.time(job.createdAt)}
              </b>{' '}
              {job.error ? say(job.error) : t('interrupted')}
            </Note>
          ))}
        </section>
      )}
    </>
  )
}

function isToday(job: Job, zone: string): boolean {
  const day = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(zone).toPlainDate()
  return day(Temporal.Instant.from(job.createdAt)).equals(day(Temporal.Now.instant()))
}

function Running({ job }: { readonly job: Job }) {
  const { t } = useTranslation('making')
  const studio = useStudio()
  const times = useTimes()
  const percent = job.progress === null ? null : Math.round(job.progress * 100)
  const name = t(job.kind === 'ai_video' ? 'video' : 'picture')
  return (
    <li className="md-running">
      <span
        role="progressbar"
        className="grow"
        aria-label={name}
        aria-valuenow={percent ?? undefined}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span className="num">
          {name} <span className="soft">{t('since', { time: times.time(job.createdAt) })}</span>{' '}
          {percent !== null && t('percent', { percent })}
        </span>
        <span className="bar">
          <i style={{ width: `${percent ?? 0}%` }} />
        </span>
      </span>
      <Button
        small
        look="plain"
        icon={X}
        tip={t('stop')}
        onClick={() => void studio.jobs.cancel.call({ id: job.id })}
      />
    </li>
  )
}
