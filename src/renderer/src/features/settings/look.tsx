import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppSettings } from '../../../../contract/system.ts'
import { desktop } from '../../lib/bridge.ts'
import { host } from '../../lib/studio.ts'
import { ErrorState, Field, SectionHead, Segmented, Skeleton, Switch } from '../../ui/index.ts'

/** The studio's settings, and a way to change them; shown by `children` once they are there. */
function WithSettings({
  children,
}: {
  readonly children: (settings: AppSettings, change: (next: Partial<AppSettings>) => void) => ReactNode
}) {
  const { t } = useTranslation('settings')
  const settings = useQuery(host.system.settings.queryOptions())
  const update = useMutation(host.system.updateSettings.mutationOptions())
  if (settings.isError)
    return <ErrorState title={t('failed')} error={settings.error} onRetry={() => void settings.refetch()} />
  if (!settings.data) return <Skeleton rows={4} />
  return children(settings.data, (next) => update.mutate(next))
}

export function Look() {
  const { t } = useTranslation('settings')
  return (
    <>
      <SectionHead>{t('look')}</SectionHead>
      <WithSettings>
        {(settings, change) => (
          <>
            <Field label={t('theme')}>
              <Segmented
                label={t('theme')}
                value={settings.theme}
                options={[
                  { value: 'system', label: t('themeSystem') },
                  { value: 'light', label: t('themeLight') },
                  { value: 'dark', label: t('themeDark') },
                ]}
                onChange={(theme) => change({ theme })}
              />
            </Field>
            <Field label={t('language')}>
              <Segmented
                label={t('language')}
                value={settings.language}
                options={[
                  { value: 'system', label: t('languageSystem') },
                  { value: 'en', label: 'English' },
                  { value: 'de', label: 'Deutsch' },
                ]}
                onChange={(language) => change({ language })}
              />
            </Field>
          </>
        )}
      </WithSettings>
    </>
  )
}

export function WindowSection() {
  const { t } = useTranslation('settings')
  return (
    <>
      <SectionHead>{t('window')}</SectionHead>
      {!desktop && <p className="soft">{t('desktopOnly')}</p>}
      <WithSettings>
        {(settings, change) => {
          const { notifications } = settings
          const tell = (next: Partial<typeof notifications>) => change({ notifications: { ...notifications, ...next } })
          return (
            <>
              <section>
                <h3>{t('notices')}</h3>
                <Switch checked={notifications.published} onChange={(published) => tell({ published })}>
                  {t('noticePublished')}
                </Switch>
                <Switch checked={notifications.failed} onChange={(failed) => tell({ failed })}>
                  {t('noticeFailed')}
                </Switch>
                <Switch checked={notifications.needsYou} onChange={(needsYou) => tell({ needsYou })}>
                  {t('noticeNeedsYou')}
                </Switch>
              </section>
              <section>
                <Switch
                  checked={settings.keepRunning}
                  onChange={(keepRunning) => change({ keepRunning })}
                  hint={t('keepRunningHint')}
                >
                  {t('keepRunning')}
                </Switch>
                <Switch checked={settings.startAtLogin} onChange={(startAtLogin) => change({ startAtLogin })}>
                  {t('startAtLogin')}
                </Switch>
                <Switch checked={settings.checkForUpdates} onChange={(checkForUpdates) => change({ checkForUpdates })}>
                  {t('checkForUpdates')}
                </Switch>
              </section>
            </>
          )
        }}
      </WithSettings>
    </>
  )
}
