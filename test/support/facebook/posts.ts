import { fieldsOf, given, graphRefusal, jsonOf, listed, noSuchObject, shown } from '../meta/graph.ts'
import { choice, flag, isParams, only, required, text, type Params } from '../sim/params.ts'
import type { Ask } from '../sim/server.ts'
import type { Reply } from '../sim/refused.ts'
import type { Comment, Page, Photo, Post } from './state.ts'
import { callingPage, isOut, pageOf, scheduleOf, type World } from './world.ts'

/* Photos, posts, comments and photo stories: Graph API reference v26.0, page/photos, page/feed, object/comments; page-stories-api. */

const iso = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, '+0000')

/** `POST /{page}/photos`: only as one that nobody sees yet, which is all that is used of it. */
export function addPhoto(world: World, ask: Ask): Reply {
  const page = pageOf(world, ask, 'pages_manage_posts')
  const params = given(ask)
  only(
    params,
    'published',
    'temporary',
    'alt_text_custom',
    'caption',
    'unpublished_content_type',
    'scheduled_publish_time',
  )
  const { source } = ask.files
  if (!source) throw graphRefusal(324, '(#324) Requires upload file')
  const head = source.head.toString('hex')
  const known = ['ffd8ff', '89504e47', '47494638', '424d', '49492a00', '4d4d002a'].some((magic) =>
    head.startsWith(magic),
  )
  if (!known || source.bytes > 4_000_000)
    throw graphRefusal(1, 'Invalid parameter', {
      subcode: 1_366_046,
      userMessage: 'Your photos couldn’t be uploaded. Photos should be smaller than 4 MB and saved as JPG or PNG.',
    })
  if (flag(params, 'published') !== false)
    throw graphRefusal(100, '(#100) This simulator publishes photos through /feed')
  const photo: Photo = {
    id: world.sim.id(),
    pageId: page.id,
    alt: text(params, 'alt_text_custom') ?? '',
    temporary: flag(params, 'temporary') ?? false,
    bytes: source.bytes,
    usedBy: null,
  }
  world.sim.state.photos.push(photo)
  return { status: 200, json: { id: photo.id } }
}

const buttons = [
  'LEARN_MORE',
  'SHOP_NOW',
  'SIGN_UP',
  'BOOK_TRAVEL',
  'CONTACT_US',
  'DOWNLOAD',
  'GET_OFFER',
  'WATCH_MORE',
]

/** `POST /{page}/feed`. */
export function addPost(world: World, ask: Ask): Reply {
  const { sim } = world
  const page = pageOf(world, ask, 'pages_manage_posts', 'pages_read_engagement')
  const params = given(ask)
  only(
    params,
    ...['message', 'link', 'attached_media', 'published', 'unpublished_content_type', 'scheduled_publish_time'],
    ...['targeting', 'call_to_action', 'place', 'sponsor_id'],
  )
  const [message, link] = [text(params, 'message') ?? '', text(params, 'link')]
  const photos = photosOf(world, page, params)
  if (message === '' && link === null && photos.length === 0)
    throw graphRefusal(100, '(#100) One of message, link or attached_media is required')
  if (link !== null && !/^https?:\/\/[^\s]+\.[^\s]+$/.test(link))
    throw graphRefusal(1500, 'The url you supplied is invalid')
  if (link?.includes('unscrapable'))
    throw graphRefusal(1_609_005, 'There was a problem scraping data from the provided link.')
  if (link !== null && photos.length > 0) throw graphRefusal(100, '(#100) A post has a link or media')
  for (const name of ['place', 'sponsor_id'])
    if (params[name] !== undefined && !/^\d+$/.test(String(params[name])))
      throw graphRefusal(100, `(#100) ${name} must be an id`)
  checkTargeting(jsonOf(params, 'targeting'))
  checkButton(jsonOf(params, 'call_to_action'), link)
  const isPublished = flag(params, 'published') ?? true
  const scheduledAt = isPublished ? null : scheduleFrom(world, params)
  if (
    isPublished &&
    (params['scheduled_publish_time'] !== undefined || params['unpublished_content_type'] !== undefined)
  )
    throw graphRefusal(100, '(#100) You cannot specify a scheduled publish time on a published post')
  for (const photo of photos)
    if (scheduledAt !== null && !photo.temporary)
      throw graphRefusal(100, '(#100) Photos of a scheduled post must be uploaded as temporary')
  refuseTwice(world, page, message, photos)
  const { message: _text, link: _link, attached_media: _media, ...settings } = params
  const post: Post = {
    id: `${page.id}_${sim.id()}`,
    pageId: page.id,
    message,
    link,
    photos: photos.map(({ id }) => id),
    createdAt: sim.now(),
    scheduledAt,
    published: isPublished,
    settings,
  }
  for (const photo of photos) photo.usedBy = post.id
  sim.state.posts.push(post)
  return { status: 200, json: { id: post.id } }
}

function photosOf({ sim }: World, page: Page, params: Params): Photo[] {
  const media = jsonOf(params, 'attached_media')
  if (media === undefined) return []
  if (!Array.isArray(media) || media.length === 0) throw graphRefusal(100, '(#100) attached_media must be an array')
  return media.map((one) => {
    if (!isParams(one)) throw graphRefusal(100, '(#100) attached_media must have objects')
    only(one, 'media_fbid')
    const photo = sim.state.photos.find(({ id }) => id === required(one, 'media_fbid'))
    if (!photo || photo.pageId !== page.id) throw graphRefusal(100, '(#100) Invalid media id', { subcode: 33 })
    if (photo.usedBy !== null) throw graphRefusal(100, '(#100) Photo is already posted')
    return photo
  })
}

function scheduleFrom({ sim }: World, params: Params): number {
  if (choice(params, 'unpublished_content_type', ['SCHEDULED']) === null)
    throw graphRefusal(100, '(#100) This simulator keeps scheduled posts, not drafts')
  return scheduleOf(params['scheduled_publish_time'], sim.now(), 75)
}

function checkTargeting(targeting: ReturnType<typeof jsonOf>): void {
  if (targeting === undefined) return
  if (!isParams(targeting)) throw graphRefusal(100, '(#100) targeting must be an object')
  only(targeting, 'geo_locations', 'age_min')
  const { geo_locations: places, age_min: age } = targeting
  if (age !== undefined && ![13, 15, 18, 21, 25].includes(Number(age)))
    throw graphRefusal(100, '(#100) targeting.age_min must be one of 13, 15, 18, 21, 25')
  if (places === undefined) return
  if (!isParams(places)) throw graphRefusal(100, '(#100) geo_locations must be an object')
  only(places, 'countries')
  const { countries } = places
  if (!Array.isArray(countries) || countries.some((code) => !/^[A-Z]{2}$/.test(String(code))))
    throw graphRefusal(100, '(#100) Invalid country in geo_locations')
}

function checkButton(button: ReturnType<typeof jsonOf>, link: string | null): void {
  if (button === undefined) return
  if (!isParams(button) || !isParams(button['value']))
    throw graphRefusal(100, '(#100) call_to_action must have a value')
  only(button, 'type', 'value')
  if (!buttons.includes(String(button['type']))) throw graphRefusal(100, '(#100) call_to_action.type is invalid')
  if (link === null || button['value']['link'] !== link)
    throw graphRefusal(100, '(#100) call_to_action requires the link of the post')
}

/** The same words twice in a row are refused. */
function refuseTwice({ sim }: World, page: Page, message: string, photos: readonly Photo[]): void {
  const last = sim.state.posts.filter(({ pageId }) => pageId === page.id).at(-1)
  if (message !== '' && photos.length === 0 && last?.message === message && last.photos.length === 0)
    throw graphRefusal(506, 'Duplicate status message', {
      userMessage: 'This status update is identical to the last one you posted.',
    })
}

/** `published_posts` and `scheduled_posts`, newest first. */
export function listPosts(world: World, ask: Ask, published: boolean): Reply {
  const page = pageOf(world, ask, 'pages_read_engagement')
  only(given(ask), 'limit', 'after', 'since', 'until')
  const posts = world.sim.state.posts.filter((post) => post.pageId === page.id && post.published === published)
  return listed(ask, posts.reverse(), (post) => shown(ask, postObject(post)))
}

export function postObject(post: Post): Record<string, unknown> {
  const { id, message, photos, createdAt, scheduledAt, published } = post
  return {
    id,
    message: message === '' ? null : message,
    created_time: iso(scheduledAt ?? createdAt),
    is_published: published,
    scheduled_publish_time: published || scheduledAt === null ? null : Math.floor(scheduledAt / 1_000),
    permalink_url: `https://www.facebook.com/${id.replace('_', '/posts/')}`,
    attachments: attachmentsOf(photos),
  }
}

function attachmentsOf(photos: readonly string[]): unknown {
  const [only, second] = photos
  if (only === undefined) return null
  if (second === undefined) return { data: [{ type: 'photo', target: { id: only } }] }
  return {
    data: [
      {
        type: 'album',
        target: { id: `album${only}` },
        subattachments: { data: photos.map((id) => ({ target: { id } })) },
      },
    ],
  }
}

/** `POST /{object}/comments`. */
export function addComment(world: World, ask: Ask): Reply {
  const { sim } = world
  const page = callingPage(world, ask, 'pages_manage_engagement')
  const on = ask.at['id'] ?? ''
  const isThere =
    sim.state.posts.some(({ id, published }) => id === on && published) ||
    sim.state.videos.some((video) => video.id === on && isOut(video, sim.now()))
  if (!isThere) throw noSuchObject(on)
  const params = given(ask)
  only(params, 'message')
  const comment: Comment = {
    id: `${on.split('_').at(-1)}_${sim.id()}`,
    on,
    pageId: page.id,
    message: required(params, 'message'),
    createdAt: sim.now(),
  }
  sim.state.comments.push(comment)
  return { status: 200, json: { id: comment.id } }
}

export function listComments(world: World, ask: Ask): Reply {
  const page = callingPage(world, ask, 'pages_read_engagement')
  const params = given(ask)
  only(params, 'filter', 'order', 'limit', 'after')
  choice(params, 'filter', ['stream', 'toplevel'])
  const order = choice(params, 'order', ['chronological', 'reverse_chronological']) ?? 'chronological'
  const found = world.sim.state.comments.filter(({ on }) => on === ask.at['id'])
  if (order === 'reverse_chronological') found.reverse()
  return listed(ask, found, (comment) =>
    shown(ask, {
      id: comment.id,
      message: comment.message,
      created_time: iso(comment.createdAt),
      from: { id: comment.pageId, name: page.name },
      permalink_url: `https://www.facebook.com/${comment.on}?comment_id=${comment.id}`,
    }),
  )
}

/** `POST /{page}/photo_stories`: of a picture that is in nothing else. */
export function addPhotoStory(world: World, ask: Ask): Reply {
  const { sim } = world
  const page = pageOf(world, ask, 'pages_manage_posts')
  const params = given(ask)
  only(params, 'photo_id')
  const photo = sim.state.photos.find(({ id, pageId }) => id === required(params, 'photo_id') && pageId === page.id)
  if (!photo) throw graphRefusal(100, '(#100) Invalid photo id', { subcode: 33 })
  if (photo.usedBy !== null) throw graphRefusal(100, '(#100) The photo was used in a published post already')
  const postId = `${page.id}_${sim.id()}`
  photo.usedBy = postId
  sim.state.stories.push({ postId, pageId: page.id, mediaId: photo.id, mediaType: 'photo', createdAt: sim.now() })
  return { status: 200, json: { success: true, post_id: postId } }
}

export function listStories(world: World, ask: Ask): Reply {
  const page = pageOf(world, ask, 'pages_read_engagement')
  only(given(ask), 'limit', 'after', 'since', 'until', 'status')
  fieldsOf(ask)
  const stories = world.sim.state.stories.filter(({ pageId }) => pageId === page.id).reverse()
  return listed(ask, stories, ({ postId, mediaId, mediaType, createdAt }) => ({
    post_id: postId,
    status: 'published',
    creation_time: String(Math.floor(createdAt / 1_000)),
    media_type: mediaType,
    media_id: mediaId,
    url: `https://facebook.com/stories/${postId}`,
  }))
}
