import { checkVersion, given, graphRefusal, listed, noSuchObject, shown, wordedBy } from '../meta/graph.ts'
import { createLogin } from '../meta/login.ts'
import { createAuth, freshAuth } from '../sim/oauth.ts'
import { only, required, text } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import { openSim, type Ask, type SimSetup } from '../sim/server.ts'
import * as containers from './containers.ts'
import type { Media, State } from './state.ts'
import { accountOf, callerOf, day, type Options, type World } from './world.ts'

/*
 * Instagram for professional accounts as its documentation describes it: through Facebook Login, for accounts linked to a Page, and through its own
 * login. Strict where the real one is lenient: fields it does not know are refused. Shares nothing with the publisher it tests.
 */

const ada = { id: '1000001', name: 'Ada Lovelace' }
const facebookScopes = [
  ...['pages_show_list', 'pages_read_engagement', 'instagram_basic', 'instagram_content_publish'],
  ...['instagram_manage_comments', 'instagram_manage_contents', 'business_management'],
]
const ownScopes = [
  ...['instagram_business_basic', 'instagram_business_content_publish', 'instagram_business_manage_comments'],
  'instagram_business_manage_insights',
]
const facebookApp = '4004004004004004'
const ownApp = '5005005005005005'
const redirect = 'https://example.com/back'
const hour = 3_600_000

const fresh = (): State => ({
  auth: freshAuth(),
  accounts: [
    {
      id: '17841400000000001',
      username: 'harbour.bakery',
      name: 'Harbour Bakery',
      pageId: '2000001',
      restricted: false,
    },
    { id: '17841400000000002', username: 'engines', name: 'Analytical Engines', pageId: '2000002', restricted: false },
    { id: '17841400000000003', username: 'ada.alone', name: 'Ada', pageId: null, restricted: false },
  ],
  containers: [],
  media: [],
  comments: [],
})

export type Instagram = Awaited<ReturnType<typeof startInstagram>>

export async function startInstagram(setup: SimSetup & Partial<Options> = {}) {
  const { processingMs = 4_000, failsWith = null, postsADay = 100, ...rest } = setup
  const options: Options = { processingMs, failsWith, postsADay }
  const sim = openSim<State>(rest, fresh)
  const login = createLogin(sim, {
    scopes: [...facebookScopes, ...ownScopes],
    user: () => ada,
    demandsProof: () => false,
  })
  const { auth } = login
  const own = createAuth(
    sim,
    {
      paths: { authorize: '/oauth/authorize', token: '/own-unused' },
      scopes: { known: ownScopes, separator: ',' },
      redirects: 'https',
      pkce: { mode: 'none' },
      clientAuth: ['body'],
      accessMs: hour,
      refresh: null,
    },
    () => '17841400000000003',
  )
  const world: World = { sim, login, options, usualMs: processingMs }
  if (!sim.state.auth.clients.some(({ id }) => id === facebookApp)) {
    auth.register({
      id: facebookApp,
      scopes: facebookScopes,
      redirectUris: ['http://localhost:47831/oauth/callback', 'https://www.facebook.com/connect/login_success.html'],
    })
    auth.register({ id: ownApp, scopes: ownScopes, redirectUris: [redirect] })
  }
  const appOf = (id: string) => {
    const client = sim.state.auth.clients.find((one) => one.id === id)
    return { clientId: id, clientSecret: client?.secret ?? '' }
  }

  function pageToken(pageId: string): string {
    const known = sim.state.auth.tokens.find((token) => token.account === pageId && !token.revoked)
    return (known ?? auth.issue({ account: pageId, clientId: facebookApp, scopes: facebookScopes, accessMs: null }))
      .access
  }

  await sim.serve({
    refuse: wordedBy(80_002, () => sim.now()),
    admit(ask) {
      checkVersion(ask)
      return {}
    },
    logged: ['offset', 'file_size'],
    routes: {
      ...login.routes,
      'GET /oauth/authorize': own.routes['GET /oauth/authorize'] ?? refuse,
      'POST /oauth/authorize': own.routes['POST /oauth/authorize'] ?? refuse,
      'POST /oauth/access_token': (ask) => ownToken(ask),
      'GET /access_token': (ask) => longer(ask, 'ig_exchange_token'),
      'GET /refresh_access_token': (ask) => longer(ask, 'ig_refresh_token'),
      'GET /:v/me/accounts': (ask) => {
        const { account } = login.caller(ask, 'pages_show_list')
        only(given(ask), 'limit', 'after')
        if (account !== ada.id)
          throw graphRefusal(100, '(#100) Tried accessing nonexisting field (accounts) on node type (Page)')
        const pages = sim.state.accounts.flatMap((one) => (one.pageId === null ? [] : [{ ...one, pageId: one.pageId }]))
        const linked = pages.map(({ pageId, id, username, name }) => ({
          id: pageId,
          name,
          access_token: pageToken(pageId),
          instagram_business_account: { id, username, name, profile_picture_url: `https://cdn.example/${id}.jpg` },
        }))
        const lone = {
          id: '2000009',
          name: 'No Instagram',
          access_token: pageToken('2000009'),
          instagram_business_account: null,
        }
        return listed(ask, [...linked, lone], (page) => shown(ask, page))
      },
      'GET /:v/me': (ask) => {
        const { account } = login.caller(ask)
        if (account === ada.id) return { status: 200, json: shown(ask, ada) }
        const profile = sim.state.accounts.find(({ id }) => id === account)
        if (!profile) throw noSuchObject('me')
        const { id, username, name } = profile
        return {
          status: 200,
          json: shown(ask, {
            id: `app-${id}`,
            user_id: id,
            username,
            name,
            profile_picture_url: `https://cdn.example/${id}.jpg`,
          }),
        }
      },
      'POST /:v/:account/media': (ask) => containers.addContainer(world, ask),
      'POST /:v/:account/media_publish': (ask) => publish(world, ask),
      'GET /:v/:account/media': (ask) => list(world, ask, false),
      'GET /:v/:account/stories': (ask) => list(world, ask, true),
      'GET /:v/:account/content_publishing_limit': (ask) => limit(world, ask),
      'POST /ig-api-upload/:v/:container': {
        answer: (ask) => containers.upload(world, ask),
        raw: true,
        keep: true,
        partial: true,
      },
      'POST /:v/:id/comments': (ask) => addComment(world, ask),
      'GET /:v/:id/comments': (ask) => listComments(world, ask),
      'GET /:v/:id': (ask) => show(world, ask),
      'DELETE /:v/:id': (ask) => remove(world, ask),
    },
    views: { posts: () => sim.state.media },
  })

  function refuse(): Reply {
    throw noSuchObject('')
  }

  /** Instagram's own endpoint, with errors of its own. */
  function ownToken({ body }: Ask): Reply {
    only(body, 'client_id', 'client_secret', 'grant_type', 'redirect_uri', 'code')
    const wrong = (message: string): Reply => ({
      status: 400,
      json: { error_type: 'OAuthException', code: 400, error_message: message },
    })
    const app = appOf(String(body['client_id']))
    if (app.clientSecret === '' || body['client_id'] !== ownApp) return wrong('Invalid platform app')
    if (app.clientSecret !== body['client_secret']) return wrong('Error validating client secret.')
    const code = sim.state.auth.codes.find((known) => known.code === body['code'] && known.clientId === ownApp)
    if (!code || code.used) return wrong('Matching code was not found or was already used')
    if (code.redirectUri !== body['redirect_uri'])
      return wrong('Error validating verification code. Please make sure your redirect_uri is identical')
    code.used = true
    const issued = own.issue({ account: code.account, clientId: ownApp, scopes: code.scopes, accessMs: hour })
    return {
      status: 200,
      json: { access_token: issued.access, user_id: Number(code.account), permissions: code.scopes },
    }
  }

  /** Sixty days for an hour with the secret, or sixty days anew for a token that is a day old. */
  function longer({ query }: Ask, grant: string): Reply {
    only(query, 'grant_type', 'access_token', ...(grant === 'ig_exchange_token' ? ['client_secret'] : []))
    if (query['grant_type'] !== grant) throw graphRefusal(100, '(#100) grant_type is another')
    const held = own.find(required(query, 'access_token'))
    if (!held) throw graphRefusal(190, 'Error validating access token: Session has expired', { subcode: 463 })
    if (grant === 'ig_exchange_token' && text(query, 'client_secret') !== appOf(ownApp).clientSecret)
      throw graphRefusal(1, 'Error validating client secret.')
    if (grant === 'ig_refresh_token' && sim.now() - held.at < day)
      throw graphRefusal(190, 'The access token is too young to be refreshed')
    sim.state.auth.refreshes += grant === 'ig_refresh_token' ? 1 : 0
    const next = own.issue({ account: held.account, clientId: ownApp, scopes: held.scopes, accessMs: 60 * day })
    return { status: 200, json: { access_token: next.access, token_type: 'bearer', expires_in: 5_184_000 } }
  }

  return {
    ...sim,
    options,
    auth,
    own,
    redirect,
    facebookApp: appOf(facebookApp),
    ownApp: appOf(ownApp),
    accounts: () => sim.state.accounts,
    /** What is there, oldest first. */
    posts: () => sim.state.media,
    comments: (on: string) => sim.state.comments.filter((comment) => comment.on === on).map((comment) => comment.text),
    pageToken,
    userToken: ({ accessMs = (60 * day) as number | null, granted = facebookScopes as readonly string[] } = {}) =>
      auth.issue({ account: ada.id, clientId: facebookApp, scopes: granted, accessMs }).access,
    /** A token as the app's dashboard makes it. */
    ownToken: (account = '17841400000000003', scopes: readonly string[] = ownScopes) =>
      own.issue({ account, clientId: ownApp, scopes, accessMs: 60 * day }).access,
    anotherFacebookApp: () => auth.register({ scopes: facebookScopes, redirectUris: [] }),
    tokenOf: (account: string, clientId: string) =>
      auth.issue({ account, clientId, scopes: facebookScopes, accessMs: null }).access,
    endToken: (access: string) => {
      for (const token of sim.state.auth.tokens) if (token.access === access) token.revoked = true
      sim.save()
    },
  }
}

/** `POST /{account}/media_publish`. */
function publish(world: World, ask: Ask): Reply {
  const { sim, options } = world
  const caller = accountOf(world, ask, 'publish')
  const { account } = caller
  const params = given(ask)
  only(params, 'creation_id')
  const container = containers.publishable(world, caller, required(params, 'creation_id'))
  if (usedToday(world, account.id) >= options.postsADay)
    throw graphRefusal(9, '(#9) Application request limit reached', {
      subcode: 2_207_042,
      userMessage: 'You reached maximum number of posts that is allowed to be published by Content Publishing API.',
    })
  const { caption = '', media_type: _type, ...settings } = container.fields
  const { kind } = container
  const media: Media = {
    id: sim.id(),
    accountId: account.id,
    kind: kind === 'child' ? 'image' : kind,
    caption: kind === 'story' ? '' : String(caption),
    files: container.files,
    settings: { ...settings, ...(container.files[0]?.tags !== null && { user_tags: container.files[0]?.tags }) },
    at: sim.now(),
  }
  container.publishedAs = media.id
  sim.state.media.push(media)
  return { status: 200, json: { id: media.id } }
}

const usedToday = ({ sim }: World, account: string) =>
  sim.state.media.filter(({ accountId, at }) => accountId === account && sim.now() - at < day).length

function limit(world: World, ask: Ask): Reply {
  const { account } = accountOf(world, ask, 'publish')
  only(given(ask), 'since')
  const json = shown(ask, {
    quota_usage: usedToday(world, account.id),
    config: { quota_total: world.options.postsADay, quota_duration: 86_400 },
  })
  return { status: 200, json: { data: [json] } }
}

const iso = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, '+0000')

function mediaObject({ id, kind, caption, at }: Media): Record<string, unknown> {
  return {
    id,
    caption: caption === '' ? null : caption,
    timestamp: iso(at),
    permalink: `https://www.instagram.com/${kind === 'reel' ? 'reel' : kind === 'story' ? 'stories' : 'p'}/${id}/`,
    media_product_type: kind === 'reel' ? 'REELS' : kind === 'story' ? 'STORY' : 'FEED',
  }
}

function list(world: World, ask: Ask, stories: boolean): Reply {
  const { account } = accountOf(world, ask, 'read')
  only(given(ask), 'limit', 'after', 'since', 'until')
  const found = world.sim.state.media.filter(
    (one) => one.accountId === account.id && (one.kind === 'story') === stories,
  )
  return listed(ask, found.reverse(), (one) => shown(ask, mediaObject(one)))
}

function show(world: World, ask: Ask): Reply {
  const { sim } = world
  const { account } = callerOf(world, ask, 'read')
  only(given(ask))
  const id = ask.at['id'] ?? ''
  if (id === account.id)
    return { status: 200, json: shown(ask, { id, username: account.username, name: account.name }) }
  const container = sim.state.containers.find((one) => one.id === id && one.accountId === account.id)
  if (container) return { status: 200, json: shown(ask, containers.containerObject(container, sim.now())) }
  const media = sim.state.media.find((one) => one.id === id && one.accountId === account.id)
  if (!media) throw noSuchObject(id)
  return { status: 200, json: shown(ask, mediaObject(media)) }
}

function addComment(world: World, ask: Ask): Reply {
  const { sim } = world
  const { account } = callerOf(world, ask, 'comment')
  const params = given(ask)
  only(params, 'message')
  const on = sim.state.media.find((one) => one.id === ask.at['id'] && one.kind !== 'story')
  if (!on) throw noSuchObject(ask.at['id'] ?? '')
  const comment = { id: sim.id(), on: on.id, accountId: account.id, text: required(params, 'message'), at: sim.now() }
  sim.state.comments.push(comment)
  return { status: 200, json: { id: comment.id } }
}

function listComments(world: World, ask: Ask): Reply {
  callerOf(world, ask, 'comment')
  only(given(ask), 'limit', 'after')
  const found = world.sim.state.comments.filter(({ on }) => on === ask.at['id']).reverse()
  return listed(ask, found, (one) => shown(ask, { id: one.id, text: one.text, timestamp: iso(one.at) }))
}

/** Posts through Facebook Login alone; comments of one's own through both. */
function remove(world: World, ask: Ask): Reply {
  const { state } = world.sim
  const id = ask.at['id'] ?? ''
  const isComment = state.comments.some((comment) => comment.id === id)
  const { account } = callerOf(world, ask, isComment ? 'comment' : 'delete')
  const before = state.comments.length + state.media.length
  state.comments = state.comments.filter((comment) => comment.id !== id || comment.accountId !== account.id)
  state.media = state.media.filter((media) => media.id !== id || media.accountId !== account.id)
  if (state.comments.length + state.media.length === before) throw noSuchObject(id)
  return { status: 200, json: { success: true, deleted_id: id } }
}

/** As a process of its own (test/support/sim/run.ts). */
export async function runInstagram(setup: SimSetup) {
  const instagram = await startInstagram(setup)
  return {
    hello: { url: instagram.url, token: instagram.ownToken(), facebookToken: instagram.userToken() },
    stop: instagram.stop,
  }
}
