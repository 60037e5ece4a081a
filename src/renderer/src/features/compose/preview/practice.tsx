import { useTranslation } from 'react-i18next'
import { PlatformMark } from '../../../ui/index.ts'
import { MediaGrid, type ProofProps, ProofText } from './pieces.tsx'

/** The practice account's own sheet; also for a platform this version cannot draw. */
export function PracticeProof({ account, content }: ProofProps) {
  const { t } = useTranslation('compose')
  return (
    <article className="sheet">
      <header className="row">
        <PlatformMark platform={account.platform} size="l" />
        <span>
          <b>{account.name}</b>
          <small>{account.platform === 'practice' ? t('proof.practice') : account.displayHandle}</small>
        </span>
      </header>
      {content.parts.map((part, index) => (
        <section key={index}>
          <ProofText text={part.text} />
          <MediaGrid media={part.media} />
        </section>
      ))}
    </article>
  )
}
