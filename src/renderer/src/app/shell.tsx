import { useMutation } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { Languages, Moon, Plus, Search } from 'lucide-react'
import { Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostEvent } from '../../../contract/host.ts'
import type { Workspace } from '../../../contract/workspaces.ts'
import { FirstWorkspace } from '../features/first-run/first-workspace.tsx'
import { languages } from '../i18n/index.ts'
import { useAction, useShortcut, useShortcutListener } from '../lib/actions.ts'
import { desktop, hostCall } from '../lib/bridge.ts'
import { useEventStream, useHostState, useOnline } from '../lib/connection.ts'
import { flushAll } from '../lib/flush.ts'
import { useGo } from '../lib/go.ts'
import { host } from '../lib/studio.ts'
import { WorkspaceContext } from '../lib/workspace-context.ts'
import { useUpdater } from '../lib/updater.ts'
import {
  ConfirmHost,
  EmptyState,
  ErrorState,
  OfflineNote,
  Skeleton,
  Toaster,
  TooltipProvider,
  undoLast,
} from '../ui/index.ts'
import { useAiActions } from './ai-actions.ts'
import { KeysSheet } from './keys-sheet.tsx'
import { useLook } from './look.ts'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { setSheet, useSheet } from './sheet.ts'
import { Unavailable } from './unavailable.tsx'
import { useWelcome } from './welcome.ts'
import { useOpenWorkspace, useWorkspaces } from './workspaces.tsx'

/** The frame around every view, and what stands once in a window. */
export function Shell() {
  useLook()
  useEventStream()
  useShortcutListener()
  useDropGuard()
  return (
    <TooltipProvider delayDuration={500} skipDelayDuration={200}>
      <Frame />
      <Toaster />
      <ConfirmHost />
    </TooltipProvider>
  )
}

/** A file dropped where nothing takes it must not make the window leave the studio. */
function useDropGuard() {
  useEffect(() => {
    const guard = (event: DragEvent) => {
      if (!event.defaultPrevented && event.dataTransfer?.types.includes('Files')) {
        event.preventDefault()
        event.dataTransfer.dropEffect = 'none'
      }
    }
    window.addEventListener('dragover', guard)
    window.addEventListener('drop', guard)
    return () => {
      window.removeEventListener('dragover', guard)
      window.removeEventListener('drop', guard)
    }
  }, [])
}

function Frame() {
  const { t } = useTranslation('app')
  const go = useGo()
  const workspaces = useWorkspaces()
  const [workspace, open] = useOpenWorkspace(workspaces.data)
  const state = useHostState((one) => one.state)
  if (state === 'signed_out') {
    return (
      <main className="alone">
        <EmptyState title={t('signedOut.title')}>{t('signedOut.text')}</EmptyState>
      </main>
    )
  }
  if (workspaces.isError && !workspaces.data) {
    return (
      <main className="alone">
        <ErrorState title={t('loadFailed')} error={workspaces.error} onRetry={() => void workspaces.refetch()} />
      </main>
    )
  }
  if (!workspaces.data) {
    return (
      <main className="alone">
        <Skeleton />
      </main>
    )
  }
  if (!workspace) {
    const made = (id: string) => {
      open(id)
      go.welcome()
    }
    return <FirstWorkspace onMade={made} />
  }
  return (
    <WorkspaceContext value={workspace}>
      <Room key={workspace.id} workspace={workspace} all={workspaces.data} onOpen={open} />
    </WorkspaceContext>
  )
}

interface RoomProps {
  readonly workspace: Workspace
  readonly all: readonly Workspace[]
  readonly onOpen: (id: string) => void
}

/** One workspace: rail and view. Made anew when another is opened, so that nothing of one is left in the other. */
function Room({ workspace, all, onOpen }: RoomProps) {
  const sheet = useSheet((state) => state.sheet)
  useGlobalActions()
  useAiActions()
  useHostEvents(onOpen)
  useWelcome(workspace)
  return (
    <div className="app">
      <Rail all={all} onOpen={onOpen} onKeys={() => setSheet('keys')} />
      <div className="stage">
        <StandingNotes />
        {workspace.state === 'open' ? (
          <Suspense fallback={<Skeleton />}>
            <Outlet />
          </Suspense>
        ) : (
          <Unavailable workspace={workspace} />
        )}
      </div>
      {sheet === 'palette' && <Palette onClose={() => setSheet(null)} />}
      {sheet === 'keys' && <KeysSheet onClose={() => setSheet(null)} />}
    </div>
  )
}

function StandingNotes() {
  const { t } = useTranslation('app')
  const online = useOnline()
  const state = useHostState((one) => one.state)
  if (state === 'lost') return <OfflineNote>{t('lostNote')}</OfflineNote>
  return online ? null : <OfflineNote>{t('offlineNote')}</OfflineNote>
}

function useGlobalActions() {
  const { t } = useTranslation('app')
  const go = useGo()
  const everywhere = t('keys.everywhere')
  const settings = useMutation(host.system.updateSettings.mutationOptions())
  useAction({
    id: 'palette',
    label: t('keys.open'),
    group: everywhere,
    icon: Search,
    shortcut: 'mod+k',
    whileTyping: true,
    hidden: true,
    run: () => setSheet('palette'),
  })
  useShortcut('?', t('keys.sheet'), everywhere, () => setSheet('keys'))
  useAction({
    id: 'key:undo',
    label: t('keys.undo'),
    group: everywhere,
    shortcut: 'mod+z',
    hidden: true,
    global: true,
    run: () => void undoLast(),
  })
  useAction({
    id: 'post.new',
    label: t('palette.newPost'),
    group: t('palette.do'),
    icon: Plus,
    shortcut: 'n',
    run: () => go.newPost(),
  })
  useAction({ id: 'keys', label: t('keys.title'), group: t('palette.do'), run: () => setSheet('keys') })
  const theme = (one: 'system' | 'light' | 'dark') => ({
    id: `theme.${one}`,
    label: t('palette.theme', { theme: t(`palette.themes.${one}`) }),
    group: t('palette.do'),
    icon: Moon,
    run: () => settings.mutate({ theme: one }),
  })
  useAction(theme('system'))
  useAction(theme('light'))
  useAction(theme('dark'))
  const language = (one: 'en' | 'de') => ({
    id: `language.${one}`,
    label: t('palette.language', { language: languages[one] }),
    group: t('palette.do'),
    icon: Languages,
    run: () => settings.mutate({ language: one }),
  })
  useAction(language('en'))
  useAction(language('de'))
}

/** Does what the desktop's menu, tray and deep links ask for, and saves before the window closes. */
function useHostEvents(onOpen: (id: string) => void) {
  const go = useGo()
  const hear = (event: HostEvent) => {
    switch (event.type) {
      case 'command':
        if (event.command === 'new-post') go.newPost()
        else if (event.command === 'palette') setSheet('palette')
        else if (event.command === 'shortcuts') setSheet('keys')
        else go.to(`/${event.command}`)
        break
      case 'compose':
        go.newPost({ text: event.text })
        break
      case 'post':
        if (event.workspaceId) onOpen(event.workspaceId)
        go.posts({ post: event.id })
        break
      case 'flush':
        void flushAll().then(() => hostCall('flushed', null))
        break
      case 'updater':
        useUpdater.setState({ updater: event.updater })
        break
    }
  }
  const latest = useRef(hear)
  useEffect(() => {
    latest.current = hear
  })
  useEffect(() => {
    if (!desktop) return
    const stop = desktop.on((event) => latest.current(event))
    void hostCall('ready', null).then(({ updater }) => useUpdater.setState({ updater }))
    return stop
  }, [])
  useEffect(() => {
    // A browser tab gives no time to answer; hidden is the last moment that can be relied on.
    const hidden = () => {
      if (document.visibilityState === 'hidden') void flushAll()
    }
    document.addEventListener('visibilitychange', hidden)
    return () => document.removeEventListener('visibilitychange', hidden)
  }, [])
}
