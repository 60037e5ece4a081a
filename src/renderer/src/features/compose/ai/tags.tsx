import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/index.ts'
import type { AnswerProps } from './answer-props.ts'
import { useComposing } from '../context.ts'
import { setText } from '../edits.ts'
import { Sheet } from './sheet.tsx'
import { take, usePart } from './place.ts'
import { hasTag, withTags } from './tag-line.ts'
import { ProposalHead } from './texts.tsx'
import { withOrWithout } from './use-left.ts'

/** Hashtags to put at the end of the text, each as one likes. */
export function Tags({ asked: { answer, used }, place, onDone }: AnswerProps<'hashtags'>) {
  const { t } = useTranslation('aiDesk')
  const { session } = useComposing()
  const part = usePart(place)
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set())
  const text = part?.text ?? ''
  const there = (tag: string) => hasTag(text, tag)
  const taken = answer.hashtags.filter((tag) => !without.has(tag) && !there(tag))
  const add = () => {
    if (part) take(session, setText(place.target, part.key, withTags(text, taken)), t('tags.taken'))
    onDone()
  }
  return (
    <Sheet
      foot={
        <>
          <Button look="ink" data-next disabled={taken.length === 0 || !part} onClick={add}>
            {t('tags.take', { count: taken.length })}
          </Button>
          <Button look="plain" onClick={onDone}>
            {t('proposal.leave')}
          </Button>
        </>
      }
    >
      <ProposalHead used={used} />
      <fieldset className="tones">
        <legend className="lab">{t('tags.label')}</legend>
        {answer.hashtags.map((tag) => (
          <label key={tag} className={taken.includes(tag) ? 'chip on' : 'chip'}>
            <input
              type="checkbox"
              className="sr"
              disabled={there(tag)}
              checked={taken.includes(tag)}
              onChange={() => setWithout((before) => withOrWithout(before, tag))}
            />
            {tag}
            {there(tag) && <span className="faint">{t('tags.there')}</span>}
          </label>
        ))}
      </fieldset>
    </Sheet>
  )
}
