import { pinterest, pinterestSettings } from '../../../contract/platforms/pinterest.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { datedSince } from '../answers.ts'
import type { Outgoing, PublishContext, Reconciled } from '../publisher.ts'
import { page, type PinterestHosts } from './api.ts'
import { textsOf } from './render.ts'

const mostPages = 8

interface SeenPin {
  readonly id: string
  readonly createdAt: Instant
  readonly title: string
  readonly description: string
  readonly link: string
  readonly alt: string
  /** As Pinterest names kinds of media; null where it does not. */
  readonly media: string | null
}

/**
 * Looks for the pin on its board, or in its section, among what was made since it was sent: by what it says and what kind it is. Pins of other
 * deliveries are left out. That a board lists its newest first is not documented: the look ends early only where the dates show it.
 * Throws StepFailed where it could not look.
 */
export async function findPin(
  hosts: PinterestHosts,
  post: Outgoing,
  sentAt: Instant,
  context: PublishContext,
): Promise<Reconciled> {
  const { board, section } = pinterestSettings(post.settings)
  const sections = section === '' ? '' : `/sections/${encodeURIComponent(section)}`
  let [bookmark, last]: [string | null, Instant] = [null, Infinity]
  for (let count = 0; count < mostPages; count++) {
    const listed = await page(hosts, context, `/boards/${encodeURIComponent(board)}${sections}/pins`, bookmark)
    const since = datedSince(listed.answer, sentAt, context.clock.now())
    const pins = listed.items.flatMap(toSeen)
    const candidates = pins.filter(
      (pin) => pin.createdAt >= since && !context.isKnown(pin.id) && isOfKind(pin, post) && saysAlike(pin, post),
    )
    const found = candidates.find((pin) => isCertain(pin, post))
    if (found) return { is: 'there', remote: { remoteId: found.id, url: addressOf(found.id) } }
    if (candidates.length > 0) return { is: 'cannot_tell', why: said('pinterest_nothing_to_know_by') }
    const sorted = pins.every(({ createdAt }, at) => createdAt <= (pins[at - 1]?.createdAt ?? last))
    last = sorted ? (pins.at(-1)?.createdAt ?? last) : -Infinity
    if (listed.bookmark === null || (sorted && last < since && last > -Infinity)) return { is: 'absent' }
    bookmark = listed.bookmark
  }
  return { is: 'cannot_tell', why: said('too_much_to_look_through') }
}

export function addressOf(id: string): string {
  return `https://www.pinterest.com/pin/${encodeURIComponent(id)}/`
}

const words = ['title', 'description', 'alt'] as const

/** What we left empty may have been filled by Pinterest, from the page it links to. */
function saysAlike(pin: SeenPin, post: Outgoing): boolean {
  const sent = textsOf(post)
  return words.every((key) => sent[key] === '' || comparable(pin[key]) === comparable(sent[key]))
}

/** A pin is known by its words. Where it has none, by its link, which may have been rewritten: another one proves nothing. */
function isCertain(pin: SeenPin, post: Outgoing): boolean {
  const sent = textsOf(post)
  return words.some((key) => sent[key] !== '') || (sent.link !== '' && pin.link === sent.link)
}

function isOfKind({ media }: SeenPin, post: Outgoing): boolean {
  return media === null || media === mediaOf(post)
}

const mediaOfKind: Readonly<Record<string, string>> = { image: 'image', carousel: 'multiple_images', video: 'video' }
const mediaOf = (post: Outgoing) => mediaOfKind[pinterest.kindOf(post)] ?? ''

/** Without what may be changed on the way: composed characters, runs of white space. */
const comparable = (text: string) => text.normalize('NFC').replace(/\s+/gu, ' ').trim()

function toSeen(pin: Readonly<Record<string, unknown>>): SeenPin[] {
  const { id, created_at: created, title, description, link, alt_text: alt, media } = pin
  if (typeof id !== 'string') return []
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const kind = (media as { media_type?: unknown } | null | undefined)?.media_type
  // Told without a zone: it is UTC.
  const at = Date.parse(/Z|[+-]\d\d:\d\d$/.test(text(created)) ? text(created) : `${text(created)}Z`)
  return [
    {
      id,
      // One without a date could be ours.
      createdAt: Number.isNaN(at) ? Infinity : at,
      title: text(title),
      description: text(description),
      link: text(link),
      alt: text(alt),
      media: typeof kind === 'string' ? kind : null,
    },
  ]
}
