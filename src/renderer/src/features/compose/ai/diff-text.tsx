import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Change, Run } from './hunks.ts'

interface DiffTextProps {
  readonly runs: readonly Run[]
  /** Keys of the changes that are left out. */
  readonly left?: ReadonlySet<string>
  /** Without it nothing can be chosen: it only shows. */
  readonly onToggle?: (key: string) => void
}

/** A text with what a proposal changes in it; each change can be left out by itself. */
export function DiffText({ runs, left, onToggle }: DiffTextProps) {
  return (
    <p className="diff-text">
      {runs.map((run, index) =>
        run.kind !== 'change' ? (
          <Fragment key={index}>{run.kind === 'same' ? run.text : <span className="faint">{run.text}</span>}</Fragment>
        ) : onToggle ? (
          <Toggle key={run.key} change={run} taken={!left?.has(run.key)} onToggle={() => onToggle(run.key)} />
        ) : (
          <Both key={run.key} change={run} />
        ),
      )}
    </p>
  )
}

function Both({ change: { removed, added } }: { readonly change: Change }) {
  return (
    <>
      {removed !== '' && <del>{removed}</del>}
      {added !== '' && <ins>{added}</ins>}
    </>
  )
}

interface ToggleProps {
  readonly change: Change
  readonly taken: boolean
  readonly onToggle: () => void
}

/** A change as a box to tick that reads as text: inline, so that it wraps with the words around it. */
function Toggle({ change, taken, onToggle }: ToggleProps) {
  const { t } = useTranslation('aiDesk')
  const { removed, added } = change
  const name =
    removed === ''
      ? t('proposal.add', { added })
      : added === ''
        ? t('proposal.remove', { removed })
        : t('proposal.replace', { removed, added })
  return (
    <label className={taken ? 'hunk' : 'hunk left'}>
      <input type="checkbox" className="sr" checked={taken} aria-label={name} onChange={onToggle} />
      <span aria-hidden>
        <Both change={change} />
      </span>
    </label>
  )
}
