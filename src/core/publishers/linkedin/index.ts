import { linkedinText } from '../../../contract/platforms/linkedin.ts'
import { toLittleText } from '../../../contract/platforms/linkedin-text.ts'
import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { commitAnswer, isUncertain, objectOf } from '../answers.ts'
import {
  failure,
  StepFailed,
  type CommitOutcome,
  type Outgoing,
  type PublishContext,
  type Publisher,
  type Remote,
} from '../publisher.ts'
import type { PlatformDriver } from '../registry.ts'
import { ask, call, hostsAt, type Call, type LinkedInHosts } from './api.ts'
import { createConnector } from './auth.ts'
import { addressOf, commentRemote, find, findPost, repeatStep, type CommentData } from './look.ts'
import { cardStep, fileStep, uploadFile, uploadImage } from './media.ts'
import { codeOf, isPage, name, refusal, wordsOf } from './outcome.ts'
import { postRequest, type PostRequest } from './render.ts'

interface Prepared {
  readonly post: Outgoing
  readonly request: PostRequest
}

const commitTimeoutMs = 30_000

/** LinkedIn, for members and for Pages, through an app of the person's own. Facts and quirks in README.md. */
export function createLinkedIn(origin?: string, version?: string): PlatformDriver {
  const hosts = hostsAt(origin, version)
  return { publisher: createPublisher(hosts), connector: createConnector(hosts) }
}

function createPublisher(hosts: LinkedInHosts): Publisher<Prepared> {
  return {
    platform: 'linkedin',
    // Longer than an answer is waited for, and time for a post to stand in its Page's list.
    settleMs: 90_000,

    async prepare(post, context) {
      const { externalId: author } = context.account
      // An edit changes words alone.
      if (context.editing) return { post, request: postRequest(post, author, { urns: [], card: null }) }
      const uploads = { hosts, context, owner: author }
      const files = post.parts[0]?.media ?? []
      const urns: string[] = []
      for (const [position, file] of files.entries()) {
        urns.push(await uploadFile(uploads, file, fileStep(position), post.assets['thumbnail']))
        if (file.kind !== 'video') context.progress((position + 1) / files.length)
      }
      const { cardImage } = post.assets
      const isCard = postRequest(post, author, { urns, card: null }).content?.['article'] !== undefined
      const card = cardImage && isCard ? await uploadImage(uploads, cardImage, cardStep) : null
      return { post, request: postRequest(post, author, { urns, card }) }
    },

    async commit({ post, request }, index, landed, context): Promise<CommitOutcome> {
      const [first] = landed
      try {
        return index > 0 && first
          ? await comment(hosts, context, first.remoteId, linkedinText(post, index))
          : await publish(hosts, context, post, request)
      } catch (error) {
        if (error instanceof StepFailed) return error.outcome
        throw error
      }
    },

    reconcile: (post, index, landed, sentAt, context) => find(hosts, post, index, landed, sentAt, context),

    async remove(remote, context) {
      const { path } = placeOf(remote, context)
      await ask(hosts, context, path, { method: 'DELETE', restli: 'DELETE' }, { accepted: [404] })
    },

    async edit({ post }, index, remote, context) {
      const text = linkedinText(post, index)
      const { path, isComment } = placeOf(remote, context)
      const patch = isComment ? { message: { $set: { text } } } : { $set: { commentary: toLittleText(text) } }
      await ask(hosts, context, path, { method: 'POST', restli: 'PARTIAL_UPDATE', json: { patch } })
      return remote
    },
  }
}

/** Where a part stands. A comment is one of its post, and who wrote it is named with it. */
function placeOf({ remoteId, data }: Remote, { account }: PublishContext): { path: string; isComment: boolean } {
  const { kind, on = '', id = '' } = (data ?? {}) as Partial<CommentData>
  if (kind !== 'comment') return { path: `/rest/posts/${encodeURIComponent(remoteId)}`, isComment: false }
  const actor = encodeURIComponent(account.externalId)
  const path = `/rest/socialActions/${encodeURIComponent(on)}/comments/${encodeURIComponent(id)}?actor=${actor}`
  return { path, isComment: true }
}

const sending = { method: 'POST', fresh: true, timeoutMs: commitTimeoutMs } as const satisfies Call

async function publish(
  hosts: LinkedInHosts,
  context: PublishContext,
  post: Outgoing,
  json: PostRequest,
): Promise<CommitOutcome> {
  // A mark that outlives this process: what is called a repeat later may be what was sent here.
  const mark = 'sent:0'
  const wasInDoubt = context.recall(mark) !== undefined
  await context.step(mark, () => true)
  const outcome = await sent(hosts, context, () => call(hosts, context, '/rest/posts', { ...sending, json }), published)
  if (outcome.is === 'rejected' && outcome.failure.code === 'duplicate')
    return await repeated(hosts, context, post, outcome, wasInDoubt)
  // An earlier try stays in doubt whatever became of this one.
  if (outcome.is !== 'unknown' && !wasInDoubt) context.forget(mark)
  return outcome
}

/**
 * LinkedIn refuses what it has had before. For a Page its list shows whether that is ours. For a member nothing does; but where an earlier try of
 * this very post was in doubt, it says with some weight that it arrived, and the person is told so and looks.
 */
async function repeated(
  hosts: LinkedInHosts,
  context: PublishContext,
  post: Outgoing,
  refused: CommitOutcome & { readonly is: 'rejected' },
  wasInDoubt: boolean,
): Promise<CommitOutcome> {
  if (isPage(context.account.externalId)) {
    try {
      const seen = await findPost(hosts, post, post.createdAt, context)
      return seen.is === 'there' ? { is: 'published', remote: seen.remote } : refused
    } catch (error) {
      // The refusal stands whatever came of looking closer.
      if (error instanceof StepFailed || error instanceof HttpFailure) return refused
      throw error
    }
  }
  if (!wasInDoubt) {
    context.forget('sent:0')
    return refused
  }
  await context.step(repeatStep(0), () => true)
  return { is: 'unknown', evidence: refused.failure.words ?? 'duplicate' }
}

/**
 * A comment, which is plain text. The versioned resource is for apps that have its permission; others are answered 403 there, and the older one may
 * take what it refused: nothing was made. README.md has who measured what.
 */
async function comment(
  hosts: LinkedInHosts,
  context: PublishContext,
  on: string,
  text: string,
): Promise<CommitOutcome> {
  const json = { actor: context.account.externalId, object: on, message: { text } }
  const path = `socialActions/${encodeURIComponent(on)}/comments`
  const send = async () => {
    const answer = await call(hosts, context, `/rest/${path}`, { ...sending, json })
    return answer.status === 403 ? await call(hosts, context, `/v2/${path}`, { ...sending, json }) : answer
  }
  const outcome = await sent(hosts, context, send, (answer) => {
    const { commentUrn, id: number, object } = objectOf(answer)
    const id = typeof number === 'string' ? number : answer.headers.get('x-restli-id')
    if (id === null || id === '') return null
    const urn = typeof commentUrn === 'string' ? commentUrn : `urn:li:comment:(${String(object ?? on)},${id})`
    return commentRemote(urn, { kind: 'comment', on, id })
  })
  if (outcome.is !== 'rejected' || outcome.failure.code !== 'not_allowed') return outcome
  const says = said('app_not_reviewed', { platform: name, permission: 'Community Management API' })
  return { is: 'rejected', failure: failure('not_allowed', says, outcome.failure.words) }
}

function published(answer: HttpAnswer): Remote | null {
  const id = answer.headers.get('x-restli-id')
  return id === null || id === '' ? null : { remoteId: id, url: addressOf(id) }
}

/** The one request that makes something exist. `read` says what a success names; null where it cannot be read. */
async function sent(
  { version }: LinkedInHosts,
  context: PublishContext,
  send: () => Promise<HttpAnswer>,
  read: (answer: HttpAnswer) => Remote | null,
): Promise<CommitOutcome> {
  const came = await commitAnswer(name, send)
  if ('outcome' in came) return came.outcome
  const { answer } = came
  if (answer.status >= 200 && answer.status < 300) {
    const remote = read(answer)
    return remote
      ? { is: 'published', remote }
      : { is: 'unknown', evidence: `${answer.status} without the id of what was made` }
  }
  if (isUncertain(answer.status)) return { is: 'unknown', evidence: wordsOf(answer) }
  // A post refers to its files; those that LinkedIn lost are sent again.
  if (codeOf(answer) === 'MEDIA_ASSET_PROCESSING_FAILED') context.forget('media:')
  const judging = { about: 'content', now: context.clock.now(), version, account: context.account } as const
  return refusal(answer, judging)
}
