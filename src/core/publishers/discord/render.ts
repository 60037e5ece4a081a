import {
  discordQuestion,
  discordSettings,
  discordText,
  discordThreadName,
  type DiscordMentions,
  type DiscordSettings,
} from '../../../contract/platforms/discord.ts'
import type { MultipartFile } from '../multipart.ts'
import type { Outgoing, OutgoingMedia } from '../publisher.ts'
import type { Call } from './api.ts'

/** A file of a part, ready to be sent: pictures made to fit, everything else as it is. */
export interface ReadyFile {
  readonly media: OutgoingMedia
  readonly path: string
  readonly type: string
}

/** Source: resources/message.mdx, "Message Flags". */
const flags = { suppressEmbeds: 1 << 2, suppressNotifications: 1 << 12 }

/** Whom Discord may look for in the text (message.mdx, "Allowed Mentions Object"). */
const parse: Readonly<Record<DiscordMentions, readonly string[]>> = {
  none: [],
  users: ['users'],
  roles: ['users', 'roles'],
  everyone: ['users', 'roles', 'everyone'],
}

/** Part `index` as the one request that makes it exist. `thread`: the thread it goes into; `isNew`: a new post of a forum. */
export function toCall(
  post: Outgoing,
  index: number,
  files: readonly ReadyFile[],
  { thread, isNew }: { readonly thread: string | null; readonly isNew: boolean },
): Call {
  const settings = discordSettings(post.settings)
  const { username, avatarUrl, forumTags, silent, tts, poll } = settings
  const shown = (settings.suppressEmbeds ? flags.suppressEmbeds : 0) | (silent ? flags.suppressNotifications : 0)
  const json = {
    ...contentOf(post, index, files, settings),
    ...(username !== '' && { username }),
    ...(avatarUrl !== '' && { avatar_url: avatarUrl }),
    ...(tts && { tts }),
    ...(shown !== 0 && { flags: shown }),
    ...(isNew && { thread_name: discordThreadName(post), ...(forumTags.length > 0 && { applied_tags: forumTags }) }),
    ...(index === 0 &&
      poll && {
        poll: {
          question: { text: discordQuestion(post).question },
          answers: poll.options.map((text) => ({ poll_media: { text } })),
          duration: Math.ceil(poll.expiresInSeconds / 3_600),
          allow_multiselect: poll.multiple,
        },
      }),
    ...(files.length > 0 && { attachments: files.map((file, at) => attachmentOf(file, at, settings)) }),
  }
  const query = { wait: 'true', ...(thread !== null && { thread_id: thread }) }
  return { method: 'POST', query, json, files: toFiles(files, settings) }
}

/** What replaces what is there. `known` are ids of files the message has already, by what they were made of. Null where Discord changes no such message. */
export function toEdit(
  post: Outgoing,
  index: number,
  files: readonly ReadyFile[],
  known: Readonly<Record<string, string>>,
): Pick<Call, 'json' | 'files'> | null {
  const settings = discordSettings(post.settings)
  if (index === 0 && settings.poll) return null
  const attachments = files.map((file, at) => {
    const id = known[keyOf(file)]
    return id === undefined
      ? attachmentOf(file, at, settings)
      : { id, description: file.media.alt, is_spoiler: settings.spoiler }
  })
  const json = {
    content: '',
    embeds: [],
    ...contentOf(post, index, files, settings),
    flags: settings.suppressEmbeds ? flags.suppressEmbeds : 0,
    attachments,
  }
  const fresh = new Set(files.flatMap((file, at) => (known[keyOf(file)] === undefined ? [`files[${at}]`] : [])))
  return {
    json,
    files: toFiles(files, settings).filter(({ field }) => fresh.has(field)),
  }
}

/** What a file was made of. */
export const keyOf = ({ media }: ReadyFile) => media.sha256

/** Text, card and mentions: what a message says. */
function contentOf(post: Outgoing, index: number, files: readonly ReadyFile[], settings: DiscordSettings) {
  const mentions = { allowed_mentions: { parse: parse[settings.mentions] } }
  const isPoll = index === 0 && settings.poll !== null
  const text = isPoll ? discordQuestion(post).content : discordText(post, index)
  if (!settings.embed || isPoll) return { ...(text !== '' && { content: text }), ...mentions }
  const picture = pictureOf(files)
  const embed = {
    ...(index === 0 && post.title.trim() !== '' && { title: [...post.title.trim()].slice(0, 256).join('') }),
    ...(index === 0 && post.link && { url: post.link }),
    ...(text !== '' && { description: text }),
    ...(settings.embedColour !== null && !Number.isNaN(settings.embedColour) && { color: settings.embedColour }),
    ...(picture >= 0 && { image: { url: `attachment://${nameOf(files, picture, settings)}` } }),
  }
  return { ...(Object.keys(embed).length > 0 && { embeds: [embed] }), ...mentions }
}

/** The picture a card shows (reference.mdx, "Using Attachments within Embeds"). */
const pictureOf = (files: readonly ReadyFile[]) => files.findIndex(({ type }) => type.startsWith('image/'))

function attachmentOf({ media }: ReadyFile, at: number, { spoiler }: DiscordSettings) {
  return { id: at, ...(media.alt !== '' && { description: media.alt }), ...(spoiler && { is_spoiler: true }) }
}

function toFiles(files: readonly ReadyFile[], settings: DiscordSettings): MultipartFile[] {
  return files.map(({ path, type }, at) => ({ field: `files[${at}]`, path, type, name: nameOf(files, at, settings) }))
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
}

/** A name of its own for each; a card names its picture, so that one is plain. What was converted ends as what it is now. */
function nameOf(files: readonly ReadyFile[], at: number, { embed }: DiscordSettings): string {
  const file = files[at]
  if (!file) return ''
  const ending = endings[file.type]
  if (embed && at === pictureOf(files)) return `picture.${ending ?? 'jpg'}`
  const { name } = file.media
  const ended = ending === undefined ? name : `${name.replace(/\.[A-Za-z0-9]{1,5}$/, '')}.${ending}`
  return files.slice(0, at).some(({ media }) => media.name === name) ? `${at + 1}-${ended}` : ended
}
