import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunUsage, TextTask, WrittenText } from '../../../../../contract/ai/tasks.ts'
import { say } from '../../../lib/say.ts'
import { Button, Field, Input, Note } from '../../../ui/index.ts'
import { Before } from './before.tsx'
import { CostAfter } from './cost.tsx'
import { Sheet } from './sheet.tsx'
import { DiffText } from './diff-text.tsx'
import { changesOf, runsOf, takenText } from './hunks.ts'
import { SentAfter } from './sent.tsx'
import { useLeft } from './use-left.ts'

/** A text held against the one it would take the place of, as that stands now. */
export interface Proposed {
  readonly id: string
  readonly before: string
  readonly written: WrittenText
}

interface TextsProps {
  readonly proposed: readonly Proposed[]
  readonly used: RunUsage
  readonly onTake: (taken: ReadonlyMap<string, string>) => void
  readonly onDone: () => void
  /** What would be asked with what is wrong with this one, and asking it. */
  readonly better?: { readonly task: (feedback: string) => TextTask; readonly onAsk: (task: TextTask) => void }
  readonly children?: ReactNode
}

/** Texts as word diffs, to take whole, in parts or not at all. */
export function Texts({ proposed, used, onTake, onDone, better, children }: TextsProps) {
  const { t } = useTranslation('aiDesk')
  const left = useLeft()
  const all = proposed.map((one) => ({ ...one, runs: runsOf(one.before, one.written.text) }))
  const changes = all.flatMap(({ id, runs }) => changesOf(runs).map(({ key }) => !left.of(id).has(key)))
  const takeIt = () => onTake(new Map(all.map(({ id, runs }) => [id, takenText(runs, left.of(id))])))
  return (
    <Sheet
      foot={
        <Taking
          count={changes.length}
          taken={changes.filter(Boolean).length}
          gone={proposed.length === 0}
          onTake={takeIt}
          onDone={onDone}
        />
      }
    >
      <ProposalHead used={used} count={changes.length} />
      {all.map(({ id, written, runs }) => (
        <article key={id} className="proposal" aria-label={t('proposal.label')}>
          <Told written={written} />
          <DiffText runs={runs} left={left.of(id)} onToggle={(key) => left.toggle(id, key)} />
        </article>
      ))}
      {children}
      {better && <Better {...better} />}
    </Sheet>
  )
}

/** How much it changes, what it cost and what was sent. */
export function ProposalHead({ used, count }: { readonly used: RunUsage; readonly count?: number }) {
  const { t } = useTranslation('aiDesk')
  return (
    <>
      <div className="row desk-cost">
        <CostAfter usage={used.usage} />
        <span className="grow" />
        <SentAfter used={used} />
      </div>
      {count !== undefined && (
        <p className="soft" role="status">
          {count === 0 ? t('proposal.none') : `${t('proposal.changes', { count })}. ${t('proposal.howTo')}`}
        </p>
      )}
    </>
  )
}

/** Its length, and what should be known of a text before it is taken. */
export function Told({ written: { count, fits, warnings } }: { readonly written: WrittenText }) {
  const { t, i18n } = useTranslation('aiDesk')
  const number = useMemo(() => new Intl.NumberFormat(i18n.language), [i18n.language])
  return (
    <>
      {count && (
        <p className={fits ? 'faint num length' : 'bad-text num length'}>
          {count.max === null
            ? t('proposal.usedOnly', { used: number.format(count.used) })
            : t('proposal.used', { used: number.format(count.used), max: number.format(count.max) })}
        </p>
      )}
      {warnings.map((warning) => (
        <Note key={warning.says} tone="warn">
          {say(warning)}
        </Note>
      ))}
    </>
  )
}

interface TakingProps {
  readonly count: number
  readonly taken: number
  readonly gone?: boolean
  readonly onTake: () => void
  readonly onDone: () => void
}

function Taking({ count, taken, gone, onTake, onDone }: TakingProps) {
  const { t } = useTranslation('aiDesk')
  if (gone || count === 0) {
    return (
      <>
        <Button data-next onClick={onDone}>
          {t('proposal.askAgain')}
        </Button>
        {gone && <span className="soft">{t('proposal.gone')}</span>}
      </>
    )
  }
  return (
    <>
      <Button look="ink" data-next disabled={taken === 0} onClick={onTake}>
        {taken === count
          ? t('proposal.takeAll')
          : taken === 0
            ? t('proposal.takeNone')
            : t('proposal.takeSome', { taken, count })}
      </Button>
      <Button look="plain" onClick={onDone}>
        {t('proposal.leave')}
      </Button>
    </>
  )
}

/** Says what is wrong with a proposal; what that would send and cost stands under it before it is asked. */
function Better({ task, onAsk }: NonNullable<TextsProps['better']>) {
  const { t } = useTranslation('aiDesk')
  const [typed, setTyped] = useState('')
  const feedback = typed.trim()
  return (
    <>
      <form
        className="better"
        onSubmit={(event) => {
          event.preventDefault()
          if (feedback !== '') onAsk(task(feedback))
        }}
      >
        <Field label={t('proposal.better')}>
          <Input maxLength={2_000} value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
        <Button small type="submit" disabled={feedback === ''}>
          {t('proposal.betterAsk')}
        </Button>
      </form>
      {feedback !== '' && <Before task={task(feedback)} />}
    </>
  )
}
