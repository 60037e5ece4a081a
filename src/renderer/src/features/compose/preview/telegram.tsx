import { BellOff, Eye } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import {
  type DraftPart,
  firstLink,
  type MediaFacts,
  type PlatformDraft,
} from '../../../../../contract/platforms/index.ts'
import {
  type TelegramSettings,
  telegramKind,
  telegramQuestion,
  telegramSettings,
  telegramText,
} from '../../../../../contract/platforms/telegram.ts'
import { Icon } from '../../../ui/index.ts'
import { FileRow, Formatted } from './chat-pieces.tsx'
import { addressParts, MediaGrid, type ProofProps } from './pieces.tsx'
import './telegram.css'

/** Linked by Telegram itself. */
const found = ['link', 'mention', 'hashtag'] as const

/** As a channel shows it: a bubble for each message, a part of a thread as a reply to the one before. */
export function TelegramProof({ account, content }: ProofProps) {
  const settings = telegramSettings(content.settings)
  return (
    <div className="tg">
      {content.parts.map((part, index) => (
        <article key={index} className="tg-message">
          <div className="tg-bubble">
            <b className="tg-name clip">{account.name}</b>
            {index > 0 && (
              <div className="tg-bar">
                <b className="clip">{account.name}</b>
                <span className="clip">{telegramText(content, index - 1).text.split('\n')[0]}</span>
              </div>
            )}
            <Body part={part} content={content} index={index} settings={settings} />
            <Meta silent={settings.silent} />
          </div>
          {index === 0 && <Buttons settings={settings} />}
        </article>
      ))}
    </div>
  )
}

interface BodyProps {
  readonly part: DraftPart
  readonly content: PlatformDraft
  readonly index: number
  readonly settings: TelegramSettings
}

function Body({ part, content, index, settings }: BodyProps) {
  const files = <Files media={part.media} settings={settings} />
  if (index === 0 && settings.poll) {
    const { description } = telegramQuestion(content)
    return (
      <>
        {files}
        <Formatted {...description} finds={found} />
        <Poll content={content} settings={settings} />
      </>
    )
  }
  const text = <Formatted {...telegramText(content, index)} finds={found} />
  if (part.media.length > 0) {
    return settings.captionAbove ? (
      <>
        {text}
        {files}
      </>
    ) : (
      <>
        {files}
        {text}
      </>
    )
  }
  const link = (index === 0 && content.link) || firstLink(part.text)
  const preview = link && settings.linkPreview !== 'none' ? <LinkPreview link={link} settings={settings} /> : null
  return settings.previewAbove ? (
    <>
      {preview}
      {text}
    </>
  ) : (
    <>
      {text}
      {preview}
    </>
  )
}

/** Photos, videos and animations are seen; the rest is downloaded. Albums are shown whole. */
function Files({ media, settings }: { readonly media: readonly MediaFacts[]; readonly settings: TelegramSettings }) {
  const isSeen = (file: MediaFacts) => ['photo', 'video', 'animation'].includes(telegramKind(file, settings.asFile))
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

function LinkPreview({ link, settings }: { readonly link: string; readonly settings: TelegramSettings }) {
  const { t } = useTranslation('compose')
  return (
    <div className={settings.linkPreview === 'small' ? 'tg-bar small' : 'tg-bar'}>
      <b className="clip">{addressParts(link).host}</b>
      <span>{t('proof.cardLater')}</span>
      <i className="tg-picture" />
    </div>
  )
}

function Poll({ content, settings }: { readonly content: PlatformDraft; readonly settings: TelegramSettings }) {
  const { t } = useTranslation('platforms')
  const { poll, quizAnswer, pollPublic } = settings
  const kind = quizAnswer !== null ? 'quiz' : pollPublic ? 'publicPoll' : 'anonymousPoll'
  return (
    <>
      <b>{telegramQuestion(content).question}</b>
      <small className="tg-kind">{t(`telegram.proof.${kind}`)}</small>
      <ul className="poll-proof">
        {poll?.options.map((option, at) => (
          <li key={at}>
            <i className={poll.multiple && quizAnswer === null ? 'box' : undefined} />
            {option || '…'}
          </li>
        ))}
      </ul>
    </>
  )
}

function Meta({ silent }: { readonly silent: boolean }) {
  const { t } = useTranslation('compose')
  return (
    <small className="tg-meta">
      {silent && <Icon of={BellOff} size="s" />}
      <Icon of={Eye} size="s" />
      {t('proof.now')}
    </small>
  )
}

function Buttons({ settings: { buttons } }: { readonly settings: TelegramSettings }) {
  const known = buttons.filter((button) => button !== null)
  if (known.length === 0) return null
  return (
    <div className="tg-buttons">
      {known.map(({ text }, at) => (
        <span key={at} className="clip">
          {text}
        </span>
      ))}
    </div>
  )
}
