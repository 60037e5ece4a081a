import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { given, graphRefusal, jsonOf } from '../meta/graph.ts'
import { choice, flag, isParams, only, required, text, type Params } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import type { Container, FileSeen, Profile } from './state.ts'
import { missing, ownerOf, statusOf, type World } from './world.ts'

/*
 * Containers: threads/posts (2026-04-14), threads/reference/publishing, threads/create-posts/* (2026-07-02), threads/troubleshooting.
 */

const ofAll = ['media_type', 'text', 'reply_to_id', 'reply_control', 'enable_reply_approvals', 'topic_tag'] as const
const more = ['quote_post_id', 'location_id', 'allowlisted_country_codes', 'text_entities'] as const
const takes: Readonly<Record<Container['type'], readonly string[]>> = {
  TEXT: [
    ...ofAll,
    ...more,
    ...[
      'link_attachment',
      'poll_attachment',
      'gif_attachment',
      'text_attachment',
      'is_ghost_post',
      'auto_publish_text',
    ],
  ],
  IMAGE: [...ofAll, ...more, 'image_url', 'alt_text', 'is_spoiler_media'],
  VIDEO: [...ofAll, ...more, 'video_url', 'alt_text', 'is_spoiler_media'],
  CAROUSEL: [...ofAll, ...more, 'children', 'is_spoiler_media'],
}
const takenByChildren = ['media_type', 'is_carousel_item', 'image_url', 'video_url', 'alt_text']
const invalid = (message: string) => graphRefusal(100, `(#100) ${message}`)

/** `POST /{account}/threads`. */
export async function addContainer(world: World, ask: Ask): Promise<Reply> {
  const { sim, options } = world
  const profile = ownerOf(world, ask, 'threads_content_publish')
  const params = given(ask)
  const type = choice(params, 'media_type', ['TEXT', 'IMAGE', 'VIDEO', 'CAROUSEL'])
  if (type === null) throw invalid('The parameter media_type is required.')
  const isChild = flag(params, 'is_carousel_item') === true
  if (isChild && type !== 'IMAGE' && type !== 'VIDEO') throw invalid('A carousel item is an image or a video')
  const { is_carousel_item: _item, ...rest } = params
  only(isChild ? params : rest, ...(isChild ? takenByChildren : takes[type]))
  checkText(params, type)
  checkAttachments(params)
  checkGhost(params)
  checkRest(world, ask, params, profile)
  const files = type === 'CAROUSEL' ? childrenOf(world, profile, params) : await fetched(params, type)
  const { image_url: _image, video_url: _video, children: _children, ...fields } = params
  const container: Container = {
    id: sim.id(),
    accountId: profile.id,
    type,
    isChild,
    fields,
    createdAt: sim.now(),
    files,
    readyAt: sim.now() + (type === 'VIDEO' || type === 'CAROUSEL' ? options.processingMs : options.textMs),
    failed: options.failsWith,
    publishedAs: null,
  }
  options.failsWith = null
  options.processingMs = 4_000
  sim.state.containers.push(container)
  return { status: 200, json: { id: container.id } }
}

/** Characters, and bytes of what a font draws as emoji. */
function lengthOf(words: string): number {
  let length = 0
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(words))
    length += /\p{Emoji_Presentation}|\ufe0f|\u20e3/u.test(segment) ? Buffer.byteLength(segment) : [...segment].length
  return length
}

const linksOf = (words: string) => words.match(/https?:\/\/[^\s<>"]+/g) ?? []

function checkText(params: Params, type: Container['type']): void {
  const words = text(params, 'text') ?? ''
  if (type === 'TEXT' && words.trim() === '') throw invalid('The parameter text is required.')
  if (lengthOf(words) > 500) throw invalid('Param text must be at most 500 characters long.')
  const link = text(params, 'link_attachment')
  const attachment = jsonOf(params, 'text_attachment')
  const second = isParams(attachment) ? text(attachment, 'link_attachment_url') : null
  const links = new Set([...linksOf(words), ...(link === null ? [] : [link]), ...(second === null ? [] : [second])])
  if (links.size > 5) throw graphRefusal(100, 'THREADS_API__LINK_LIMIT_EXCEEDED')
}

function checkAttachments(params: Params): void {
  const given = ['link_attachment', 'poll_attachment', 'gif_attachment', 'text_attachment'].filter(
    (name) => params[name] !== undefined,
  )
  if (given.length > 1) throw invalid(`Only one attachment is allowed, and there are ${given.join(', ')}`)
  const link = text(params, 'link_attachment')
  if (link !== null && !/^https?:$/.test(URL.parse(link)?.protocol ?? ''))
    throw invalid('link_attachment must be a URL')
  const poll = jsonOf(params, 'poll_attachment')
  if (poll !== undefined) {
    if (!isParams(poll)) throw invalid('poll_attachment must be an object')
    only(poll, 'option_a', 'option_b', 'option_c', 'option_d')
    const answers = [required(poll, 'option_a'), required(poll, 'option_b')]
    for (const name of ['option_c', 'option_d']) {
      const answer = text(poll, name)
      if (answer !== null) answers.push(answer)
    }
    if (answers.some((answer) => answer.length < 1 || [...answer].length > 25))
      throw invalid('Poll options must be 1 to 25 characters long')
  }
  const gif = jsonOf(params, 'gif_attachment')
  if (gif !== undefined) {
    if (!isParams(gif)) throw invalid('gif_attachment must be an object')
    only(gif, 'gif_id', 'provider')
    required(gif, 'gif_id')
    if (choice(gif, 'provider', ['GIPHY']) === null) throw invalid('gif_attachment needs its provider')
  }
  const long = jsonOf(params, 'text_attachment')
  if (long !== undefined) {
    if (!isParams(long)) throw invalid('text_attachment must be an object')
    only(long, 'plaintext', 'link_attachment_url', 'text_with_styling_info')
    if ([...required(long, 'plaintext')].length > 10_000)
      throw invalid('A text attachment has at most 10,000 characters')
  }
}

/** Source: threads/create-posts/ghost-posts: text alone, no reply, and only spoilers besides. */
function checkGhost(params: Params): void {
  if (flag(params, 'is_ghost_post') !== true) return
  const beside = Object.keys(params).filter(
    (name) => !['media_type', 'text', 'is_ghost_post', 'text_entities'].includes(name),
  )
  if (beside.length > 0) throw invalid(`A ghost post has no ${beside.join(', ')}`)
}

function checkRest(world: World, ask: Ask, params: Params, profile: Profile): void {
  const { sim } = world
  choice(params, 'reply_control', [
    'everyone',
    'accounts_you_follow',
    'mentioned_only',
    'parent_post_author_only',
    'followers_only',
  ])
  flag(params, 'enable_reply_approvals')
  flag(params, 'is_spoiler_media')
  const tag = text(params, 'topic_tag')
  if (tag !== null && (tag.length < 1 || [...tag].length > 50 || /[.&]/.test(tag)))
    throw invalid('topic_tag must be 1 to 50 characters without . and &')
  if ((text(params, 'alt_text') ?? '').length > 1_000) throw invalid('alt_text must be at most 1000 characters long')
  const replyTo = text(params, 'reply_to_id')
  if (replyTo !== null) {
    ownerOf(world, ask, 'threads_manage_replies')
    if (!sim.state.posts.some(({ id }) => id === replyTo)) throw missing(replyTo)
  }
  const quoted = text(params, 'quote_post_id')
  if (quoted !== null && !sim.state.posts.some(({ id }) => id === quoted)) throw missing(quoted)
  const location = text(params, 'location_id')
  if (location !== null) {
    ownerOf(world, ask, 'threads_location_tagging')
    if (!/^\d+$/.test(location)) throw invalid('location_id is invalid')
  }
  const countries = text(params, 'allowlisted_country_codes')
  if (countries === null) return
  if (!profile.choosesCountries)
    throw graphRefusal(10, '(#10) The user is not eligible for geo-gating', { status: 403 })
  if (!/^[A-Z]{2}(,[A-Z]{2})*$/.test(countries)) throw invalid('allowlisted_country_codes must be ISO 3166-1 alpha-2')
}

async function fetched(params: Params, type: 'TEXT' | 'IMAGE' | 'VIDEO'): Promise<FileSeen[]> {
  if (type === 'TEXT') return []
  const alt = text(params, 'alt_text') ?? ''
  const answer = await fetchFile(required(params, type === 'IMAGE' ? 'image_url' : 'video_url'))
  const hash = createHash('sha256')
  if (type === 'IMAGE') {
    const bytes = Buffer.from(await answer.arrayBuffer())
    await checkImage(bytes)
    return [{ kind: 'image', bytes: bytes.length, sha256: hash.update(bytes).digest('hex'), alt }]
  }
  let bytes = 0
  for await (const piece of answer.body ?? []) {
    hash.update(piece)
    bytes += piece.length
  }
  if (bytes > 1_000_000_000) throw invalid('The video is too large')
  return [{ kind: 'video', bytes, sha256: hash.digest('hex'), alt }]
}

async function fetchFile(url: string): Promise<Response> {
  const target = URL.parse(url)
  // Of the public web, that is, or of the machine the test runs on.
  const isWeb = target?.protocol === 'https:' || target?.hostname === '127.0.0.1'
  const answer = target && isWeb ? await fetch(target, { redirect: 'error' }).catch(() => null) : null
  if (answer?.ok) return answer
  throw graphRefusal(1, 'An unknown error occurred', {
    subcode: 2_207_052,
    userMessage: 'The media could not be fetched from this URI.',
  })
}

async function checkImage(bytes: Buffer): Promise<void> {
  const head = bytes.subarray(0, 4).toString('hex')
  if (!head.startsWith('ffd8ff') && head !== '89504e47')
    throw graphRefusal(36_001, 'The image format is not supported', { subcode: 2_207_005 })
  if (bytes.length > 8_000_000) throw graphRefusal(36_000, 'The image is too large', { subcode: 2_207_004 })
  const { width, height } = await sharp(bytes).metadata()
  if (Math.max(width / height, height / width) > 10)
    throw graphRefusal(36_003, 'The aspect ratio is not supported', { subcode: 2_207_009 })
}

function childrenOf({ sim }: World, { id: accountId }: Profile, params: Params): FileSeen[] {
  const ids = required(params, 'children').split(',')
  if (ids.length < 2 || ids.length > 20) throw invalid('A carousel has 2 to 20 items')
  return ids.flatMap((id) => {
    const child = sim.state.containers.find((one) => one.id === id && one.accountId === accountId && one.isChild)
    if (!child) throw missing(id)
    if (statusOf(child, sim.now()) !== 'FINISHED') throw invalid('One of the carousel items is not ready')
    return [...child.files]
  })
}

export function containerObject(container: Container, now: number): Record<string, unknown> {
  const status = statusOf(container, now)
  return { id: container.id, status, error_message: status === 'ERROR' ? container.failed : null }
}
