import { useMutation } from '@tanstack/react-query'
import { CopyPlus, Ellipsis, FileClock, Redo2, Stamp, Table2, Trash2, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isTyping, useAction, useShortcut } from '../../lib/actions.ts'
import { useGo } from '../../lib/go.ts'
import { useStudio, useWorkspace } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import {
  Button,
  Dialog,
  Field,
  Menu,
  MenuItem,
  MenuSeparator,
  Status,
  TextArea,
  toast,
  undoLast,
} from '../../ui/index.ts'
import { useComposing, useSessionState } from './context.ts'
import { nameOf } from './draft.ts'
import { setTitle } from './edits.ts'

interface HeadProps {
  readonly versionsOpen: boolean
  readonly onVersions: () => void
}

/** Title, state, and what can be done with the whole post. */
export function Head({ versionsOpen, onVersions }: HeadProps) {
  const { t } = useTranslation('compose')
  const { session, draft, post } = useComposing()
  return (
    <header className="mast">
      <h1 className="title-box">
        <input
          className="title"
          size={1}
          aria-label={t('title')}
          placeholder={nameOf(draft) || t('untitled')}
          value={draft.title}
          maxLength={300}
          onChange={(event) => session.edit(setTitle(event.target.value), 'title')}
          onBlur={() => void session.flush()}
        />
        <span className="title-size" aria-hidden>
          {draft.title || nameOf(draft) || t('untitled')}
        </span>
      </h1>
      <span className="meta row wide">
        <Status value={post?.status ?? 'draft'} />
        <SaveLine />
      </span>
      <span className="grow" />
      {post && (
        <Button look="plain" className="wide" icon={FileClock} shortcut="h" on={versionsOpen} onClick={onVersions}>
          {t('version', { number: post.version })}
        </Button>
      )}
      <ReviewButtons />
      <MoreMenu onVersions={onVersions} />
    </header>
  )
}

function SaveLine() {
  const { t } = useTranslation('compose')
  const { session } = useComposing()
  const save = useSessionState(session, (state) => state.save)
  const times = useTimes()
  const text =
    save.state === 'saved'
      ? t('save.saved', { time: times.time(new Date(save.at).toISOString()) })
      : save.state === 'blank'
        ? ''
        : t(`save.${save.state}`)
  return (
    <span
      className={save.state === 'kept' || save.state === 'refused' || save.state === 'conflict' ? 'save-bad' : 'faint'}
      role="status"
    >
      {text}
    </span>
  )
}

function ReviewButtons() {
  const { t } = useTranslation('compose')
  const workspace = useWorkspace()
  const studio = useStudio()
  const { session, post } = useComposing()
  const [rejecting, setRejecting] = useState(false)
  const submit = useMutation(studio.posts.submit.mutationOptions())
  const approve = useMutation(studio.posts.approve.mutationOptions())
  const canSubmit = workspace.approval && post !== null && ['idea', 'draft', 'rejected'].includes(post.review)
  const send = async () => {
    await session.flush()
    const { id } = session.store.getState()
    if (id) submit.mutate({ id: id as never })
  }
  useAction(
    canSubmit
      ? {
          id: 'compose.submit',
          label: t('submit'),
          group: t('composing'),
          icon: Stamp,
          shortcut: 'r',
          run: () => void send(),
        }
      : null,
  )
  if (!workspace.approval || !post) return null
  if (post.review === 'in_review') {
    return (
      <>
        <Button
          busy={approve.isPending}
          icon={Stamp}
          onClick={() => approve.mutate({ id: post.id, revision: session.store.getState().revision })}
        >
          {t('approve')}
        </Button>
        <Button look="plain" onClick={() => setRejecting(true)}>
          {t('sendBack')}
        </Button>
        {rejecting && <RejectDialog onClose={() => setRejecting(false)} />}
      </>
    )
  }
  if (!canSubmit) return null
  return (
    <Button icon={Stamp} busy={submit.isPending} shortcut="r" onClick={() => void send()}>
      {t('submit')}
    </Button>
  )
}

function RejectDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('compose')
  const studio = useStudio()
  const { post } = useComposing()
  const [note, setNote] = useState('')
  const reject = useMutation(studio.posts.reject.mutationOptions())
  const send = () => post && reject.mutate({ id: post.id, note }, { onSuccess: onClose })
  return (
    <Dialog
      open
      title={t('sendBack')}
      onClose={onClose}
      footer={
        <Button look="primary" disabled={note.trim() === ''} busy={reject.isPending} onClick={send}>
          {t('sendBackWithNote')}
        </Button>
      }
    >
      <Field label={t('whatChange')}>
        <TextArea autoFocus value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </Dialog>
  )
}

function MoreMenu({ onVersions }: { readonly onVersions: () => void }) {
  const { t } = useTranslation('compose')
  const go = useGo()
  const studio = useStudio()
  const { session, post, draft } = useComposing()
  const canUndo = useSessionState(session, (state) => state.past.length > 0)
  const canRedo = useSessionState(session, (state) => state.future.length > 0)
  const duplicate = useMutation(studio.posts.duplicate.mutationOptions())
  const remove = useMutation(studio.posts.delete.mutationOptions())
  const undelete = useMutation(studio.posts.undelete.mutationOptions())
  const group = t('composing')
  const copy = async () => {
    await session.flush()
    const { id } = session.store.getState()
    if (id) duplicate.mutate({ id: id as never }, { onSuccess: (made) => go.compose(made.id) })
  }
  const bin = () => {
    if (!post) return
    const { id } = post
    remove.mutate(
      { id },
      {
        onSuccess: () => {
          go.newPost()
          toast(t('deleted', { name: nameOf(draft) || t('untitled') }), {
            undo: () => undelete.mutate({ id }, { onSuccess: () => go.compose(id) }),
          })
        },
      },
    )
  }
  // While typing, the last words; else first what the last message offers to undo.
  const undo = () =>
    void (isTyping(document.activeElement) ? session.undo() || undoLast() : undoLast() || session.undo())
  useAction({
    id: 'key:compose.undo',
    label: t('undo'),
    group,
    shortcut: 'mod+z',
    whileTyping: true,
    hidden: true,
    run: undo,
  })
  useAction({
    id: 'key:compose.redo',
    label: t('redo'),
    group,
    shortcut: 'mod+shift+z',
    whileTyping: true,
    hidden: true,
    run: () => void session.redo(),
  })
  useShortcut('h', t('versions'), group, onVersions)
  useAction(
    post ? { id: 'compose.duplicate', label: t('duplicate'), group, icon: CopyPlus, run: () => void copy() } : null,
  )
  useAction(post ? { id: 'compose.delete', label: t('delete'), group, icon: Trash2, run: bin } : null)
  return (
    <Menu align="end" trigger={<Button look="plain" icon={Ellipsis} aria-label={t('more')} />}>
      <MenuItem icon={Undo2} shortcut="mod+z" disabled={!canUndo} onSelect={() => void session.undo()}>
        {t('undo')}
      </MenuItem>
      <MenuItem icon={Redo2} shortcut="mod+shift+z" disabled={!canRedo} onSelect={() => void session.redo()}>
        {t('redo')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={FileClock} shortcut="h" disabled={!post} onSelect={onVersions}>
        {t('versions')}
      </MenuItem>
      <MenuItem icon={Table2} disabled={!post} onSelect={() => post && go.posts({ post: post.id })}>
        {t('seeRecord')}
      </MenuItem>
      <MenuItem icon={CopyPlus} disabled={!post} onSelect={() => void copy()}>
        {t('duplicate')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger disabled={!post} onSelect={bin}>
        {t('delete')}
      </MenuItem>
    </Menu>
  )
}
