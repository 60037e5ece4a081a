import { Bookmark, Heart, MessageSquare, Send } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { takeGraphemes } from '../../../../../contract/platforms/index.ts'
import { snapchatSettings, snapchatText } from '../../../../../contract/platforms/snapchat.ts'
import { Icon } from '../../../ui/index.ts'
import { Avatar, type ProofProps, ProofText, Shot } from './pieces.tsx'
import './snapchat.css'

/** A description folds after about two lines. */
const foldsAfter = 80

/** As the app shows it: a story under its bar, a saved one with its title, a Spotlight with its words and what can be done to it. */
export function SnapchatProof({ account, content }: ProofProps) {
  const { t } = useTranslation(['compose', 'platforms'])
  const { format, storyTime } = snapchatSettings(content.settings)
  const [file] = content.parts[0]?.media ?? []
  const isSpotlight = format === 'spotlight'
  const text = snapchatText(content)
  const shown = takeGraphemes(text, foldsAfter)
  const title = content.title.trim()
  return (
    <>
      <article className="sc upright">
        {file && <Shot file={file} />}
        {!isSpotlight && (
          <div className="sc-top">
            <i aria-hidden />
            <div className="sc-who">
              <Avatar account={account} />
              <b className="clip">{account.name}</b>
            </div>
            {format === 'saved_story' && <span>{title || t('platforms:snapchat.proof.title')}</span>}
          </div>
        )}
        {isSpotlight && (
          <>
            <div className="over">
              <div className="sc-who">
                <Avatar account={account} />
                <b className="clip">{account.name}</b>
              </div>
              {text !== '' && <ProofText text={shown} />}
              {shown.length < text.length && <small>{t('compose:proof.more')}</small>}
            </div>
            <div className="sc-side" aria-hidden>
              {[Heart, MessageSquare, Send, Bookmark].map((icon, at) => (
                <Icon key={at} of={icon} />
              ))}
            </div>
          </>
        )}
      </article>
      <div className="sc-note">
        <small>
          {t(`platforms:snapchat.options.format.${format}`)}
          {format === 'story' && ` · ${t(`platforms:snapchat.options.storyTime.${storyTime}`)}`}
        </small>
        {isSpotlight && <small>{t('platforms:snapchat.proof.inReview')}</small>}
      </div>
    </>
  )
}
