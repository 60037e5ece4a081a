import { given, graphRefusal, listed, shown, tokenOf, wordedBy } from '../meta/graph.ts'
import { createAuth, freshAuth } from '../sim/oauth.ts'
import { only, required, text } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import { openSim, type Ask, type SimSetup } from '../sim/server.ts'
import * as containers from './containers.ts'
import type { Post, State } from './state.ts'
import { callerOf, day, missing, ownerOf, published, statusOf, type Options, type World } from './world.ts'

/*
 * Threads as its documentation describes it. Strict where the real one is lenient: fields it does not know are refused. Shares nothing with the
 * publisher it tests.
 */

const scopes = [
  ...['threads_basic', 'threads_content_publish', 'threads_manage_replies', 'threads_read_replies', 'threads_delete'],
  ...['threads_location_tagging', 'threads_manage_insights'],
]
const app = '6006006006006006'
const redirect = 'https://example.com/back'
const hour = 3_600_000
const ada = '26000000000000001'

const fresh = (): State => ({
  auth: freshAuth(),
  accounts: [
    { id: ada, username: 'ada.bakes', name: 'Ada Bakes', choosesCountries: true },
    { id: '26000000000000002', username: 'grace', name: '', choosesCountries: false },
  ],
  containers: [],
  posts: [],
  deletions: [],
})

export type Threads = Awaited<ReturnType<typeof startThreads>>

export async function startThreads(setup: SimSetup & Partial<Options> = {}) {
  const options: Options = {
    processingMs: setup.processingMs ?? 4_000,
    textMs: setup.textMs ?? 1_000,
    failsWith: setup.failsWith ?? null,
    postsADay: setup.postsADay ?? 250,
    repliesADay: setup.repliesADay ?? 1_000,
    deletionsADay: setup.deletionsADay ?? 100,
    misses: setup.misses ?? 0,
  }
  const sim = openSim<State>(setup, fresh)
  const auth = createAuth(
    sim,
    {
      paths: { authorize: '/oauth/authorize', token: '/unused' },
      scopes: { known: scopes, separator: ',' },
      redirects: 'https',
      pkce: { mode: 'none' },
      clientAuth: ['body'],
      accessMs: hour,
      refresh: null,
      tokenOf,
    },
    () => ada,
  )
  const world: World = { sim, auth, options }
  if (!sim.state.auth.clients.some(({ id }) => id === app)) auth.register({ id: app, scopes, redirectUris: [redirect] })
  const secretOf = (id: unknown) => sim.state.auth.clients.find((client) => client.id === id)?.secret ?? null

  await sim.serve({
    refuse: wordedBy(4, () => sim.now()),
    admit: () => ({ date: new Date(sim.now()).toUTCString() }),
    routes: {
      ...auth.routes,
      'POST /oauth/access_token': (ask) => redeem(ask),
      'GET /access_token': (ask) => longer(ask, 'th_exchange_token'),
      'GET /refresh_access_token': (ask) => longer(ask, 'th_refresh_token'),
      'GET /v1.0/debug_token': (ask) => debug(ask),
      'GET /v1.0/location_search': (ask) => places(world, ask),
      'GET /v1.0/me': (ask) => {
        only(given(ask))
        const { id, username, name, choosesCountries } = callerOf(world, ask)
        const json = shown(ask, {
          id,
          username,
          name: name === '' ? null : name,
          threads_profile_picture_url: `https://cdn.example/${id}.jpg`,
          is_eligible_for_geo_gating: choosesCountries,
        })
        return { status: 200, json }
      },
      'POST /v1.0/:account/threads': (ask) => containers.addContainer(world, ask),
      'POST /v1.0/:account/threads_publish': (ask) => publish(world, ask),
      'GET /v1.0/:account/threads': (ask) => list(world, ask, false),
      'GET /v1.0/:account/replies': (ask) => list(world, ask, true),
      'GET /v1.0/:account/threads_publishing_limit': (ask) => limit(world, ask),
      'GET /v1.0/:id': (ask) => show(world, ask),
      'DELETE /v1.0/:id': (ask) => remove(world, ask),
    },
    views: { posts: () => sim.state.posts },
  })

  /** Source: threads/get-started/get-access-tokens-and-permissions; it answers with the account's id as a number. */
  function redeem({ body }: Ask): Reply {
    only(body, 'client_id', 'client_secret', 'grant_type', 'redirect_uri', 'code')
    const wrong = (message: string, code = 100): Reply => ({
      status: 400,
      json: { error_type: 'OAuthException', code, error_message: message },
    })
    const secret = secretOf(body['client_id'])
    if (secret === null) return wrong('Invalid client_id: the app is not there', 101)
    if (secret !== body['client_secret']) return wrong('Error validating client secret.', 1)
    if (body['grant_type'] !== 'authorization_code') return wrong('grant_type must be authorization_code')
    const code = sim.state.auth.codes.find((one) => one.code === body['code'] && one.clientId === body['client_id'])
    if (!code || code.used || sim.now() - code.at > hour)
      return wrong('This authorization code has been used or expired')
    if (code.redirectUri !== body['redirect_uri'])
      return wrong('Error validating verification code. Please make sure your redirect_uri is identical')
    code.used = true
    const { access } = auth.issue({
      account: code.account,
      clientId: code.clientId,
      scopes: code.scopes,
      accessMs: hour,
    })
    return { status: 200, json: { access_token: access, user_id: Number(code.account) } }
  }

  /** Sixty days for an hour with the secret, or sixty days anew for a long token that is a day old (threads/get-started/long-lived-tokens). */
  function longer({ query }: Ask, grant: string): Reply {
    const isExchange = grant === 'th_exchange_token'
    only(query, 'grant_type', 'access_token', ...(isExchange ? ['client_secret'] : []))
    if (query['grant_type'] !== grant) throw graphRefusal(100, '(#100) grant_type is another')
    const held = auth.find(required(query, 'access_token'))
    if (!held) throw graphRefusal(190, 'Error validating access token: Session has expired', { subcode: 463 })
    if (isExchange && text(query, 'client_secret') !== secretOf(held.clientId))
      throw graphRefusal(1, 'Error validating client secret.')
    const isLong = held.accessExpiresAt === null || held.accessExpiresAt - held.at > day
    if (!isExchange && (!isLong || sim.now() - held.at < day))
      throw graphRefusal(190, 'The access token cannot be refreshed yet')
    sim.state.auth.refreshes += isExchange ? 0 : 1
    const next = auth.issue({ account: held.account, clientId: held.clientId, scopes: held.scopes, accessMs: 60 * day })
    return { status: 200, json: { access_token: next.access, token_type: 'bearer', expires_in: 5_184_000 } }
  }

  /** Source: threads/reference (debug). */
  function debug(ask: Ask): Reply {
    auth.caller(ask)
    const params = given(ask)
    only(params, 'input_token')
    const asked = auth.find(required(params, 'input_token'))
    if (!asked) return { status: 200, json: { data: { is_valid: false, scopes: [] } } }
    const seconds = (at: number | null) => (at === null ? 0 : Math.floor(at / 1_000))
    return {
      status: 200,
      json: {
        data: {
          type: 'USER',
          application: 'An app',
          is_valid: true,
          issued_at: seconds(asked.at),
          expires_at: seconds(asked.accessExpiresAt),
          scopes: asked.scopes,
          user_id: asked.account,
        },
      },
    }
  }

  return {
    ...sim,
    options,
    auth,
    redirect,
    account: ada,
    app: { clientId: app, clientSecret: secretOf(app) ?? '' },
    /** What is there, oldest first. */
    posts: () => sim.state.posts,
    /** A token as the app's dashboard makes it; one of the explorer lives an hour. */
    token: ({ account = ada, granted = scopes as readonly string[], accessMs = 60 * day } = {}) =>
      auth.issue({ account, clientId: app, scopes: granted, accessMs }).access,
    endToken: (access: string) => {
      for (const token of sim.state.auth.tokens) if (token.access === access) token.revoked = true
      sim.save()
    },
    /** A container is lost, as some are. */
    loseContainers: () => {
      sim.state.containers = []
      sim.save()
    },
  }
}

/** `POST /{account}/threads_publish`. */
function publish(world: World, ask: Ask): Reply {
  const { sim, options } = world
  const { id: accountId } = ownerOf(world, ask, 'threads_content_publish')
  const params = given(ask)
  only(params, 'creation_id')
  const id = required(params, 'creation_id')
  const container = sim.state.containers.find((one) => one.id === id && one.accountId === accountId && !one.isChild)
  if (!container || statusOf(container, sim.now()) !== 'FINISHED') throw missing(id)
  if (options.misses > 0) {
    options.misses--
    throw missing(id)
  }
  const { text: words = '', reply_to_id: replyTo, media_type: _type, alt_text: _alt, ...settings } = container.fields
  const isReply = typeof replyTo === 'string'
  if (published(world, accountId, isReply) >= (isReply ? options.repliesADay : options.postsADay))
    throw graphRefusal(9, '(#9) Application request limit reached', {
      subcode: 2_207_042,
      userMessage: 'You reached the maximum number of posts that can be published with the Threads API.',
    })
  const post: Post = {
    id: sim.id(),
    accountId,
    type: container.type,
    text: String(words),
    replyTo: isReply ? replyTo : null,
    files: container.files,
    settings,
    at: sim.now(),
  }
  container.publishedAs = post.id
  sim.state.posts.push(post)
  return { status: 200, json: { id: post.id } }
}

const iso = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, '+0000')

function postObject({ sim }: World, { id, accountId, text: words, replyTo, type, at }: Post): Record<string, unknown> {
  const username = sim.state.accounts.find((profile) => profile.id === accountId)?.username ?? ''
  return {
    id,
    // A tag loses its # when it becomes the topic.
    text: words === '' ? null : words.replace(/(^|\s)#(?=\p{L})/u, '$1'),
    timestamp: iso(at),
    permalink: `https://www.threads.com/@${username}/post/D${id}`,
    media_type: { TEXT: 'TEXT_POST', IMAGE: 'IMAGE', VIDEO: 'VIDEO', CAROUSEL: 'CAROUSEL_ALBUM' }[type],
    username,
    is_reply: replyTo !== null,
    replied_to: replyTo === null ? null : { id: replyTo },
  }
}

function list(world: World, ask: Ask, replies: boolean): Reply {
  const { id } = ownerOf(world, ask, ...(replies ? ['threads_read_replies'] : []))
  only(given(ask), 'limit', 'after', 'before', 'since', 'until')
  const found = world.sim.state.posts.filter((one) => one.accountId === id && (one.replyTo !== null) === replies)
  return listed(ask, found.reverse(), (one) => shown(ask, postObject(world, one)))
}

function limit(world: World, ask: Ask): Reply {
  const { options, sim } = world
  const asksReplies = String(ask.query['fields'] ?? '').includes('reply_')
  const asksDeletions = String(ask.query['fields'] ?? '').includes('delete_')
  const { id } = ownerOf(
    world,
    ask,
    'threads_content_publish',
    ...(asksReplies ? ['threads_manage_replies'] : []),
    ...(asksDeletions ? ['threads_delete'] : []),
  )
  only(given(ask))
  const config = (total: number) => ({ quota_total: total, quota_duration: 86_400 })
  const { id: _id, ...json } = shown(ask, {
    id,
    quota_usage: published(world, id, false),
    config: config(options.postsADay),
    reply_quota_usage: published(world, id, true),
    reply_config: config(options.repliesADay),
    delete_quota_usage: sim.state.deletions.filter((one) => one.accountId === id && sim.now() - one.at < day).length,
    delete_config: config(options.deletionsADay),
  })
  return { status: 200, json: { data: [json] } }
}

function places(world: World, ask: Ask): Reply {
  callerOf(world, ask, 'threads_location_tagging')
  const params = given(ask)
  only(params, 'q', 'latitude', 'longitude')
  const all = [
    { id: '9001', name: 'Kiel Harbour', address: 'Kai 1', city: 'Kiel', country: 'Germany' },
    { id: '9002', name: 'Menlo Park', address: '1 Hacker Way', city: 'Menlo Park', country: 'United States' },
  ]
  const asked = required(params, 'q').toLowerCase()
  const found = all.filter(({ name }) => name.toLowerCase().includes(asked))
  return { status: 200, json: { data: found.map((place) => shown(ask, place)) } }
}

function show(world: World, ask: Ask): Reply {
  const { sim } = world
  const { id: accountId } = callerOf(world, ask)
  only(given(ask))
  const id = ask.at['id'] ?? ''
  const container = sim.state.containers.find((one) => one.id === id && one.accountId === accountId)
  if (container) return { status: 200, json: shown(ask, containers.containerObject(container, sim.now())) }
  const post = sim.state.posts.find((one) => one.id === id)
  if (!post) throw missing(id)
  return { status: 200, json: shown(ask, postObject(world, post)) }
}

function remove(world: World, ask: Ask): Reply {
  const { sim, options } = world
  const { id: accountId } = callerOf(world, ask, 'threads_delete')
  only(given(ask))
  const id = ask.at['id'] ?? ''
  if (!sim.state.posts.some((one) => one.id === id && one.accountId === accountId)) throw missing(id)
  const today = sim.state.deletions.filter((one) => one.accountId === accountId && sim.now() - one.at < day)
  if (today.length >= options.deletionsADay) throw graphRefusal(4, '(#4) Application request limit reached')
  sim.state.deletions.push({ accountId, at: sim.now() })
  sim.state.posts = sim.state.posts.filter((one) => one.id !== id)
  return { status: 200, json: { success: true, deleted_id: id } }
}

/** As a process of its own (test/support/sim/run.ts). */
export async function runThreads(setup: SimSetup) {
  const threads = await startThreads(setup)
  return { hello: { url: threads.url, token: threads.token() }, stop: threads.stop }
}
