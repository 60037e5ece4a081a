import { useTranslation } from 'react-i18next'
import { useTimes } from '../../../lib/times.ts'
import { MediaGrid, type ProofProps, ProofText } from './pieces.tsx'

const strings = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])

/** An entry as a plain theme sets it: title, picture, text, and below where it is filed. */
export function WordPressProof({ account, content }: ProofProps) {
  const { t } = useTranslation(['compose', 'platforms'])
  const times = useTimes()
  const status = String(content.settings['status'] ?? 'publish')
  const filed = [...strings(content.settings['categories']), ...strings(content.settings['tags'])]
  const text = content.parts.map((part) => part.text).join('\n\n')
  const media = content.parts.flatMap((part) => part.media)
  const [featured, ...others] = media
  const excerpt = String(content.settings['excerpt'] ?? '')
  return (
    <article className="entry">
      <p className="site">{account.displayHandle}</p>
      <h3>{content.title || <span className="faint">{t('compose:proof.noTitle')}</span>}</h3>
      <p className="byline">
        {times.longDate(times.today())}
        {status !== 'publish' && (
          <em>{t(`platforms:wordpress.options.status.${status}` as 'platforms:wordpress.options.status.draft')}</em>
        )}
      </p>
      {featured && <MediaGrid media={[featured]} />}
      {excerpt && <p className="excerpt">{excerpt}</p>}
      {text
        .split(/\n{2,}/)
        .filter((paragraph) => paragraph.trim() !== '')
        .map((paragraph, index) => (
          <ProofText key={index} text={paragraph} />
        ))}
      {others.map((one) => (
        <MediaGrid key={one.assetId} media={[one]} />
      ))}
      {filed.length > 0 && <p className="filed">{filed.join(', ')}</p>}
    </article>
  )
}
