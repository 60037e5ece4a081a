import { MessageSquare, Share2, ThumbsDown, ThumbsUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { knowledgeOf, takeGraphemes } from '../../../../../contract/platforms/index.ts'
import { youtubeDescription, youtubeSettings } from '../../../../../contract/platforms/youtube.ts'
import { Icon } from '../../../ui/index.ts'
import { Avatar, MediaGrid, type ProofProps, ProofText, Shot } from './pieces.tsx'
import './youtube.css'

/** The description folds after about this many characters, and after three lines. */
const folds = { characters: 150, lines: 3 } as const

/** As the page of a video shows it; a Short as a phone does. */
export function YouTubeProof({ account, content }: ProofProps) {
  const { t } = useTranslation(['compose', 'platforms'])
  const { privacy, madeForKids, syntheticMedia, tags } = youtubeSettings(content.settings)
  const { firstComment } = content.settings
  const comment = typeof firstComment === 'string' ? firstComment.trim() : ''
  const description = youtubeDescription(content)
  const shown = takeGraphemes(description.split('\n').slice(0, folds.lines).join('\n'), folds.characters)
  const isShort = knowledgeOf('youtube').kindOf(content) === 'short'
  const media = content.parts[0]?.media ?? []
  const [first] = media
  const title = content.title.trim() || t('compose:proof.noTitle')
  const facts = [
    isShort && t('platforms:youtube.proof.short'),
    privacy !== 'public' && t(`platforms:youtube.options.privacy.${privacy}`),
    syntheticMedia && t('platforms:youtube.syntheticMedia'),
  ].filter((fact) => fact !== false)
  return (
    <article className="yt">
      {isShort && first ? (
        <div className="upright">
          <Shot file={first} />
          <div className="over">
            <b className="clip">{account.displayHandle}</b>
            <p>{title}</p>
          </div>
        </div>
      ) : (
        <>
          <MediaGrid media={media} />
          <b className="yt-title">{title}</b>
          <div className="yt-head">
            <Avatar account={account} />
            <div className="clip-x">
              <b className="clip">{account.name}</b>
              <small className="clip">{account.displayHandle}</small>
            </div>
          </div>
          <div className="react">
            {[ThumbsUp, ThumbsDown, MessageSquare, Share2].map((icon, at) => (
              <Icon key={at} of={icon} />
            ))}
          </div>
        </>
      )}
      {description !== '' && (
        <div className="yt-box">
          <ProofText text={shown} />
          {shown.length < description.length && <small className="en">{t('platforms:youtube.proof.more')}</small>}
        </div>
      )}
      {facts.length > 0 && <small className="faint yt-fact">{facts.join(' · ')}</small>}
      {tags.length > 0 && (
        <small className="faint yt-fact">
          {t('platforms:youtube.tags')}: {tags.join(', ')}
        </small>
      )}
      {madeForKids === true && <small className="faint yt-fact">{t('platforms:youtube.proof.kids')}</small>}
      {madeForKids !== true && comment !== '' && (
        <div className="yt-comment">
          <Avatar account={account} />
          <div className="clip-x">
            <b className="clip">{account.displayHandle}</b>
            <ProofText text={comment} />
          </div>
        </div>
      )}
    </article>
  )
}
