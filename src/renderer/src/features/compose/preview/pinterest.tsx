import { Ellipsis, Heart, MessageSquare, Play, Share } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { takeGraphemes, type MediaFacts } from '../../../../../contract/platforms/index.ts'
import { pinterestSettings } from '../../../../../contract/platforms/pinterest.ts'
import { useMediaUrl } from '../../../lib/media.ts'
import { Icon } from '../../../ui/index.ts'
import { useProofAssets } from './proof-assets.ts'
import { addressParts, Avatar, type ProofProps, ProofText } from './pieces.tsx'
import './pinterest.css'

/** A description folds after about this many characters. */
const foldsAfter = 100

export function PinterestProof({ account, content }: ProofProps) {
  const { t } = useTranslation(['compose', 'platforms'])
  const { cover } = content.settings
  const { slideTitles, slideLinks } = pinterestSettings(content.settings)
  const [part] = content.parts
  const media = part?.media ?? []
  const [first] = media
  const isCarousel = media.length > 1
  const text = part?.text ?? ''
  const shown = takeGraphemes(text, foldsAfter)
  const title = content.title || (isCarousel ? slideTitles[0] : '')
  const link = (isCarousel ? slideLinks[0] : '') || content.link
  return (
    <article className="pin">
      <div className="pin-media" style={{ aspectRatio: shapeOf(first) }}>
        {first && <Shot file={first} cover={typeof cover === 'string' && cover !== '' ? cover : null} />}
        {isCarousel && <span className="pin-count">1/{media.length}</span>}
      </div>
      {isCarousel && (
        <div className="pin-dots" aria-hidden>
          {media.map(({ assetId }, at) => (
            <i key={`${assetId}${at}`} className={at === 0 ? 'on' : undefined} />
          ))}
        </div>
      )}
      <div className="pin-react">
        {[Heart, MessageSquare, Share, Ellipsis].map((icon, at) => (
          <Icon key={at} of={icon} size="l" />
        ))}
      </div>
      <div className="pin-words">
        {link && (
          <small className="pin-link clip">
            {addressParts(link).host.replace(/^www\./, '')} · {t('platforms:pinterest.proof.visit')}
          </small>
        )}
        {title && <b>{title}</b>}
        <div className="pin-who">
          <Avatar account={account} />
          <span className="clip">{account.name}</span>
        </div>
        {text !== '' && (
          <>
            <ProofText text={shown} />
            {shown.length < text.length && <small>{t('compose:proof.more')}</small>}
          </>
        )}
      </div>
    </article>
  )
}

/** Pins keep their shape; ones that are very tall are cut below. */
function shapeOf(file: MediaFacts | undefined): number {
  const ratio = file?.width && file.height ? file.width / file.height : 2 / 3
  return Math.max(1 / 2.1, ratio)
}

/** The first picture, or the frame of a film; a cover that was chosen stands before it. */
function Shot({ file, cover }: { readonly file: MediaFacts; readonly cover: string | null }) {
  const assets = useProofAssets()
  const url = useMediaUrl()
  const isFilm = file.kind === 'video'
  const chosen = isFilm && cover !== null ? assets.get(cover) : undefined
  const paths = (chosen ?? assets.get(file.assetId))?.paths
  const path = paths?.large ?? (!isFilm || chosen ? paths?.file : null)
  return (
    <>
      {path ? <img src={url(path)} alt={file.alt} /> : <span className="no-shot" />}
      {isFilm && <Icon of={Play} size="l" />}
    </>
  )
}
