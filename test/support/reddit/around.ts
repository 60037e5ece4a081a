import { choice, integer, only, required, text } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { formError, status } from './errors.ts'
import type { Comment, Community, Post, World } from './state.ts'
import { addressOf } from './submit.ts'

/* What is around posts: who one is, where one may post, what one has posted, comments, changes, deletion. */

export function me({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'identity')
  only(ask.query, 'raw_json')
  const user = sim.state.users.find(({ name }) => name === account)
  if (!user) throw status(404)
  const json = {
    id: user.id,
    name: user.name,
    icon_img: `https://styles.redditmedia.com/${user.id}.png`,
    is_suspended: user.suspended,
    subreddit: { display_name: `u_${user.name}`, title: user.name === 'ada' ? 'Analytical Engines' : '' },
  }
  return { status: 200, json }
}

export function mine({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'mysubreddits')
  only(ask.query, 'raw_json', 'limit', 'after', 'count', 'before', 'show')
  const where = choice(ask.at, 'where', ['moderator', 'subscriber', 'contributor'])
  const found = sim.state.communities.filter(({ moderators, subscribers }) =>
    (where === 'moderator' ? moderators : where === 'subscriber' ? subscribers : []).includes(account),
  )
  const things = found.map((one) => ({
    kind: 't5',
    data: {
      name: `t5_${one.name}`,
      display_name: one.name,
      subreddit_type: one.name.startsWith('u_') ? 'user' : one.open,
      user_is_banned: one.banned.includes(account),
    },
  }))
  return listing(ask, things)
}

/** 403 where nobody may choose one. */
export function flairs(world: World, ask: Ask): Reply {
  world.auth.caller(ask, 'flair')
  only(ask.query, 'raw_json')
  const { flairs: all } = communityAt(world, ask)
  if (all.length === 0) throw status(403)
  const json = all.map(({ id, text: words, editable }) => ({
    type: 'text',
    id,
    text: words,
    text_editable: editable,
    mod_only: false,
    max_emojis: 10,
    allowable_content: 'all',
  }))
  return { status: 200, json }
}

export function requirements(world: World, ask: Ask): Reply {
  world.auth.caller(ask, 'submit')
  only(ask.query, 'raw_json')
  return { status: 200, json: communityAt(world, ask).requirements }
}

function communityAt({ sim }: World, ask: Ask): Community {
  const name = ask.at['sr']?.toLowerCase()
  const found = sim.state.communities.find((one) => one.name.toLowerCase() === name)
  const explanation = "Hmm, that community doesn't exist. Try checking the spelling."
  if (!found) throw status(404, { explanation, reason: 'SUBREDDIT_NOEXIST' })
  if (found.open === 'private')
    throw status(403, { explanation: "you aren't allowed access to this subreddit", reason: 'SUBREDDIT_NO_ACCESS' })
  return found
}

export function submitted({ sim, auth }: World, ask: Ask): Reply {
  auth.caller(ask, 'history')
  only(ask.query, 'raw_json', 'sort', 't', 'limit', 'after', 'count', 'before', 'show')
  const { keepsAssetIds } = sim.state.options
  const shown = sim.state.posts
    .filter(({ author, deleted, visibleAt }) => author === ask.at['name'] && !deleted && isPast(visibleAt, sim.now()))
    .toReversed()
  return listing(
    ask,
    shown.map((post) => ({ kind: 't3', data: postJson(post, keepsAssetIds, isRaw(ask)) })),
  )
}

export function commented({ sim, auth }: World, ask: Ask): Reply {
  auth.caller(ask, 'history')
  only(ask.query, 'raw_json', 'sort', 't', 'limit', 'after', 'count', 'before', 'show')
  const shown = sim.state.comments.filter(({ author, deleted }) => author === ask.at['name'] && !deleted).toReversed()
  return listing(
    ask,
    shown.map((comment) => ({ kind: 't1', data: commentJson(comment, isRaw(ask)) })),
  )
}

export function comment({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'submit')
  only(ask.query, 'raw_json')
  only(ask.body, 'api_type', 'thing_id', 'text', 'recaptcha_token')
  const words = text(ask.body, 'text') ?? ''
  if (words.trim() === '') throw formError('NO_TEXT', 'we need something here', 'text')
  if ([...words].length > 10_000) throw formError('TOO_LONG', 'this is too long (max: 10000)', 'text')
  const parent = required(ask.body, 'thing_id')
  const post = sim.state.posts.find(({ id }) => `t3_${id}` === parent)
  if (!post) throw status(403)
  if (post.deleted) throw formError('DELETED_LINK', 'the link you are commenting on has been deleted', 'parent')
  if (post.locked) throw formError('THREAD_LOCKED', 'Comments are locked.', 'parent')
  const at = sim.now() + sim.state.options.clockAheadMs
  const made: Comment = {
    id: BigInt(sim.id()).toString(36),
    author: account,
    at,
    post: post.id,
    text: words,
    deleted: false,
  }
  sim.state.comments.push(made)
  const things = [{ kind: 't1', data: commentJson(made, isRaw(ask)) }]
  return { status: 200, json: { json: { errors: [], data: { things } } } }
}

export function edit({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'edit')
  only(ask.query, 'raw_json')
  only(ask.body, 'api_type', 'thing_id', 'text', 'validate_on_submit')
  const id = required(ask.body, 'thing_id')
  const post = sim.state.posts.find((one) => `t3_${one.id}` === id)
  const note = sim.state.comments.find((one) => `t1_${one.id}` === id)
  const target = post ?? note
  if (!target) throw formError('NO_THING_ID', 'ID not specified', 'thing_id')
  if (target.author !== account) throw formError('NOT_AUTHOR', "you can't do that", 'thing_id')
  if (post && post.kind !== 'self') throw status(500)
  target.text = text(ask.body, 'text') ?? ''
  const thing = post
    ? { kind: 't3', data: postJson(post, true, isRaw(ask)) }
    : { kind: 't1', data: note && commentJson(note, isRaw(ask)) }
  return { status: 200, json: { json: { errors: [], data: { things: [thing] } } } }
}

/** Says nothing, whatever there was. */
export function remove({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'edit')
  only(ask.query, 'raw_json')
  only(ask.body, 'id', 'api_type')
  const id = required(ask.body, 'id')
  for (const post of sim.state.posts) if (`t3_${post.id}` === id && post.author === account) post.deleted = true
  for (const one of sim.state.comments) if (`t1_${one.id}` === id && one.author === account) one.deleted = true
  return { status: 200, json: {} }
}

function listing(ask: Ask, things: readonly { readonly data: { readonly name: string } }[]): Reply {
  const limit = integer(ask.query, 'limit') ?? 25
  if (limit < 1 || limit > 100) throw status(400)
  const after = text(ask.query, 'after')
  const from = after === null ? 0 : things.findIndex(({ data }) => data.name === after) + 1
  const children = things.slice(from, from + limit)
  const last = from + limit < things.length ? (children.at(-1)?.data.name ?? null) : null
  return {
    status: 200,
    json: { kind: 'Listing', data: { after: last, before: null, dist: children.length, children } },
  }
}

const isPast = (moment: number | null, now: number) => moment !== null && moment <= now
const isRaw = ({ query }: Ask) => query['raw_json'] === '1'
/** Unless it is asked for raw, JSON has the entities of HTML in it. */
const told = (words: string, raw: boolean) =>
  raw ? words : words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export function postJson(post: Post, keepsAssetIds: boolean, raw: boolean) {
  const asset = keepsAssetIds ? post.url?.split('/').at(-1) : `x${post.id}`
  const { kind } = post
  const urls: Readonly<Record<string, string>> = {
    link: post.url ?? '',
    image: `https://i.redd.it/${asset}.png`,
    video: `https://v.redd.it/${asset}`,
    videogif: `https://v.redd.it/${asset}`,
    gallery: `https://www.reddit.com/gallery/${post.id}`,
  }
  return {
    id: post.id,
    name: `t3_${post.id}`,
    author: post.author,
    subreddit: post.community,
    title: told(post.title, raw),
    selftext: told(post.text, raw),
    created_utc: Math.floor(post.at / 1_000),
    is_self: kind === 'self' || kind === 'poll',
    is_video: kind === 'video' || kind === 'videogif',
    url: told(urls[kind] ?? addressOf(post), raw),
    permalink: new URL(addressOf(post)).pathname,
    over_18: post.nsfw,
    spoiler: post.spoiler,
    link_flair_template_id: post.flairId,
    link_flair_text: post.flairText,
    ...(kind === 'gallery' && {
      is_gallery: true,
      gallery_data: { items: post.items.map(({ media_id, caption }, at) => ({ media_id, id: at + 1, caption })) },
    }),
    ...(kind === 'poll' && {
      poll_data: { options: post.options.map((words, at) => ({ id: String(at), text: words })) },
    }),
  }
}

function commentJson(comment: Comment, raw: boolean) {
  return {
    id: comment.id,
    name: `t1_${comment.id}`,
    author: comment.author,
    link_id: `t3_${comment.post}`,
    parent_id: `t3_${comment.post}`,
    body: told(comment.text, raw),
    created_utc: Math.floor(comment.at / 1_000),
    permalink: `/r/all/comments/${comment.post}/title/${comment.id}/`,
  }
}
