import { pinterestSettings } from '../../../contract/platforms/pinterest.ts'
import type { Outgoing } from '../publisher.ts'

/** Where a pin's files come from. Source: openapi, PinMediaSource. */
export type MediaSource =
  | { readonly source_type: 'image_base64'; readonly content_type: string; readonly data: string }
  | { readonly source_type: 'multiple_image_base64'; readonly items: readonly Slide[] }
  | {
      readonly source_type: 'video_id'
      readonly media_id: string
      readonly cover_image_content_type?: string
      readonly cover_image_data?: string
      /** In seconds. */
      readonly cover_image_key_frame_time?: number
    }

interface Slide {
  readonly content_type: string
  readonly data: string
  readonly title?: string
  readonly link?: string
}

/** Everything of a pin but its files. */
export interface PinWords {
  readonly board_id: string
  readonly board_section_id?: string
  readonly title?: string
  readonly description?: string
  readonly link?: string
  readonly alt_text?: string
}

export function wordsFor(post: Outgoing): PinWords {
  const { board, section } = pinterestSettings(post.settings)
  const { title, description, link, alt } = textsOf(post)
  return {
    board_id: board,
    ...(section !== '' && { board_section_id: section }),
    ...(title !== '' && { title }),
    ...(description !== '' && { description }),
    ...(link !== '' && { link }),
    ...(alt !== '' && { alt_text: alt }),
  }
}

/** What a pin says; empty for what it does not. The pictures of a carousel share one alt text, a line each. */
export function textsOf({ title, parts, link }: Outgoing) {
  const alts = parts[0]?.media.map(({ alt }) => alt.trim()) ?? []
  return {
    title: title.trim(),
    description: parts[0]?.text.trim() ?? '',
    link: link ?? '',
    alt: alts.filter((alt) => alt !== '').join('\n'),
  }
}

/** What a picture of a carousel says besides. */
export function slideAt(post: Outgoing, index: number): { readonly title?: string; readonly link?: string } {
  const { slideTitles, slideLinks } = pinterestSettings(post.settings)
  const [title = '', link = ''] = [slideTitles[index], slideLinks[index]]
  return { ...(title !== '' && { title }), ...(link !== '' && { link }) }
}

/** A change: what is null is emptied. The files of a pin stay as they are. Source: openapi, PinUpdate. */
export function toChange(post: Outgoing) {
  const { board, section } = pinterestSettings(post.settings)
  const { title, description, link, alt } = textsOf(post)
  const files = post.parts[0]?.media ?? []
  const slides = files.length > 1 ? files.map((_, index) => slideAt(post, index)) : []
  return {
    board_id: board,
    board_section_id: section || null,
    title: title || null,
    description: description || null,
    link: link || null,
    alt_text: alt || null,
    ...(slides.some((slide) => Object.keys(slide).length > 0) && { carousel_slots: slides }),
  }
}
