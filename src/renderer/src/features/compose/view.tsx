import './compose.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Post } from '../../../../contract/posts.ts'
import { getChoice, setChoice, useChoice } from '../../lib/choices.ts'
import { useGo, useViewSearch } from '../../lib/go.ts'
import { useStudio, useWorkspace } from '../../lib/studio.ts'
import { Button, EmptyState, ErrorState, Skeleton } from '../../ui/index.ts'
import { AccountsColumn } from './accounts-column.tsx'
import { DeskProvider, useDeskValue } from './ai/desk.ts'
import { DeskPanel } from './ai/desk-panel.tsx'
import { startParts } from './check.ts'
import { ComposingProvider, useComposingValue } from './context.ts'
import { emptyDraft } from './draft.ts'
import { Head } from './head.tsx'
import { PreviewColumn } from './preview-column.tsx'
import { TextColumn } from './text-column.tsx'
import { useMedia } from './use-media.ts'
import { useSession } from './use-session.ts'
import { Versions } from './versions.tsx'
import { WhenBar } from './when-bar.tsx'

/** Compose: a post by its id, a new one, or the one last written. */
export function View() {
  const { postId } = useParams({ strict: false })
  const workspace = useWorkspace()
  const go = useGo()
  useEffect(() => {
    if (postId !== undefined) return
    const last = getChoice<string>(`compose.last.${workspace.id}`)
    go.to(last ? `/compose/${last}` : '/compose/new')
  }, [postId, workspace.id, go])
  const [search] = useViewSearch<'at'>()
  if (postId === undefined) return null
  // A new post keeps its name when it gets its id, so that nothing is drawn anew under the caret.
  const name = postId === 'new' ? `new:${search.at ?? ''}` : (namedNew.get(postId) ?? postId)
  return name.startsWith('new:') ? <Fresh key={name} name={name} /> : <OldPost key={name} id={name} />
}

/** New posts of this window by the id they got. */
const namedNew = new Map<string, string>()

function Fresh({ name }: { readonly name: string }) {
  const [search] = useViewSearch<'wallTime' | 'zone' | 'accounts' | 'text'>()
  const workspace = useWorkspace()
  const studio = useStudio()
  const accounts = useQuery(studio.accounts.list.queryOptions({ input: {} }))
  const draft = useMemo(() => {
    const wanted = search.accounts?.split(',') ?? []
    const variants = (accounts.data ?? [])
      .filter((account) => wanted.includes(account.id))
      .map((account) => ({ accountId: account.id, parts: null, settings: account.defaults }))
    const when = search.wallTime
      ? { wallTime: search.wallTime.slice(0, 16), zone: search.zone ?? workspace.zone }
      : null
    return emptyDraft({ parts: startParts(search.text), variants, when })
  }, [search.accounts, search.wallTime, search.zone, search.text, accounts.data, workspace.zone])
  if (search.accounts && accounts.isPending) return <Waiting />
  return <Editor name={name} start={{ draft }} />
}

function OldPost({ id }: { readonly id: string }) {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const workspace = useWorkspace()
  const go = useGo()
  const post = useQuery(studio.posts.get.queryOptions({ input: { id: id as never } }))
  const gone = post.data?.deletedAt != null || (post.isError && 'code' in post.error && post.error.code === 'not_found')
  useEffect(() => {
    if (gone) setChoice(`compose.last.${workspace.id}`, undefined)
  }, [gone, workspace.id])
  if (gone) {
    return (
      <main className="view">
        <EmptyState title={t('gone')} action={<Button onClick={() => go.newPost()}>{t('newPost')}</Button>}>
          {t('goneHow')}
        </EmptyState>
      </main>
    )
  }
  if (post.isError && !post.data) {
    return (
      <main className="view">
        <ErrorState title={t('loadFailed')} error={post.error} onRetry={() => void post.refetch()} />
      </main>
    )
  }
  if (!post.data) return <Waiting />
  return <Editor name={id} start={{ post: post.data }} />
}

function Waiting() {
  return (
    <main className="view">
      <Skeleton />
    </main>
  )
}

interface EditorProps {
  readonly name: string
  readonly start: Parameters<typeof useSession>[0]['start']
}

function Editor({ name, start }: EditorProps) {
  const workspace = useWorkspace()
  const studio = useStudio()
  const navigate = useNavigate()
  const [id, setId] = useState('post' in start ? start.post.id : null)
  const onMade = useCallback(
    (made: string) => {
      setId(made as never)
      namedNew.set(made, name)
      void navigate({ to: `/compose/${made}`, replace: true })
    },
    [name, navigate],
  )
  const session = useSession({ name, start, onMade })
  const fetched = useQuery({ ...studio.posts.get.queryOptions({ input: { id: id as never } }), enabled: id !== null })
  const post: Post | null = fetched.data ?? ('post' in start ? start.post : null)
  const [selectedId, select] = useState<string | null>(null)
  const composing = useComposingValue({ session, post, selectedId, select })

  useEffect(() => {
    if (post) session.adopt(post)
  }, [post, session])
  useEffect(() => {
    if (id) setChoice(`compose.last.${workspace.id}`, id)
  }, [id, workspace.id])

  return (
    <ComposingProvider value={composing}>
      <main className="view">
        <Columns post={post} />
      </main>
    </ComposingProvider>
  )
}

/** The three columns. Text never folds; accounts fold to their marks and the preview to a spine, in small windows by themselves. */
function Columns({ post }: { readonly post: Post | null }) {
  const narrow = useMedia('(max-width: 900px)')
  const [folded, setFolded] = useChoice('compose.previewFolded', false)
  const [over, setOver] = useState<'accounts' | 'preview' | null>(null)
  const [versions, setVersions] = useState(false)
  const foldAccounts = narrow && over !== 'accounts'
  const foldPreview = narrow ? over !== 'preview' : folded
  const foldPreviewTo = (fold: boolean) => (narrow ? setOver(fold ? null : 'preview') : setFolded(fold))
  const desk = useDeskValue(useCallback(() => setVersions(false), []))
  const showVersions = versions && post !== null && desk.tool === null
  const toggleVersions = () => {
    if (desk.tool) desk.close()
    setVersions(desk.tool !== null || !versions)
  }
  const classes = [
    'cols',
    foldAccounts && 'fold-accounts',
    foldPreview && !showVersions && desk.tool === null && 'fold-preview',
    narrow && over && `over-${over}`,
  ]
  return (
    <DeskProvider value={desk}>
      <Head versionsOpen={showVersions} onVersions={toggleVersions} />
      <div className={classes.filter(Boolean).join(' ')}>
        <TextColumn />
        <AccountsColumn
          folded={foldAccounts}
          onUnfold={() => setOver('accounts')}
          {...(narrow && { onFold: () => setOver(null) })}
        />
        {desk.tool ? (
          <DeskPanel tool={desk.tool} />
        ) : showVersions ? (
          <Versions id={post.id} onClose={() => setVersions(false)} />
        ) : (
          <PreviewColumn folded={foldPreview} onFold={foldPreviewTo} />
        )}
      </div>
      <WhenBar />
    </DeskProvider>
  )
}
