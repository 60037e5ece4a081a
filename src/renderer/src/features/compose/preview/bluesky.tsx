import { Bookmark, Globe, Heart, MessageSquare, Repeat2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type Entity, firstLink, type DraftPart, type PlatformDraft } from '../../../../../contract/platforms/index.ts'
import { Icon } from '../../../ui/index.ts'
import { addressParts, Avatar, MediaGrid, type ProofProps, ProofText } from './pieces.tsx'

/** As bsky.app writes a link: the host, and of a path longer than 15 characters the first 13. */
function shortLink(entity: Entity): string {
  if (entity.kind !== 'link') return entity.text
  const { host, path } = addressParts(entity.value)
  return host + (path.length > 15 ? `${path.slice(0, 13)}...` : path)
}

export function BlueskyProof({ account, content }: ProofProps) {
  const { t } = useTranslation('compose')
  return (
    <>
      {content.parts.map((part, index) => (
        <article key={index} className={index < content.parts.length - 1 ? 'sk more' : 'sk'}>
          <Avatar account={account} />
          <div className="clip-x">
            <div className="who">
              <b className="clip">{account.name}</b>
              <span className="clip">
                {account.displayHandle.startsWith('@') ? account.displayHandle : `@${account.displayHandle}`} ·{' '}
                {t('proof.now')}
              </span>
            </div>
            <ProofText text={part.text} write={shortLink} />
            <Embed part={part} content={content} first={index === 0} />
            <div className="react">
              {[MessageSquare, Repeat2, Heart, Bookmark].map((icon, at) => (
                <Icon key={at} of={icon} />
              ))}
            </div>
          </div>
        </article>
      ))}
    </>
  )
}

/** Pictures, or else a card of the link: Bluesky shows one or the other. */
function Embed({
  part,
  content,
  first,
}: {
  readonly part: DraftPart
  readonly content: PlatformDraft
  readonly first: boolean
}) {
  const { t } = useTranslation(['compose', 'platforms'])
  const warning = String(content.settings['contentWarning'] ?? 'none')
  if (part.media.length > 0) {
    const hidden = warning !== 'none'
    const cover = hidden ? (
      <span className="cover">
        {t(`platforms:bluesky.options.contentWarning.${warning}` as 'platforms:bluesky.options.contentWarning.nudity')}
      </span>
    ) : null
    return <MediaGrid media={part.media} blurred={hidden} cover={cover} />
  }
  const link = (first && content.link) || firstLink(part.text)
  if (!link || content.settings['linkCard'] === false) return null
  const { host, path } = addressParts(link)
  return (
    <div className="link-card">
      <b className="clip">{host + path}</b>
      <small>{t('compose:proof.cardLater')}</small>
      <span className="host clip">
        <Icon of={Globe} size="s" />
        {host}
      </span>
    </div>
  )
}
