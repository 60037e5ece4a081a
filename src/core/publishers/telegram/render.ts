import {
  telegramQuestion,
  telegramSettings,
  telegramText,
  type TelegramKind,
  type TelegramSettings,
} from '../../../contract/platforms/telegram.ts'
import type { FormattedText } from '../../../contract/platforms/telegram-format.ts'
import { firstLink } from '../../../contract/platforms/text.ts'
import type { MultipartFile } from '../multipart.ts'
import type { Outgoing, OutgoingMedia } from '../publisher.ts'

/** A call of the Bot API. */
export interface MethodCall {
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
  readonly files?: readonly MultipartFile[]
}

/** A file of a part, ready to be sent: pictures made to fit, everything else as it is. */
export interface ReadyFile {
  readonly media: OutgoingMedia
  readonly kind: TelegramKind
  readonly path: string
  readonly type: string
  /** A picture to stand before a video. */
  readonly cover: { readonly path: string; readonly type: string } | null
}

/** Where a part goes: the chat, and what kind of chat it is. */
export interface Place {
  readonly chatId: string
  readonly isChannel: boolean
}

const methods = {
  photo: 'sendPhoto',
  video: 'sendVideo',
  animation: 'sendAnimation',
  document: 'sendDocument',
  audio: 'sendAudio',
} as const satisfies Record<TelegramKind, string>

/** Part `index` as one call: the request that makes it exist. `replyTo` is the part before. */
export function toCall(
  post: Outgoing,
  index: number,
  files: readonly ReadyFile[],
  replyTo: number | null,
  place: Place,
): MethodCall {
  const settings = telegramSettings(post.settings)
  const reply = replyTo ?? (index === 0 ? settings.replyTo : null)
  const common = {
    chat_id: place.chatId,
    ...(settings.topic !== null && { message_thread_id: settings.topic }),
    ...(settings.silent && { disable_notification: true }),
    ...(settings.protect && { protect_content: true }),
    ...(reply !== null && { reply_parameters: { message_id: reply } }),
  }
  const markup = index === 0 ? buttonsOf(settings) : {}
  if (index === 0 && settings.poll)
    return attached('sendPoll', { ...common, ...pollOf(post, settings, place), ...markup }, files, 'media')
  const text = telegramText(post, index)
  const [first] = files
  if (!first)
    return {
      method: 'sendMessage',
      params: { ...common, ...textOf(text), ...previewOf(settings, post, index), ...markup },
    }
  if (files.length === 1)
    return {
      method: methods[first.kind],
      params: {
        ...common,
        ...lookOf(first, settings, 'cover0'),
        ...captionOf(text, first, settings),
        ...markup,
      },
      // A single file is a field of its own.
      files: toFiles(files).map((file) => (file.field === 'file0' ? { ...file, field: first.kind } : file)),
    }
  return {
    method: 'sendMediaGroup',
    params: { ...common, media: albumOf(files, text, settings) },
    files: toFiles(files),
  }
}

/**
 * What replaces what is there: one call for each message of the part. `known` are the files that Telegram has already, by what they were made
 * of; they are not sent again. Null where Telegram changes no such message.
 */
export function toEdits(
  post: Outgoing,
  index: number,
  files: readonly ReadyFile[],
  messageIds: readonly number[],
  known: Readonly<Record<string, string>>,
  { chatId }: Place,
): readonly MethodCall[] | null {
  const settings = telegramSettings(post.settings)
  if ((index === 0 && settings.poll) || messageIds.length !== Math.max(1, files.length)) return null
  const text = telegramText(post, index)
  const markup = index === 0 ? buttonsOf(settings) : {}
  if (files.length === 0) {
    const params = { chat_id: chatId, message_id: messageIds[0], ...textOf(text), ...previewOf(settings, post, index) }
    return [{ method: 'editMessageText', params: { ...params, ...markup } }]
  }
  return albumOf(files, text, settings).map((item, at): MethodCall => {
    const file = files[at]
    const fileId = file && known[keyOf(file)]
    return {
      method: 'editMessageMedia',
      params: {
        chat_id: chatId,
        message_id: messageIds[at],
        media: fileId === undefined ? item : { ...item, media: fileId },
        ...markup,
      },
      files: toFiles(files).filter(
        ({ field }) => field === `cover${at}` || (field === `file${at}` && fileId === undefined),
      ),
    }
  })
}

/** What a file was made of and as what it was sent. */
export const keyOf = ({ kind, media }: ReadyFile) => `${kind}:${media.sha256}`

function textOf({ text, entities }: FormattedText) {
  return { text, ...(entities.length > 0 && { entities }) }
}

/** Photos, videos and animations can hide behind a spoiler and stand below their caption (InputMediaPhoto and its kin). */
const isShown = ({ kind }: ReadyFile) => kind === 'photo' || kind === 'video' || kind === 'animation'

function captionOf({ text, entities }: FormattedText, file: ReadyFile, { captionAbove }: TelegramSettings) {
  if (text === '') return {}
  return {
    caption: text,
    ...(entities.length > 0 && { caption_entities: entities }),
    ...(captionAbove && isShown(file) && { show_caption_above_media: true }),
  }
}

function lookOf(file: ReadyFile, { spoiler }: TelegramSettings, cover: string) {
  const { width, height, durationMs } = file.media
  return {
    ...(spoiler && isShown(file) && { has_spoiler: true }),
    ...(file.kind === 'video' && {
      supports_streaming: true,
      ...(width !== null && height !== null && { width, height }),
      ...(durationMs !== null && { duration: Math.round(durationMs / 1_000) }),
      ...(file.cover && { cover: `attach://${cover}` }),
    }),
  }
}

/** The caption of an album stands with its first photo or video; among documents it is read below the last. */
function albumOf(files: readonly ReadyFile[], text: FormattedText, settings: TelegramSettings) {
  const captioned = files.every(isShown) ? 0 : files.length - 1
  return files.map((file, at) => ({
    type: file.kind,
    media: `attach://file${at}`,
    ...lookOf(file, settings, `cover${at}`),
    ...(at === captioned && captionOf(text, file, settings)),
  }))
}

function toFiles(files: readonly ReadyFile[]): MultipartFile[] {
  return files.flatMap(({ media, path, type, cover }, at) => [
    { field: `file${at}`, path, type, name: nameFor(media.name, type) },
    ...(cover ? [{ field: `cover${at}`, path: cover.path, type: cover.type, name: nameFor('cover', cover.type) }] : []),
  ])
}

const endings: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png' }

/** Telegram tells the kind of a file by its name, too: a picture that was converted ends as what it is now. */
function nameFor(name: string, type: string): string {
  const ending = endings[type]
  return ending === undefined ? name : `${name.replace(/\.[A-Za-z0-9]{1,5}$/, '')}.${ending}`
}

/** A file beside a poll is an album's item by another name (InputPollMedia). */
function attached(
  method: string,
  params: Readonly<Record<string, unknown>>,
  files: readonly ReadyFile[],
  name: string,
): MethodCall {
  const [file] = files
  if (!file) return { method, params }
  const cover = file.kind === 'video' && file.cover ? { cover: 'attach://cover0' } : {}
  return {
    method,
    params: { ...params, [name]: { type: file.kind, media: 'attach://file0', ...cover } },
    files: toFiles([file]),
  }
}

function pollOf(post: Outgoing, settings: TelegramSettings, { isChannel }: Place) {
  const { poll, pollPublic, pollMembersOnly, pollShuffle, quizAnswer, quizExplanation } = settings
  const { question, description } = telegramQuestion(post)
  const isQuiz = quizAnswer !== null
  return {
    question,
    options: poll?.options.map((text) => ({ text })) ?? [],
    // Channels have anonymous polls alone.
    is_anonymous: isChannel || !pollPublic,
    open_period: poll?.expiresInSeconds,
    ...(isQuiz
      ? {
          type: 'quiz',
          correct_option_ids: [quizAnswer - 1],
          ...(quizExplanation !== '' && { explanation: quizExplanation }),
        }
      : { type: 'regular', allows_multiple_answers: poll?.multiple === true }),
    ...(poll?.hideTotals && { hide_results_until_closes: true }),
    ...(pollShuffle && { shuffle_options: true }),
    ...(isChannel && pollMembersOnly && { members_only: true }),
    ...(description.text !== '' && {
      description: description.text,
      ...(description.entities.length > 0 && { description_entities: description.entities }),
    }),
  }
}

/** The size is kept only where the address is named (LinkPreviewOptions). */
function previewOf({ linkPreview, previewAbove }: TelegramSettings, post: Outgoing, index: number) {
  const url = (index === 0 && post.link) || firstLink(post.parts[index]?.text ?? '')
  if (!url) return {}
  if (linkPreview === 'none') return { link_preview_options: { is_disabled: true } }
  return {
    link_preview_options: {
      url,
      ...(linkPreview === 'large' && { prefer_large_media: true }),
      ...(linkPreview === 'small' && { prefer_small_media: true }),
      ...(previewAbove && { show_above_text: true }),
    },
  }
}

function buttonsOf({ buttons }: TelegramSettings) {
  const rows = buttons.flatMap((button) => (button ? [[button]] : []))
  return rows.length > 0 ? { reply_markup: { inline_keyboard: rows } } : {}
}
