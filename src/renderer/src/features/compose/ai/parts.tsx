import { useTranslation } from 'react-i18next'
import { Button, Note } from '../../../ui/index.ts'
import type { AnswerProps } from './answer-props.ts'
import { useComposing } from '../context.ts'
import { replacePart } from '../edits.ts'
import { Sheet } from './sheet.tsx'
import { DiffText } from './diff-text.tsx'
import { runsOf } from './hunks.ts'
import { take, usePart } from './place.ts'
import { ProposalHead, Told } from './texts.tsx'

/** A part as several, which say it to the word; where they do not, what they would change is shown. */
export function Parts({ asked: { answer, used }, place, onDone }: AnswerProps<'thread'>) {
  const { t } = useTranslation('aiDesk')
  const { session } = useComposing()
  const part = usePart(place)
  const texts = answer.parts.map(({ text }) => text)
  const splitIt = () => {
    if (part) take(session, replacePart(place.target, part.key, texts), t('thread.taken'))
    onDone()
  }
  const said = flat(texts.join(' '))
  const differs = part !== undefined && said !== flat(part.text)
  return (
    <Sheet
      foot={
        <>
          <Button look="ink" data-next disabled={!part} onClick={splitIt}>
            {t('thread.take', { count: texts.length })}
          </Button>
          <Button look="plain" onClick={onDone}>
            {t('proposal.leave')}
          </Button>
          {!part && <span className="soft">{t('proposal.gone')}</span>}
        </>
      }
    >
      <ProposalHead used={used} />
      <p className="soft" role="status">
        {t('thread.parts', { count: texts.length })}
      </p>
      {differs && (
        <Note tone="warn">
          <p>
            <b>{t('thread.otherWords')}</b>
          </p>
          <DiffText runs={runsOf(flat(part.text), said)} />
        </Note>
      )}
      <ol className="parts">
        {answer.parts.map((written, index) => (
          <li key={index} className="proposal">
            <span className="no" aria-hidden>
              {index + 1}
            </span>
            <div>
              <p className="diff-text">{written.text}</p>
              <Told written={written} />
            </div>
          </li>
        ))}
      </ol>
    </Sheet>
  )
}

const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
