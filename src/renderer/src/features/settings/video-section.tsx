import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { host } from '../../lib/studio.ts'
import { Button } from '../../ui/index.ts'

/** How ffmpeg comes to each system, by a package manager that people have there. */
const installs: Readonly<Record<string, string>> = {
  darwin: 'brew install ffmpeg',
  win32: 'winget install Gyan.FFmpeg',
  linux: 'sudo apt install ffmpeg',
}

const words = {
  missing: 'ffmpegMissing',
  too_old: 'ffmpegTooOld',
  incomplete: 'ffmpegIncomplete',
} as const

/** Whether video can be converted here, and what to install where it cannot. */
export function VideoSection() {
  const { t } = useTranslation('settings')
  const info = useQuery(host.system.info.queryOptions())
  if (!info.data) return null
  const { ffmpeg, platform } = info.data
  const { state } = ffmpeg
  const version = ffmpeg.version ?? ''
  return (
    <section>
      <h3>{t('video')}</h3>
      <p className="soft">{t('videoHint')}</p>
      {state === 'ready' ? (
        <p>{t('ffmpegReady', { version, path: ffmpeg.path ?? '' })}</p>
      ) : (
        <>
          <p>{t(words[state], { version })}</p>
          <pre className="mono">{installs[platform] ?? installs['linux']}</pre>
          <p className="soft">{t('ffmpegNamed')}</p>
          <div className="acts">
            <Button busy={info.isFetching} onClick={() => void info.refetch()}>
              {t('ffmpegLook')}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}
