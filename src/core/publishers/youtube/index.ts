import { said } from '../../../contract/sentences/index.ts'
import type { HttpAnswer } from '../../http.ts'
import { commitAnswer, isUncertain, objectOf } from '../answers.ts'
import {
  failure,
  StepFailed,
  type CommitOutcome,
  type Outgoing,
  type OutgoingMedia,
  type PublishContext,
  type Publisher,
  type Reconciled,
  type Remote,
} from '../publisher.ts'
import type { PlatformDriver } from '../registry.ts'
import { planAfterwork } from './afterwork.ts'
import { api, ask, call, hostsAt, name, noteQuota, type YouTubeHosts } from './api.ts'
import { createConnector } from './auth.ts'
import { commentRemote, findComment, findVideo, videoRemote } from './look.ts'
import { refusal, wordsOf } from './outcome.ts'
import { toVideo } from './render.ts'
import { dataOf, seeVideo, standing, taken } from './standing.ts'
import { expired, forgetUpload, sendLast, uploadAhead, type UploadState } from './upload.ts'

interface Prepared {
  readonly post: Outgoing
  readonly film: OutgoingMedia | null
  /** Null for an edit, which uploads nothing. */
  readonly upload: UploadState | null
}

/** The last piece has 256 KiB at most. */
const commitTimeoutMs = 2 * 60_000
const commentTimeoutMs = 30_000

/** YouTube channels, through an app of the person's own. Facts and quirks in README.md. */
export function createYouTube(origin?: string): PlatformDriver {
  const hosts = hostsAt(origin)
  return { publisher: createPublisher(hosts), connector: createConnector(hosts) }
}

function createPublisher(hosts: YouTubeHosts): Publisher<Prepared> {
  return {
    platform: 'youtube',
    // Longer than the last piece is waited for: until then it may still be on its way.
    settleMs: 150_000,

    async prepare(post, context) {
      const film = post.parts[0]?.media.find(({ kind }) => kind === 'video') ?? null
      if (context.editing || !film) return { post, film, upload: null }
      await planAfterwork(post, context)
      return { post, film, upload: await uploadAhead(hosts, post, film, context) }
    },

    async commit(prepared, index, landed, context): Promise<CommitOutcome> {
      const [video] = landed
      try {
        return index > 0 && video
          ? await comment(prepared.post, index, video, context)
          : await publish(prepared, context)
      } catch (error) {
        if (error instanceof StepFailed) return error.outcome
        throw error
      }
    },

    async reconcile(post, index, landed, sentAt, context): Promise<Reconciled> {
      const [video] = landed
      if (index === 0 || !video) return await findVideo(hosts, post, sentAt, context)
      return await findComment(hosts, video, post.parts[index]?.text ?? '', sentAt, context)
    },

    poll: (handle, context) => standing(hosts, handle as Remote, context),

    async remove(remote, context) {
      const resource = dataOf(remote).kind === 'comment' ? 'comments' : 'videos'
      await ask(hosts, context, api(resource, { id: remote.remoteId }), { method: 'DELETE' }, [200, 204, 404])
    },

    async edit({ post }, index, remote, context) {
      if (dataOf(remote).kind === 'comment') {
        const json = { id: remote.remoteId, snippet: { textOriginal: post.parts[index]?.text.trim() ?? '' } }
        await ask(hosts, context, api('comments', { part: 'snippet' }), { method: 'PUT', json })
        return remote
      }
      await editVideo(post, remote, context)
      return remote
    },
  }

  async function publish({ post, film, upload }: Prepared, context: PublishContext): Promise<CommitOutcome> {
    if (!film || !upload) return { is: 'rejected', failure: failure('media', said('file_gone')) }
    const now = context.clock.now()
    if (upload.is === 'made') return taken(videoRemote(post, String(upload.video['id']), now), now)
    if (upload.is === 'gone') throw expired(context)
    const sent = await commitAnswer(name, () => sendLast(hosts, film, upload.from, context, commitTimeoutMs))
    if ('outcome' in sent) return sent.outcome
    const { answer } = sent
    if (answer.status === 200 || answer.status === 201) {
      const { id } = objectOf(answer)
      return typeof id === 'string' && id !== '' ? taken(videoRemote(post, id, now), now) : unreadable(answer)
    }
    if (isUncertain(answer.status)) return { is: 'unknown', evidence: wordsOf(answer) }
    // It did not take all of it, so there is no video: the next attempt goes on where it stands.
    if (answer.status === 308)
      return { is: 'not_sent', failure: failure('platform', said('platform_trouble', { platform: name }), '308') }
    if (answer.status === 404 || answer.status === 410) throw expired(context)
    return refused(answer, context)
  }

  async function comment(
    post: Outgoing,
    index: number,
    video: Remote,
    context: PublishContext,
  ): Promise<CommitOutcome> {
    const textOriginal = post.parts[index]?.text.trim() ?? ''
    const channelId = context.account.externalId
    const json = { snippet: { channelId, videoId: video.remoteId, topLevelComment: { snippet: { textOriginal } } } }
    const request = { method: 'POST', json, fresh: true, timeoutMs: commentTimeoutMs } as const
    const target = api('commentThreads', { part: 'snippet' })
    const sent = await commitAnswer(name, () => call(hosts, context, target, request))
    if ('outcome' in sent) return sent.outcome
    const { answer } = sent
    if (isUncertain(answer.status)) return { is: 'unknown', evidence: wordsOf(answer) }
    if (answer.status !== 200 && answer.status !== 201) return refusal(answer, context.clock.now())
    const { id } = objectOf(answer)
    if (typeof id !== 'string' || id === '') return unreadable(answer)
    return { is: 'published', remote: commentRemote(video.remoteId, id) }
  }

  /** The whole resource goes, since what is left out is emptied; but when and by whom it is seen stays as it is while YouTube holds the schedule. */
  async function editVideo(post: Outgoing, remote: Remote, context: PublishContext): Promise<void> {
    const seen = await seeVideo(hosts, remote.remoteId, context)
    if (!seen)
      throw new StepFailed({ is: 'rejected', failure: failure('content', said('reference_gone', { platform: name })) })
    const video = toVideo(post, null)
    const { publishAt } = seen.status
    const waits = seen.status['privacyStatus'] === 'private' && typeof publishAt === 'string'
    const status = { ...video.status, ...(waits && { privacyStatus: 'private', publishAt }) }
    const json = { id: remote.remoteId, snippet: video.snippet, status }
    await ask(hosts, context, api('videos', { part: 'snippet,status' }), { method: 'PUT', json })
  }
}

/** A refusal of the last piece. With other words another upload must begin; a quota leaves it as it is. */
function refused(answer: HttpAnswer, context: PublishContext): CommitOutcome {
  noteQuota(context, answer)
  const outcome = refusal(answer, context.clock.now())
  if (outcome.is === 'rejected' && outcome.failure.code !== 'reconnect') forgetUpload(context)
  return outcome
}

const unreadable = ({ status }: HttpAnswer): CommitOutcome => ({
  is: 'unknown',
  evidence: `${status} with a body that is not what was sent`,
})
