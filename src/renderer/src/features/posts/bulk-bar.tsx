import { Ban, CalendarClock, Copy, Tag, Trash2, Undo2, X } from 'lucide-react'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PostSummary } from '../../../../contract/posts.ts'
import { useNow } from '../../lib/now.ts'
import { useStudio } from '../../lib/studio.ts'
import { Button, Combobox, Input, Popover, Segmented, Select, toast } from '../../ui/index.ts'
import { shiftMoves, usePostActions } from './post-actions.ts'

interface BulkBarProps {
  readonly posts: readonly PostSummary[]
  readonly bin: boolean
  readonly onClear: () => void
}

/** What can be done with the chosen posts together. */
export function BulkBar({ posts, bin, onClear }: BulkBarProps) {
  const { t } = useTranslation('posts')
  const actions = usePostActions()
  const then = (work: Promise<unknown>) => void work.then(onClear)
  const cancelable = posts.filter((post) =>
    ['scheduled', 'missed', 'partially_published', 'failed'].includes(post.status),
  )
  return (
    <div className="count pt-bulk" role="toolbar" aria-label={t('selected', { count: posts.length })}>
      <span aria-live="polite">{t('selected', { count: posts.length })}</span>
      <span className="row">
        {bin ? (
          <Button small icon={Undo2} onClick={() => then(actions.bringBack(posts))}>
            {t('bulk.bringBack')}
          </Button>
        ) : (
          <>
            <Shift posts={posts} onDone={onClear} />
            <AddLabel posts={posts} onDone={onClear} />
            <Button small icon={Copy} onClick={() => then(actions.duplicate(posts))}>
              {t('bulk.duplicate')}
            </Button>
            <Button
              small
              icon={Ban}
              disabled={cancelable.length === 0}
              onClick={() => then(actions.cancel(cancelable))}
            >
              {t('bulk.cancel')}
            </Button>
            <Button small look="danger" icon={Trash2} onClick={() => then(actions.remove(posts))}>
              {t('bulk.delete')}
            </Button>
          </>
        )}
      </span>
      <span className="grow" />
      <Button small look="plain" icon={X} tip={t('bulk.clear')} shortcut="escape" onClick={onClear} />
    </div>
  )
}

interface PartProps {
  readonly posts: readonly PostSummary[]
  readonly onDone: () => void
}

/** Moves all by the same stretch of the clock. */
function Shift({ posts, onDone }: PartProps) {
  const { t } = useTranslation('posts')
  const actions = usePostActions()
  const now = useNow()
  const [open, setOpen] = useState(false)
  const [amount, setAmount] = useState('1')
  const [unit, setUnit] = useState<'hours' | 'days' | 'weeks'>('days')
  const [direction, setDirection] = useState<'later' | 'earlier'>('later')
  const number = Math.trunc(Number(amount))
  const moves =
    number > 0 && number < 1000 ? shiftMoves(posts, { [unit]: direction === 'later' ? number : -number }, now) : []
  const run = () => {
    setOpen(false)
    void actions.move(moves).then(onDone)
  }
  return (
    <Popover
      label={t('bulk.move')}
      side="top"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button small icon={CalendarClock}>
          {t('bulk.move')}
        </Button>
      }
    >
      <form
        className="pt-shift"
        onSubmit={(event) => {
          event.preventDefault()
          if (moves.length > 0) run()
        }}
      >
        <span className="lab">{t('bulk.moveBy')}</span>
        <div className="row">
          <Input
            aria-label={t('bulk.amount')}
            type="number"
            min={1}
            max={999}
            value={amount}
            onChange={(event) => setAmount(event.target.value)}
            className="pt-amount"
            autoFocus
          />
          <Select
            aria-label={t('bulk.unit')}
            value={unit}
            options={(['hours', 'days', 'weeks'] as const).map((value) => ({ value, label: t(`bulk.${value}`) }))}
            onChange={setUnit}
          />
          <Segmented
            label={t('bulk.direction')}
            value={direction}
            options={(['later', 'earlier'] as const).map((value) => ({ value, label: t(`bulk.${value}`) }))}
            onChange={setDirection}
          />
        </div>
        <p className="soft">{t('bulk.moveHint')}</p>
        <Button look="ink" type="submit" disabled={moves.length === 0}>
          {moves.length > 0 ? t('bulk.doMove', { count: moves.length }) : t('bulk.nothing')}
        </Button>
      </form>
    </Popover>
  )
}

function AddLabel({ posts, onDone }: PartProps) {
  const { t } = useTranslation('posts')
  const studio = useStudio()
  const actions = usePostActions()
  const labels = useQuery(studio.posts.labels.queryOptions())
  const add = (label: string) => {
    if (posts.every((post) => post.labels.includes(label)))
      toast(t('bulk.labeled', { count: posts.length, name: posts[0]?.title ?? '', label }))
    else void actions.addLabel(posts, label).then(onDone)
  }
  return (
    <span className="pt-label">
      <Combobox
        fit
        label={t('bulk.addLabel')}
        icon={Tag}
        value=""
        shown={t('bulk.label')}
        options={(labels.data ?? []).map(({ name }) => ({ value: name, label: name }))}
        onChange={add}
        onCreate={(text) => add(text.slice(0, 60))}
      />
    </span>
  )
}
