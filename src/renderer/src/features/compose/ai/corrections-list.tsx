import { Check } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Icon } from '../../../ui/index.ts'
import type { AnswerProps } from './answer-props.ts'
import { useComposing } from '../context.ts'
import { setText } from '../edits.ts'
import { corrected, type Placed } from './corrections.ts'
import { useDesk, useOpenCorrections } from './desk.ts'
import { Sheet } from './sheet.tsx'
import { take, usePart } from './place.ts'
import { ProposalHead } from './texts.tsx'

/** What proofreading found: marked in the text, and here to mend or leave one by one. */
export function Corrections({ asked: { task, answer, used }, place, onDone }: AnswerProps<'proofread'>) {
  const { t } = useTranslation('aiDesk')
  const { session } = useComposing()
  const { setChecked, looked, lookAt } = useDesk()
  const part = usePart(place)
  const open = useOpenCorrections(part)
  const { corrections, dropped } = answer
  const text = 'text' in task ? task.text : ''
  const { target, key } = place
  useEffect(() => {
    setChecked({ target, key, text, corrections, left: new Set() })
    lookAt(0)
    return () => setChecked(null)
  }, [setChecked, lookAt, target, key, text, corrections])
  const mend = (placed: readonly Placed[]) => {
    if (!part) return
    const told = t('corrections.made', { count: placed.length })
    take(session, setText(target, part.key, corrected(part.text, placed)), told)
  }
  return (
    <Sheet
      foot={
        <>
          {open.length > 0 && (
            <Button look="ink" onClick={() => mend(open)}>
              {t('corrections.makeAll', { count: open.length })}
            </Button>
          )}
          <Button {...(open.length === 0 && { 'data-next': true })} look="plain" onClick={onDone}>
            {t('proposal.askAgain')}
          </Button>
        </>
      }
    >
      <ProposalHead used={used} />
      <p className="row soft" role="status">
        {open.length === 0 && <Icon of={Check} size="s" />}
        {corrections.length === 0
          ? t('corrections.none')
          : open.length === 0
            ? t('corrections.rest')
            : t('corrections.found', { count: open.length })}
      </p>
      {dropped > 0 && <p className="faint">{t('corrections.dropped', { count: dropped })}</p>}
      <ul className="corrections" aria-label={t('corrections.list')}>
        {open.map((one, at) => (
          <CorrectionItem
            key={one.index}
            placed={one}
            first={at === 0}
            looked={one.index === looked}
            onMend={() => mend([one])}
          />
        ))}
      </ul>
    </Sheet>
  )
}

interface CorrectionItemProps {
  readonly placed: Placed
  readonly first: boolean
  readonly looked: boolean
  readonly onMend: () => void
}

function CorrectionItem({ placed: { index, correction }, first, looked, onMend }: CorrectionItemProps) {
  const { t } = useTranslation('aiDesk')
  const { checked, setChecked, lookAt } = useDesk()
  const { original, corrected: better, explanation, type } = correction
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (looked) item.current?.scrollIntoView({ block: 'nearest' })
  }, [looked])
  const leave = () => checked && setChecked({ ...checked, left: new Set([...checked.left, index]) })
  /** The next one is next: its button takes the focus of the one that goes. */
  const then = (act: () => void) => {
    const buttons = [...document.querySelectorAll<HTMLElement>('.corrections [data-mend]')]
    const at = buttons.findIndex((button) => item.current?.contains(button))
    const next = buttons[at + 1] ?? buttons[at - 1]
    act()
    if (next) next.focus()
    else requestAnimationFrame(() => document.querySelector<HTMLElement>('.desk [data-next]')?.focus())
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it only follows the focus of what is in it
    <li
      ref={item}
      className={looked ? 'looked' : undefined}
      aria-current={looked || undefined}
      onFocus={() => lookAt(index)}
      onMouseEnter={() => lookAt(index)}
    >
      <p className="diff-text">
        <del>{original}</del> {better === '' ? null : <ins>{better}</ins>}
      </p>
      <p className="soft">
        <span className="tag">{t(`corrections.type.${type}`)}</span> {explanation}
      </p>
      <div className="acts">
        <Button
          small
          data-mend
          {...(first && { 'data-next': true })}
          aria-label={t('corrections.makeOne', { original, corrected: better })}
          onClick={() => then(onMend)}
        >
          {t('corrections.make')}
        </Button>
        <Button small look="plain" aria-label={t('corrections.leaveOne', { original })} onClick={() => then(leave)}>
          {t('corrections.leave')}
        </Button>
      </div>
    </li>
  )
}
