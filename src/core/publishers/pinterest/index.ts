import { pinterestSettings } from '../../../contract/platforms/pinterest.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { HttpAnswer } from '../../http.ts'
import { commitAnswer, isUncertain, objectOf } from '../answers.ts'
import {
  failure,
  StepFailed,
  type CommitOutcome,
  type Outgoing,
  type PublishContext,
  type Publisher,
} from '../publisher.ts'
import type { PlatformDriver } from '../registry.ts'
import { ask, call, hostsAt, name, noteQuota, type PinterestHosts } from './api.ts'
import { createConnector } from './auth.ts'
import { addressOf, findPin } from './look.ts'
import { pictureOf, uploadVideo } from './media.ts'
import { refusal, wordsOf } from './outcome.ts'
import { slideAt, toChange, wordsFor, type MediaSource } from './render.ts'

interface Prepared {
  readonly post: Outgoing
  /** Null for an edit: the files of a pin stay as they are. */
  readonly media: MediaSource | null
}

/** The pictures go with it: at most five of 10 MB, a third larger as base64. */
const commitTimeoutMs = 120_000

/** Pinterest, through an app of the person's own. Facts and quirks in README.md. */
export function createPinterest(origin?: string): PlatformDriver {
  const hosts = hostsAt(origin)
  return { publisher: createPublisher(hosts), connector: createConnector(hosts) }
}

function createPublisher(hosts: PinterestHosts): Publisher<Prepared> {
  return {
    platform: 'pinterest',
    // Longer than a request is waited for, and than a board takes to list a pin.
    settleMs: 150_000,

    async prepare(post, context) {
      if (pinterestSettings(post.settings).board === '')
        throw new StepFailed({
          is: 'rejected',
          failure: failure('content', said('destination_missing', { platform: name })),
        })
      return { post, media: context.editing ? null : await mediaOf(hosts, post, context) }
    },

    async commit({ post, media }, _index, _landed, context): Promise<CommitOutcome> {
      const json = { ...wordsFor(post), media_source: media }
      const request = { method: 'POST', json, fresh: true, timeoutMs: commitTimeoutMs } as const
      try {
        const sent = await commitAnswer(name, () => call(hosts, context, '/pins', request))
        if ('outcome' in sent) return sent.outcome
        const { answer } = sent
        noteQuota(context, answer)
        if (answer.status >= 200 && answer.status < 300) return published(answer)
        if (isUncertain(answer.status)) return { is: 'unknown', evidence: wordsOf(answer) }
        return refusal(answer, 'pin', context.clock.now())
      } catch (error) {
        if (error instanceof StepFailed) return error.outcome
        throw error
      }
    },

    reconcile: (post, _index, _landed, sentAt, context) => findPin(hosts, post, sentAt, context),

    async remove(remote, context) {
      await ask(hosts, context, pinPath(remote.remoteId), { method: 'DELETE', accepted: [200, 204, 404] })
    },

    async edit({ post }, _index, remote, context) {
      await ask(hosts, context, pinPath(remote.remoteId), { method: 'PATCH', json: toChange(post) })
      return remote
    },
  }
}

const pinPath = (id: string) => `/pins/${encodeURIComponent(id)}`

async function mediaOf(hosts: PinterestHosts, post: Outgoing, context: PublishContext): Promise<MediaSource> {
  const files = post.parts[0]?.media ?? []
  const [first] = files
  if (!first)
    throw new StepFailed({ is: 'rejected', failure: failure('media', said('a_file_refused', { platform: name })) })
  if (first.kind === 'video') {
    const { cover } = post.assets
    const picture = cover && (await pictureOf(cover))
    return {
      source_type: 'video_id',
      media_id: await uploadVideo(hosts, first, context),
      ...(picture
        ? { cover_image_content_type: picture.content_type, cover_image_data: picture.data }
        : { cover_image_key_frame_time: pinterestSettings(post.settings).coverSeconds }),
    }
  }
  if (files.length === 1) return { source_type: 'image_base64', ...(await pictureOf(first)) }
  const items = []
  for (const [index, file] of files.entries()) items.push({ ...(await pictureOf(file)), ...slideAt(post, index) })
  return { source_type: 'multiple_image_base64', items }
}

function published(answer: HttpAnswer): CommitOutcome {
  const { id } = objectOf(answer)
  if (typeof id !== 'string' || id === '')
    return { is: 'unknown', evidence: `${answer.status} with a body that is not a pin` }
  return { is: 'published', remote: { remoteId: id, url: addressOf(id) } }
}
