import { isParams, only, type Param, type Params } from '../sim/params.ts'
import type { Ask } from '../sim/server.ts'
import { invalid, refusal, tooLong } from './refusals.ts'
import type { Attachment, Embed, Poll } from './state.ts'

const mebibyte = 1_048_576

/** The fields of a message: JSON, or `payload_json` beside files. Refuses what is too large before it looks at anything. */
export function payloadOf(ask: Ask): Params {
  if (Number(ask.headers['content-length'] ?? 0) > 25 * mebibyte) throw refusal(40_005)
  if (Object.values(ask.files).some(({ bytes }) => bytes > 20 * mebibyte)) throw refusal(40_005)
  const type = ask.headers['content-type'] ?? ''
  if (type.startsWith('application/json')) return ask.body
  if (!type.startsWith('multipart/form-data'))
    throw invalid('_', 'CONTENT_TYPE_INVALID', 'Expected "Content-Type" header')
  only(ask.body, 'payload_json')
  const text = ask.body['payload_json']
  if (text === undefined) return {}
  let json: unknown
  try {
    json = JSON.parse(String(text))
  } catch {
    throw refusal(50_109)
  }
  if (!isParams(json as Param)) throw refusal(50_109)
  return json as Params
}

const length = (text: string) => [...text].length

export function textAt(params: Params, name: string, max: number, path = name): string | null {
  const value = params[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw invalid(path, 'STRING_TYPE_CONVERT', 'Could not interpret as string.')
  if (length(value) > max) throw tooLong(path, max)
  return value
}

export function flagAt(params: Params, name: string, path = name): boolean {
  const value = params[name]
  if (value === undefined || value === null) return false
  if (typeof value !== 'boolean') throw invalid(path, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.')
  return value
}

export function listAt(params: Params, name: string, max: number, path = name): Param[] {
  const value = params[name]
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw invalid(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')
  if (value.length > max) throw tooLong(path, max)
  return value
}

function objectAt(value: Param | undefined, path: string): Params {
  if (!isParams(value)) throw invalid(path, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType')
  return value
}

/** Only these two may be set, by who posts (webhook.mdx); by an edit only the first. */
export function flagsAt(params: Params, allowed: number): number {
  const value = params['flags'] ?? 0
  if (typeof value !== 'number' || (value & ~allowed) !== 0)
    throw invalid('flags', 'MESSAGE_FLAGS_INVALID', 'Flags that cannot be set')
  return value
}

/** What of the text notifies: of `parse`, what is in the text. Without the field, everything does. */
export function mentionsIn(content: string, params: Params): string[] {
  const allowed = params['allowed_mentions']
  const kinds = { users: /<@!?\d+>/, roles: /<@&\d+>/, everyone: /@(?:everyone|here)\b/ }
  const there = Object.entries(kinds).flatMap(([kind, pattern]) => (pattern.test(content) ? [kind] : []))
  if (allowed === undefined || allowed === null) return there
  const given = objectAt(allowed, 'allowed_mentions')
  only(given, 'parse', 'users', 'roles', 'replied_user')
  const parse = listAt(given, 'parse', 3, 'allowed_mentions.parse')
  const wrong = parse.find((kind) => typeof kind !== 'string' || !(kind in kinds))
  if (wrong !== undefined)
    throw invalid('allowed_mentions.parse', 'BASE_TYPE_CHOICES', "Value must be one of ('users', 'roles', 'everyone').")
  return there.filter((kind) => parse.includes(kind))
}

export function embedsAt(params: Params, files: readonly Attachment[]): Embed[] {
  const embeds = listAt(params, 'embeds', 10).map((value, at) =>
    embedOf(objectAt(value, `embeds.${at}`), `embeds.${at}`, files),
  )
  const total = embeds.reduce((sum, { title = '', description = '' }) => sum + length(title) + length(description), 0)
  if (total > 6_000) throw invalid('embeds', 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000')
  return embeds
}

function embedOf(embed: Params, path: string, files: readonly Attachment[]): Embed {
  only(embed, 'title', 'description', 'url', 'color', 'image')
  const title = textAt(embed, 'title', 256, `${path}.title`)
  const description = textAt(embed, 'description', 4_096, `${path}.description`)
  const url = textAt(embed, 'url', 2_048, `${path}.url`)
  if (url !== null && !/^https?:\/\//.test(url))
    throw invalid(`${path}.url`, 'URL_TYPE_INVALID_SCHEME', 'Scheme must be one of http, https.')
  const { color, image } = embed
  if (color !== undefined && (typeof color !== 'number' || color < 0 || color > 0xffffff))
    throw invalid(`${path}.color`, 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 16777215.')
  const picture =
    image === undefined ? null : textAt(objectAt(image, `${path}.image`), 'url', 2_048, `${path}.image.url`)
  const name = /^attachment:\/\/(.+)$/.exec(picture ?? '')?.[1]
  if (name !== undefined && !files.some(({ filename }) => filename === name))
    throw invalid(`${path}.image.url`, 'ATTACHMENT_NOT_FOUND', 'No such attachment')
  return {
    ...(title !== null && { title }),
    ...(description !== null && { description }),
    ...(url !== null && { url }),
    ...(typeof color === 'number' && { color }),
    ...(picture !== null && { image: { url: picture } }),
  }
}

/**
 * Files that came, with what `attachments` says of them, and those of `before` that it names by id. Starting with v10 an edit keeps
 * only what it names; without the field, all that came are there.
 */
export function attachmentsAt(
  params: Params,
  ask: Ask,
  before: readonly Attachment[],
  newId: () => string,
): Attachment[] {
  const come = new Map(Object.entries(ask.files).map(([field, file]) => [fileNumber(field), file] as const))
  const named = params['attachments']
  const entries =
    named === undefined || named === null
      ? [...before.map(({ id }) => ({ id })), ...[...come.keys()].map((id) => ({ id }))]
      : listAt(params, 'attachments', 10).map((value, at) => objectAt(value, `attachments.${at}`))
  const kept = entries.map((entry, at): Attachment => {
    only(entry as Params, 'id', 'filename', 'description', 'is_spoiler')
    const path = `attachments.${at}`
    const description = textAt(entry as Params, 'description', 1_024, `${path}.description`)
    const spoiler = flagAt(entry as Params, 'is_spoiler', `${path}.is_spoiler`)
    const old = before.find(({ id }) => id === entry.id)
    if (old) return { ...old, description: description ?? old.description, spoiler }
    const file = come.get(Number(entry.id))
    if (!file) throw invalid(`${path}.id`, 'ATTACHMENT_NOT_FOUND', 'No file or attachment of this id')
    come.delete(Number(entry.id))
    if (file.bytes === 0 || file.name === '') throw invalid(path, 'ATTACHMENT_EMPTY', 'A file has a name and content')
    const { bytes, sha256, type, name } = file
    return { id: newId(), filename: name.replace(/[^\w.-]/g, '_'), bytes, sha256, type, description, spoiler }
  })
  if (come.size > 0) throw invalid('files', 'ATTACHMENT_UNUSED', 'attachments does not name every file')
  if (kept.length > 10) throw tooLong('attachments', 10)
  return kept
}

function fileNumber(field: string): number {
  const number = /^files\[(\d+)\]$/.exec(field)?.[1]
  if (number === undefined) throw invalid('files', 'FILE_FIELD_INVALID', `${field} is not files[n]`)
  return Number(number)
}

export function pollAt(params: Params): Poll | null {
  const value = params['poll']
  if (value === undefined || value === null) return null
  const poll = objectAt(value, 'poll')
  only(poll, 'question', 'answers', 'duration', 'allow_multiselect', 'layout_type')
  const question = textAt(objectAt(poll['question'], 'poll.question'), 'text', 300, 'poll.question.text')
  if (!question) throw invalid('poll.question.text', 'BASE_TYPE_REQUIRED', 'This field is required')
  const answers = listAt(poll, 'answers', 10, 'poll.answers').map((entry, at) => {
    const path = `poll.answers.${at}`
    const answer = objectAt(entry, path)
    only(answer, 'poll_media')
    const text = textAt(objectAt(answer['poll_media'], `${path}.poll_media`), 'text', 55, `${path}.poll_media.text`)
    if (!text) throw invalid(`${path}.poll_media.text`, 'BASE_TYPE_REQUIRED', 'This field is required')
    return text
  })
  if (answers.length === 0) throw invalid('poll.answers', 'BASE_TYPE_MIN_LENGTH', 'Must be 1 or more in length.')
  const hours = poll['duration'] ?? 24
  if (typeof hours !== 'number' || !Number.isInteger(hours) || hours < 1 || hours > 768)
    throw invalid('poll.duration', 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 768.')
  return { question, answers, hours, multiple: flagAt(poll, 'allow_multiselect', 'poll.allow_multiselect') }
}
