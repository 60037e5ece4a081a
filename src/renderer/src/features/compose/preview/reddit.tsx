import { ArrowBigDown, ArrowBigUp, Link2, MessageSquare, Play, Share } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../../../contract/accounts.ts'
import type { Poll } from '../../../../../contract/platforms/poll.ts'
import { placeName, reddit, redditBody, redditSettings } from '../../../../../contract/platforms/reddit.ts'
import { takeGraphemes, type MediaFacts, type PlatformDraft } from '../../../../../contract/platforms/index.ts'
import { useMediaUrl } from '../../../lib/media.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Icon } from '../../../ui/index.ts'
import { useProofAssets } from './proof-assets.ts'
import { addressParts, Avatar, type ProofProps, ProofText } from './pieces.tsx'
import './reddit.css'

/** A text in the feed folds after about this many characters. */
const foldsAfter = 400

/** As the feed shows a post: where, title, what marks it, one thing below. */
export function RedditProof({ account, content }: ProofProps) {
  const { t } = useTranslation(['compose', 'platforms'])
  const { subreddit, nsfw, spoiler, poll } = redditSettings(content.settings)
  const { firstComment } = content.settings
  const comment = typeof firstComment === 'string' ? firstComment.trim() : ''
  const place = subreddit === '' ? t('platforms:reddit.proof.place') : placeName(subreddit)
  const isProfile = place === account.displayHandle
  const text = redditBody(content)
  const shown = takeGraphemes(text, foldsAfter)
  const kind = reddit.kindOf(content)
  return (
    <article className="rd">
      <div className="rd-where">
        {isProfile ? <Avatar account={account} /> : <span className="rd-place" aria-hidden />}
        <b className="clip">{place}</b>
        <small className="clip">
          {!isProfile && `${t('platforms:reddit.proof.by', { name: account.displayHandle })} · `}
          {t('compose:proof.now')}
        </small>
      </div>
      <b className="rd-title">{content.title.trim() || t('compose:proof.noTitle')}</b>
      <Marks account={account} content={content} />
      {kind === 'link' && content.link && <Address link={content.link} />}
      <Files content={content} hidden={nsfw || spoiler} />
      {poll && <PollBox poll={poll} />}
      {text !== '' && (
        <div className={spoiler ? 'rd-text hidden' : 'rd-text'}>
          <ProofText text={shown} />
          {shown.length < text.length && <small>{t('compose:proof.more')}</small>}
        </div>
      )}
      <div className="rd-react">
        <span>
          <Icon of={ArrowBigUp} /> {t('platforms:reddit.proof.vote')} <Icon of={ArrowBigDown} />
        </span>
        <span>
          <Icon of={MessageSquare} /> {t('platforms:reddit.proof.comments')}
        </span>
        <span>
          <Icon of={Share} /> {t('platforms:reddit.proof.share')}
        </span>
      </div>
      {comment !== '' && (
        <div className="rd-comment">
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

/** Flair, and what warns of it. */
function Marks({ account, content }: ProofProps) {
  const { t } = useTranslation('platforms')
  const { nsfw, spoiler } = redditSettings(content.settings)
  const flair = useFlair(account, content)
  if (!flair && !nsfw && !spoiler) return null
  return (
    <div className="rd-marks">
      {nsfw && <span className="warns">{t('reddit.proof.nsfw')}</span>}
      {spoiler && <span className="warns">{t('reddit.proof.spoiler')}</span>}
      {flair && <span>{flair}</span>}
    </div>
  )
}

/** Its words: those that were written, else those of the community, as the settings have asked for them. */
function useFlair(account: Account, content: PlatformDraft): string | null {
  const { t } = useTranslation('platforms')
  const studio = useStudio()
  const { flair, flairText } = redditSettings(content.settings)
  const on = String(content.settings['subreddit'] ?? '')
  const found = useQuery({
    ...studio.accounts.runAction.queryOptions({ input: { id: account.id, action: 'flairs', on } }),
    enabled: flair !== '' && flairText === '' && on !== '' && account.health.state === 'ok',
    staleTime: 600_000,
  })
  if (flair === '') return null
  if (flairText !== '') return flairText
  return found.data?.options.find(({ value }) => value === flair)?.label ?? t('reddit.proof.flair')
}

function Address({ link }: { readonly link: string }) {
  const { host } = addressParts(link)
  return (
    <span className="rd-link">
      <Icon of={Link2} size="s" /> <span className="clip">{host.replace(/^www\./, '')}</span>
    </span>
  )
}

/** One at a time: the first picture with its caption, or the cover of a film. */
function Files({ content, hidden }: { readonly content: PlatformDraft; readonly hidden: boolean }) {
  const media = content.parts[0]?.media ?? []
  const [first] = media
  if (!first) return null
  const { captions } = redditSettings(content.settings)
  const { cover } = content.settings
  return (
    <>
      <div className={hidden ? 'rd-media hidden' : 'rd-media'}>
        <Shot file={first} cover={typeof cover === 'string' && cover !== '' ? cover : null} />
        {media.length > 1 && <span className="rd-count">1/{media.length}</span>}
      </div>
      {media.length > 1 && captions[0] && <small className="rd-caption">{captions[0]}</small>}
    </>
  )
}

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

function PollBox({ poll }: { readonly poll: Poll }) {
  const { t } = useTranslation('platforms')
  const count = Math.min(7, Math.max(1, Math.round(poll.expiresInSeconds / 86_400)))
  return (
    <div className="rd-poll">
      <ul className="poll-proof">
        {poll.options.map((option, at) => (
          <li key={at}>
            <i />
            {option || '…'}
          </li>
        ))}
      </ul>
      <small>{t('reddit.proof.pollEnds', { count })}</small>
    </div>
  )
}
