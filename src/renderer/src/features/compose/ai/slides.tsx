import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../../../../../contract/ai/tasks.ts'
import { CopyButton } from '../../../ui/index.ts'

/** Words for the pictures of a carousel, to copy to where they are drawn. */
export function Slides({ slides }: Pick<AnswerOf<'carousel'>, 'slides'>) {
  const { t } = useTranslation('aiDesk')
  const text = slides.map((slide) => `${slide.heading}\n${slide.text}`).join('\n\n')
  return (
    <section aria-label={t('slides.label')}>
      <div className="row">
        <b className="grow">{t('slides.label')}</b>
        <CopyButton small text={text} label={t('slides.copy')} />
      </div>
      <ol className="parts">
        {slides.map((slide, index) => (
          <li key={index} className="proposal">
            <span className="no" aria-hidden>
              {index + 1}
            </span>
            <div>
              <b>{slide.heading}</b>
              <p className="diff-text">{slide.text}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
