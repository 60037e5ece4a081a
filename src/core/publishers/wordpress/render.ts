import { createHash } from 'node:crypto'
import { findEntities } from '../../../contract/platforms/text.ts'
import { wordpressSettings, wordpressTitle } from '../../../contract/platforms/wordpress.ts'
import type { Outgoing } from '../publisher.ts'

/** A file in the site's library. */
export interface LibraryItem {
  readonly id: number
  readonly url: string
  readonly kind: 'image' | 'video'
  readonly alt: string
}

/** The content of a post as `POST /wp/v2/posts` takes it, without the ids of its terms. */
export interface RenderedPost {
  readonly title: string
  readonly content: string
  readonly excerpt: string
  readonly featured_media: number
}

/** A post for a page: title, blocks, the first image as the featured one, the other files in the text's wake. */
export function render(post: Outgoing, library: readonly LibraryItem[]): RenderedPost {
  const { title, body } = wordpressTitle(post)
  const { excerpt } = wordpressSettings(post.settings)
  const featured = library.find(({ kind }) => kind === 'image')
  const link = post.link !== null && post.link !== '' && !body.includes(post.link) ? [post.link] : []
  const blocks = [
    ...paragraphs(body),
    ...library.filter((item) => item !== featured).map(mediaBlock),
    ...link.flatMap(paragraphs),
  ]
  return { title: safe(title), content: blocks.join('\n\n'), excerpt: safe(excerpt), featured_media: featured?.id ?? 0 }
}

function paragraphs(text: string): string[] {
  return text
    .split(/(?:\r?\n[^\S\n]*){2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map(
      (paragraph) =>
        `<!-- wp:paragraph -->\n<p>${linked(paragraph).replace(/\r?\n/g, '<br>')}</p>\n<!-- /wp:paragraph -->`,
    )
}

/** Text with its links made links; everything else is text and stays it. */
function linked(text: string): string {
  let html = ''
  let at = 0
  for (const { kind, start, end, value } of findEntities(text)) {
    if (kind !== 'link') continue
    html += `${safe(text.slice(at, start))}<a href="${quoted(value)}">${safe(text.slice(start, end))}</a>`
    at = end
  }
  return html + safe(text.slice(at))
}

function mediaBlock({ id, url, kind, alt }: LibraryItem): string {
  if (kind === 'video') {
    return `<!-- wp:video {"id":${id}} -->\n<figure class="wp-block-video"><video controls src="${quoted(url)}"></video></figure>\n<!-- /wp:video -->`
  }
  const image = `<img src="${quoted(url)}" alt="${quoted(alt)}" class="wp-image-${id}"/>`
  return `<!-- wp:image {"id":${id},"sizeSlug":"full","linkDestination":"none"} -->\n<figure class="wp-block-image size-full">${image}</figure>\n<!-- /wp:image -->`
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
  // WordPress runs [shortcodes] wherever it finds them.
  '[': '&#091;',
  ']': '&#093;',
}

/** Text that is neither HTML nor a shortcode to WordPress, without characters that no page may hold. */
function safe(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .replace(/[&<>[\]]/g, (char) => escapes[char] ?? char)
}

/** The same between quotes. */
function quoted(text: string): string {
  return safe(text).replace(/["']/g, (char) => escapes[char] ?? char)
}

/** The words of a post's address; empty where its title has no letters for one, then the site makes its own. */
export function slugWords(post: Outgoing): string {
  return wordpressTitle(post)
    .title.normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
}

/** Where the draft of this delivery is found again, and of no other. Another when a delivery starts over. */
export function slugOf(post: Outgoing): string {
  return `${slugWords(post) || 'post'}-${proof(`${post.deliveryId} ${post.createdAt}`, 10)}`
}

/** Letters and digits that stand for `of` and nothing else. */
export function proof(of: string, length: number): string {
  const digest = createHash('sha256').update(of).digest()
  return Array.from(digest.subarray(0, length), (byte) => 'abcdefghijkmnpqrstuvwxyz23456789'[byte % 32]).join('')
}
