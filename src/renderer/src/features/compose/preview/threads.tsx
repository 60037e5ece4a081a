import { Heart, MapPin, MessageCircle, Play, Repeat2, Send } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { firstLink, type MediaFacts, type PlatformDraft } from '../../../../../contract/platforms/index.ts'
import { threadsAttachment, threadsSettings, threadsText } from '../../../../../contract/platforms/threads.ts'
import { useMediaUrl } from '../../../lib/media.ts'
import { Icon } from '../../../ui/index.ts'
import { useProofAssets } from './proof-assets.ts'
import { addressParts, Avatar, type ProofProps, ProofText } from './pieces.tsx'
import './threads.css'

/** A profile and its threads, as the site draws them: the topic beside the name, files in one row that is swiped. */
export function ThreadsProof({ account, content }: ProofProps) {
  const { t } = useTranslation(['compose', 'platforms'])
  const { topicTag, replies, replyApprovals, ghost } = threadsSettings(content.settings)
  const handle = account.displayHandle.replace(/^@/, '')
  const notes = [
    ghost && t('platforms:threads.ghost'),
    replies !== 'everyone' && `${t('platforms:threads.replies')}: ${t(`platforms:threads.options.replies.${replies}`)}`,
    replyApprovals && t('platforms:threads.replyApprovals'),
  ].filter(Boolean)
  return (
    <>
      {content.parts.map((part, index) => (
        <article key={index} className={index < content.parts.length - 1 ? 'sk more' : 'sk'}>
          <Avatar account={account} />
          <div className="clip-x">
            <div className="who">
              <b className="clip">{handle}</b>
              {index === 0 && topicTag !== '' && <span className="clip en">› {topicTag}</span>}
              <span className="clip">{t('compose:proof.now')}</span>
            </div>
            <ProofText text={threadsText(content, index)} />
            {index === 0 ? <Attachment content={content} /> : <Row media={part.media} veiled={false} />}
            {index === 0 && notes.length > 0 && <small className="th-note">{notes.join(' · ')}</small>}
            <div className="react">
              {[Heart, MessageCircle, Repeat2, Send].map((icon, at) => (
                <Icon key={at} of={icon} />
              ))}
            </div>
          </div>
        </article>
      ))}
    </>
  )
}

/** What stands below the first part’s text. */
function Attachment({ content }: { readonly content: PlatformDraft }) {
  const { t } = useTranslation(['compose', 'platforms'])
  const { poll, gif, longText, spoilerMedia, location } = threadsSettings(content.settings)
  const attachment = threadsAttachment(content)
  const link = content.link || firstLink(content.parts[0]?.text ?? '')
  return (
    <>
      {attachment === 'files' && <Row media={content.parts[0]?.media ?? []} veiled={spoilerMedia} />}
      {attachment === 'poll' && poll && (
        <ul className="poll-proof">
          {poll.options.map((option, at) => (
            <li key={at}>
              <i />
              {option || '…'}
            </li>
          ))}
        </ul>
      )}
      {attachment === 'gif' && (
        <div className="th-box">
          {t('platforms:threads.gif')} {gif}
        </div>
      )}
      {attachment === 'longText' && (
        <div className="th-box">
          <p className="th-long">{longText}</p>
        </div>
      )}
      {(attachment === 'link' || attachment === null) && link && <Card link={link} />}
      {location !== '' && (
        <small className="th-note">
          <Icon of={MapPin} size="s" /> {String(content.settings['place'])}
        </small>
      )}
    </>
  )
}

/** One file in its own shape, several in a row of one height. */
function Row({ media, veiled }: { readonly media: readonly MediaFacts[]; readonly veiled: boolean }) {
  const assets = useProofAssets()
  const url = useMediaUrl()
  if (media.length === 0) return null
  return (
    <div className={veiled ? 'th-row veiled' : 'th-row'}>
      {media.map((file, at) => {
        const paths = assets.get(file.assetId)?.paths
        const path = paths?.large ?? (file.kind === 'image' ? paths?.file : null)
        return (
          <span key={`${file.assetId}${at}`} style={{ aspectRatio: shapeOf(file) }}>
            {path ? <img src={url(path)} alt={file.alt} /> : <span className="no-shot" />}
            {file.kind === 'video' && <Icon of={Play} size="l" />}
          </span>
        )
      })}
    </div>
  )
}

/** Threads shows up to 9:16 and 16:9 whole. */
function shapeOf({ width, height }: MediaFacts): number {
  const ratio = width && height ? width / height : 1
  return Math.min(16 / 9, Math.max(9 / 16, ratio))
}

/** Threads reads the page itself, once the post is out. */
function Card({ link }: { readonly link: string }) {
  const { t } = useTranslation('compose')
  const { host } = addressParts(link)
  return (
    <div className="link-card">
      <b className="clip">{host}</b>
      <small>{t('proof.cardLater')}</small>
    </div>
  )
}
