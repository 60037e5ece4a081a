import { flag, integer, list, object, only, required, text, type Params } from '../sim/params.ts'
import { Refusal, type Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { keyOf } from './media.ts'
import type { World, XMedia, XPost, XUser } from './state.ts'

/** Source: openapi.json v2.167: TweetCreateRequest, GET /2/users/me, /2/users/by, /2/users/{id}/tweets, DELETE /2/tweets/{id}. */

const forbidden = (detail: string, more: object = {}) =>
  new Refusal({ status: 403, json: { detail, type: 'about:blank', title: 'Forbidden', status: 403, ...more } })
const invalid = (detail: string) =>
  new Refusal({
    status: 400,
    json: {
      errors: [{ message: detail }],
      title: 'Invalid Request',
      detail: 'One or more parameters to your request was invalid.',
      type: 'https://api.x.com/2/problems/invalid-request',
    },
  })

export function me({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'users.read', 'tweet.read')
  only(ask.query, 'user.fields', 'expansions', 'tweet.fields')
  return { status: 200, json: { data: userJson(userOf(sim.state.users, account), text(ask.query, 'user.fields')) } }
}

export function usersBy({ sim, auth }: World, ask: Ask): Reply {
  auth.caller(ask, 'users.read', 'tweet.read')
  only(ask.query, 'usernames', 'user.fields')
  const names = required(ask.query, 'usernames').split(',')
  if (names.some((name) => !/^[A-Za-z0-9_]{1,15}$/.test(name)))
    throw invalid('The `usernames` query parameter value is not valid')
  const found = sim.state.users.filter(({ username }) => names.includes(username))
  return { status: 200, json: { data: found.map((user) => userJson(user, null)) } }
}

export function create(world: World, ask: Ask): Reply {
  const { sim, auth } = world
  const { account } = auth.caller(ask, 'tweet.write', 'users.read', 'tweet.read')
  const { body } = ask
  only(
    body,
    'text',
    'media',
    'poll',
    'reply',
    'reply_settings',
    'quote_tweet_id',
    'community_id',
    'share_with_followers',
    'for_super_followers_only',
    'geo',
    'nullcast',
    'paid_partnership',
    'made_with_ai',
    'edit_options',
  )
  const user = userOf(sim.state.users, account)
  if (sim.state.options.credits <= 0)
    throw new Refusal({
      status: 402,
      json: {
        title: 'CreditsDepleted',
        detail: 'Your account does not have any credits.',
        type: 'https://api.x.com/2/problems/credits',
        status: 402,
      },
    })
  if (body['quote_tweet_id'] !== undefined) throw forbidden('Quote posts are not available on your plan.')
  const words = text(body, 'text') ?? ''
  const media = mediaOf(world, account, body)
  const poll = pollOf(body, media.length)
  if (words === '' && media.length === 0) throw invalid('Your Tweet must have text or media.')
  if (lengthOf(words) > (user.subscription === 'None' ? 280 : 25_000)) throw forbidden('Your Tweet text is too long.')
  const replyTo = replyOf(world, account, body)
  if (replyTo === null && sim.state.options.refusesMentions && /(^|\s)@\w/.test(words))
    throw forbidden('Creating posts with @mentions is not allowed for your access package.')
  const control = text(body, 'reply_settings')
  if (control !== null && !['following', 'mentionedUsers', 'subscribers', 'verified'].includes(control))
    throw invalid(`reply_settings: ${control} is not one of the allowed values`)
  if (replyTo !== null && control !== null)
    throw invalid('reply_settings is taken with the first post of a conversation only')
  const recent = sim.state.posts.find(
    (post) =>
      post.author === account &&
      !post.deleted &&
      post.text === words &&
      post.replyTo === replyTo &&
      media.length === 0 &&
      post.mediaIds.length === 0 &&
      sim.now() - post.at < 86_400_000,
  )
  const previous = editOf(world, user, body)
  if (recent && previous === null) throw forbidden('You are not allowed to create a Tweet with duplicate content.')
  const community = text(body, 'community_id')
  if (community !== null && !/^\d{1,19}$/.test(community)) throw invalid('community_id must match ^[0-9]{1,19}$')
  sim.state.options.credits--
  const post: XPost = {
    id: sim.id(),
    author: account,
    text: words,
    mediaIds: media.map(({ id }) => id),
    taggedIds: list(object(body, 'media') ?? {}, 'tagged_user_ids') ?? [],
    replyTo,
    poll,
    settings: {
      ...(control !== null && { reply_settings: control }),
      ...(community !== null && { community_id: community, share_with_followers: flag(body, 'share_with_followers') }),
      ...(flag(body, 'for_super_followers_only') && { for_super_followers_only: true }),
      ...(flag(body, 'paid_partnership') && { paid_partnership: true }),
      ...(flag(body, 'made_with_ai') && { made_with_ai: true }),
    },
    at: sim.now(),
    editOf: previous?.id ?? null,
    deleted: false,
  }
  if (previous) previous.deleted = true
  sim.state.posts.push(post)
  const edit_history_tweet_ids = versionsOf(world, post).map(({ id }) => id)
  return { status: 201, json: { data: { id: post.id, text: shown(post).text, edit_history_tweet_ids } } }
}

/** All versions of a post, oldest first. */
function versionsOf({ sim }: World, post: XPost): XPost[] {
  const { posts } = sim.state
  const before: XPost[] = []
  for (let at: XPost | undefined = post; at; at = posts.find(({ id }) => id === at?.editOf)) before.unshift(at)
  const after: XPost[] = []
  for (let at = posts.find(({ editOf }) => editOf === post.id); at; at = posts.find(({ editOf }) => editOf === at?.id))
    after.push(at)
  return [...before, ...after]
}

/** A version by its id, with the ids of all. Source: x-api/fundamentals/edit-posts.mdx. */
export function show(world: World, ask: Ask): Reply {
  const { sim, auth } = world
  auth.caller(ask, 'users.read', 'tweet.read')
  only(ask.query, 'tweet.fields', 'expansions')
  const wanted = wantedFields(ask)
  const expanded = text(ask.query, 'expansions')
  if (expanded !== null && expanded !== 'edit_history_tweet_ids') throw invalid(`expansions: ${expanded}`)
  const post = sim.state.posts.find(({ id }) => id === ask.at['id'])
  const versions = post ? versionsOf(world, post) : []
  // Of something that is not there X tells with 200.
  if (!post || versions.at(-1)?.deleted !== false)
    return {
      status: 200,
      json: { errors: [{ title: 'Not Found Error', resource_type: 'tweet', detail: 'Could not find tweet' }] },
    }
  const told = (version: XPost) => ({
    ...pick(shown(version, sim.state.media), ['id', 'text', ...wanted]),
    edit_history_tweet_ids: versions.map(({ id }) => id),
  })
  return {
    status: 200,
    json: { data: told(post), ...(expanded !== null && { includes: { tweets: versions.map(told) } }) },
  }
}

export function remove({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'tweet.write', 'users.read', 'tweet.read')
  const post = sim.state.posts.find(({ id, deleted }) => id === ask.at['id'] && !deleted)
  if (!post)
    throw new Refusal({
      status: 404,
      json: {
        title: 'Not Found Error',
        detail: 'Could not find the post.',
        type: 'https://api.x.com/2/problems/resource-not-found',
        status: 404,
      },
    })
  if (post.author !== account) throw forbidden('You are not authorized to delete this Tweet.')
  post.deleted = true
  return { status: 200, json: { data: { deleted: true } } }
}

const fields = [
  'created_at',
  'text',
  'note_tweet',
  'entities',
  'attachments',
  'referenced_tweets',
  'public_metrics',
  'author_id',
]

function wantedFields({ query }: Ask): string[] {
  const wanted = (text(query, 'tweet.fields') ?? 'text').split(',')
  const unknown = wanted.find((field) => !fields.includes(field))
  if (unknown) throw invalid(`tweet.fields: ${unknown} is not one of the allowed values`)
  return wanted
}

export function timeline({ sim, auth }: World, ask: Ask): Reply {
  auth.caller(ask, 'users.read', 'tweet.read')
  const { query } = ask
  only(
    query,
    'max_results',
    'exclude',
    'start_time',
    'end_time',
    'since_id',
    'until_id',
    'tweet.fields',
    'pagination_token',
    'expansions',
  )
  const size = integer(query, 'max_results') ?? 10
  if (size < 5 || size > 100) throw invalid('max_results must be between 5 and 100')
  const start = text(query, 'start_time')
  if (start !== null && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(start))
    throw invalid('start_time must be YYYY-MM-DDTHH:mm:ssZ')
  const wanted = wantedFields(ask)
  const all = sim.state.posts
    .filter(({ author, deleted }) => !deleted && userOf(sim.state.users, author).id === ask.at['id'])
    .filter(({ at }) => start === null || at >= Date.parse(start))
    .reverse()
  const from = Number(text(query, 'pagination_token') ?? 0)
  const page = all.slice(from, from + size)
  return {
    status: 200,
    json: {
      ...(page.length > 0 && { data: page.map((post) => pick(shown(post, sim.state.media), ['id', ...wanted])) }),
      meta: {
        result_count: page.length,
        ...(from + size < all.length && { next_token: String(from + size) }),
      },
    },
  }
}

function mediaOf({ sim }: World, account: string, body: Params): XMedia[] {
  const media = object(body, 'media')
  if (!media) return []
  only(media, 'media_ids', 'tagged_user_ids')
  const ids = list(media, 'media_ids') ?? []
  if (ids.length < 1 || ids.length > 4) throw invalid('media_ids must have 1 to 4 items')
  const found = ids.map((id) =>
    sim.state.media.find(
      (known) =>
        known.id === id && known.owner === account && known.state === 'succeeded' && known.expiresAt > sim.now(),
    ),
  )
  if (found.some((one) => one === undefined)) throw invalid('Your media IDs are invalid.')
  const files = found.filter((one) => one !== undefined)
  if (files.length > 1 && files.some(({ category }) => category !== 'tweet_image'))
    throw invalid('Only one video or animated GIF may be attached.')
  const tagged = list(media, 'tagged_user_ids') ?? []
  if (tagged.length > 10 || tagged.some((id) => !sim.state.users.some((user) => user.id === id)))
    throw invalid('tagged_user_ids is not valid')
  return files
}

function pollOf(body: Params, files: number): XPost['poll'] {
  const poll = object(body, 'poll')
  if (!poll) return null
  only(poll, 'options', 'duration_minutes', 'reply_settings')
  const options = list(poll, 'options') ?? []
  const minutes = integer(poll, 'duration_minutes') ?? 0
  if (files > 0) throw invalid('A post has media or a poll, not both.')
  if (options.length < 2 || options.length > 4 || options.some((option) => option === '' || [...option].length > 25))
    throw invalid('poll.options must have 2 to 4 items of 1 to 25 characters')
  if (minutes < 5 || minutes > 10_080) throw invalid('poll.duration_minutes must be between 5 and 10080')
  return { options, minutes }
}

/** Self-serve apps may answer who mentioned them, and their own posts. Source: changelog.mdx 2026-02-23, developer community 257955. */
function replyOf({ sim }: World, account: string, body: Params): string | null {
  const reply = object(body, 'reply')
  if (!reply) return null
  only(reply, 'in_reply_to_tweet_id', 'exclude_reply_user_ids', 'auto_populate_reply_metadata')
  const id = required(reply, 'in_reply_to_tweet_id')
  const target = sim.state.posts.find((post) => post.id === id && !post.deleted)
  if (!target) throw forbidden('You attempted to reply to a Tweet that is deleted or not visible to you.')
  if (target.author !== account)
    throw forbidden(
      'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author.',
    )
  return id
}

function editOf({ sim }: World, user: XUser, body: Params): XPost | null {
  const edit = object(body, 'edit_options')
  if (!edit) return null
  only(edit, 'previous_post_id')
  const previous = sim.state.posts.find(({ id, deleted }) => id === required(edit, 'previous_post_id') && !deleted)
  if (user.subscription === 'None') throw forbidden('Editing needs a subscription.')
  if (!previous || userOf(sim.state.users, previous.author).id !== user.id || sim.now() - previous.at > 3_600_000)
    throw forbidden('This post cannot be edited any more.')
  return previous
}

function userOf(users: readonly XUser[], account: string): XUser {
  const user = users.find(({ username }) => username === account)
  if (!user) throw forbidden('The account is suspended.')
  return user
}

function userJson(user: XUser, wanted: string | null) {
  const asked = wanted?.split(',') ?? []
  return {
    id: user.id,
    name: user.name,
    username: user.username,
    ...(asked.includes('subscription_type') && { subscription_type: user.subscription }),
    ...(asked.includes('profile_image_url') && {
      profile_image_url: 'https://pbs.twimg.com/profile_images/1/ada_normal.jpg',
    }),
  }
}

/** A post as the API tells it: links shortened and told apart, markup escaped, the address of media at the end of the text. */
function shown(post: XPost, known: readonly XMedia[] = []) {
  const urls: { url: string; expanded_url: string; media_key?: string }[] = []
  let words = post.text.replace(/https?:\/\/\S+/g, (link) => {
    const url = `https://t.co/${String(urls.length).padStart(10, 'a')}`
    urls.push({ url, expanded_url: link })
    return url
  })
  const files = known.filter(({ id }) => post.mediaIds.includes(id))
  for (const file of files.slice(0, 1)) {
    words = `${words} https://t.co/media00000`.trim()
    urls.push({ url: 'https://t.co/media00000', expanded_url: 'https://x.com/ada/photo/1', media_key: keyOf(file) })
  }
  return {
    id: post.id,
    text: words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    created_at: new Date(post.at).toISOString(),
    author_id: post.author,
    entities: { urls },
    attachments: {
      ...(files.length > 0 && { media_keys: files.map(keyOf) }),
      ...(post.poll && { poll_ids: [`9${post.id}`] }),
    },
    ...(post.replyTo !== null && { referenced_tweets: [{ type: 'replied_to', id: post.replyTo }] }),
  }
}

function pick(from: Record<string, unknown>, names: readonly string[]) {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)))
}

/** Weighted length: links 23, emoji 2, most European characters 1, all others 2. Source: fundamentals/counting-characters.mdx. */
export function lengthOf(words: string): number {
  const links = words.match(/https?:\/\/\S+/g) ?? []
  const rest = words.replace(/https?:\/\/\S+/g, '').normalize('NFC')
  let total = links.length * 23
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(rest)) {
    if (/\p{Extended_Pictographic}/u.test(segment) && segment.length > 1) total += 2
    else
      for (const character of segment) {
        const code = character.codePointAt(0) ?? 0
        const one =
          code < 4_352 ||
          (code > 8_191 && code < 8_206) ||
          (code > 8_207 && code < 8_224) ||
          (code > 8_241 && code < 8_248)
        total += one ? 1 : 2
      }
  }
  return total
}
