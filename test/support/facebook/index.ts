import { checkVersion, given, graphRefusal, listed, noSuchObject, shown, wordedBy } from '../meta/graph.ts'
import { createLogin, longMs } from '../meta/login.ts'
import { freshAuth } from '../sim/oauth.ts'
import { only, required, text } from '../sim/params.ts'
import { openSim, type Ask, type SimSetup } from '../sim/server.ts'
import type { Reply } from '../sim/refused.ts'
import * as posts from './posts.ts'
import type { Page, State } from './state.ts'
import * as videos from './videos.ts'
import { callingPage, isOut, release, type Options, type World } from './world.ts'

/*
 * Facebook Pages as Graph API v26.0's reference and guides describe them, with Facebook Login before them. Strict where the real one is lenient:
 * fields it does not know are refused. Shares nothing with the publisher it tests.
 */

const ada = { id: '1000001', name: 'Ada Lovelace' }
const scopes = [
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_posts',
  'pages_manage_engagement',
  'business_management',
]
const appId = '4004004004004004'

const fresh = (): State => ({
  auth: freshAuth(),
  pages: [
    {
      id: '2000001',
      name: 'Harbour Bakery',
      username: 'harbourbakery',
      tasks: ['MANAGE', 'CREATE_CONTENT', 'MODERATE'],
    },
    { id: '2000002', name: 'Analytical Engines', username: null, tasks: ['PROFILE_PLUS_CREATE_CONTENT'] },
    { id: '2000003', name: 'Only to look at', username: null, tasks: ['ANALYZE'] },
  ],
  photos: [],
  posts: [],
  videos: [],
  comments: [],
  stories: [],
})

export type Facebook = Awaited<ReturnType<typeof startFacebook>>

/** A post as people see it, whichever kind it is. */
export interface PublishedPost {
  readonly id: string
  readonly kind: 'feed' | 'video' | 'reel' | 'story'
  readonly text: string
  readonly title: string
  readonly link: string | null
  readonly photos: readonly { readonly alt: string }[]
  readonly video: { readonly bytes: number; readonly sha256: string } | null
  readonly comments: readonly string[]
  readonly settings: Readonly<Record<string, unknown>>
}

export async function startFacebook(setup: SimSetup & Partial<Options> = {}) {
  const {
    processingMs = 3_000,
    fails = false,
    chunk = 1_000_000,
    demandsProof = false,
    reelsADay = 30,
    ...rest
  } = setup
  const options: Options = { processingMs, fails, chunk, demandsProof, reelsADay }
  const sim = openSim<State>(rest, fresh)
  const login = createLogin(sim, { scopes, user: () => ada, demandsProof: () => options.demandsProof })
  const { auth } = login
  const world: World = { sim, login, options, usualMs: processingMs }
  if (!sim.state.auth.clients.some(({ id }) => id === appId))
    auth.register({
      id: appId,
      redirectUris: ['http://localhost:47831/oauth/callback', 'https://www.facebook.com/connect/login_success.html'],
    })
  const app = () => sim.state.auth.clients[0] ?? { id: '', secret: '' }

  /** The token of a Page, the same while it is good. */
  function pageToken(pageId: string, granted: readonly string[] = scopes): string {
    const known = sim.state.auth.tokens.find(
      (token) => token.account === pageId && !token.revoked && token.scopes.length === granted.length,
    )
    return (known ?? auth.issue({ account: pageId, clientId: app().id, scopes: granted, accessMs: null })).access
  }

  const pageObject = (page: Page, withToken: readonly string[] | null) => ({
    id: page.id,
    name: page.name,
    username: page.username,
    link: `https://www.facebook.com/${page.username ?? page.id}`,
    picture: { data: { url: `https://scontent.example/${page.id}.jpg` } },
    tasks: page.tasks,
    access_token: withToken ? pageToken(page.id, withToken) : null,
  })

  await sim.serve({
    refuse: wordedBy(80_001, () => sim.now()),
    before: () => release(world),
    admit(ask) {
      checkVersion(ask)
      return {}
    },
    logged: ['offset', 'file_size'],
    routes: {
      ...login.routes,
      'GET /:v/me': (ask) => {
        const { account } = login.caller(ask)
        const page = sim.state.pages.find(({ id }) => id === account)
        return { status: 200, json: shown(ask, page ? pageObject(page, null) : { ...ada, picture: null }) }
      },
      'GET /:v/me/accounts': (ask) => {
        const { account, token } = login.caller(ask, 'pages_show_list')
        only(given(ask), 'limit', 'after')
        if (account !== ada.id) throw shownNothing()
        return listed(ask, sim.state.pages, (page) => shown(ask, pageObject(page, token.scopes)))
      },
      'POST /:v/:page/photos': (ask) => posts.addPhoto(world, ask),
      'POST /:v/:page/feed': (ask) => posts.addPost(world, ask),
      'GET /:v/:page/published_posts': (ask) => posts.listPosts(world, ask, true),
      'GET /:v/:page/scheduled_posts': (ask) => posts.listPosts(world, ask, false),
      'POST /:v/:page/videos': { answer: (ask) => videos.addVideo(world, ask), keep: true },
      'POST /:v/:page/video_reels': (ask) => videos.addWhole(world, ask, 'reel'),
      'POST /:v/:page/video_stories': (ask) => videos.addWhole(world, ask, 'story'),
      'POST /:v/:page/photo_stories': (ask) => posts.addPhotoStory(world, ask),
      'GET /:v/:page/stories': (ask) => posts.listStories(world, ask),
      'POST /video-upload/:v/:video': {
        answer: (ask) => videos.upload(world, ask),
        raw: true,
        keep: true,
        partial: true,
      },
      'POST /:v/:id/comments': (ask) => posts.addComment(world, ask),
      'GET /:v/:id/comments': (ask) => posts.listComments(world, ask),
      'GET /:v/:id': (ask) => show(world, ask),
      'POST /:v/:id': (ask) => change(world, ask),
      'DELETE /:v/:id': (ask) => remove(world, ask),
    },
    views: { posts: () => published() },
  })

  function published(): PublishedPost[] {
    release(world)
    const { state } = sim
    const commentsOn = (id: string) => state.comments.filter(({ on }) => on === id).map(({ message }) => message)
    const feed = state.posts
      .filter((post) => post.published)
      .map((post) => ({
        id: post.id,
        at: post.createdAt,
        kind: 'feed' as const,
        text: post.message,
        title: '',
        link: post.link,
        photos: post.photos.map((id) => ({ alt: state.photos.find((photo) => photo.id === id)?.alt ?? '' })),
        video: null,
        comments: commentsOn(post.id),
        settings: post.settings,
      }))
    const films = state.videos
      .filter((video) => isOut(video, sim.now()))
      .map((video) => ({
        id: video.kind === 'story' ? `${video.pageId}_${video.id}` : video.id,
        at: video.told?.at ?? 0,
        kind: video.kind,
        text: video.description,
        title: video.title,
        link: null,
        photos: [],
        video: { bytes: video.fileSize ?? 0, sha256: video.hash },
        comments: commentsOn(video.id),
        settings: { ...video.told?.settings, thumb: video.thumb },
      }))
    const stories = state.stories
      .filter(({ mediaType }) => mediaType === 'photo')
      .map((story) => ({
        id: story.postId,
        at: story.createdAt,
        kind: 'story' as const,
        text: '',
        title: '',
        link: null,
        photos: [{ alt: '' }],
        video: null,
        comments: [],
        settings: {},
      }))
    return [...feed, ...films, ...stories].sort((a, b) => a.at - b.at).map(({ at: _at, ...post }) => post)
  }

  return {
    ...sim,
    options,
    auth,
    app: { clientId: app().id, clientSecret: app().secret ?? '' },
    pages: () => sim.state.pages,
    posts: published,
    pageToken,
    /** A token of Ada's as the login gives it, or as a system user has it: without an end. */
    userToken: ({ accessMs = longMs as number | null, granted = scopes as readonly string[] } = {}) =>
      auth.issue({ account: ada.id, clientId: app().id, scopes: granted, accessMs }).access,
    /** Another app of Ada's, so that one sign-in can be ended without the other. */
    anotherApp: () => auth.register({ redirectUris: ['http://localhost:47831/oauth/callback'] }),
    tokenOf: (pageId: string, clientId: string) =>
      auth.issue({ account: pageId, clientId, scopes, accessMs: null }).access,
    /** Lets what Facebook holds come out now. */
    publishHeld: () => {
      for (const held of [...sim.state.posts, ...sim.state.videos]) if (held.scheduledAt !== null) held.scheduledAt = 0
      release(world)
      sim.save()
    },
    /** Ends the tokens of a Page, as when its person loses the role there. */
    endToken: (access: string) => {
      for (const token of sim.state.auth.tokens) if (token.access === access) token.revoked = true
      sim.save()
    },
  }
}

const shownNothing = () => graphRefusal(100, '(#100) Tried accessing nonexisting field (accounts) on node type (Page)')

function show(world: World, ask: Ask): Reply {
  const { sim } = world
  const page = callingPage(world, ask, 'pages_read_engagement')
  const id = ask.at['id'] ?? ''
  only(given(ask))
  if (id === page.id) return { status: 200, json: shown(ask, { id, name: page.name }) }
  const post = sim.state.posts.find((one) => one.id === id && one.pageId === page.id)
  if (post) return { status: 200, json: shown(ask, posts.postObject(post)) }
  const video = sim.state.videos.find((one) => one.id === id && one.pageId === page.id)
  if (video) return { status: 200, json: shown(ask, videos.videoObject(video, sim.now())) }
  throw noSuchObject(id)
}

/** Words can be changed, nothing else. */
function change(world: World, ask: Ask): Reply {
  const { sim } = world
  const page = callingPage(world, ask, 'pages_manage_posts')
  const id = ask.at['id'] ?? ''
  const params = given(ask)
  const post = sim.state.posts.find((one) => one.id === id && one.pageId === page.id)
  const comment = sim.state.comments.find((one) => one.id === id && one.pageId === page.id)
  const video = sim.state.videos.find((one) => one.id === id && one.pageId === page.id)
  if (post ?? comment) {
    only(params, 'message')
    const target = post ?? comment
    if (target) target.message = required(params, 'message')
  } else if (video) {
    only(params, 'title', 'description')
    video.title = text(params, 'title') ?? video.title
    video.description = text(params, 'description') ?? video.description
  } else throw noSuchObject(id)
  return { status: 200, json: { success: true } }
}

function remove(world: World, ask: Ask): Reply {
  const { state } = world.sim
  const page = callingPage(world, ask, 'pages_manage_posts')
  const id = ask.at['id'] ?? ''
  let count = 0
  const without = <T>(list: T[], isIt: (one: T) => boolean): T[] => {
    const kept = list.filter((one) => !isIt(one))
    count += list.length - kept.length
    return kept
  }
  state.posts = without(state.posts, (post) => post.id === id && post.pageId === page.id)
  state.comments = without(state.comments, (comment) => comment.id === id && comment.pageId === page.id)
  state.stories = without(state.stories, ({ postId }) => postId === id)
  state.videos = without(
    state.videos,
    (video) => video.pageId === page.id && (video.id === id || `${page.id}_${video.id}` === id),
  )
  if (count === 0) throw noSuchObject(id)
  return { status: 200, json: { success: true } }
}

/** As a process of its own (test/support/sim/run.ts). */
export async function runFacebook(setup: SimSetup) {
  const facebook = await startFacebook(setup)
  return {
    hello: { url: facebook.url, token: facebook.userToken(), pageId: '2000001' },
    stop: facebook.stop,
  }
}
