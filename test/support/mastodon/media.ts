import { only, text } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { invalid, notFound, refusal } from './exchange.ts'
import { callerOf } from './oauth.ts'
import type { ServerOptions } from './options.ts'
import type { Media } from './state.ts'
import type { World } from './world.ts'

export function upload(world: World, ask: Ask): Reply {
  const { store, options, url } = world
  const { account } = callerOf(world, ask, 'write:media')
  only(ask.body, 'description', 'focus')
  const file = ask.files['file']
  if (!file) throw invalid("File can't be blank")
  const mime = sniff(file.head)
  if (!mime || mime !== file.type) throw invalid('File content type is invalid, File is invalid')
  const type = typeOf(mime)
  const limit = type === 'image' ? options.imageBytes : options.videoBytes
  if (file.bytes > limit)
    throw refusal(422, `Validation failed: File file size must be less than ${Math.round(limit / 1_048_576)} MB`)
  const media: Media = {
    id: store.id(),
    account: account.id,
    type,
    mime,
    bytes: file.bytes,
    sha256: file.sha256,
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

export function show(world: World, ask: Ask, id: string): Reply {
  const { options, url } = world
  const media = own(world, ask, id)
  if (media.pollsLeft > 0) {
    media.pollsLeft--
    if (media.pollsLeft === 0 && options.processing.fails) media.failed = true
    else if (media.pollsLeft > 0) return { status: 206, json: mediaJson(media, url) }
  }
  if (media.failed) throw refusal(422, 'Error processing thumbnail for uploaded media')
  return { status: 200, json: mediaJson(media, url) }
}

export function update(world: World, ask: Ask, id: string): Reply {
  const { options, url } = world
  const media = own(world, ask, id)
  only(ask.body, 'description', 'focus')
  if ('description' in ask.body) media.description = describe(options, text(ask.body, 'description'))
  if ('focus' in ask.body) media.focus = parseFocus(text(ask.body, 'focus'))
  return { status: media.pollsLeft > 0 ? 206 : 200, json: mediaJson(media, url) }
}

export function remove(world: World, ask: Ask, id: string): Reply {
  const { account } = callerOf(world, ask, 'write:media')
  const media = world.store.state.media.find(
    (known) => known.id === id && known.account === account.id && !known.deleted,
  )
  if (!media) throw notFound()
  if (media.status !== null) throw refusal(422, 'Media attachment is currently used by a status')
  media.deleted = true
  return { status: 200, json: {} }
}

/** Only files that hang on no status yet can be asked for. */
function own(world: World, ask: Ask, id: string): Media {
  const { account } = callerOf(world, ask, 'write:media')
  const media = world.store.state.media.find(
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

/** The type by the first bytes, for the few kinds a test sends. */
function sniff(bytes: Buffer): string | null {
  const ascii = (from: number, to: number) => bytes.toString('latin1', from, to)
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg'
  if (ascii(1, 4) === 'PNG') return 'image/png'
  if (ascii(0, 4) === 'GIF8') return 'image/gif'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp'
  if (ascii(4, 8) === 'ftyp') return ascii(8, 10) === 'qt' ? 'video/quicktime' : 'video/mp4'
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0x1a45dfa3) return 'video/webm'
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
