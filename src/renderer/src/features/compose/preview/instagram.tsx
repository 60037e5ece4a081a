import { Bookmark, Heart, MessageSquare, Send } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { takeGraphemes, type Entity, type MediaFacts } from '../../../../../contract/platforms/index.ts'
import { instagramCaption, instagramSettings } from '../../../../../contract/platforms/instagram.ts'
import { Icon } from '../../../ui/index.ts'
import { Avatar, type ProofProps, ProofText, Shot } from './pieces.tsx'
import './instagram.css'

/** A caption folds after this many characters, or its second line. */
const folds = { characters: 125, lines: 2 } as const

/** Instagram makes no link of an address: it is text like any other. */
const write = ({ text }: Entity) => text

export function InstagramProof({ account, content }: ProofProps) {
  const { t } = useTranslation(['compose', 'platforms'])
  const settings = instagramSettings(content.settings)
  const media = content.parts[0]?.media ?? []
  const caption = instagramCaption(content)
  const handle = account.displayHandle.replace(/^@/, '')
  const [first] = media
  if (settings.format === 'story') return <Upright handle={handle} caption="" file={first} story />
  if (media.length === 1 && first?.kind === 'video')
    return <Upright handle={handle} caption={caption} file={first} story={false} />
  const shown = folded(caption)
  const beside = settings.paidPartnership ? t('platforms:instagram.paidPartnership') : settings.location
  return (
    <article className="ig">
      <div className="ig-head">
        <Avatar account={account} />
        <div className="clip-x">
          <b className="clip">{[handle, ...settings.collaborators].join(' · ')}</b>
          {beside !== '' && <small className="clip">{beside}</small>}
        </div>
      </div>
      <div className="ig-media" style={{ aspectRatio: shapeOf(first) }}>
        {first && <Shot file={first} />}
        {media.length > 1 && <span className="ig-count">1/{media.length}</span>}
      </div>
      {media.length > 1 && (
        <div className="ig-dots" aria-hidden>
          {media.map(({ assetId }, at) => (
            <i key={`${assetId}${at}`} className={at === 0 ? 'on' : undefined} />
          ))}
        </div>
      )}
      <div className="ig-react">
        {[Heart, MessageSquare, Send].map((icon, at) => (
          <Icon key={at} of={icon} size="l" />
        ))}
        <span className="grow" />
        <Icon of={Bookmark} size="l" />
      </div>
      <div className="ig-words">
        {caption !== '' && (
          <>
            <b>{handle}</b> <ProofText text={shown} write={write} />
            {shown.length < caption.length && <small>{t('compose:proof.more')}</small>}
          </>
        )}
        {settings.madeWithAi && <small>{t('platforms:instagram.madeWithAi')}</small>}
        {settings.firstComment !== '' && (
          <div className="ig-comment">
            <b>{handle}</b> <ProofText text={settings.firstComment} write={write} />
          </div>
        )}
      </div>
    </article>
  )
}

function folded(text: string): string {
  return takeGraphemes(text.split('\n').slice(0, folds.lines).join('\n'), folds.characters)
}

/** All files of a carousel are cut to the shape of the first, which is 4:5 to 1.91:1. */
function shapeOf(file: MediaFacts | undefined): number {
  const ratio = file?.width && file.height ? file.width / file.height : 1
  return Math.min(1.91, Math.max(0.8, ratio))
}

/** A reel or a story, as a phone shows it. */
function Upright({
  handle,
  caption,
  file,
  story,
}: {
  readonly handle: string
  readonly caption: string
  readonly file: MediaFacts | undefined
  readonly story: boolean
}) {
  return (
    <article className={story ? 'upright story' : 'upright'}>
      {file && <Shot file={file} />}
      <div className="over">
        <b className="clip">{handle}</b>
        {caption !== '' && <p>{takeGraphemes(caption, 80)}</p>}
      </div>
    </article>
  )
}
