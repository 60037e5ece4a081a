import { Plus, Search, WandSparkles } from 'lucide-react'
import { type ReactNode, useCallback, useDeferredValue, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../contract/assets.ts'
import { useAction } from '../../lib/actions.ts'
import { useViewSearch } from '../../lib/go.ts'
import { Button, EmptyState, ErrorState, Input, Kbd, Masthead, Skeleton, Strip, Tabs } from '../../ui/index.ts'
import { filesOf, useUpload } from '../compose/use-upload.ts'
import { FileRecord } from './file-record.tsx'
import { MakeInspector } from './make/make-inspector.tsx'
import type { Kind, Wish } from './make/wish.ts'
import { MediaGrid } from './media-grid.tsx'
import { isTab, tabs, useLibrary, type MediaTab } from './use-library.ts'
import './media.css'

/** The files of a workspace: find them, say what they show, see where they are used. */
export function View() {
  const { t } = useTranslation('media')
  const { t: m } = useTranslation('making')
  const [address, setAddress] = useViewSearch<'asset' | 'tab' | 'q' | 'make'>()
  const [search, setSearch] = useState(address.q ?? '')
  const field = useRef<HTMLInputElement>(null)
  const tab: MediaTab = isTab(address.tab) ? address.tab : 'all'
  const library = useLibrary(tab, useDeferredValue(search.trim()))
  const open = useCallback((id: string | undefined) => setAddress({ asset: id, make: undefined }), [setAddress])
  const opened = address.asset
  const { pending, take } = useUpload(useCallback((assets: readonly Asset[]) => open(assets[0]?.id), [open]))
  const over = useDropAndPaste(take)
  const picker = useRef<HTMLInputElement>(null)
  const choose = () => picker.current?.click()
  useAction({ id: 'media.add', label: t('add'), group: t('title'), icon: Plus, shortcut: 'u', run: choose })
  const [wish, setWish] = useState<Wish | null>(null)
  const making = address.make === 'image' || address.make === 'video' ? address.make : null
  const make = (kind: Kind) => setAddress({ make: kind, asset: undefined })
  const again = (kind: Kind, words: Wish) => (setWish(words), make(kind))
  useAction({
    id: 'media.make',
    label: m('open'),
    group: t('title'),
    icon: WandSparkles,
    shortcut: 'i',
    run: () => make('image'),
  })
  useAction({
    id: 'media.search',
    label: t('search'),
    group: t('title'),
    shortcut: '/',
    hidden: true,
    run: () => field.current?.focus(),
  })

  return (
    <main className="view">
      <Masthead title={t('title')} meta={library.total === undefined ? null : t('count', { count: library.total })}>
        <Input
          ref={field}
          className="md-search"
          icon={Search}
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          end={<Kbd keys="/" />}
        />
        <Button icon={WandSparkles} shortcut="i" onClick={() => make('image')}>
          {m('open')}
        </Button>
        <Button look={making ? 'edge' : 'primary'} icon={Plus} shortcut="u" onClick={choose}>
          {t('add')}
        </Button>
        <input
          ref={picker}
          hidden
          multiple
          type="file"
          accept="image/*,video/*,audio/*,application/pdf"
          onChange={(event) => {
            void take([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
      </Masthead>
      <Strip>
        <Tabs
          label={t('title')}
          value={tab}
          tabs={tabs.map((value) => ({ value, label: t(value) }))}
          onChange={(value) => setAddress({ tab: value, asset: undefined })}
        />
      </Strip>
      <div className="with-insp">
        <div className="md-body scroll">
          {over && (
            <div className="md-over crop" aria-hidden>
              <h2>{t('drop')}</h2>
            </div>
          )}
          <Body
            library={library}
            pending={pending}
            opened={opened}
            onOpen={open}
            nothing={
              <Nothing
                tab={tab}
                searched={search.trim() !== ''}
                onAdd={choose}
                onClear={() => (setSearch(''), setAddress({ tab: undefined }))}
              />
            }
          />
        </div>
        {opened !== undefined && (
          <FileRecord key={opened} id={opened as Asset['id']} onAgain={again} onClose={() => open(undefined)} />
        )}
        {opened === undefined && making && (
          <MakeInspector
            kind={making}
            wish={wish}
            onKind={make}
            onAgain={again}
            onClose={() => (setWish(null), open(undefined))}
          />
        )}
      </div>
    </main>
  )
}

interface BodyProps {
  readonly library: ReturnType<typeof useLibrary>
  readonly pending: ReturnType<typeof useUpload>['pending']
  readonly opened: string | undefined
  readonly onOpen: (id: string) => void
  readonly nothing: ReactNode
}

function Body({ library, pending, opened, onOpen, nothing }: BodyProps) {
  const { t } = useTranslation('media')
  const { list, assets } = library
  if (list.isError && assets.length === 0)
    return <ErrorState title={t('failed')} error={list.error} onRetry={() => void list.refetch()} />
  if (list.isPending) return <Skeleton rows={8} />
  if (assets.length === 0 && pending.length === 0) return nothing
  const more = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
  }
  return <MediaGrid assets={assets} pending={pending} opened={opened} onOpen={onOpen} onEnd={more} />
}

interface NothingProps {
  readonly tab: MediaTab
  readonly searched: boolean
  readonly onAdd: () => void
  readonly onClear: () => void
}

function Nothing({ tab, searched, onAdd, onClear }: NothingProps) {
  const { t } = useTranslation('media')
  if (tab === 'bin' && !searched) return <EmptyState title={t('binEmpty')} />
  if (searched || tab !== 'all')
    return <EmptyState title={t('nothingFound')} action={<Button onClick={onClear}>{t('clear')}</Button>} />
  return (
    <EmptyState
      title={t('empty')}
      action={
        <Button look="primary" icon={Plus} onClick={onAdd}>
          {t('add')}
        </Button>
      }
    >
      {t('emptyHint')}
    </EmptyState>
  )
}

/** Files dropped or pasted anywhere in the window go into the library; whether some are held over it now. */
function useDropAndPaste(take: (files: readonly File[]) => Promise<void>): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const onOver = (event: DragEvent) => {
      if (!carries(event)) return
      event.preventDefault()
      setOver(true)
    }
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = (event: DragEvent) => {
      if (!carries(event)) return
      event.preventDefault()
      setOver(false)
      void take(filesOf(event.dataTransfer))
    }
    const onPaste = (event: ClipboardEvent) => {
      const files = filesOf(event.clipboardData)
      if (files.length > 0) void take(files)
    }
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    window.addEventListener('paste', onPaste)
    return () => {
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
      window.removeEventListener('paste', onPaste)
    }
  }, [take])
  return over
}
