import { FileText, Globe, Lock, MessageSquare, Play, Repeat2, Send, ThumbsUp, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../../contract/accounts.ts'
import { shownOnLinkedIn } from '../../../../../contract/platforms/linkedin-text.ts'
import {
  linkedin,
  linkedinCard,
  linkedinSettings,
  linkedinText,
  type LinkedInCard,
  type LinkedInVisibility,
} from '../../../../../contract/platforms/linkedin.ts'
import { takeGraphemes, type MediaFacts, type PlatformDraft } from '../../../../../contract/platforms/index.ts'
import { useMediaUrl } from '../../../lib/media.ts'
import { useTimes } from '../../../lib/times.ts'
import { Icon } from '../../../ui/index.ts'
import { useProofAssets } from './proof-assets.ts'
import { addressParts, Avatar, type ProofProps, ProofText } from './pieces.tsx'
import './linkedin.css'

/** A post in the feed folds after about this many characters, and after three lines. */
const folds = { characters: 210, lines: 3 } as const
/** Pictures shown at once; the others are a number on the last. */
const mostShown = 5
const audienceIcons = { public: Globe, connections: Users, loggedIn: Lock } as const

export function LinkedInProof({ account, content }: ProofProps) {
  const { t } = useTranslation('compose')
  const { visibility, noReshare, firstComment } = linkedinSettings(content.settings)
  const text = shownOnLinkedIn(linkedinText(content, 0))
  const shown = takeGraphemes(text.split('\n').slice(0, folds.lines).join('\n'), folds.characters)
  const actions = [ThumbsUp, MessageSquare, ...(noReshare ? [] : [Repeat2]), Send]
  return (
    <article className="li">
      <Head account={account} visibility={visibility} />
      {text !== '' && (
        <div className="li-text">
          <ProofText text={shown} />
          {shown.length < text.length && <small>{t('proof.more')}</small>}
        </div>
      )}
      <Content content={content} />
      <div className="li-react">
        {actions.map((icon, at) => (
          <Icon key={at} of={icon} />
        ))}
      </div>
      {firstComment !== '' && (
        <div className="li-comment">
          <Face account={account} />
          <div>
            <b className="clip">{account.name}</b>
            <ProofText text={firstComment} />
          </div>
        </div>
      )}
    </article>
  )
}

/** Who posts: members have round pictures, Pages square ones. */
function Head({ account, visibility }: { readonly account: Account; readonly visibility: LinkedInVisibility }) {
  const { t } = useTranslation('platforms')
  return (
    <div className="li-head">
      <Face account={account} />
      <div className="clip-x">
        <b className="clip">{account.name}</b>
        <small>
          {t(`linkedin.proof.${isPage(account) ? 'page' : 'member'}`)} ·{' '}
          <Icon of={audienceIcons[visibility]} size="s" />
          {visibility !== 'public' && t(`linkedin.options.visibility.${visibility}`)}
        </small>
      </div>
    </div>
  )
}

function Face({ account }: { readonly account: Account }) {
  return (
    <span className={isPage(account) ? 'li-face page' : 'li-face'}>
      <Avatar account={account} />
    </span>
  )
}

function isPage({ limits }: Account): boolean {
  return (limits['flags'] as Readonly<Record<string, unknown>> | undefined)?.['page'] === true
}

/** What stands below the words. */
function Content({ content }: { readonly content: PlatformDraft }) {
  const { poll, pollQuestion } = linkedinSettings(content.settings)
  const media = content.parts[0]?.media ?? []
  const [first] = media
  if (poll) return <Poll question={pollQuestion} options={poll.options} seconds={poll.expiresInSeconds} />
  if (!first) {
    const card = linkedinCard(content)
    return card && <Card card={card} picture={content.settings['cardImage']} />
  }
  if (linkedin.kindOf(content) === 'document') return <Document file={first} title={content.title.trim()} />
  return first.kind === 'video' ? (
    <>
      <div className="li-shots n1">
        <Shot file={first} cover={content.settings['thumbnail']} />
      </div>
      {content.title.trim() !== '' && <b className="li-title clip">{content.title.trim()}</b>}
    </>
  ) : (
    <Pictures media={media} />
  )
}

/** One in its own shape; of several, the first is large, and of more than four the first two are. */
function Pictures({ media }: { readonly media: readonly MediaFacts[] }) {
  const shown = media.slice(0, mostShown)
  const more = media.length - shown.length
  return (
    <div className={`li-shots n${shown.length}`}>
      {shown.map((file, at) => (
        <Shot key={`${file.assetId}${at}`} file={file}>
          {more > 0 && at === mostShown - 1 && <span className="cover">+{more}</span>}
        </Shot>
      ))}
    </div>
  )
}

interface ShotProps {
  readonly file: MediaFacts
  /** Id of a picture that stands before a film. */
  readonly cover?: unknown
  readonly children?: ReactNode
}

function Shot({ file, cover, children }: ShotProps) {
  const assets = useProofAssets()
  const url = useMediaUrl()
  const isFilm = file.kind === 'video'
  const chosen = isFilm && typeof cover === 'string' && cover !== '' ? assets.get(cover) : undefined
  const paths = (chosen ?? assets.get(file.assetId))?.paths
  const path = paths?.large ?? (isFilm && !chosen ? null : paths?.file)
  return (
    <span className="shot">
      {path ? <img src={url(path)} alt={file.alt} /> : <span className="no-shot" />}
      {isFilm && <Icon of={Play} size="l" />}
      {children}
    </span>
  )
}

/** A document is leafed through: its first page is drawn by LinkedIn, so here is a sheet in its place. */
function Document({ file, title }: { readonly file: MediaFacts; readonly title: string }) {
  const { t } = useTranslation('compose')
  const assets = useProofAssets()
  const name = assets.get(file.assetId)?.name.replace(/\.[^.]+$/, '') ?? ''
  const pages = file.pages ?? null
  return (
    <div className="li-document">
      <div className="li-bar">
        <b className="clip">{title || name}</b>
        {pages !== null && <small className="num">{t('pages', { count: pages })}</small>}
      </div>
      <div className="li-sheets">
        <span className="li-sheet">
          <Icon of={FileText} size="l" />
        </span>
        {pages !== 1 && <span className="li-sheet next" />}
      </div>
      {pages !== null && <small className="li-leaf num">1 / {pages}</small>}
    </div>
  )
}

/** What stands on the card comes from the post: LinkedIn reads no page. */
function Card({ card, picture }: { readonly card: LinkedInCard; readonly picture: unknown }) {
  const assets = useProofAssets()
  const url = useMediaUrl()
  const paths = typeof picture === 'string' ? assets.get(picture)?.paths : undefined
  const path = paths?.large ?? paths?.file
  return (
    <div className="li-card">
      {path !== undefined && <img src={url(path)} alt="" />}
      <div className="clip-x">
        <b>{card.title}</b>
        {card.description !== '' && <p>{takeGraphemes(card.description, 120)}</p>}
        <small className="clip">{addressParts(card.source).host.replace(/^www\./, '')}</small>
      </div>
    </div>
  )
}

interface PollProps {
  readonly question: string
  readonly options: readonly string[]
  readonly seconds: number
}

function Poll({ question, options, seconds }: PollProps) {
  const { t } = useTranslation('platforms')
  const { locale } = useTimes()
  const days = new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' })
  return (
    <div className="li-poll">
      <b>{question || t('linkedin.pollQuestion')}</b>
      <ul>
        {options.map((option, at) => (
          <li key={at}>{option || '…'}</li>
        ))}
      </ul>
      <small>{t('linkedin.proof.pollEnds', { days: days.format(Math.round(seconds / 86_400)) })}</small>
    </div>
  )
}
