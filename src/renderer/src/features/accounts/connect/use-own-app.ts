import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectMethod, SupportedPlatform } from '../../../../../contract/platforms/index.ts'
import { useStudio } from '../../../lib/studio.ts'
import { confirm, platformNames, toast } from '../../../ui/index.ts'
import { appValues, missingOfApp } from './fields.ts'

/** The person's own app for a method: what is kept of it, and what is typed. */
export function useOwnApp(platform: SupportedPlatform, method: ConnectMethod, startsOpen: boolean) {
  const { t } = useTranslation('accounts')
  const studio = useStudio()
  const apps = useQuery({ ...studio.connections.apps.queryOptions(), enabled: method.app !== undefined })
  const remove = useMutation(studio.connections.removeApp.mutationOptions())
  const [isOpen, setOpen] = useState(startsOpen)
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const kept = apps.data?.find((app) => app.platform === platform && app.method === method.id && app.state === 'ready')
  const values = { ...appValues(method, kept), ...typed }
  const name = platformNames[platform]
  const clear = () => (setTyped({}), setOpen(false))
  return {
    kept,
    values,
    /** Its fields are shown. */
    isOpen: method.app !== undefined && !apps.isPending && (isOpen || !kept),
    /** Until it is known whether one is kept, nothing can be started. */
    isPending: method.app !== undefined && apps.isPending,
    missing: missingOfApp(method, values, kept),
    open: () => setOpen(true),
    change: (key: string, value: string) => setTyped((old) => ({ ...old, [key]: value })),
    clear,
    remove: async () => {
      const yes = await confirm({
        title: t('app.removeTitle', { platform: name }),
        consequence: t('app.removeText', { platform: name }),
        action: t('app.removeAction'),
        danger: true,
      })
      if (yes)
        remove.mutate(
          { platform, method: method.id },
          { onSuccess: () => (clear(), toast(t('app.removed', { platform: name }))) },
        )
    },
  }
}

export type OwnApp = ReturnType<typeof useOwnApp>
