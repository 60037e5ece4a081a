import { Hash } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type DiscordSettings,
  discordQuestion,
  discordSettings,
  discordText,
  discordThreadName,
} from '../../../../../contract/platforms/discord.ts'
import {
  type DraftPart,
  firstLink,
  type MediaFacts,
  type PlatformDraft,
} from '../../../../../contract/platforms/index.ts'
import { format, plain } from '../../../../../contract/platforms/telegram-format.ts'
import { Icon } from '../../../ui/index.ts'
import { FileRow, Formatted } from './chat-pieces.tsx'
import { addressParts, Avatar, MediaGrid, type ProofProps } from './pieces.tsx'
import './discord.css'

/** As a channel shows it: the sender's name with the tag of apps, and the parts of a thread one below the other. */
export function DiscordProof({ account, content }: ProofProps) {
  const { t } = useTranslation(['compose', 'platforms'])
  const settings = discordSettings(content.settings)
  const name = settings.username || account.name
  return (
    <div className="dc">
      {settings.threadName !== '' && (
        <div className="dc-forum">
          <Icon of={Hash} size="s" />
          <span className="clip">{t('platforms:discord.proof.forum', { name: discordThreadName(content) })}</span>
        </div>
      )}
      {content.parts.map((part, index) => (
        <article key={index} className="dc-message">
          <Avatar account={account} />
          <div className="clip-x">
            <div className="dc-who">
              <b className="clip">{name}</b>
              <span className="dc-app">{t('platforms:discord.proof.app')}</span>
              <small>{t('compose:proof.now')}</small>
            </div>
            <Body part={part} content={content} index={index} settings={settings} />
          </div>
        </article>
      ))}
    </div>
  )
}

interface BodyProps {
  readonly part: DraftPart
  readonly content: PlatformDraft
  readonly index: number
  readonly settings: DiscordSettings
}

function Body({ part, content, index, settings }: BodyProps) {
  // Escaped marks are drawn as the marks they are.
  const draw = (text: string) => (
    <Formatted {...(settings.plain ? plain(unescaped(text)) : format(text))} finds={['link']} />
  )
  if (index === 0 && settings.poll) {
    const { content: above, question } = discordQuestion(content)
    return (
      <>
        {draw(above)}
        <Poll question={question} settings={settings} />
      </>
    )
  }
  const text = draw(discordText(content, index))
  if (settings.embed) {
    const picture = part.media.find(({ kind }) => kind === 'image')
    return (
      <>
        <Card content={content} first={index === 0} settings={settings} picture={picture}>
          {text}
        </Card>
        <Files media={part.media.filter((file) => file !== picture)} settings={settings} />
      </>
    )
  }
  const link = (index === 0 && content.link) || firstLink(part.text)
  return (
    <>
      {text}
      <Files media={part.media} settings={settings} />
      {link && !settings.suppressEmbeds && part.media.length === 0 && <LinkCard link={link} />}
    </>
  )
}

const unescaped = (text: string) => text.replace(/\\([\\*_~`|[\]>#-])/g, '$1')

/** The person's own card: title, text and the first picture, with its colour at the side. */
function Card({
  content,
  first,
  settings,
  picture,
  children,
}: {
  readonly content: PlatformDraft
  readonly first: boolean
  readonly settings: DiscordSettings
  readonly picture: MediaFacts | undefined
  readonly children: ReactNode
}) {
  const { embedColour } = settings
  const hex = embedColour === null || Number.isNaN(embedColour) ? null : embedColour.toString(16).padStart(6, '0')
  return (
    <div className="dc-card" style={hex === null ? undefined : { borderLeftColor: `#${hex}` }}>
      {first && content.title !== '' && <b className={content.link ? 'en' : undefined}>{content.title}</b>}
      {children}
      {picture && <MediaGrid media={[picture]} blurred={settings.spoiler} />}
    </div>
  )
}

function LinkCard({ link }: { readonly link: string }) {
  const { t } = useTranslation('compose')
  return (
    <div className="dc-card">
      <b className="clip">{addressParts(link).host}</b>
      <small>{t('proof.cardLater')}</small>
    </div>
  )
}

function Files({ media, settings }: { readonly media: readonly MediaFacts[]; readonly settings: DiscordSettings }) {
  const isSeen = ({ kind }: MediaFacts) => kind === 'image' || kind === 'video'
  const seen = media.filter(isSeen)
  const rows = Array.from({ length: Math.ceil(seen.length / 4) }, (_, row) => seen.slice(row * 4, row * 4 + 4))
  return (
    <>
      {rows.map((row) => (
        <MediaGrid key={row[0]?.assetId} media={row} blurred={settings.spoiler} />
      ))}
      {media
        .filter((file) => !isSeen(file))
        .map((file) => (
          <FileRow key={file.assetId} file={file} />
        ))}
    </>
  )
}

function Poll({ question, settings: { poll } }: { readonly question: string; readonly settings: DiscordSettings }) {
  return (
    <div className="dc-poll">
      <b>{question}</b>
      <ul className="poll-proof">
        {poll?.options.map((option, at) => (
          <li key={at}>
            <span>{option || '…'}</span>
            <i className={poll.multiple ? 'box' : undefined} />
          </li>
        ))}
      </ul>
    </div>
  )
}
