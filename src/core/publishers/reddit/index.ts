import { placeName, reddit, redditBody, redditSettings } from '../../../contract/platforms/reddit.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { commitAnswer, isUncertain } from '../answers.ts'
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
import { ask, call, hostsAt, name, noteQuota, type Call, type RedditHosts } from './api.ts'
import { createConnector } from './auth.ts'
import { filmMs, findPost, reconcileComment, reconcilePost, wantedOf, type Wanted } from './look.ts'
import { upload } from './media.ts'
import { errorsIn, formOf, isOwnTrouble, refusal, wordsOf } from './outcome.ts'
import { toSubmission, type Submission } from './render.ts'
import { checkRequirements } from './requirements.ts'

interface Prepared {
  readonly post: Outgoing
  /** Null for an edit: nothing but the text can be changed. */
  readonly submission: Submission | null
}

/** Of a post whose file Reddit is working on. */
interface Working {
  readonly wanted: Wanted
  readonly sentAt: Instant
  readonly looks: number
}

const commitTimeoutMs = 30_000
/** From a few seconds to five minutes, twice as long each time. */
const lookMs = { first: 3_000, most: 300_000 }

/** Reddit, through an app of the person's own. Facts and quirks in README.md. */
export function createReddit(origin?: string): PlatformDriver {
  const hosts = hostsAt(origin)
  return { publisher: createPublisher(hosts), connector: createConnector(hosts) }
}

function createPublisher(hosts: RedditHosts): Publisher<Prepared> {
  return {
    platform: 'reddit',
    // Longer than Reddit has been seen to work on a picture before its post shows.
    settleMs: 10 * 60_000,

    async prepare(post, context) {
      if (redditSettings(post.settings).subreddit === '')
        throw new StepFailed({
          is: 'rejected',
          failure: failure('content', said('destination_missing', { platform: name })),
        })
      if (context.editing || post.above) return { post, submission: null }
      await checkRequirements(hosts, post, context)
      const files = post.parts[0]?.media ?? []
      const media = []
      for (const [at, file] of files.entries()) {
        media.push(await upload(hosts, file, at, context))
        context.progress((at + 1) / files.length)
      }
      const { cover } = post.assets
      const isFilm = reddit.kindOf(post) === 'video'
      return {
        post,
        submission: toSubmission(post, {
          media,
          cover: isFilm && cover ? await upload(hosts, cover, 'cover', context) : null,
        }),
      }
    },

    async commit({ post, submission }, index, landed, context): Promise<CommitOutcome> {
      const place = placeOf(post)
      const sentAt = context.clock.now()
      try {
        if (index > 0) {
          const form = { api_type: 'json', thing_id: landed[0]?.remoteId ?? '', text: post.parts[index]?.text ?? '' }
          return await send('/api/comment', { form }, place, context, commented)
        }
        if (!submission) throw new Error('An edit commits nothing')
        const { path, ...request } = submission
        return await send(path, request, place, context, (answer) => published(answer, post, sentAt, context))
      } catch (error) {
        if (error instanceof StepFailed) return error.outcome
        throw error
      }
    },

    reconcile: (post, index, landed, sentAt, context) =>
      index === 0
        ? reconcilePost(hosts, post, sentAt, context)
        : reconcileComment(hosts, post.parts[index]?.text ?? '', landed[0], sentAt, context),

    async poll(handle, context): Promise<CommitOutcome> {
      const working = handle as Working
      const { wanted, sentAt } = working
      const { it, alike } = await findPost(hosts, wanted, sentAt, context)
      // Reddit took it, so one is to come: the only one that looks like it, is it.
      const remote = it ?? (alike.length === 1 ? alike[0] : undefined)
      if (remote) return { is: 'published', remote }
      if (context.clock.now() - sentAt > filmMs)
        return { is: 'rejected', failure: failure('media', said('reddit_never_appeared')) }
      return pending({ ...working, looks: working.looks + 1 }, context)
    },

    async remove(remote, context) {
      await ask(hosts, context, '/api/del', { method: 'POST', form: { id: remote.remoteId }, accepted: [200, 404] })
    },

    async edit({ post }, index, remote, context) {
      const text = index === 0 ? redditBody(post) : (post.parts[index]?.text ?? '')
      if (index === 0 && reddit.kindOf(post) !== 'text')
        throw new StepFailed({ is: 'rejected', failure: failure('content', said('reddit_only_text_changes')) })
      const form = { api_type: 'json', thing_id: remote.remoteId, text, validate_on_submit: 'true' }
      await ask(hosts, context, '/api/editusertext', { method: 'POST', form, place: placeOf(post) })
      return remote
    },
  }

  async function send(
    path: string,
    request: Pick<Call, 'form' | 'json'>,
    place: string,
    context: PublishContext,
    made: (answer: HttpAnswer) => CommitOutcome,
  ): Promise<CommitOutcome> {
    const all = { ...request, method: 'POST', fresh: true, timeoutMs: commitTimeoutMs } as const
    const sent = await commitAnswer(name, () => call(hosts, context, path, all))
    if ('outcome' in sent) return sent.outcome
    const { answer } = sent
    noteQuota(context, answer)
    if (isUncertain(answer.status) || isOwnTrouble(answer)) return { is: 'unknown', evidence: wordsOf(answer) }
    if (answer.status >= 200 && answer.status < 300 && errorsIn(answer).length === 0) return made(answer)
    return refusal(answer, place, context.clock.now())
  }
}

const placeOf = (post: Outgoing) => placeName(redditSettings(post.settings).subreddit)

/** Text, link, gallery and poll are told with their id; of a picture or a film only that Reddit works on it. */
function published(answer: HttpAnswer, post: Outgoing, sentAt: Instant, context: PublishContext): CommitOutcome {
  const { id, name: full, url, websocket_url: socket, user_submitted_page: page } = dataOf(answer)
  const remoteId = [full, id].find((one): one is string => typeof one === 'string' && one.startsWith('t3_'))
  if (remoteId !== undefined)
    return { is: 'published', remote: { remoteId, url: typeof url === 'string' ? url : addressOf(remoteId) } }
  if (typeof socket === 'string' || typeof page === 'string')
    return pending({ wanted: wantedOf(post, context), sentAt, looks: 0 }, context)
  return { is: 'unknown', evidence: `${answer.status} with a body that is not a post` }
}

function pending(working: Working, { clock }: PublishContext): CommitOutcome {
  const wait = Math.min(lookMs.most, lookMs.first * 2 ** working.looks)
  return { is: 'pending', handle: working, pollAt: clock.now() + wait }
}

function commented(answer: HttpAnswer): CommitOutcome {
  const { things } = dataOf(answer)
  const [first] = Array.isArray(things) ? (things as { data?: Record<string, unknown> }[]) : []
  const { name: remoteId, permalink } = first?.data ?? {}
  if (typeof remoteId !== 'string' || !remoteId.startsWith('t1_'))
    return { is: 'unknown', evidence: `${answer.status} with a body that is not a comment` }
  const remote: Remote = {
    remoteId,
    url: typeof permalink === 'string' ? `https://www.reddit.com${permalink}` : null,
  }
  return { is: 'published', remote }
}

function dataOf(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  const { data } = formOf(answer)
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}
}

const addressOf = (remoteId: string) => `https://www.reddit.com/comments/${remoteId.replace(/^t3_/, '')}/`
