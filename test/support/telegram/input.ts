import { isParams, only, type Param, type Params } from '../sim/params.ts'
import type { Received } from '../sim/body.ts'
import type { Ask, Sim } from '../sim/server.ts'
import { bad } from './refusals.ts'
import type { Entity, FileKind, Message, State, StoredFile } from './state.ts'

/** Fields of a method. In forms and multipart, what is no text is JSON. */
export class Input {
  readonly params: Params
  readonly #ask: Ask
  readonly #isForm: boolean
  readonly #used = new Set<string>()
  readonly #sim: Sim<State>

  constructor(ask: Ask, sim: Sim<State>, ...known: string[]) {
    this.#ask = ask
    this.#sim = sim
    this.params = { ...ask.query, ...ask.body }
    this.#isForm = !(ask.headers['content-type'] ?? '').startsWith('application/json')
    only(this.params, ...known)
  }

  text(name: string): string | null {
    const value = this.params[name]
    if (value === undefined) return null
    if (typeof value !== 'string') throw bad(`${name} must be a string`)
    return value
  }

  flag(name: string): boolean {
    const value = this.#value(name)
    if (value === undefined) return false
    if (typeof value !== 'boolean') throw bad(`${name} must be a Boolean`)
    return value
  }

  integer(name: string): number | null {
    const value = this.#value(name)
    if (value === undefined) return null
    if (typeof value !== 'number' || !Number.isInteger(value)) throw bad(`${name} must be an Integer`)
    return value
  }

  object(name: string): Params | null {
    const value = this.#value(name)
    if (value === undefined) return null
    if (!isParams(value)) throw bad(`can't parse ${name}: it must be an Object`)
    return value
  }

  list(name: string): Param[] | null {
    const value = this.#value(name)
    if (value === undefined) return null
    if (!Array.isArray(value)) throw bad(`can't parse ${name}: it must be an Array`)
    return value
  }

  /** A file: `attach://name` of this request, or the id of one Telegram has. */
  file(value: string, kind: FileKind): StoredFile {
    const name = /^attach:\/\/(.+)$/.exec(value)?.[1]
    if (name === undefined) {
      const known = this.#sim.state.files.find(({ id }) => id === value)
      if (!known) throw bad('wrong file identifier/HTTP URL specified')
      if (known.kind !== kind) throw bad("can't use file of type " + known.kind + ' as ' + kind)
      return known
    }
    const received = this.#ask.files[name]
    if (!received) throw bad('wrong file identifier/HTTP URL specified')
    this.#used.add(name)
    return keep(received, kind, this.#sim)
  }

  /** A file that is a field of its own, or the id of one Telegram has. */
  fileField(name: FileKind): StoredFile {
    const value = this.text(name)
    if (value?.startsWith('attach://')) throw bad('wrong file identifier/HTTP URL specified')
    if (value !== null) return this.file(value, name)
    const received = this.#ask.files[name]
    if (!received) throw bad(`there is no ${name} in the request`)
    this.#used.add(name)
    return keep(received, name, this.#sim)
  }

  /** Files that came and belong to nothing are a mistake of who sent them. */
  end(): void {
    const left = Object.keys(this.#ask.files).filter((name) => !this.#used.has(name))
    if (left.length > 0) throw bad(`nobody asked for the file ${left.join(', ')}`)
  }

  #value(name: string): Param | undefined {
    const value = this.params[name]
    if (value === undefined || !this.#isForm) return value
    if (typeof value !== 'string') throw bad(`${name} came twice`)
    try {
      return JSON.parse(value) as Param
    } catch {
      throw bad(`can't parse ${name} JSON object`)
    }
  }
}

const megabyte = 1_048_576

/** A file as Telegram takes it: by its first bytes, and within the limits of what it is sent as. */
function keep(received: Received, kind: FileKind, sim: Sim<State>): StoredFile {
  const { bytes, sha256, head, type, name } = received
  if (bytes === 0) throw bad('file must be non-empty')
  if (name === '') throw bad('a file needs a name')
  if (kind === 'photo') checkPhoto(head, bytes)
  if (kind === 'video' && head.toString('latin1', 4, 8) !== 'ftyp') throw bad('VIDEO_CONTENT_TYPE_INVALID')
  if (bytes > 50 * megabyte) throw bad('file is too big')
  const file = { id: `file-${sim.id()}`, kind, bytes, sha256, type, name }
  sim.state.files.push(file)
  return file
}

function checkPhoto(head: Buffer, bytes: number): void {
  const isPng = head.toString('latin1', 1, 4) === 'PNG'
  const isJpeg = head[0] === 0xff && head[1] === 0xd8
  if (!isPng && !isJpeg) throw bad('IMAGE_PROCESS_FAILED')
  if (bytes > 10 * megabyte) throw bad('PHOTO_SAVE_FILE_INVALID')
  if (!isPng) return
  const [width, height] = [head.readUInt32BE(16), head.readUInt32BE(20)]
  if (width + height > 10_000 || Math.max(width / height, height / width) > 20) throw bad('PHOTO_INVALID_DIMENSIONS')
}

const codePoints = (text: string) => [...text].length

/** Trimmed as Telegram does, and measured in code points. */
export function measured(text: string, max: number, tooLong: string): string {
  const kept = text.trim()
  if (codePoints(kept) > max) throw bad(tooLong)
  return kept
}

const entityTypes = new Set([
  ...['mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number', 'bold', 'italic', 'underline'],
  ...['strikethrough', 'spoiler', 'blockquote', 'expandable_blockquote', 'code', 'pre', 'text_link'],
])

export function entitiesOf(list: Param[] | null, text: string): Entity[] {
  return (list ?? []).map((item) => {
    if (!isParams(item)) throw bad("can't parse entities: expected an Object")
    only(item, 'type', 'offset', 'length', 'url', 'language')
    const { type, offset, length, url, language } = item
    if (typeof type !== 'string' || !entityTypes.has(type))
      throw bad("can't parse entities: unsupported type specified")
    if (typeof offset !== 'number' || typeof length !== 'number' || length < 1 || offset < 0)
      throw bad("can't parse entities: wrong offset or length")
    if (offset + length > text.length)
      throw bad(
        `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${text.length}`,
      )
    if ((type === 'text_link') !== (typeof url === 'string')) throw bad("can't parse entities: wrong url")
    if (language !== undefined && (type !== 'pre' || typeof language !== 'string'))
      throw bad("can't parse entities: wrong language")
    return {
      type,
      offset,
      length,
      ...(typeof url === 'string' && { url }),
      ...(typeof language === 'string' && { language }),
    }
  })
}

export function buttonsOf(markup: Params | null): Message['buttons'] {
  if (!markup) return []
  only(markup, 'inline_keyboard')
  const rows = markup['inline_keyboard']
  if (!Array.isArray(rows)) throw bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
  return rows.map((row) => {
    if (!Array.isArray(row)) throw bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    return row.map((button) => {
      if (!isParams(button)) throw bad('InlineKeyboardButton must be an Object')
      only(button, 'text', 'url')
      const { text, url } = button
      if (typeof text !== 'string' || text === '') throw bad('text buttons are unallowed in the inline keyboard')
      if (typeof url !== 'string' || !/^(https?|tg):\/\/\S+$/.test(url)) throw bad('BUTTON_URL_INVALID')
      return { text, url }
    })
  })
}

export function previewOf(options: Params | null): Message['preview'] {
  if (!options) return null
  only(options, 'is_disabled', 'url', 'prefer_small_media', 'prefer_large_media', 'show_above_text')
  for (const [name, value] of Object.entries(options))
    if (typeof value !== (name === 'url' ? 'string' : 'boolean')) throw bad(`can't parse link preview options: ${name}`)
  return options
}
