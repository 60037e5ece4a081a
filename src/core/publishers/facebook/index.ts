import { facebook, facebookSettings, facebookText } from '../../../contract/platforms/facebook.ts'
import type { PostKind } from '../../../contract/platforms/types.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { HttpAnswer } from '../../http.ts'
import { commitAnswer, objectOf } from '../answers.ts'
import { graphDoubt, graphMeaning, graphRefusal, graphWords } from '../graph.ts'
import { facebookHosts, type FacebookHosts } from '../graph-login.ts'
import { multipart } from '../multipart.ts'
import {
  failure,
  StepFailed,
  type CommitOutcome,
  type Outgoing,
  type Publisher,
  type Reconciled,
  type Remote,
} from '../publisher.ts'
import type { PlatformDriver } from '../registry.ts'
import { apiOf, ask, call, facebookGraph, type PageApi, type PageCall } from './api.ts'
import { createConnector } from './auth.ts'
import { findComment, findPhotoStory, findPost, findVideo } from './look.ts'
import { photoStep, uploadPhoto } from './photos.ts'
import { editForm, feedForm, placingOf, reelForm, videoForm, type Placing } from './render.ts'
import { dataOf, isGone, standing, type RemoteData } from './standing.ts'
import { uploadInChunks, uploadWhole, videoIdOf, type UploadedVideo } from './video.ts'

interface Prepared {
  readonly post: Outgoing
  readonly kind: PostKind
  readonly photos: readonly string[]
  readonly video: UploadedVideo | null
}

const commitTimeoutMs = 60_000
const platform = facebookGraph.name

/** Facebook Pages. Facts and quirks in README.md. */
export function createFacebook(origin?: string): PlatformDriver {
  const hosts = facebookHosts(origin)
  return { publisher: createPublisher(hosts), connector: createConnector(hosts) }
}

function createPublisher(hosts: FacebookHosts): Publisher<Prepared> {
  return {
    platform: 'facebook',
    // Longer than an answer is waited for, and as long as a new post may take to stand in a Page's list.
    settleMs: 90_000,

    async prepare(post, context) {
      const api = apiOf(hosts, context)
      const kind = facebook.kindOf(post)
      const none = { post, kind, photos: [], video: null }
      // An edit changes words alone.
      if (context.editing) return none
      const placing = placingOf(post, context.clock.now())
      const files = post.parts[0]?.media ?? []
      const [film] = files.filter((file) => file.kind === 'video')
      if (film) return { ...none, video: await uploadVideo(api, kind, film) }
      const photos: string[] = []
      for (const [position, file] of files.entries()) {
        const options = { temporary: placing.is === 'scheduled', withAlt: kind !== 'story' }
        photos.push(await uploadPhoto(api, file, position, options))
        context.progress((position + 1) / files.length)
      }
      return { ...none, photos }
    },

    async commit(prepared, index, landed, context): Promise<CommitOutcome> {
      const api = apiOf(hosts, context)
      const [first] = landed
      if (prepared.post.parts[index]?.role === 'comment' && first)
        return await comment(api, prepared.post, index, first)
      try {
        return await publish(api, prepared, placingOf(prepared.post, context.clock.now()))
      } catch (error) {
        if (error instanceof StepFailed) return error.outcome
        throw error
      }
    },

    async reconcile(post, index, landed, sentAt, context): Promise<Reconciled> {
      const api = apiOf(hosts, context)
      const [first] = landed
      if (index > 0 && first) return await findComment(api, first, facebookText(post, index), sentAt)
      const kind = facebook.kindOf(post)
      const { handOff } = facebookSettings(post.settings)
      const scheduled = handOff && post.dueAt > sentAt
      if (post.parts[0]?.media.some((file) => file.kind === 'video')) {
        const videoId = videoIdOf(api)
        if (videoId === null) return { is: 'absent' }
        return await findVideo(
          api,
          filmRemote(kind, videoId, scheduled ? { scheduledAt: post.dueAt } : { since: sentAt }),
          videoId,
        )
      }
      if (kind !== 'story') return await findPost(api, post, sentAt, scheduled)
      const photo = context.recall<string>(photoStep(0))
      return photo === undefined ? { is: 'absent' } : await findPhotoStory(api, photo)
    },

    poll: (handle, context) => standing(apiOf(hosts, context), handle as Remote),

    async remove(remote, context) {
      try {
        await ask(apiOf(hosts, context), remote.remoteId, { method: 'DELETE' })
      } catch (error) {
        if (!(error instanceof StepFailed) || !isGone(error)) throw error
      }
    },

    async edit({ post }, index, remote, context) {
      const { kind } = dataOf(remote)
      if (kind === 'story')
        throw new StepFailed({ is: 'rejected', failure: failure('content', said('editing_unsupported')) })
      const form = editForm(post, index, kind === 'feed' ? 'text' : kind)
      await ask(apiOf(hosts, context), remote.remoteId, { method: 'POST', form })
      return remote
    },
  }
}

function uploadVideo(api: PageApi, kind: PostKind, film: Outgoing['parts'][0]['media'][0]): Promise<UploadedVideo> {
  if (kind === 'reel') return uploadWhole(api, 'video_reels', film)
  return kind === 'story' ? uploadWhole(api, 'video_stories', film) : uploadInChunks(api, film)
}

async function publish(
  api: PageApi,
  { post, kind, photos, video }: Prepared,
  placing: Placing,
): Promise<CommitOutcome> {
  const { pageId } = api.page
  const held: Partial<RemoteData> = placing.is === 'scheduled' ? { scheduledAt: placing.at } : {}
  if (video) {
    const remote = filmRemote(kind, video.videoId, held)
    const finish = { query: { upload_phase: 'finish' } }
    if (kind === 'reel')
      return await film(
        api,
        `${pageId}/video_reels`,
        { ...finish, form: reelForm(post, video.videoId, placing) },
        remote,
      )
    if (kind === 'story')
      return await film(api, `${pageId}/video_stories`, { ...finish, form: { video_id: video.videoId } }, remote)
    const body = await videoBody(post, videoForm(post, video.session, placing))
    return await film(api, `${pageId}/videos`, { ...finish, host: 'video', ...body }, remote)
  }
  if (kind === 'story') {
    const form = { photo_id: photos[0] ?? '' }
    return await commit(api, `${pageId}/photo_stories`, { form }, ({ post_id: id, success }) =>
      success === true || typeof id === 'string' ? storyOut(id, photos[0] ?? '') : null,
    )
  }
  const outcome = await commit(api, `${pageId}/feed`, { form: feedForm(post, photos, placing) }, ({ id }) => {
    if (typeof id !== 'string') return null
    const remote: Remote = { remoteId: id, url: `https://www.facebook.com/${id}`, data: { kind: 'feed', ...held } }
    return placing.is === 'now' ? { is: 'published', remote } : { is: 'handed_off', remote, until: placing.at }
  })
  if (outcome.is !== 'rejected' || outcome.failure.code !== 'duplicate') return outcome
  return await ownDuplicate(api, post, placing, outcome)
}

/** Facebook refuses a text twice in a row: it may be ours, of an earlier try whose answer was lost. */
async function ownDuplicate(
  api: PageApi,
  post: Outgoing,
  placing: Placing,
  refused: CommitOutcome,
): Promise<CommitOutcome> {
  const found = await findPost(api, post, post.createdAt, placing.is === 'scheduled')
  if (found.is !== 'there') return refused
  return found.handle !== undefined && placing.is === 'scheduled'
    ? { is: 'handed_off', remote: found.remote, until: placing.at }
    : { is: 'published', remote: found.remote }
}

const filmUrl = (kind: PostKind, id: string) =>
  kind === 'reel' ? `https://www.facebook.com/reel/${id}` : `https://www.facebook.com/watch/?v=${id}`

function filmRemote(kind: PostKind, videoId: string, more: Partial<RemoteData>): Remote {
  const data: RemoteData = { kind: kind === 'reel' || kind === 'story' ? kind : 'video', videoId, ...more }
  return { remoteId: videoId, url: filmUrl(kind, videoId), data }
}

const storyOut = (id: unknown, fallback: string): CommitOutcome => {
  const remoteId = typeof id === 'string' ? id : fallback
  return { is: 'published', remote: { remoteId, url: `https://www.facebook.com/${remoteId}`, data: { kind: 'story' } } }
}

/** The end of a film's form; with a picture of its own it is multipart. */
async function videoBody(
  post: Outgoing,
  form: Record<string, string>,
): Promise<Pick<PageCall, 'form' | 'body' | 'headers'>> {
  const { thumbnail } = post.assets
  const { images } = facebook.rules.media
  if (!thumbnail || !images) return { form }
  const { path, type } = await thumbnail.convert(images)
  return await multipart(form, { field: 'thumb', path, name: thumbnail.name, type })
}

/** Ends a film's upload, which tells Facebook to publish it; what is there then is worked on. */
async function film(api: PageApi, path: string, request: PageCall, remote: Remote): Promise<CommitOutcome> {
  const { clock } = api.context
  const { scheduledAt } = dataOf(remote)
  return await commit(api, path, request, ({ success, post_id: postId }) => {
    if (success !== true) return null
    // A story is another object than its film.
    const isStory = dataOf(remote).kind === 'story' && typeof postId === 'string'
    const known: Remote = isStory ? { ...remote, remoteId: postId, url: `https://www.facebook.com/${postId}` } : remote
    if (scheduledAt !== undefined) return { is: 'handed_off', remote: known, until: scheduledAt }
    const handle: Remote = { ...known, data: { ...dataOf(known), since: clock.now() } }
    return { is: 'pending', handle, pollAt: clock.now() + 5_000 }
  })
}

async function comment(api: PageApi, post: Outgoing, index: number, on: Remote): Promise<CommitOutcome> {
  const form = { message: facebookText(post, index) }
  return await commit(api, `${on.remoteId}/comments`, { form }, ({ id }) =>
    typeof id === 'string'
      ? {
          is: 'published',
          remote: { remoteId: id, url: `https://www.facebook.com/${id}`, data: { kind: 'comment' } },
        }
      : null,
  )
}

/** The one request that makes something exist. `read` says what a success means; null where it is none that can be read. */
async function commit(
  api: PageApi,
  path: string,
  request: PageCall,
  read: (json: Readonly<Record<string, unknown>>) => CommitOutcome | null,
): Promise<CommitOutcome> {
  const sent = await commitAnswer(platform, () =>
    call(api, path, { method: 'POST', fresh: true, timeoutMs: commitTimeoutMs, ...request }),
  )
  return 'outcome' in sent ? sent.outcome : outcomeOf(api, sent.answer, read)
}

function outcomeOf(
  { context }: PageApi,
  answer: HttpAnswer,
  read: (json: Readonly<Record<string, unknown>>) => CommitOutcome | null,
): CommitOutcome {
  if (answer.status >= 200 && answer.status < 300) {
    const outcome = read(objectOf(answer))
    if (outcome) return outcome
  }
  if (answer.status < 300 || graphDoubt(answer, facebookGraph.codes))
    return { is: 'unknown', evidence: graphWords(answer) }
  // A post refers to its pictures; one that is gone must be sent again.
  if (graphMeaning(answer, facebookGraph.codes) === 'gone') context.forget('photo:')
  return graphRefusal(facebookGraph, answer, context.clock.now())
}
