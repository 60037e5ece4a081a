import { Bookmark, Heart, MessageSquare, Share2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { takeGraphemes } from '../../../../../contract/platforms/index.ts'
import { isPhotoPost, tiktokSettings, tiktokText } from '../../../../../contract/platforms/tiktok.ts'
import { Icon } from '../../../ui/index.ts'
import { Avatar, type ProofProps, Shot } from './pieces.tsx'
import './tiktok.css'

/** Words fold after about two lines. */
const foldsAfter = 80

/** As the app shows it, with what TikTok wants said beside the button that posts: its terms, or that the person posts it there. */
export function TikTokProof({ account, content }: ProofProps) {
  const { t } = useTranslation(['compose', 'platforms'])
  const settings = tiktokSettings(content.settings)
  const isPhotos = isPhotoPost(content)
  const isDirect = settings.mode === 'direct'
  const media = content.parts[0]?.media ?? []
  const at = isPhotos ? Math.min(Math.max((settings.coverPhoto ?? 1) - 1, 0), media.length - 1) : 0
  const shot = media[at]
  const text = isDirect || isPhotos ? tiktokText(content) : ''
  const shown = takeGraphemes(text, foldsAfter)
  const title = isPhotos ? content.title.trim() : ''
  const { brandedContent, ownBrand, madeWithAi, privacy } = settings
  const labels = [
    isDirect && brandedContent && t('platforms:tiktok.brandedContent'),
    isDirect && ownBrand && !brandedContent && t('platforms:tiktok.ownBrand'),
    isDirect && madeWithAi && !isPhotos && t('platforms:tiktok.madeWithAi'),
  ].filter((label) => label !== false)
  return (
    <>
      <article className="tt upright">
        {shot && <Shot file={shot} />}
        <div className="over">
          <b className="clip">{account.name}</b>
          {title !== '' && <b>{title}</b>}
          <p>
            {shown}
            {shown.length < text.length && <small> {t('compose:proof.seeMore')}</small>}
          </p>
          {labels.map((label) => (
            <small key={label} className="tt-label">
              {label}
            </small>
          ))}
        </div>
        {media.length > 1 && (
          <div className="tt-dots" aria-hidden>
            {media.slice(0, 35).map((one, index) => (
              <i key={one.assetId} className={index === at ? 'on' : undefined} />
            ))}
          </div>
        )}
        <div className="tt-side" aria-hidden>
          <Avatar account={account} />
          {[Heart, MessageSquare, Bookmark, Share2].map((icon, index) => (
            <Icon key={index} of={icon} />
          ))}
        </div>
      </article>
      <div className="tt-note">
        {isDirect ? (
          <>
            {privacy !== null && (
              <small>
                {t('platforms:tiktok.privacy')}: {t(`platforms:tiktok.options.privacy.${privacy}`)}
              </small>
            )}
            <small>
              {t(brandedContent ? 'platforms:tiktok.proof.consentBranded' : 'platforms:tiktok.proof.consent')}
            </small>
          </>
        ) : (
          <small>
            {t(
              !isPhotos && tiktokText(content) !== ''
                ? 'platforms:tiktok.proof.inboxWithoutText'
                : 'platforms:tiktok.proof.inbox',
            )}
          </small>
        )}
      </div>
    </>
  )
}
