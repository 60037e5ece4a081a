import { choice, flag, integer, list, object, objects, only, required, text, type Params } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { shown } from './little-text.ts'
import { actingAs, inputError, refused, type Comment, type Post, type Upload, type World } from './world.ts'

/** Sources: posts-api, multiimage-post-api, poll-post-api, comments-api. */

const invalid = (message: string) => refused(400, 'INVALID_VALUE_FOR_FIELD', message)
const missing = (name: string) => refused(400, 'MISSING_FIELD', `Field ${name} is missing`)

export function create(world: World, ask: Ask): Reply {
  const { sim } = world
  const { body } = ask
  only(
    body,
    'author',
    'commentary',
    'visibility',
    'distribution',
    'lifecycleState',
    'isReshareDisabledByAuthor',
    'content',
    'reshareContext',
  )
  const author = required(body, 'author')
  actingAs(world, ask, author, 'w')
  const isPage = author.startsWith('urn:li:organization:')
  const commentary = text(body, 'commentary')
  if (commentary === null) throw missing('commentary')
  const visibility = choice(body, 'visibility', ['PUBLIC', 'CONNECTIONS', 'LOGGED_IN'])
  if (visibility === null) throw missing('visibility')
  if (isPage && visibility === 'CONNECTIONS') throw invalid('A Page has no connections')
  if (choice(body, 'lifecycleState', ['PUBLISHED', 'DRAFT']) !== 'PUBLISHED')
    throw invalid('lifecycleState must be PUBLISHED')
  const content = contentOf(world, author, body)
  const seen = shown(commentary)
  if (seen.length > 3_000) throw refused(400, 'FIELD_LENGTH_TOO_LONG', 'commentary is too long')
  if (seen.trim() === '' && !content) throw invalid('A post has a text or content')
  const targets = targetsOf(body, isPage)
  const repeat = sim.state.posts.find(
    (post) =>
      post.author === author &&
      !post.deleted &&
      post.commentary === commentary &&
      JSON.stringify(post.content) === JSON.stringify(content),
  )
  if (repeat) throw inputError('DUPLICATE_POST', 'Duplicate post is detected', `Content is a duplicate of ${repeat.id}`)
  const post: Post = {
    id: `urn:li:${content && 'media' in content ? 'ugcPost' : 'share'}:${sim.id()}`,
    author,
    commentary,
    content,
    visibility,
    reshareDisabled: flag(body, 'isReshareDisabledByAuthor') ?? false,
    targets,
    at: sim.now(),
    deleted: false,
  }
  sim.state.posts.push(post)
  // The documentation shows no body; an empty object, so that an answer can be cut in half.
  return {
    status: 201,
    json: {},
    headers: { 'x-restli-id': post.id, location: `/posts/${encodeURIComponent(post.id)}` },
  }
}

function targetsOf(body: Params, isPage: boolean): readonly Params[] {
  const distribution = object(body, 'distribution')
  if (!distribution) throw missing('distribution')
  only(distribution, 'feedDistribution', 'targetEntities', 'thirdPartyDistributionChannels')
  if (choice(distribution, 'feedDistribution', ['MAIN_FEED', 'NONE']) !== 'MAIN_FEED')
    throw invalid('feedDistribution must be MAIN_FEED')
  const targets = objects(distribution, 'targetEntities') ?? []
  if (targets.length > 0 && !isPage) throw invalid('Only a Page can target its posts')
  for (const target of targets) {
    only(target, 'geoLocations', 'industries', 'jobFunctions', 'seniorities')
    for (const name of Object.keys(target))
      if (list(target, name)?.some((urn) => !/^urn:li:(geo|industry|function|seniority):\d+$/.test(urn)))
        throw invalid(`${name} has something that is no URN`)
  }
  return targets
}

function contentOf(world: World, author: string, body: Params): Params | null {
  const content = object(body, 'content')
  if (!content) return null
  only(content, 'media', 'multiImage', 'article', 'poll')
  if (Object.keys(content).length !== 1) throw invalid('content has one kind')
  const media = object(content, 'media')
  if (media) {
    only(media, 'id', 'altText', 'title')
    const { kind } = ready(world, author, required(media, 'id'))
    if (kind === 'document') required(media, 'title')
    described(media)
  }
  const several = object(content, 'multiImage')
  if (several) {
    only(several, 'images', 'altText')
    const images = objects(several, 'images') ?? []
    if (images.length < 2 || images.length > 20) throw invalid('multiImage has 2 to 20 images')
    for (const image of images) {
      only(image, 'id', 'altText')
      if (ready(world, author, required(image, 'id')).kind !== 'image') throw invalid('multiImage has images alone')
      described(image)
    }
  }
  const article = object(content, 'article')
  if (article) {
    only(article, 'source', 'title', 'description', 'thumbnail', 'thumbnailAltText')
    if (!/^https?:\/\//.test(required(article, 'source'))) throw invalid('source is no address')
    required(article, 'title')
    text(article, 'description')
    const thumbnail = text(article, 'thumbnail')
    if (thumbnail !== null && ready(world, author, thumbnail).kind !== 'image') throw invalid('thumbnail is no image')
  }
  const poll = object(content, 'poll')
  if (poll) {
    only(poll, 'question', 'options', 'settings')
    if (required(poll, 'question').length > 140) throw invalid('question has 140 characters at most')
    const options = objects(poll, 'options') ?? []
    if (options.length < 2 || options.length > 4) throw invalid('A poll has 2 to 4 options')
    for (const option of options) {
      only(option, 'text')
      if (required(option, 'text').length > 30) throw invalid('An option has 30 characters at most')
    }
    const settings = object(poll, 'settings') ?? {}
    only(settings, 'duration', 'voteSelectionType', 'isVoterVisibleToAuthor')
    if (!choice(settings, 'duration', ['ONE_DAY', 'THREE_DAYS', 'SEVEN_DAYS', 'FOURTEEN_DAYS']))
      throw missing('duration')
  }
  return content
}

function described(file: Params): void {
  if ((text(file, 'altText') ?? '').length > 4_086) throw invalid('altText has 4086 characters at most')
}

function ready({ sim }: World, author: string, urn: string): Upload {
  const upload = sim.state.uploads.find((one) => one.urn === urn)
  if (!upload || upload.owner !== author) throw invalid(`${urn} is not a file of the author`)
  if (upload.status === 'PROCESSING_FAILED')
    throw refused(400, 'MEDIA_ASSET_PROCESSING_FAILED', 'Media asset failed processing')
  // Who may not ask has the film processed meanwhile.
  if (upload.status === 'PROCESSING' && --upload.looksLeft < 0) upload.status = 'AVAILABLE'
  if (upload.status !== 'AVAILABLE') throw refused(400, 'MEDIA_ASSET_WAITING_UPLOAD', 'Media asset is waiting upload')
  return upload
}

export function byAuthor(world: World, ask: Ask): Reply {
  only(ask.query, 'q', 'author', 'count', 'start', 'sortBy', 'isDsc')
  if (ask.headers['x-restli-method'] !== 'FINDER' || text(ask.query, 'q') !== 'author')
    throw refused(400, 'ILLEGAL_ARGUMENT', 'Posts are found by author')
  choice(ask.query, 'sortBy', ['LAST_MODIFIED', 'CREATED'])
  const author = required(ask.query, 'author')
  actingAs(world, ask, author, 'r')
  const all = world.sim.state.posts.filter((post) => post.author === author && !post.deleted).reverse()
  return page(ask, all.map(told), 100)
}

function page(ask: Ask, all: readonly unknown[], most: number): Reply {
  const count = integer(ask.query, 'count') ?? 10
  const start = integer(ask.query, 'start') ?? 0
  if (count < 1 || count > most) throw refused(400, 'ILLEGAL_ARGUMENT', 'count is out of range')
  return {
    status: 200,
    json: { paging: { start, count, links: [] }, elements: all.slice(start, start + count) },
  }
}

const told = ({ id, author, commentary, content, visibility, reshareDisabled, at }: Post) => ({
  id,
  author,
  commentary,
  ...(content && { content }),
  visibility,
  isReshareDisabledByAuthor: reshareDisabled,
  lifecycleState: 'PUBLISHED',
  createdAt: at,
  publishedAt: at,
  lastModifiedAt: at,
})

function need(world: World, ask: Ask): Post | null {
  const post = world.sim.state.posts.find(({ id, deleted }) => id === ask.at['urn'] && !deleted)
  if (post) actingAs(world, ask, post.author, 'w')
  else world.auth.caller(ask)
  return post ?? null
}

export function update(world: World, ask: Ask): Reply {
  if (ask.headers['x-restli-method'] !== 'PARTIAL_UPDATE')
    throw refused(400, 'ILLEGAL_ARGUMENT', 'A post is updated partially')
  const post = need(world, ask)
  if (!post) throw refused(404, 'RESOURCE_NOT_FOUND', 'No such post')
  only(ask.body, 'patch')
  const patch = object(ask.body, 'patch') ?? {}
  only(patch, '$set')
  const set = object(patch, '$set') ?? {}
  only(set, 'commentary', 'contentCallToActionLabel', 'contentLandingPage', 'lifecycleState')
  post.commentary = required(set, 'commentary')
  return { status: 204 }
}

export function remove(world: World, ask: Ask): Reply {
  const post = need(world, ask)
  if (post) post.deleted = true
  return { status: 204 }
}

export function addComment(world: World, ask: Ask, where: 'rest' | 'v2'): Reply {
  const { sim } = world
  const { body } = ask
  only(body, 'actor', 'object', 'message', 'content', 'parentComment')
  const actor = required(body, 'actor')
  actingAs(world, ask, actor, 'w')
  const allowed = sim.state.options.comments
  if (allowed !== where && !(allowed === 'rest' && where === 'v2'))
    throw refused(403, 'ACCESS_DENIED', 'Not enough permissions to access: partnerApiSocialActions.CREATE')
  const on = required(body, 'object')
  if (on !== ask.at['urn']) throw invalid('object is another one')
  if (!sim.state.posts.some(({ id, deleted }) => id === on && !deleted))
    throw refused(404, 'RESOURCE_NOT_FOUND', 'No such post')
  const message = object(body, 'message') ?? {}
  only(message, 'text', 'attributes')
  const words = required(message, 'text')
  if (words.length > 1_250) throw refused(400, 'FIELD_LENGTH_TOO_LONG', 'message is too long')
  const id = sim.id()
  const comment: Comment = {
    id,
    urn: `urn:li:comment:(${on},${id})`,
    on,
    actor,
    text: words,
    at: sim.now(),
    deleted: false,
  }
  sim.state.comments.push(comment)
  return { status: 201, json: toldComment(comment), headers: { 'x-restli-id': id } }
}

export function comments(world: World, ask: Ask): Reply {
  only(ask.query, 'count', 'start')
  const post = world.sim.state.posts.find(({ id, deleted }) => id === ask.at['urn'] && !deleted)
  if (!post) throw refused(404, 'RESOURCE_NOT_FOUND', 'No such post')
  actingAs(world, ask, post.author, 'r')
  const all = world.sim.state.comments.filter(({ on, deleted }) => on === post.id && !deleted)
  return page(ask, all.map(toldComment), 100)
}

const toldComment = ({ id, urn, on, actor, text: words, at }: Comment) => ({
  id,
  commentUrn: urn,
  object: on,
  actor,
  message: { attributes: [], text: words },
  created: { actor, time: at },
})

export function changeComment(world: World, ask: Ask): Reply {
  only(ask.query, 'actor')
  const actor = required(ask.query, 'actor')
  actingAs(world, ask, actor, 'w')
  const comment = world.sim.state.comments.find(
    ({ id, on, deleted }) => id === ask.at['id'] && on === ask.at['urn'] && !deleted,
  )
  if (!comment) throw refused(404, 'RESOURCE_NOT_FOUND', 'No such comment')
  if (comment.actor !== actor) throw refused(403, 'ACCESS_DENIED', 'The comment is of another')
  if (ask.method === 'DELETE') {
    comment.deleted = true
    return { status: 204 }
  }
  if (ask.headers['x-restli-method'] !== 'PARTIAL_UPDATE')
    throw refused(400, 'ILLEGAL_ARGUMENT', 'A comment is updated partially')
  only(ask.body, 'patch')
  const patch = object(ask.body, 'patch') ?? {}
  only(patch, 'message')
  const message = object(patch, 'message') ?? {}
  only(message, '$set')
  comment.text = required(object(message, '$set') ?? {}, 'text')
  return { status: 204 }
}
