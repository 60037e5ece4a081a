import { BarChart3, Bookmark, Heart, MessageSquare, Repeat2, Share } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type Entity, firstLink, takeGraphemes } from '../../../../../contract/platforms/index.ts'
import { withLink } from '../../../../../contract/platforms/text.ts'
import { xSettings } from '../../../../../contract/platforms/x.ts'
import { Icon } from '../../../ui/index.ts'
import { addressParts, Avatar, MediaGrid, type ProofProps, ProofText } from './pieces.tsx'

/** As X writes a link: without its scheme, cut after 27 characters. */
function shortLink(entity: Entity): string {
  if (entity.kind !== 'link') return entity.text
  const { host, path } = addressParts(entity.value)
  const address = host.replace(/^www\./, '') + path
  return address.length > 27 ? `${address.slice(0, 26)}…` : address
}

/** Long posts fold after this many characters in a timeline. */
const foldsAfter = 280

export function XProof({ account, content }: ProofProps) {
  const { t } = useTranslation(['compose', 'platforms'])
  const { poll, replies, paidPartnership, madeWithAi } = xSettings(content.settings)
  return (
    <>
      {content.parts.map((part, index) => {
        const whole = index === 0 ? withLink(part.text, content.link) : part.text
        const shown = takeGraphemes(whole, foldsAfter)
        const link = firstLink(whole)
        return (
          <article key={index} className={index < content.parts.length - 1 ? 'sk more' : 'sk'}>
            <Avatar account={account} />
            <div className="clip-x">
              <div className="who">
                <b className="clip">{account.name}</b>
                <span className="clip">
                  {account.displayHandle} · {t('compose:proof.now')}
                </span>
              </div>
              <ProofText text={shown} write={shortLink} />
              {shown.length < whole.length && <small className="en">{t('compose:proof.showMore')}</small>}
              {index === 0 && poll && (
                <ul className="poll-proof">
                  {poll.options.map((option, at) => (
                    <li key={at}>
                      <i />
                      {option || '…'}
                    </li>
                  ))}
                </ul>
              )}
              <MediaGrid media={part.media} />
              {part.media.length === 0 && !poll && link && <Card link={link} />}
              {index === 0 && (paidPartnership || madeWithAi || replies !== 'everyone') && (
                <small className="faint">
                  {[
                    paidPartnership && t('platforms:x.paidPartnership'),
                    madeWithAi && t('platforms:x.madeWithAi'),
                    replies !== 'everyone' &&
                      `${t('platforms:x.replies')}: ${t(`platforms:x.options.replies.${replies}`)}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              )}
              <div className="react">
                {[MessageSquare, Repeat2, Heart, BarChart3, Bookmark, Share].map((icon, at) => (
                  <Icon key={at} of={icon} />
                ))}
              </div>
            </div>
          </article>
        )
      })}
    </>
  )
}

/** X reads the page itself, once the post is out. */
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
