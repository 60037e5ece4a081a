import { isPhotoPost, tiktokSettings, tiktokText } from '../../../contract/platforms/tiktok.ts'
import { said } from '../../../contract/sentences/index.ts'
import { commitAnswer, isUncertain, troubled } from '../answers.ts'
import {
  failure,
  StepFailed,
  type CommitOutcome,
  type Outgoing,
  type OutgoingMedia,
  type PublishContext,
  type Publisher,
  type Reconciled,
} from '../publisher.ts'
import type { PlatformDriver } from '../registry.ts'
import { call, dataOf, hostsAt, isOk, name, type TikTokHosts } from './api.ts'
import { createConnector } from './auth.ts'
import { askCreator, checkCreator, type Creator } from './creator.ts'
import { fileRefusal, refusal, wordsOf } from './outcome.ts'
import { hostPhotos } from './photos.ts'
import { piecesOf, toDraft, toPhotos, toVideo } from './render.ts'
import { askStanding, outcomeOf, remoteOf, taken, type Handle } from './standing.ts'
import {
  expired,
  forgetUpload,
  sendLast,
  stateOf,
  uploadAhead,
  uploadOf,
  type Session,
  type UploadState,
} from './upload.ts'

type Prepared =
  | {
      readonly is: 'video'
      readonly post: Outgoing
      readonly film: OutgoingMedia
      readonly session: Session
      readonly state: UploadState
    }
  | { readonly is: 'photos'; readonly post: Outgoing; readonly creator: Creator | null; readonly addresses: string[] }

const commitTimeoutMs = 60_000
const photosPath = '/v2/post/publish/content/init/'

/** TikTok, through an app of the person's own. Facts and quirks in README.md. */
export function createTikTok(origin?: string): PlatformDriver {
  const hosts = hostsAt(origin)
  return { publisher: createPublisher(hosts), connector: createConnector(hosts) }
}

function createPublisher(hosts: TikTokHosts): Publisher<Prepared> {
  return {
    platform: 'tiktok',
    // A last piece that is still on its way belongs to the same upload, and cannot become a second post: this only spares sending it twice.
    settleMs: 60_000,

    async prepare(post, context) {
      const media = post.parts[0]?.media ?? []
      const creator = tiktokSettings(post.settings).mode === 'direct' ? await askCreator(hosts, context) : null
      if (creator) checkCreator(post, creator)
      if (isPhotoPost(post)) return { is: 'photos', post, creator, addresses: await hostPhotos(media, context) }
      const [film] = media
      if (!film) throw new StepFailed({ is: 'rejected', failure: failure('media', said('file_gone')) })
      const pieces = piecesOf(film.bytes)
      const start = creator
        ? { path: '/v2/post/publish/video/init/', body: toVideo(post, pieces, creator), username: creator.username }
        : { path: '/v2/post/publish/inbox/video/init/', body: toDraft(pieces), username: null }
      return { is: 'video', post, film, ...(await uploadAhead(hosts, film, pieces, start, context)) }
    },

    async commit(prepared, _index, _landed, context): Promise<CommitOutcome> {
      try {
        return prepared.is === 'video' ? await sendVideo(prepared, context) : await sendPhotos(prepared, context)
      } catch (error) {
        if (error instanceof StepFailed) return error.outcome
        throw error
      }
    },

    /** Pictures have no publish id before they are sent, and nothing that lists them. */
    async reconcile(post, _index, _landed, sentAt, context): Promise<Reconciled> {
      if (isPhotoPost(post)) return { is: 'cannot_tell', why: said('no_way_to_look', { platform: name }) }
      const session = uploadOf(context)
      if (!session) return { is: 'absent' }
      const standing = await askStanding(hosts, session.publishId, context)
      if (standing.is === 'not_known') return { is: 'cannot_tell', why: said('no_way_to_look', { platform: name }) }
      const handle = handleOf(post, session.publishId, session.username, sentAt)
      // A post that failed is there to be asked about: `poll` says why.
      if (standing.is === 'failed') return { is: 'there', remote: remoteOf(handle), handle }
      const state = stateOf(session, standing)
      return state !== 'gone' && state.is === 'whole'
        ? { is: 'there', remote: remoteOf(handle), handle }
        : { is: 'absent' }
    },

    async poll(handle, context) {
      const outcome = await outcomeOf(hosts, handle as Handle, context)
      // What came to nothing is not gone on with: another attempt begins anew.
      if (outcome.is === 'rejected') forgetUpload(context)
      return outcome
    },
  }

  async function sendVideo(prepared: Prepared & { is: 'video' }, context: PublishContext): Promise<CommitOutcome> {
    const { post, film, session } = prepared
    const now = context.clock.now()
    const handle = handleOf(post, session.publishId, session.username, now)
    if (prepared.state.is === 'whole') return taken(handle, now)
    const sent = await commitAnswer(name, () => sendLast(session, film, context))
    if ('outcome' in sent) return sent.outcome
    const { answer } = sent
    if (answer.status === 201) return taken(handle, now)
    if (isUncertain(answer.status)) return { is: 'unknown', evidence: String(answer.status) }
    // 206: it misses some of it. 416: it is elsewhere than we think. Either way the next attempt asks where it stands.
    if (answer.status === 206 || answer.status === 416) return troubled(name, String(answer.status))
    if ([403, 404, 410].includes(answer.status)) throw expired(context)
    if (answer.status >= 200 && answer.status < 300) return { is: 'unknown', evidence: String(answer.status) }
    const outcome = fileRefusal(answer, now)
    if (outcome.is === 'rejected') forgetUpload(context)
    return outcome
  }

  async function sendPhotos(
    { post, creator, addresses }: Prepared & { is: 'photos' },
    context: PublishContext,
  ): Promise<CommitOutcome> {
    const json = toPhotos(post, addresses, creator)
    const request = { method: 'POST', json, fresh: true, timeoutMs: commitTimeoutMs } as const
    const sent = await commitAnswer(name, () => call(hosts, context, photosPath, request))
    if ('outcome' in sent) return sent.outcome
    const { answer } = sent
    const now = context.clock.now()
    if (isUncertain(answer.status)) return { is: 'unknown', evidence: wordsOf(answer) }
    if (!isOk(answer)) {
      if (answer.status >= 200 && answer.status < 300 && wordsOf(answer) === String(answer.status))
        return { is: 'unknown', evidence: `${answer.status} with a body that is not TikTok's` }
      return refusal(answer, now, URL.parse(addresses[0] ?? '')?.host ?? '')
    }
    const { publish_id: publishId } = dataOf(answer)
    if (typeof publishId !== 'string' || publishId === '')
      return { is: 'unknown', evidence: `${answer.status} without a publish id` }
    return taken(handleOf(post, publishId, creator?.username ?? null, now), now)
  }
}

function handleOf(post: Outgoing, publishId: string, username: string | null, since: number): Handle {
  const { mode, privacy } = tiktokSettings(post.settings)
  return {
    publishId,
    kind: isPhotoPost(post) ? 'photo' : 'video',
    privacy: mode === 'direct' ? privacy : null,
    hasText: tiktokText(post) !== '',
    username,
    since,
  }
}
