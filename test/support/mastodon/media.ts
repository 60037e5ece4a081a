import { createHash } from 'node:crypto'
import { Refusal, invalid, notFound, only, text } from './exchange.ts'
import type { Ask, Reply } from './exchange.ts'
import { callerOf } from './oauth.ts'
import type { ServerOptions } from './options.ts'
import type { Media, Store } from './state.ts'

export function upload(store: Store, options: ServerOptions, url: string, ask: Ask): Reply {
  const { account } = callerOf(store, ask, 'write:media')
  only(ask.body, 'description', 'focus')
  const file = ask.files['file']
  if (!file) throw invalid("File can't be blank")
  const mime = sniff(file.bytes)
  if (!mime || mime !== file.mime) throw invalid('File content type is invalid, File is invalid')
  const type = typeOf(mime)
  const limit = type === 'image' ? options.imageBytes : options.videoBytes
  if (file.bytes.length > limit)
    throw new Refusal(422, `Validation failed: File file size must be less than ${Math.round(limit / 1_048_576)} MB`)
  const media: Media = {
    id: store.id(),
    account: account.id,
    type,
    mime,
    bytes: file.bytes.length,
    sha256: createHash('sha256').update(file.bytes).digest('hex'),
    description: describe(options, text(ask.body, 'description')),
    focus: parseFocus(text(ask.body, 'focus')),
    status: null,
    pollsLeft: type === 'image' ? options.processing.image : Math.max(1, options.processing.video),
    failed: false,
    deleted: false,
  }
  store.state.media.push(media)
  return { status: media.pollsLeft > 0 ? 202 : 200, json: mediaJson(media, url) }
}

export function show(store: Store, options: ServerOptions, url: string, ask: Ask, id: string): Reply {
  const media = own(store, ask, id)
  if (media.pollsLeft > 0) {
    media.pollsLeft--
    if (media.pollsLeft === 0 && options.processing.fails) media.failed = true
    else if (media.pollsLeft > 0) return { status: 206, json: mediaJson(media, url) }
  }
  if (media.failed) throw new Refusal(422, 'Error processing thumbnail for uploaded media')
  return { status: 200, json: mediaJson(media, url) }
}

export function update(store: Store, options: ServerOptions, url: string, ask: Ask, id: string): Reply {
  const media = own(store, ask, id)
  only(ask.body, 'description', 'focus')
  if ('description' in ask.body) media.description = describe(options, text(ask.body, 'description'))
  if ('focus' in ask.body) media.focus = parseFocus(text(ask.body, 'focus'))
  return { status: media.pollsLeft > 0 ? 206 : 200, json: mediaJson(media, url) }
}

export function remove(store: Store, ask: Ask, id: string): Reply {
  const { account } = callerOf(store, ask, 'write:media')
  const media = store.state.media.find((known) => known.id === id && known.account === account.id && !known.deleted)
  if (!media) throw notFound()
  if (media.status !== null) throw new Refusal(422, 'Media attachment is currently used by a status')
  media.deleted = true
  return { status: 200, json: {} }
}

/** Only files that hang on no status yet can be asked for. */
function own(store: Store, ask: Ask, id: string): Media {
  const { account } = callerOf(store, ask, 'write:media')
  const media = store.state.media.find(
    (known) => known.id === id && known.account === account.id && !known.deleted && known.status === null,
  )
  if (!media) throw notFound()
  return media
}

function describe(options: ServerOptions, description: string | null): string | null {
  if (description && description.length > options.descriptionMax)
    throw invalid(`Description is too long (maximum is ${options.descriptionMax} characters)`)
  return description || null
}

function parseFocus(focus: string | null): readonly [number, number] | null {
  if (!focus) return null
  const numbers = focus.split(',').map(Number)
  const [x, y] = numbers
  if (numbers.length !== 2 || x === undefined || y === undefined || !(Math.abs(x) <= 1) || !(Math.abs(y) <= 1))
    throw invalid('Focus is invalid')
  return [x, y]
}

function typeOf(mime: string): Media['type'] {
  if (mime === 'image/gif') return 'gifv'
  if (mime.startsWith('video/')) return 'video'
  return mime.startsWith('audio/') ? 'audio' : 'image'
}

/** The type by content, for the few kinds a test sends. */
function sniff(bytes: Buffer): string | null {
  const ascii = (from: number, to: number) => bytes.toString('latin1', from, to)
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg'
  if (ascii(1, 4) === 'PNG') return 'image/png'
  if (ascii(0, 4) === 'GIF8') return 'image/gif'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp'
  if (ascii(4, 8) === 'ftyp') return ascii(8, 10) === 'qt' ? 'video/quicktime' : 'video/mp4'
  if (bytes.readUInt32BE(0) === 0x1a45dfa3) return 'video/webm'
  return null
}

export function mediaJson(media: Media, url: string) {
  const file = `${url}/system/media/${media.id}`
  return {
    id: media.id,
    type: media.type,
    url: media.pollsLeft > 0 ? null : `${file}/original`,
    preview_url: `${file}/small`,
    remote_url: null,
    text_url: null,
    meta: media.focus ? { focus: { x: media.focus[0], y: media.focus[1] } } : {},
    description: media.description,
    blurhash: null,
  }
}
