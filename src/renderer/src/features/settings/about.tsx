import { useMutation, useQuery } from '@tanstack/react-query'
import { BookOpen, ScrollText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { UpdaterState } from '../../../../contract/host.ts'
import { desktop, hostCall, openOutside } from '../../lib/bridge.ts'
import { host } from '../../lib/studio.ts'
import { useUpdater } from '../../lib/updater.ts'
import { Button, SectionHead } from '../../ui/index.ts'
import { VideoSection } from './video-section.tsx'

export function About() {
  const { t } = useTranslation('settings')
  const info = useQuery(host.system.info.queryOptions())
  return (
    <>
      <SectionHead>{t('about')}</SectionHead>
      {info.data && (
        <p>
          {t('version', { version: info.data.version })}{' '}
          <span className="soft">{t(info.data.host === 'desktop' ? 'hostDesktop' : 'hostHeadless')}</span>
        </p>
      )}
      {desktop && <Updates />}
      <VideoSection />
      <section>
        <h3>{t('forPrograms')}</h3>
        <p className="soft">{t('forProgramsHint')}</p>
        {!desktop && (
          <div>
            <Button icon={BookOpen} onClick={() => openOutside('/docs')}>
              {t('openReference')}
            </Button>
          </div>
        )}
        {desktop && (
          <div>
            <Button icon={ScrollText} onClick={() => void hostCall('openLogs', null)}>
              {t('logs')}
            </Button>
          </div>
        )}
      </section>
    </>
  )
}

function Updates() {
  const { t } = useTranslation('settings')
  const updater = useUpdater((state) => state.updater)
  const check = useMutation({ mutationFn: () => hostCall('checkForUpdates', null) })
  const sentence = useUpdaterSentence()
  if (!updater) return null
  return (
    <section>
      <h3>{t('updates')}</h3>
      <p className="soft">{sentence(updater)}</p>
      <div className="acts">
        {updater.state === 'downloaded' && (
          <Button look="primary" onClick={() => void hostCall('installUpdate', null)}>
            {t('install')}
          </Button>
        )}
        {updater.state !== 'off' && updater.state !== 'downloaded' && (
          <Button busy={check.isPending || updater.state === 'checking'} onClick={() => check.mutate()}>
            {t('checkNow')}
          </Button>
        )}
      </div>
    </section>
  )
}

function useUpdaterSentence() {
  const { t } = useTranslation('settings')
  const off = { development: 'updateOffDevelopment', setting: 'updateOffSetting', no_feed: 'updateOffFeed' } as const
  return (updater: UpdaterState): string => {
    switch (updater.state) {
      case 'off':
        return t(off[updater.why])
      case 'idle':
        return t('updateIdle')
      case 'checking':
        return t('updateChecking')
      case 'none':
        return t('updateNone')
      case 'available':
        return t('updateAvailable', { version: updater.version })
      case 'downloaded':
        return t('updateDownloaded', { version: updater.version })
      case 'error':
        return t('updateError', { message: updater.message })
    }
  }
}
