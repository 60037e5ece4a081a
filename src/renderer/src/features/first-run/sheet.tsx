import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Phases, PhasesToCome, PlatformMark } from '../../ui/index.ts'
import type { ShownPhase } from './stage.ts'

/** The proof between its crop marks. */
export function Sheet({
  name,
  children,
  foot,
}: {
  readonly name?: string
  readonly children: ReactNode
  readonly foot: ReactNode
}) {
  const { t } = useTranslation('firstRun')
  return (
    <>
      <div className="crop">
        <div className="fr-sheet">
          <div className="who">
            <PlatformMark platform="practice" size="l" silent />
            <div>
              {name ?? t('sheet.account')}
              <small>{t('sheet.place')}</small>
            </div>
          </div>
          {children}
          <div className="ft">{foot}</div>
        </div>
      </div>
      <p className="fr-cap">{t('caption')}</p>
    </>
  )
}

/** The example that stands there before anything is written. */
export function SampleSheet() {
  const { t } = useTranslation('firstRun')
  return (
    <>
      <Sheet
        foot={
          <>
            <span>{t('sheet.example')}</span>
            <span className="grow" />
            <span className="wide">{t('sheet.goes')}</span>
          </>
        }
      >
        <p>{t('sheet.sample')}</p>
      </Sheet>
      <Watch phases={null} done={false} />
    </>
  )
}

interface WatchProps {
  /** Null before anything is sent. */
  readonly phases: readonly ShownPhase[] | null
  readonly done: boolean
}

/** The four phases: a promise at first, then filling as they happen. */
export function Watch({ phases, done }: WatchProps) {
  const { t } = useTranslation('firstRun')
  return (
    <div className={phases ? 'fr-watch now' : 'fr-watch'}>
      <h3>{t(phases === null ? 'watch.title' : done ? 'watch.titleDone' : 'watch.titleNow')}</h3>
      {phases ? (
        <Phases
          phases={phases.map(({ ms, ...phase }) => ({
            ...phase,
            ...(ms !== null && ms >= 1 && { note: t('watch.ms', { ms: Math.round(ms) }) }),
          }))}
        />
      ) : (
        <PhasesToCome
          notes={{
            prepare: t('watch.prepare'),
            upload: t('watch.upload'),
            commit: t('watch.commit'),
            confirm: t('watch.confirm'),
          }}
        />
      )}
      <p>{t('watch.text')}</p>
    </div>
  )
}
