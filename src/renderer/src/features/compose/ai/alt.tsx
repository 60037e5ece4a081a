import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, TextArea, Thumb } from '../../../ui/index.ts'
import type { AnswerProps } from './answer-props.ts'
import { useComposing } from '../context.ts'
import { partsOf } from '../draft.ts'
import { setAlt, setText } from '../edits.ts'
import { Sheet } from './sheet.tsx'
import { take, usePart } from './place.ts'
import { ProposalHead } from './texts.tsx'

/** What a picture shows, to be taken as its alt text in this post; can be changed first. */
export function Alt({ asked: { task, answer, used }, place, onDone }: AnswerProps<'altText'>) {
  const { t } = useTranslation('aiDesk')
  const { session, draft, assets } = useComposing()
  const [alt, setAltText] = useState(answer.alt)
  const part = usePart(place)
  const id = task.task === 'altText' ? task.asset : null
  const asset = id === null ? undefined : assets.get(id)
  const where = partsOf(draft, place.target).flatMap(({ key, media }) =>
    media.flatMap((one, index) => (one.assetId === id ? [{ key, index, alt: one.alt }] : [])),
  )[0]
  const now = where?.alt ?? asset?.alt ?? ''
  const takeIt = () => {
    if (where) take(session, setAlt(place.target, where.key, where.index, alt.trim()), t('picture.taken'))
    onDone()
  }
  return (
    <Sheet
      foot={
        <>
          <Button look="ink" data-next disabled={!where || alt.trim() === ''} onClick={takeIt}>
            {t('picture.take')}
          </Button>
          <Button look="plain" onClick={onDone}>
            {t('proposal.leave')}
          </Button>
          {!where && <span className="soft">{t('proposal.gone')}</span>}
        </>
      }
    >
      <ProposalHead used={used} />
      <Thumb asset={asset} size={120} />
      {now !== '' && (
        <p className="soft">
          {t('picture.now')} <q>{now}</q>
        </p>
      )}
      <Field label={t('picture.proposed')}>
        <TextArea rows={4} value={alt} onChange={(event) => setAltText(event.target.value)} />
      </Field>
      {answer.caption !== '' && (
        <div className="partial">
          <div className="row">
            <b className="grow">{t('picture.caption')}</b>
            {part && (
              <Button
                small
                look="plain"
                onClick={() =>
                  take(
                    session,
                    setText(place.target, part.key, withCaption(part.text, answer.caption)),
                    t('proposal.taken'),
                  )
                }
              >
                {t('picture.addCaption')}
              </Button>
            )}
          </div>
          <p className="diff-text soft">{answer.caption}</p>
        </div>
      )}
    </Sheet>
  )
}

const withCaption = (text: string, caption: string) =>
  text.trim() === '' ? caption : `${text.trimEnd()}\n\n${caption}`
