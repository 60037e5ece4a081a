import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { joined } from '../sim/body.ts'
import { choice, flag, integer, list, object, only, required, text, type Params } from '../sim/params.ts'
import { countUse } from '../sim/rate.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { secret } from '../sim/store.ts'
import {
  envelope,
  invalid,
  refused,
  userOf,
  type TikTokPost,
  type TikTokUser,
  type Upload,
  type World,
} from './state.ts'

/*
 * The Content Posting API: …-reference-direct-post, -upload-video, -photo-post, -query-creator-info, -get-video-status and the media transfer
 * guide of developers.tiktok.com.
 */

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export function userInfo(world: World, ask: Ask): Reply {
  const user = userOf(world, world.auth.caller(ask, 'user.info.basic').account)
  only(ask.query, 'fields')
  const all: Record<string, unknown> = {
    open_id: user.openId,
    union_id: `union-${user.openId}`,
    avatar_url: 'https://p16-sign.tiktokcdn-us.com/ada.jpeg',
    display_name: user.name,
  }
  const fields = required(ask.query, 'fields').split(',')
  const unknown = fields.find((field) => !(field in all))
  if (unknown) throw refused(401, 'scope_not_authorized', `${unknown} needs another scope`)
  return ok({ user: Object.fromEntries(fields.map((field) => [field, all[field]])) })
}

export function creatorInfo(world: World, ask: Ask): Reply {
  const user = userOf(world, world.auth.caller(ask, 'video.publish').account)
  only(ask.body)
  if (!user.mayPost) throw refused(403, 'spam_risk_user_banned_from_posting', 'The user is banned from posting.')
  return ok({
    creator_avatar_url: 'https://p16-sign.tiktokcdn-us.com/ada.jpeg',
    creator_username: user.username,
    creator_nickname: user.name,
    privacy_level_options: privaciesOf(user),
    comment_disabled: user.off.comment,
    duet_disabled: user.off.duet || user.isPrivate,
    stitch_disabled: user.off.stitch || user.isPrivate,
    max_video_post_duration_sec: user.maxSeconds,
  })
}

const privaciesOf = ({ isPrivate }: TikTokUser) => [
  isPrivate ? 'FOLLOWER_OF_CREATOR' : 'PUBLIC_TO_EVERYONE',
  'MUTUAL_FOLLOW_FRIENDS',
  'SELF_ONLY',
]

export function startVideo(world: World, ask: Ask): Reply {
  const { account, token } = world.auth.caller(ask, 'video.publish')
  const user = userOf(world, account)
  only(ask.body, 'post_info', 'source_info')
  const info = object(ask.body, 'post_info')
  if (!info) throw invalid('post_info is required')
  only(
    info,
    'title',
    'privacy_level',
    'disable_comment',
    'disable_duet',
    'disable_stitch',
    'video_cover_timestamp_ms',
    'brand_content_toggle',
    'brand_organic_toggle',
    'is_aigc',
  )
  const words = text(info, 'title') ?? ''
  if (words.length > 2_200) throw invalid('title is longer than 2200 UTF-16 units')
  integer(info, 'video_cover_timestamp_ms')
  flag(info, 'is_aigc')
  for (const what of ['duet', 'stitch'] as const)
    if ((user.off[what] || user.isPrivate) && flag(info, `disable_${what}`) !== true)
      throw invalid(`The creator has switched ${what} off`)
  checkPosting(world, user, token.clientId, info)
  const upload = uploadOf(ask.body)
  return started(world, {
    ...fresh(world, account, token.clientId, 'video', 'direct'),
    text: words,
    settings: withoutText(info),
    upload,
  })
}

export function startDraft(world: World, ask: Ask): Reply {
  const { account, token } = world.auth.caller(ask, 'video.upload')
  only(ask.body, 'source_info')
  checkInbox(world, account)
  const upload = uploadOf(ask.body)
  return started(world, { ...fresh(world, account, token.clientId, 'video', 'inbox'), upload })
}

export async function startPhotos(world: World, ask: Ask): Promise<Reply> {
  only(ask.body, 'media_type', 'post_mode', 'post_info', 'source_info')
  if (ask.body['media_type'] !== 'PHOTO') throw invalid('media_type must be PHOTO')
  const mode = choice(ask.body, 'post_mode', ['DIRECT_POST', 'MEDIA_UPLOAD'] as const)
  if (!mode) throw invalid('post_mode is required')
  const isDirect = mode === 'DIRECT_POST'
  const { account, token } = world.auth.caller(ask, isDirect ? 'video.publish' : 'video.upload')
  const info = object(ask.body, 'post_info') ?? {}
  const forDirect = [
    'privacy_level',
    'disable_comment',
    'auto_add_music',
    'brand_content_toggle',
    'brand_organic_toggle',
  ]
  only(info, 'title', 'description', ...(isDirect ? forDirect : []))
  const [title, description] = [text(info, 'title') ?? '', text(info, 'description') ?? '']
  if (title.length > 90) throw invalid('title is longer than 90 UTF-16 units')
  if (description.length > 4_000) throw invalid('description is longer than 4000 UTF-16 units')
  if (isDirect) {
    flag(info, 'auto_add_music')
    checkPosting(world, userOf(world, account), token.clientId, info)
  } else checkInbox(world, account)
  const source = object(ask.body, 'source_info') ?? {}
  only(source, 'source', 'photo_images', 'photo_cover_index')
  if (source['source'] !== 'PULL_FROM_URL') throw invalid('source must be PULL_FROM_URL')
  const images = list(source, 'photo_images') ?? []
  if (images.length < 1 || images.length > 35) throw invalid('photo_images must have 1 to 35 items')
  const cover = integer(source, 'photo_cover_index')
  if (cover === null || cover < 0 || cover >= images.length) throw invalid('photo_cover_index is out of range')
  if (images.some((url) => !world.sim.state.options.verified.some((prefix) => url.startsWith(prefix))))
    throw refused(403, 'url_ownership_unverified', 'Review our URL ownership verification rules.')
  const post: TikTokPost = {
    ...fresh(world, account, token.clientId, 'photo', isDirect ? 'direct' : 'inbox'),
    text: description,
    title,
    settings: { ...withoutText(info), photo_cover_index: cover },
  }
  const pulled = await Promise.all(images.map(pull))
  const failed = pulled.find((one) => typeof one === 'string')
  post.pictures = pulled.filter((one) => typeof one !== 'string')
  world.sim.state.posts.push(post)
  if (failed === undefined) begin(world, post)
  else Object.assign(post, { state: 'failed', reason: failed })
  return ok({ publish_id: post.publishId })
}

/** A picture, or what is wrong with it. */
async function pull(url: string): Promise<{ sha256: string; type: string } | string> {
  const answer = await fetch(url, { redirect: 'error' }).catch(() => null)
  if (!answer?.ok) return 'photo_pull_failed'
  const bytes = Buffer.from(await answer.arrayBuffer())
  const {
    format,
    width = 0,
    height = 0,
  } = await sharp(bytes)
    .metadata()
    .catch(() => ({ format: 'none' }) as { format: string; width?: number; height?: number })
  if (format !== 'jpeg' && format !== 'webp') return 'file_format_check_failed'
  const [short, long] = [Math.min(width, height), Math.max(width, height)]
  if (bytes.length > 20_000_000 || short > 1_080 || long > 1_920) return 'picture_size_check_failed'
  return { sha256: createHash('sha256').update(bytes).digest('hex'), type: format }
}

export async function put(world: World, ask: Ask): Promise<Reply> {
  const { sim } = world
  only(ask.query, 'upload_id', 'upload_token')
  const post = sim.state.posts.find(({ upload }) => upload && upload.id === ask.query['upload_id'])
  const { upload } = post ?? {}
  if (!post || !upload || upload.token !== ask.query['upload_token']) return { status: 404 }
  // The address is the permission; a sign-in that comes along was sent to the wrong place.
  if (ask.headers.authorization !== undefined) return { status: 400 }
  if (sim.now() - post.startedAt > hourMs) return { status: 403 }
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(ask.headers['content-range'] ?? '')
  const [first, last, total] = (range ?? []).slice(1).map(Number)
  const type = ask.headers['content-type'] ?? ''
  const { bytes = 0, path = null } = ask.raw ?? {}
  if (first === undefined || last === undefined || !['video/mp4', 'video/quicktime', 'video/webm'].includes(type))
    return { status: 400 }
  if (total !== upload.size || last - first + 1 !== bytes || path === null) return { status: 400 }
  const told = (status: number): Reply => ({
    status,
    // What stands in the body is not documented; it has one, so that an answer can break off.
    text: status < 300 ? 'accepted' : '',
    headers: { 'content-range': `bytes 0-${Math.max(0, upload.uploaded - 1)}/${upload.size}` },
  })
  if (first !== upload.uploaded || post.state !== 'uploading') return told(416)
  const isLast = upload.chunks.length === upload.count - 1
  if (bytes !== (isLast ? upload.size - first : upload.chunk)) return { status: 400 }
  upload.chunks.push({ bytes, path })
  upload.uploaded += bytes
  if (!isLast) return told(206)
  upload.sha256 = (await joined(upload.chunks)).sha256
  begin(world, post)
  return told(201)
}

export function status(world: World, ask: Ask): Reply {
  const { account, token } = world.auth.caller(ask)
  if (!token.scopes.some((scope) => scope === 'video.upload' || scope === 'video.publish'))
    throw refused(401, 'scope_not_authorized', 'The scope is not authorized.')
  only(ask.body, 'publish_id')
  const id = required(ask.body, 'publish_id')
  const post = world.sim.state.posts.find(({ publishId }) => publishId === id)
  if (!post) throw refused(400, 'invalid_publish_id', 'The publish_id does not exist.')
  if (post.author !== account)
    throw refused(403, 'token_not_authorized_for_specified_publish_id', 'The publish_id belongs to another user.')
  if (post.state === 'working' && post.looksLeft-- <= 0) settle(world, post)
  else if (post.state === 'out' && post.postId !== null) post.reviewLooksLeft--
  const isSeen = post.state === 'out' && post.reviewLooksLeft < 0 && post.postId !== null
  const data = {
    status: nameOf(post),
    ...(post.reason !== null && { fail_reason: post.reason }),
    ...(post.upload ? { uploaded_bytes: post.upload.uploaded } : { downloaded_bytes: 0 }),
    ...(isSeen && { publicaly_available_post_id: ['ID'] }),
  }
  // Ids are numbers, longer than JavaScript's: written by hand.
  const json = JSON.stringify(envelope(data)).replace('"ID"', post.postId ?? '')
  return { status: 200, text: json, headers: { 'content-type': 'application/json; charset=utf-8' } }
}

function nameOf({ state, kind }: TikTokPost): string {
  if (state === 'out') return 'PUBLISH_COMPLETE'
  if (state === 'in_inbox') return 'SEND_TO_USER_INBOX'
  if (state === 'failed') return 'FAILED'
  return kind === 'photo' ? 'PROCESSING_DOWNLOAD' : 'PROCESSING_UPLOAD'
}

/** TikTok has all of it and works on it. */
function begin(world: World, post: TikTokPost): void {
  const { processing } = world.sim.state.options
  post.state = 'working'
  post.looksLeft = processing.looks
  post.willFail = processing.fails
  if (processing.looks === 0) settle(world, post)
  // Each order is for one post.
  world.sim.state.options.processing = { looks: 0, fails: null }
}

function settle({ sim }: World, post: TikTokPost): void {
  if (post.willFail !== null) return void Object.assign(post, { state: 'failed', reason: post.willFail })
  post.state = post.mode === 'direct' ? 'out' : 'in_inbox'
  if (post.settings['privacy_level'] !== 'PUBLIC_TO_EVERYONE') return
  post.postId = sim.id()
  post.reviewLooksLeft = sim.state.options.reviewLooks
}

function fresh(
  { sim }: World,
  author: string,
  clientId: string,
  kind: TikTokPost['kind'],
  mode: TikTokPost['mode'],
): TikTokPost {
  const way = mode === 'direct' ? 'pub' : 'inbox'
  return {
    publishId: `${kind === 'photo' ? 'p' : 'v'}_${way}_${kind === 'photo' ? 'url' : 'file'}~v2.${sim.id()}`,
    author,
    clientId,
    kind,
    mode,
    text: '',
    title: '',
    settings: {},
    startedAt: sim.now(),
    upload: null,
    pictures: [],
    state: 'uploading',
    reason: null,
    looksLeft: 0,
    willFail: null,
    postId: null,
    reviewLooksLeft: 0,
  }
}

function started({ sim }: World, post: TikTokPost): Reply {
  sim.state.posts.push(post)
  const { id = '', token = '' } = post.upload ?? {}
  const address = `${sim.url}/video/?upload_id=${id}&upload_token=${token}`
  return ok({ publish_id: post.publishId, upload_url: address })
}

/** Whether the creator may be posted for, as chosen. Sources: …-reference-direct-post (errors), content-sharing-guidelines. */
function checkPosting({ sim }: World, user: TikTokUser, clientId: string, info: Params): void {
  const { options, posts } = sim.state
  const privacy = required(info, 'privacy_level')
  if (!privaciesOf(user).includes(privacy))
    throw refused(403, 'privacy_level_option_mismatch', 'privacy_level is not among the options of the creator.')
  if (user.off.comment && flag(info, 'disable_comment') !== true) throw invalid('The creator has switched comments off')
  flag(info, 'brand_organic_toggle')
  if (flag(info, 'brand_content_toggle') && privacy === 'SELF_ONLY')
    throw invalid('Branded content visibility cannot be set to private.')
  if (!user.mayPost) throw refused(403, 'spam_risk_user_banned_from_posting', 'The user is banned from posting.')
  const recent = posts.filter(({ startedAt, mode }) => mode === 'direct' && sim.now() - startedAt < dayMs)
  if (!options.audited) {
    if (!user.isPrivate || privacy !== 'SELF_ONLY')
      throw refused(
        403,
        'unaudited_client_can_only_post_to_private_accounts',
        'Unaudited clients can only post to private accounts.',
      )
    const people = new Set(recent.filter((post) => post.clientId === clientId).map(({ author }) => author))
    if (!people.has(user.account) && people.size >= 5)
      throw refused(403, 'reached_active_user_cap', 'The daily quota of active publishing users is reached.')
  }
  if (!options.capped) return
  const used = countUse(sim.state.windows, `posts ${user.account}`, sim.now(), {
    limit: 15,
    periodMs: dayMs,
    starts: 'first_use',
  })
  if (used.over) throw refused(403, 'spam_risk_too_many_posts', 'The daily post cap of the user is reached.')
}

function checkInbox({ sim }: World, account: string): void {
  const waiting = sim.state.posts.filter(
    (post) => post.author === account && post.state === 'in_inbox' && sim.now() - post.startedAt < dayMs,
  )
  if (sim.state.options.capped && waiting.length >= 5)
    throw refused(403, 'spam_risk_too_many_pending_share', 'There may be at most 5 pending shares within any 24 hours.')
}

/** Source: media transfer guide, chunk restrictions. A count of one with another size: seen refused since August 2026. */
function uploadOf(body: Params): Upload {
  const source = object(body, 'source_info') ?? {}
  only(source, 'source', 'video_size', 'chunk_size', 'total_chunk_count')
  if (source['source'] !== 'FILE_UPLOAD') throw invalid('source must be FILE_UPLOAD')
  const [size, chunk, count] = ['video_size', 'chunk_size', 'total_chunk_count'].map((key) => {
    if (typeof source[key] !== 'number') throw invalid(`${key} must be a number`)
    return integer(source, key) ?? 0
  })
  if (!size || !chunk || !count || size > 4_294_967_296) throw invalid('The video size is invalid')
  const rightChunk = count === 1 ? chunk === size && size <= 64_000_000 : chunk >= 5_242_880 && chunk <= 64_000_000
  if (!rightChunk) throw invalid('The chunk size is invalid')
  if (count !== Math.floor(size / chunk) || count > 1_000) throw invalid('The total chunk count is invalid')
  return { id: secret().slice(0, 12), token: secret(), size, chunk, count, chunks: [], uploaded: 0, sha256: null }
}

const withoutText = ({ title: _title, description: _description, ...rest }: Params): Record<string, unknown> => rest

const ok = (data: object): Reply => ({ status: 200, json: envelope(data) })
