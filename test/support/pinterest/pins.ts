import { choice, integer, object, objects, only, required, text, type Params } from '../sim/params.ts'
import { Refusal, Refused, type Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import type { Board, Media, Pin, Slide, World } from './state.ts'

/** Source: openapi, /pins, /pins/{pin_id}, /boards, /boards/{board_id}/pins, …/sections, /user_account. */

const refused = (status: number, code: number, message: string) => new Refusal({ status, json: { code, message } })
const invalid = (message: string) => refused(400, 1, message)
const imageBroken = () => refused(403, 235, "The Pin's image is too small, too large or is broken")

export function me({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'user_accounts:read')
  only(ask.query, 'ad_account_id')
  const user = sim.state.users.find(({ username }) => username === account)
  const json = {
    account_type: user?.business ? 'BUSINESS' : 'PINNER',
    id: user?.id,
    profile_image: 'https://i.pinimg.com/280x280_RS/1.jpg',
    website_url: '',
    username: account,
    business_name: user?.business,
  }
  return { status: 200, json }
}

export function create(world: World, ask: Ask): Reply {
  const { sim, auth } = world
  const { account } = auth.caller(ask, 'boards:read', 'boards:write', 'pins:read', 'pins:write')
  const { body } = ask
  only(
    body,
    'link',
    'title',
    'description',
    'dominant_color',
    'alt_text',
    'board_id',
    'board_section_id',
    'media_source',
    'parent_pin_id',
    'sponsor_id',
  )
  if (sim.state.options.access === 'trial')
    throw refused(
      403,
      29,
      'Apps with Trial access may not create Pins in production https://api.pinterest.com - use API Sandbox https://api-sandbox.pinterest.com instead.',
    )
  const source = object(body, 'media_source')
  if (!source) throw invalid('media_source is required')
  const words = wordsOf(body)
  const board = boardOf(world, account, required(body, 'board_id'))
  const section = sectionOf(board, text(body, 'board_section_id'))
  const media = mediaOf(world, account, source)
  const pin: Pin = {
    id: sim.id(),
    author: account,
    at: sim.now(),
    board: board.id,
    section,
    ...words,
    media,
    deleted: false,
  }
  sim.state.pins.push(pin)
  return { status: 201, json: pinJson(pin) }
}

export function update(world: World, ask: Ask): Reply {
  const { account } = world.auth.caller(ask, 'boards:read', 'boards:write', 'pins:read', 'pins:write')
  const { body } = ask
  only(body, 'alt_text', 'board_id', 'board_section_id', 'carousel_slots', 'description', 'link', 'title')
  const pin = pinOf(world, account, ask.at['id'] ?? '')
  const board = boardOf(world, account, text(body, 'board_id') ?? pin.board)
  const section = 'board_section_id' in body ? sectionOf(board, text(body, 'board_section_id')) : pin.section
  const words = wordsOf(body)
  const slots = objects(body, 'carousel_slots')
  if (slots) {
    if (pin.media.kind !== 'multiple_images' || slots.length !== pin.media.items.length)
      throw invalid('carousel_slots do not match the Pin')
    slots.forEach((slot, at) => {
      only(slot, 'title', 'description', 'link')
      if (pin.media.kind === 'multiple_images') Object.assign(pin.media.items[at] ?? {}, wordsOfSlide(slot))
    })
  }
  Object.assign(pin, { board: board.id, section })
  const names = { title: 'title', description: 'description', link: 'link', alt_text: 'alt' } as const
  for (const [field, key] of Object.entries(names)) if (field in body) pin[key] = words[key]
  return { status: 200, json: pinJson(pin) }
}

export function remove(world: World, ask: Ask): Reply {
  const { account } = world.auth.caller(ask, 'boards:read', 'boards:write', 'pins:read', 'pins:write')
  pinOf(world, account, ask.at['id'] ?? '').deleted = true
  return { status: 204 }
}

export function boards({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'boards:read')
  only(ask.query, 'page_size', 'bookmark', 'privacy', 'ad_account_id')
  const mine = sim.state.boards.filter(({ owner, privacy }) => owner === account && privacy !== 'SECRET')
  return paged(
    ask,
    mine.map(({ id, name, privacy }) => ({ id, name, privacy })),
  )
}

export function sections(world: World, ask: Ask): Reply {
  const { account } = world.auth.caller(ask, 'boards:read')
  only(ask.query, 'page_size', 'bookmark', 'ad_account_id')
  return paged(ask, boardOf(world, account, ask.at['id'] ?? '').sections)
}

export function listed(world: World, ask: Ask): Reply {
  const { sim, auth } = world
  const { account } = auth.caller(ask, 'boards:read', 'pins:read')
  only(ask.query, 'page_size', 'bookmark', 'creative_types', 'ad_account_id', 'pin_metrics')
  const board = boardOf(world, account, ask.at['id'] ?? '')
  const section = ask.at['section'] === undefined ? null : sectionOf(board, ask.at['section'])
  const pins = sim.state.pins.filter(
    (pin) => !pin.deleted && pin.board === board.id && (section === null || pin.section === section),
  )
  const order = sim.state.options.newestFirst ? pins.toReversed() : pins
  return paged(ask, order.map(pinJson))
}

/** Items 1 to 250 a page; a bookmark is null on the last. */
function paged(ask: Ask, items: readonly unknown[]): Reply {
  const size = integer(ask.query, 'page_size') ?? 25
  if (size < 1 || size > 250) throw invalid('page_size must be between 1 and 250')
  const from = integer(ask.query, 'bookmark') ?? 0
  const next = from + size < items.length ? String(from + size) : null
  return { status: 200, json: { items: items.slice(from, from + size), bookmark: next } }
}

function boardOf({ sim }: World, account: string, id: string): Board {
  const board = sim.state.boards.find((known) => known.id === id && known.owner === account)
  if (!board) throw refused(404, 404, 'Board not found.')
  // Secret boards take scopes of their own.
  if (board.privacy === 'SECRET') throw refused(403, 403, 'Not authorized to access board or Pin.')
  return board
}

function sectionOf(board: Board, id: string | null): string | null {
  if (id === null) return null
  if (!board.sections.some((section) => section.id === id)) throw refused(404, 404, 'Board section not found.')
  return id
}

function pinOf({ sim }: World, account: string, id: string): Pin {
  const pin = sim.state.pins.find((known) => known.id === id && !known.deleted)
  if (!pin) throw refused(404, 404, 'Pin not found.')
  if (pin.author !== account) throw refused(403, 403, 'Not authorized to access board or Pin.')
  return pin
}

function wordsOf(body: Params): Pick<Pin, 'title' | 'description' | 'link' | 'alt'> {
  const most = { title: 100, description: 800, link: 2_048, alt_text: 500 } as const
  for (const [field, max] of Object.entries(most))
    if ([...(text(body, field) ?? '')].length > max) throw invalid(`${field} is too long`)
  const link = text(body, 'link')
  if (link !== null && !/^https?:\/\/[^\s/]+/.test(link)) throw invalid('link is not a valid URL')
  const color = text(body, 'dominant_color')
  if (color !== null && !/^#[0-9A-Fa-f]{6}$/.test(color)) throw invalid('dominant_color is not a hex number')
  return { title: text(body, 'title'), description: text(body, 'description'), link, alt: text(body, 'alt_text') }
}

function mediaOf(world: World, account: string, source: Params): Media {
  const kinds = ['image_base64', 'multiple_image_base64', 'video_id'] as const
  switch (choice(source, 'source_type', kinds)) {
    case 'image_base64':
      only(source, 'source_type', 'content_type', 'data', 'is_standard')
      return { kind: 'image', items: [slideOf(source)] }
    case 'multiple_image_base64': {
      only(source, 'source_type', 'items', 'index')
      const items = objects(source, 'items') ?? []
      if (items.length < 2 || items.length > 5) throw invalid('items must have 2 to 5 images')
      for (const item of items) only(item, 'content_type', 'data', 'title', 'description', 'link')
      return { kind: 'multiple_images', items: items.map(slideOf) }
    }
    case 'video_id':
      return videoOf(world, account, source)
    default:
      throw invalid('source_type is required')
  }
}

function videoOf({ sim }: World, account: string, source: Params): Media {
  only(
    source,
    'source_type',
    'media_id',
    'cover_image_url',
    'cover_image_content_type',
    'cover_image_data',
    'cover_image_key_frame_time',
    'is_standard',
  )
  const mediaId = required(source, 'media_id')
  const upload = sim.state.media.find(({ id, owner }) => id === mediaId && owner === account)
  if (!upload) throw refused(404, 404, 'Media upload not found')
  if (upload.state !== 'succeeded') throw invalid('The media has not been processed')
  const seconds = integer(source, 'cover_image_key_frame_time')
  const data = text(source, 'cover_image_data')
  if (data !== null) {
    pictureOf(required(source, 'cover_image_content_type'), data)
    return { kind: 'video', mediaId, cover: 'picture' }
  }
  if (seconds === null || seconds < 0) throw invalid('A cover image is required')
  return { kind: 'video', mediaId, cover: seconds }
}

function slideOf(item: Params): Slide {
  const type = required(item, 'content_type')
  return { type, bytes: pictureOf(type, required(item, 'data')), ...wordsOfSlide(item) }
}

function wordsOfSlide(item: Params): Pick<Slide, 'title' | 'description' | 'link'> {
  const { title, description, link } = wordsOf({
    title: item['title'] ?? null,
    description: item['description'] ?? null,
    link: item['link'] ?? null,
  })
  return { title, description, link }
}

/** Bytes of a base64 picture, which is what it is said to be. */
function pictureOf(type: string, data: string): number {
  if (type !== 'image/jpeg' && type !== 'image/png')
    throw new Refused(400, 'bad_input', `content_type ${type} is not taken`)
  const bytes = Buffer.from(data, 'base64')
  if (bytes.toString('base64') !== data) throw invalid('data is not base64')
  const head = bytes.subarray(0, 3).toString('hex')
  if (head !== (type === 'image/jpeg' ? 'ffd8ff' : '89504e') || bytes.length > 20_000_000) throw imageBroken()
  return bytes.length
}

function pinJson(pin: Pin) {
  return {
    id: pin.id,
    // Without a zone and to the second, as the API writes it.
    created_at: new Date(pin.at).toISOString().slice(0, 19),
    link: pin.link,
    title: pin.title,
    description: pin.description,
    alt_text: pin.alt,
    board_id: pin.board,
    board_section_id: pin.section,
    board_owner: { username: pin.author },
    is_owner: true,
    creative_type: { image: 'REGULAR', multiple_images: 'CAROUSEL', video: 'VIDEO' }[pin.media.kind],
    media: { media_type: pin.media.kind },
  }
}
