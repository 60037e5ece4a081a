import { choice, flag, integer, list, objects, only, required, text, type Params } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { formError, status } from './errors.ts'
import type { Asset, Community, Kind, Post, World } from './state.ts'

/* Source: redditwarp, docs on "Submission" (POST /api/submit, submit_gallery_post, submit_poll_post), praw/models/reddit/subreddit. */

const shared = ['api_type', 'sr', 'title', 'text', 'flair_id', 'flair_text', 'nsfw', 'spoiler', 'sendreplies']
const always = [...shared, 'validate_on_submit', 'collection_id', 'discussion_type']

export function submit(world: World, ask: Ask): Reply {
  const { account } = world.auth.caller(ask, 'submit')
  only(ask.query, 'raw_json')
  only(ask.body, ...always, 'kind', 'url', 'resubmit', 'video_poster_url')
  asForm(ask)
  const { body } = ask
  const kind = choice(body, 'kind', ['self', 'link', 'image', 'video', 'videogif']) ?? 'link'
  const draft = common(world, account, body, kind)
  const url = text(body, 'url')
  if (kind === 'self') {
    if (url !== null) throw status(400)
    return made(world, { ...draft, url: null }, (post) => ({ url: addressOf(post), drafts_count: 0, ...ids(post) }))
  }
  if (kind === 'link') {
    if (url === null || !/^https?:\/\/[^\s/]+/.test(url)) throw formError('NO_URL', 'a url is required', 'url')
    checkLink(world, draft.community, url)
    if (flag(body, 'resubmit') !== true) checkRepeat(world, draft.community, url)
    return made(world, { ...draft, url }, (post) => ({ url: addressOf(post), drafts_count: 0, ...ids(post) }))
  }
  const asset = assetAt(world, account, url)
  const isFilm = kind !== 'image'
  if (asset?.type.startsWith('video/') !== isFilm) throw formError('NO_URL', 'a url is required', 'url')
  const poster = text(body, 'video_poster_url')
  if (isFilm && assetAt(world, account, poster)?.type.startsWith('image/') !== true)
    throw formError('MISSING_VIDEO_URLS', 'This community requires a video link and a post link', 'url')
  if (!isFilm && poster !== null) throw status(400)
  const socket = { websocket_url: `wss://ws-0ffb.wss.redditmedia.com/${asset.id}?m=AQAA` }
  // No id: Reddit works on the file first.
  return made(world, { ...draft, url: asset.url, poster }, () =>
    isFilm ? socket : { user_submitted_page: `https://www.reddit.com/user/${account}/submitted/`, ...socket },
  )
}

export function submitGallery(world: World, ask: Ask): Reply {
  const { account } = world.auth.caller(ask, 'submit')
  only(ask.query, 'raw_json')
  only(ask.body, ...always, 'items', 'show_error_list')
  asJson(ask)
  const draft = common(world, account, ask.body, 'gallery')
  const items = (objects(ask.body, 'items') ?? []).map((item) => {
    only(item, 'media_id', 'caption', 'outbound_url')
    return {
      media_id: required(item, 'media_id'),
      caption: text(item, 'caption') ?? '',
      outbound_url: text(item, 'outbound_url') ?? '',
    }
  })
  if (items.length < 2) throw formError('placeholder', 'List is too short.', 'items')
  if (items.length > 20) throw formError('placeholder', 'List is too long.', 'items')
  if (new Set(items.map(({ media_id }) => media_id)).size < items.length) throw status(500)
  for (const { media_id, caption, outbound_url } of items) {
    const asset = world.sim.state.assets.find(({ id, owner }) => id === media_id && owner === account)
    if (!asset?.stored || !asset.type.startsWith('image/'))
      throw formError('placeholder', 'Invalid media asset.', 'items')
    if ([...caption].length > 180) throw formError('TOO_LONG', 'This field must be under 180 characters', 'items')
    if (outbound_url !== '' && !URL.canParse(outbound_url))
      throw formError('BAD_URL', 'you should check that url', 'items')
  }
  const { gallery_min_items: least, gallery_max_items: most } = communityOf(world, draft.community).requirements
  if (items.length < (least ?? 0) || items.length > (most ?? 20))
    throw formError('SUBMIT_VALIDATION_GALLERY_ITEMS', 'The number of items is not allowed', 'items')
  return made(world, { ...draft, items }, (post) => ({ url: addressOf(post), id: `t3_${post.id}` }))
}

export function submitPoll(world: World, ask: Ask): Reply {
  const { account } = world.auth.caller(ask, 'submit')
  only(ask.query, 'raw_json')
  only(ask.body, ...always, 'options', 'duration', 'resubmit')
  asJson(ask)
  const draft = common(world, account, ask.body, 'poll')
  const options = list(ask.body, 'options')
  if (options === null) throw status(500)
  if (options.length < 2) throw formError('TOO_FEW_OPTIONS', 'you need at least 2 poll options', 'options')
  if (options.length > 6) throw formError('placeholder', 'List is too long.', 'options')
  const days = integer(ask.body, 'duration')
  if (days === null) throw formError('placeholder', 'Missing value', 'duration')
  return made(world, { ...draft, options, days: Math.min(7, Math.max(1, days)) }, (post) => ({
    url: addressOf(post),
    id: `t3_${post.id}`,
  }))
}

type Draft = Pick<
  Post,
  'author' | 'community' | 'kind' | 'title' | 'text' | 'flairId' | 'flairText' | 'nsfw' | 'spoiler' | 'sendReplies'
> &
  Partial<Pick<Post, 'url' | 'poster' | 'items' | 'options' | 'days'>>

/** Everything that is asked of every post, in the order in which Reddit looks. */
function common(world: World, account: string, body: Params, kind: Kind): Draft {
  const { throttleSeconds } = world.sim.state.options
  if (throttleSeconds > 0)
    throw formError(
      'RATELIMIT',
      `Looks like you've been doing that a lot. Take a break for ${Math.ceil(throttleSeconds / 60)} minutes before trying again.`,
      'ratelimit',
    )
  const name = text(body, 'sr')?.replace(/^\/?r\//, '') ?? ''
  if (name === '')
    throw formError('BAD_SR_NAME', "This community name isn't recognizable. Check the spelling and try again.", 'sr')
  const community = world.sim.state.communities.find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (!community)
    throw formError('SUBREDDIT_NOEXIST', "Hmm, that community doesn't exist. Try checking the spelling.", 'sr')
  if (community.open === 'private') throw status(404)
  if (community.banned.includes(account))
    throw formError('SUBREDDIT_NOTALLOWED_BANNED', 'You are banned from this community', 'sr')
  const isForeignProfile = name.startsWith('u_') && name !== `u_${account}`
  if (isForeignProfile || (community.open === 'restricted' && !community.moderators.includes(account)))
    throw formError('SUBREDDIT_NOTALLOWED', 'This community only allows trusted members to post here', 'sr')
  if (!community.takes.includes(kind)) {
    const [code, what] = notTaken[kind]
    throw formError(code, `This community doesn't allow ${what}`, 'sr')
  }
  const title = text(body, 'title') ?? ''
  if (title.trim() === '') throw formError('NO_TEXT', 'we need something here', 'title')
  if ([...title].length > 300) throw formError('TOO_LONG', 'This field must be under 300 characters', 'title')
  const words = text(body, 'text') ?? ''
  if ([...words].length > 40_000) throw formError('TOO_LONG', 'This field must be under 40000 characters', 'text')
  if (flag(body, 'validate_on_submit') === true) checkRules(community, title, words)
  return {
    author: account,
    community: community.name,
    kind,
    title,
    text: words,
    ...flairOf(community, body),
    nsfw: flag(body, 'nsfw') ?? false,
    spoiler: flag(body, 'spoiler') ?? false,
    sendReplies: flag(body, 'sendreplies') ?? true,
  }
}

const notTaken: Readonly<Record<Kind, readonly [string, string]>> = {
  self: ['NO_SELFS', 'text posts'],
  link: ['NO_LINKS', 'links'],
  image: ['NO_IMAGES', 'images'],
  gallery: ['NO_GALLERIES', 'galleries'],
  video: ['NO_VIDEOS', 'videos'],
  videogif: ['NO_VIDEOS', 'videos'],
  poll: ['NO_POLLS', 'polls'],
}

function checkRules({ requirements }: Community, title: string, words: string): void {
  const wrong = (code: string, message: string, field: string) => formError(`SUBMIT_VALIDATION_${code}`, message, field)
  const length = [...title].length
  if (length < (requirements.title_text_min_length ?? 0)) throw wrong('MIN_LENGTH', 'The title is too short', 'title')
  if (length > (requirements.title_text_max_length ?? 300)) throw wrong('MAX_LENGTH', 'The title is too long', 'title')
  const { title_required_strings: needed, title_regexes: patterns } = requirements
  if (needed.length > 0 && !needed.some((one) => title.toLowerCase().includes(one.toLowerCase())))
    throw wrong('TITLE_REQUIREMENT', 'Your title must contain one of the required words', 'title')
  if (patterns.some((pattern) => !new RegExp(pattern).test(title)))
    throw wrong('TITLE_REGEX_REQUIREMENT', 'Your title does not match', 'title')
  const policy = requirements.body_restriction_policy
  if (policy === 'required' && words === '') throw wrong('BODY_REQUIRED', 'Your post must have a body', 'body')
  if (policy === 'notAllowed' && words !== '') throw wrong('BODY_NOT_ALLOWED', 'Body text is not allowed', 'body')
}

function flairOf(community: Community, body: Params): Pick<Draft, 'flairId' | 'flairText'> {
  const id = text(body, 'flair_id') ?? ''
  const words = text(body, 'flair_text') ?? ''
  if (id.length > 36 || words.length > 64) throw status(400)
  const flair = community.flairs.find((one) => one.id === id)
  if (id !== '' && !flair) throw formError('INVALID_FLAIR_TEMPLATE_ID', 'flair template not found', 'flair')
  if (community.requirements.is_flair_required && !flair)
    throw formError('SUBMIT_VALIDATION_FLAIR_REQUIRED', 'Your post must contain post flair.', 'flair')
  return { flairId: flair?.id ?? null, flairText: flair ? (flair.editable && words !== '' ? words : flair.text) : null }
}

function checkLink(world: World, name: string, url: string): void {
  const { link_restriction_policy: policy, domain_whitelist, domain_blacklist } = communityOf(world, name).requirements
  const isOf = (domains: string[]) => domains.some((domain) => `.${new URL(url).hostname}`.endsWith(`.${domain}`))
  if (policy === 'whitelist' && !isOf(domain_whitelist))
    throw formError('SUBMIT_VALIDATION_LINK_WHITELIST', 'That domain is not allowed', 'url')
  if (policy === 'blacklist' && isOf(domain_blacklist))
    throw formError('SUBMIT_VALIDATION_LINK_BLACKLIST', 'That domain is not allowed', 'url')
}

function checkRepeat(world: World, name: string, url: string): void {
  if (communityOf(world, name).requirements.link_repost_age === null) return
  if (world.sim.state.posts.some((post) => post.community === name && post.url === url && !post.deleted))
    throw formError(
      'ALREADY_SUB',
      "This community doesn't allow links to be posted more than once, and this link has already been shared",
      'url',
    )
}

function assetAt({ sim }: World, account: string, url: string | null): Asset | undefined {
  return sim.state.assets.find((asset) => asset.url === url && asset.owner === account && asset.stored)
}

function communityOf({ sim }: World, name: string): Community {
  const found = sim.state.communities.find((one) => one.name === name)
  if (!found) throw new Error(`there is no ${name}`)
  return found
}

function made({ sim }: World, draft: Draft, data: (post: Post) => object): Reply {
  const { processing, usualProcessingMs, clockAheadMs } = sim.state.options
  const isWorkedOn = ['image', 'video', 'videogif'].includes(draft.kind)
  const at = sim.now() + clockAheadMs
  const post: Post = {
    url: null,
    poster: null,
    items: [],
    options: [],
    days: 0,
    ...draft,
    id: BigInt(sim.id()).toString(36),
    at,
    visibleAt: isWorkedOn ? (processing.fails ? null : sim.now() + processing.ms) : sim.now(),
    deleted: false,
    locked: false,
  }
  if (isWorkedOn) sim.state.options.processing = { ms: usualProcessingMs, fails: false }
  sim.state.posts.push(post)
  return { status: 200, json: { json: { errors: [], data: data(post) } } }
}

export const addressOf = (post: Pick<Post, 'community' | 'id'>) =>
  `https://www.reddit.com/r/${post.community}/comments/${post.id}/title/`
const ids = ({ id }: Post) => ({ id, name: `t3_${id}` })

function asForm({ headers, body }: Ask): void {
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) throw status(400)
  if (body['api_type'] !== 'json') throw status(400, { explanation: 'api_type must be json' })
}

function asJson({ headers }: Ask): void {
  if (!headers['content-type']?.startsWith('application/json'))
    throw formError('JSON_PARSE_ERROR', 'Sorry, something went wrong. Double-check things and try again.', 'json')
}
