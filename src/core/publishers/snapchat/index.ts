import { snapchatSettings } from '../../../contract/platforms/snapchat.ts'
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
  type Reconciled,
  type StepFailure,
} from '../publisher.ts'
import type { PlatformDriver } from '../registry.ts'
import { call, hostsAt, itemsOf, name, profilePath, type SnapchatHosts } from './api.ts'
import { createConnector, profileAddress } from './auth.ts'
import { findSpotlight } from './look.ts'
import { codeOf, isOk, refusal, requestStatus, wordsOf } from './outcome.ts'
import { render, type Rendered } from './render.ts'
import { outcomeOf, taken, type Handle } from './standing.ts'
import { endsUpload, forgetUpload, uploadFile, type Uploaded } from './upload.ts'

interface Prepared {
  readonly post: Outgoing
  readonly uploaded: Uploaded
}

const commitTimeoutMs = 60_000
/** A file that is worked on for so long will never be ready. */
const workedOnMs = 3_600_000

/** Public profiles on Snapchat, through an app of the person's own that Snap has put on its list. Facts and quirks in README.md. */
export function createSnapchat(origin?: string): PlatformDriver {
  const hosts = hostsAt(origin)
  return { publisher: createPublisher(hosts), connector: createConnector(hosts) }
}

function createPublisher(hosts: SnapchatHosts): Publisher<Prepared> {
  return {
    platform: 'snapchat',
    // Nothing is ever shown absent here. Before the commit's own time is over, a look would come too early for what is there.
    settleMs: 90_000,

    async prepare(post, context) {
      const [file] = post.parts[0]?.media ?? []
      if (!file) throw new StepFailed({ is: 'rejected', failure: failure('media', said('file_gone')) })
      return { post, uploaded: await uploadFile(hosts, post, file, context) }
    },

    async commit(prepared, _index, _landed, context): Promise<CommitOutcome> {
      try {
        return await publish(prepared, context)
      } catch (error) {
        if (error instanceof StepFailed) return error.outcome
        throw error
      }
    },

    /** Stories are answered with no id and listed nowhere; saved ones are not known to be. */
    async reconcile(post, _index, _landed, sentAt, context): Promise<Reconciled> {
      if (snapchatSettings(post.settings).format !== 'spotlight')
        return { is: 'cannot_tell', why: said('no_way_to_look', { platform: name }) }
      return await findSpotlight(hosts, post, sentAt, context)
    },

    async poll(handle, context) {
      const outcome = await outcomeOf(hosts, handle as Handle, context)
      // What was turned down is not posted again as it is: another attempt uploads anew.
      if (outcome.is === 'rejected') forgetUpload(context)
      return outcome
    },
  }

  async function publish({ post, uploaded }: Prepared, context: PublishContext): Promise<CommitOutcome> {
    const rendered = render(post, uploaded.mediaId)
    const path = profilePath(context.account.externalId, rendered.path)
    const request = { method: 'POST', json: rendered.json, fresh: true, timeoutMs: commitTimeoutMs } as const
    const sent = await commitAnswer(name, () => call(hosts, context, path, request))
    if ('outcome' in sent) return sent.outcome
    const { answer } = sent
    // An earlier request with the same file is under way, so one has arrived: sending again is what must not be done.
    if (isUncertain(answer.status) || codeOf(answer) === 'MEDIA_POSTING_ALREADY_IN_PROGRESS')
      return { is: 'unknown', evidence: wordsOf(answer) }
    if (isOk(answer) || requestStatus(answer) === 'PARTIAL') return made(rendered, uploaded, answer, context)
    if (answer.status < 300 && requestStatus(answer) === '')
      return { is: 'unknown', evidence: `${answer.status} with a body that is not Snapchat's` }
    return refused(answer, uploaded, context)
  }
}

function made({ format }: Rendered, uploaded: Uploaded, answer: HttpAnswer, context: PublishContext): CommitOutcome {
  const url = profileAddress(context.account.displayHandle)
  switch (format) {
    case 'story':
      // It has no id of its own. The file's names it, and is used once.
      return { is: 'published', remote: { remoteId: uploaded.mediaId, url } }
    case 'saved_story': {
      const [story] = itemsOf(answer, 'saved_stories', 'saved_story')
      // One that went wrong has no entity, only why.
      return story ? published(story['id'], url) : refused(answer, uploaded, context)
    }
    case 'spotlight': {
      const { spotlight_id: id } = objectOf(answer)
      return typeof id === 'string' && id !== '' ? taken(id, context.clock.now()) : withoutId
    }
  }
}

const withoutId: CommitOutcome = { is: 'unknown', evidence: 'success without an id' }

function published(id: unknown, url: string | null): CommitOutcome {
  return typeof id === 'string' && id !== '' ? { is: 'published', remote: { remoteId: id, url } } : withoutId
}

function refused(answer: HttpAnswer, { wholeAt }: Uploaded, context: PublishContext): StepFailure {
  const now = context.clock.now()
  const outcome = refusal(answer, now)
  const isStuck = outcome.failure.code === 'processing' && now - wholeAt > workedOnMs
  const meant: StepFailure = isStuck
    ? {
        is: 'rejected',
        failure: failure('media', said('processing_came_to_nothing', { platform: name }), wordsOf(answer)),
      }
    : outcome
  if (endsUpload(meant)) forgetUpload(context)
  return meant
}
