import { Bookmark, Globe, Lock, MessageSquare, Moon, Repeat2, Star, AtSign } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Entity, type DraftPart, type PlatformDraft } from '../../../../../contract/platforms/index.ts'
import { mastodonSettings } from '../../../../../contract/platforms/mastodon.ts'
import { Icon } from '../../../ui/index.ts'
import { Avatar, MediaGrid, type ProofProps, ProofText } from './pieces.tsx'

/** As Mastodon writes them: a link without its scheme and cut after 30 characters, a mention without its server. */
function write(entity: Entity): string {
  if (entity.kind === 'mention') return `@${entity.value.split('@')[0]}`
  if (entity.kind !== 'link') return entity.text
  const address = entity.text.replace(/^https?:\/\/(www\.)?/, '')
  return address.length > 30 ? `${address.slice(0, 30)}…` : address
}

const visibilityIcons = { public: Globe, unlisted: Moon, private: Lock, direct: AtSign }
/** Longer posts fold in timelines. */
const foldedLines = 18

export function MastodonProof({ account, content }: ProofProps) {
  const settings = mastodonSettings(content.settings)
  return (
    <>
      {content.parts.map((part, index) => (
        <article key={index} className="sk toot">
          <Avatar account={account} />
          <div className="who">
            <b className="clip">{account.name}</b>
            <span className="clip">{account.displayHandle}</span>
            <span className="vis">
              <Icon of={visibilityIcons[settings.visibility]} size="s" />
            </span>
          </div>
          <Body part={part} content={content} first={index === 0} />
        </article>
      ))}
    </>
  )
}

function Body({
  part,
  content,
  first,
}: {
  readonly part: DraftPart
  readonly content: PlatformDraft
  readonly first: boolean
}) {
  const { t } = useTranslation('compose')
  const { contentWarning, sensitive, poll } = mastodonSettings(content.settings)
  const [open, setOpen] = useState(false)
  const hidden = contentWarning !== '' && !open
  const long = part.text.split('\n').length > foldedLines
  return (
    <div className="toot-body">
      {contentWarning !== '' && (
        <div className="cw">
          <p>{contentWarning}</p>
          <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('proof.showLess') : t('proof.showMore')}
          </button>
        </div>
      )}
      {!hidden && (
        <>
          <div className={long ? 'folded' : undefined}>
            <ProofText text={part.text} write={write} />
          </div>
          {long && <small className="en">{t('proof.readMore')}</small>}
          {first && poll && (
            <ul className="poll-proof">
              {poll.options.map((option, index) => (
                <li key={index}>
                  <i className={poll.multiple ? 'box' : undefined} />
                  {option || '…'}
                </li>
              ))}
            </ul>
          )}
          <MediaGrid
            media={part.media}
            blurred={sensitive}
            cover={sensitive ? <span className="cover">{t('proof.sensitive')}</span> : null}
          />
        </>
      )}
      <div className="react">
        {[MessageSquare, Repeat2, Star, Bookmark].map((icon, at) => (
          <Icon key={at} of={icon} />
        ))}
      </div>
    </div>
  )
}
