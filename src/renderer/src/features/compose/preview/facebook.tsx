import { Clock, Globe, Heart, MapPin, MessageSquare, Share2, ThumbsUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { facebookLink, facebookSettings, facebookText } from '../../../../../contract/platforms/facebook.ts'
import { takeGraphemes, type MediaFacts } from '../../../../../contract/platforms/index.ts'
import { Icon } from '../../../ui/index.ts'
import { addressParts, Avatar, MediaGrid, type ProofProps, ProofText, Shot } from './pieces.tsx'
import './facebook.css'

/** A post in the feed folds after about this many characters, and after five lines. */
const folds = { characters: 477, lines: 5 } as const
/** Pictures shown at once; the others are a number on the last. */
const mostShown = 4

export function FacebookProof({ account, content }: ProofProps) {
  const { t } = useTranslation(['compose', 'platforms'])
  const { format, firstComment, sponsor, place, button, countries, ageMin } = facebookSettings(content.settings)
  const media = content.parts[0]?.media ?? []
  const text = facebookText(content, 0)
  if (format !== 'post')
    return (
      <Upright name={account.name} text={format === 'reel' ? text : ''} media={media[0]} story={format === 'story'} />
    )
  const shown = folded(text)
  const link = facebookLink(content)
  const isFilm = media[0]?.kind === 'video'
  const whom = [...countries, ...(ageMin === null ? [] : [`${ageMin}+`])].join(' · ')
  return (
    <article className="fb">
      <div className="fb-head">
        <Avatar account={account} />
        <div className="clip-x">
          <b className="clip">{account.name}</b>
          <small>
            {t('compose:proof.now')} · <Icon of={Globe} size="s" />
            {sponsor !== '' && ` · ${t('platforms:facebook.sponsor')} ${sponsor}`}
          </small>
        </div>
      </div>
      {isFilm && content.title.trim() !== '' && <b className="fb-title">{content.title}</b>}
      <ProofText text={shown} />
      {shown.length < text.length && <small className="en">{t('compose:proof.seeMore')}</small>}
      {place !== '' && (
        <small className="fb-fact">
          <Icon of={MapPin} size="s" /> {place}
        </small>
      )}
      <MediaGrid media={media} />
      {media.length > mostShown && <small className="fb-fact">+{media.length - mostShown}</small>}
      {link !== null && (
        <div className="link-card fb-card">
          <small className="clip">{addressParts(link).host.toUpperCase()}</small>
          <small>{t('compose:proof.cardLater')}</small>
          {button !== null && (
            <span className="fb-button">
              {t(`platforms:facebook.options.button.${button}` as 'platforms:facebook.options.button.LEARN_MORE')}
            </span>
          )}
        </div>
      )}
      {whom !== '' && <small className="fb-fact">{whom}</small>}
      <div className="react fb-react">
        {[ThumbsUp, MessageSquare, Share2].map((icon, at) => (
          <Icon key={at} of={icon} />
        ))}
      </div>
      {firstComment !== '' && (
        <div className="fb-comment">
          <Avatar account={account} />
          <div>
            <b>{account.name}</b>
            <ProofText text={firstComment} />
          </div>
        </div>
      )}
    </article>
  )
}

function folded(text: string): string {
  const lines = text.split('\n').slice(0, folds.lines).join('\n')
  return takeGraphemes(lines, folds.characters)
}

/** A reel or a story, as a phone shows it. */
function Upright({
  name,
  text,
  media,
  story,
}: {
  readonly name: string
  readonly text: string
  readonly media: MediaFacts | undefined
  readonly story: boolean
}) {
  return (
    <article className={story ? 'upright story' : 'upright'}>
      {media && <Shot file={media} />}
      <div className="over">
        <b className="clip">{name}</b>
        <p>{takeGraphemes(text, 100)}</p>
      </div>
      <span className="fb-sign">
        <Icon of={story ? Clock : Heart} />
      </span>
    </article>
  )
}
