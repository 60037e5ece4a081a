import { ArrowDown, ArrowUp, Combine, GripVertical, SplitSquareVertical, Trash2 } from 'lucide-react'
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../contract/assets.ts'
import { Icon, Menu, MenuItem, MenuSeparator, PlatformMark, platformNames } from '../../ui/index.ts'
import { useMarks } from './ai/desk.ts'
import { countFor, fitsFor } from './check.ts'
import { useComposing } from './context.ts'
import { type EditedPart, hasOwnText, newPart } from './draft.ts'
import { addMedia, addPart, mergeWithAbove, movePart, removePart, setText, splitPart } from './edits.ts'
import { focusPart } from './focus.ts'
import { MediaTiles } from './media-tiles.tsx'
import { PartText } from './part-text.tsx'
import { overflowAt } from './split.ts'
import { filesOf, useUpload } from './use-upload.ts'

const dragType = 'application/x-broadside-part'

interface PartProps {
  readonly part: EditedPart
  readonly index: number
  readonly count: number
  readonly current: boolean
  readonly onCurrent: (key: string) => void
}

/** One part of the thread: number, text, media, and what is left at each platform. */
export function PartEditor({ part, index, count, current, onCurrent }: PartProps) {
  const { t } = useTranslation('compose')
  const { session, target, draft, selected, chosen, assets } = useComposing()
  const input = useRef<HTMLTextAreaElement>(null)
  const [over, setOver] = useState(false)
  const added = useCallback(
    (files: readonly Asset[]) =>
      session.edit(
        addMedia(
          target,
          part.key,
          files.map(({ id }) => ({ assetId: id, alt: null })),
        ),
      ),
    [session, target, part.key],
  )
  const upload = useUpload(added)
  const measured = selected && chosen.includes(selected) ? selected : null
  const overAt = measured ? overflowAt(part.text, fitsFor(draft, measured, assets, index)) : null
  const actions = usePartActions(part, index, input)
  const { marks, onCaret } = useMarks(part)

  const onPaste = (event: ClipboardEvent) => {
    const files = filesOf(event.clipboardData)
    if (files.length === 0) return
    event.preventDefault()
    void upload.take(files)
  }
  const onDrop = (event: DragEvent) => {
    setOver(false)
    const moving = event.dataTransfer.getData(dragType)
    const files = filesOf(event.dataTransfer)
    if (!moving && files.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    if (moving) session.edit(movePart(target, moving, index))
    else void upload.take(files)
  }

  return (
    <li
      className={['cp-part', current && 'cur', over && 'is-over'].filter(Boolean).join(' ')}
      data-part={part.key}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.some((type) => type === dragType || type === 'Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <PartMenu index={index} count={count} actions={actions} />
      {count > 1 && <Grip partKey={part.key} />}
      <div className="part-body">
        <PartText
          inputRef={input}
          label={t('partText', { number: index + 1 })}
          placeholder={index === 0 ? t('placeholder') : t('placeholderMore')}
          value={part.text}
          overAt={overAt}
          marks={marks}
          onCaret={onCaret}
          autoFocus={index === 0 && part.text === ''}
          onChange={(text) => session.edit(setText(target, part.key, text), `text:${target}:${part.key}`)}
          onFocus={() => onCurrent(part.key)}
          onBlur={() => void session.flush()}
          onKeyDown={actions.onKeyDown}
          onPaste={onPaste}
        />
        <MediaTiles
          part={part}
          pending={upload.pending}
          onFiles={(files) => void upload.take(files)}
          inviting={current || count === 1}
        />
        <Counts index={index} />
      </div>
    </li>
  )
}

function usePartActions(part: EditedPart, index: number, input: React.RefObject<HTMLTextAreaElement | null>) {
  const { session, target } = useComposing()
  const add = () => {
    const fresh = newPart()
    session.edit(addPart(target, part.key, fresh))
    focusPart(fresh.key)
  }
  const split = () => {
    const second = newPart()
    session.edit(splitPart(target, part.key, input.current?.selectionStart ?? part.text.length, second.key))
    focusPart(second.key, 0)
  }
  const merge = (between?: string) => session.edit(mergeWithAbove(target, part.key, between))
  const move = (by: number) => {
    session.edit(movePart(target, part.key, index + by))
    focusPart(part.key)
  }
  const remove = () => session.edit(removePart(target, part.key))
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart, selectionEnd } = event.currentTarget
    const mod = event.metaKey || event.ctrlKey
    const act =
      event.key === 'Enter' && mod
        ? event.shiftKey
          ? split
          : add
        : event.altKey && event.shiftKey && event.key === 'ArrowUp'
          ? () => move(-1)
          : event.altKey && event.shiftKey && event.key === 'ArrowDown'
            ? () => move(1)
            : event.key === 'Backspace' && selectionStart === 0 && selectionEnd === 0 && index > 0
              ? () => mergeUp(event.currentTarget)
              : null
    if (!act || event.nativeEvent.isComposing) return
    event.preventDefault()
    act()
  }
  /** Backspace at the very start: the caret stays where the two meet. */
  const mergeUp = (element: HTMLTextAreaElement) => {
    const above = element.closest('.part')?.previousElementSibling
    const key = above?.getAttribute('data-part')
    const at = above?.querySelector('textarea')?.value.trimEnd().length ?? 0
    merge(part.text === '' || at === 0 ? '' : '\n\n')
    if (key) focusPart(key, at)
  }
  return { add, split, merge, move, remove, onKeyDown }
}

interface PartMenuProps {
  readonly index: number
  readonly count: number
  readonly actions: ReturnType<typeof usePartActions>
}

/** A handle to drag a part by; the menu and its keys do the same. */
function Grip({ partKey }: { readonly partKey: string }) {
  return (
    <span
      className="grip"
      aria-hidden
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, partKey)
        event.dataTransfer.effectAllowed = 'move'
      }}
    >
      <Icon of={GripVertical} size="s" />
    </span>
  )
}

/** The part's number, with a menu of what can be done with it. */
function PartMenu({ index, count, actions }: PartMenuProps) {
  const { t } = useTranslation('compose')
  return (
    <Menu
      trigger={
        <button type="button" className="no" aria-label={t('partMenu', { number: index + 1 })}>
          {index + 1}
        </button>
      }
    >
      <MenuItem icon={SplitSquareVertical} shortcut="mod+shift+enter" onSelect={actions.split}>
        {t('splitHere')}
      </MenuItem>
      <MenuItem icon={Combine} disabled={index === 0} onSelect={() => actions.merge()}>
        {t('mergeAbove')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={ArrowUp} shortcut="alt+shift+arrowup" disabled={index === 0} onSelect={() => actions.move(-1)}>
        {t('moveUp')}
      </MenuItem>
      <MenuItem
        icon={ArrowDown}
        shortcut="alt+shift+arrowdown"
        disabled={index === count - 1}
        onSelect={() => actions.move(1)}
      >
        {t('moveDown')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger disabled={count === 1} onSelect={actions.remove}>
        {t('removePart')}
      </MenuItem>
    </Menu>
  )
}

/** What is left at every platform that gets this text; a platform once, by its tightest account. */
function Counts({ index }: { readonly index: number }) {
  const { t, i18n } = useTranslation('compose')
  const { draft, chosen, assets, target, selected } = useComposing()
  const here = target
    ? chosen.filter((account) => account === selected)
    : chosen.filter((account) => !hasOwnText(draft, account.id))
  const counts = here.flatMap((account) => {
    const count = countFor(draft, account, assets, index)
    return count ? [{ account, left: count.max - count.used }] : []
  })
  const tightest = counts.filter(
    ({ account, left }) =>
      !counts.some(
        (other) =>
          other.account.platform === account.platform &&
          (other.left < left || (other.left === left && other.account.id < account.id)),
      ),
  )
  if (tightest.length === 0) return null
  const number = new Intl.NumberFormat(i18n.language)
  return (
    <div className="counts" role="group" aria-label={t('left', { number: index + 1 })}>
      {tightest
        .sort((a, b) => a.left - b.left)
        .map(({ account, left }) => (
          <span key={account.id} className={left < 0 ? 'over' : undefined}>
            <PlatformMark platform={account.platform} size="s" silent />
            <span className="sr">{platformNames[account.platform]}</span>
            {left < 0 ? (
              t('over', { count: -left })
            ) : left <= 20 ? (
              <span className="near">{t('leftCount', { count: left })}</span>
            ) : (
              number.format(left)
            )}
          </span>
        ))}
    </div>
  )
}
