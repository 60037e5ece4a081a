import type { ai } from '../../contract/ai/index.ts'
import type { TextTask } from '../../contract/ai/tasks.ts'
import type { AccountId, PostId } from '../../contract/vocabulary.ts'
import type * as z from 'zod'
import { callsOfRun } from '../store/ai-calls.ts'
import type { Job } from '../../contract/jobs.ts'
import type { Posts } from '../posts/posts.ts'
import type { JobContext, Jobs } from '../jobs/jobs.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import type { Endpoints } from './endpoints.ts'
import { saidOfFailure } from './failed.ts'
import type { Images } from './images.ts'
import type { Ledger } from './ledger.ts'
import type { Ran, Runner } from './run.ts'
import { amountOf, type Spend } from './spend.ts'
import { working } from './working.ts'

type Input = z.output<NonNullable<(typeof ai.posts)['~orpc']['inputSchema']>>
/** A post as it is asked for. */
export type NewPost = Omit<Input, 'waitMs'>

/** Posts that are written as a job: drafts, with a version for each account and a picture where one is wanted. */
export type Writing = ReturnType<typeof createWriting>

export function createWriting(
  { store, ids }: WorkspaceContext,
  parts: {
    endpoints: Endpoints
    runner: Runner
    images: Images
    ledger: Ledger
    spend: Spend
    jobs: Jobs
    posts: Posts
  },
) {
  const { endpoints, runner, images, ledger, spend, jobs, posts } = parts

  /** Throws AiFailed, CapExceeded, errors of the contract, and the signal's reason. Answers the draft's id. */
  async function write({ accounts, picture, ...asked }: NewPost, job: JobContext): Promise<PostId> {
    const [only] = accounts
    const task: TextTask = {
      ...asked,
      task: 'post',
      // For one account it is written at once; for several, the text is adapted to each.
      ...(accounts.length === 1 && only !== undefined && !asked.for && { for: { account: only } }),
    }
    const first = await runner.run(task, job.signal, () => {}, job.id)
    if (first.answer.task !== 'post') throw new Error('Another answer than was asked for')
    const { title, written } = first.answer
    job.progress(0.4)
    const adapted = accounts.length > 1 ? await adapt(asked, written.text, accounts, job) : null
    job.progress(0.6)
    const media = picture ? await illustrate(picture, written.text, job) : []
    const versions = adapted?.answer.task === 'adapt' ? adapted.answer.versions : []
    const post = posts.create({
      title,
      parts: [{ text: written.text, media }],
      variants: accounts.map((accountId) => {
        const own = versions.find(({ account }) => account === accountId)?.written
        const isOwn = own && own.text !== written.text
        return { accountId, parts: isOwn ? [{ text: own.text, media }] : null, settings: {} }
      }),
    })
    for (const { run } of adapted ? [first, adapted] : [first])
      for (const { id } of callsOfRun(store.read, run)) ledger.belongs(id, { postId: post.id })
    return post.id
  }

  /** An account whose version cannot be had gets the base. */
  async function adapt(asked: Omit<NewPost, 'accounts'>, text: string, accounts: AccountId[], job: JobContext) {
    const { endpoint, model, language } = asked
    const task: TextTask = { task: 'adapt', text, accounts, endpoint, model, language }
    return runner
      .run(task, job.signal, () => {}, job.id)
      .catch((error: unknown): Ran | null => {
        job.signal.throwIfAborted()
        if (saidOfFailure(error)) return null
        throw error
      })
  }

  async function illustrate({ prompt, ratio }: NonNullable<NewPost['picture']>, text: string, job: JobContext) {
    const shows = prompt ?? `A picture for this social media post, without any text in it:\n${text}`
    const made = await images.make({ prompt: shows, ratio, count: 1, plain: false }, job.id, job.signal)
    return made.assetIds.map((assetId) => ({ assetId: assetId as never, alt: null }))
  }

  return {
    write,
    /** Throws `conflict` where no endpoint is set up, CapExceeded where even its first call is too much; the rest is said on the job. */
    async start(asked: NewPost, signal: AbortSignal): Promise<Job> {
      const { endpoint, model } = endpoints.choose('text', asked)
      if (asked.picture) endpoints.choose('image')
      const { accounts: _accounts, picture: _picture, ...task } = asked
      if (!('url' in asked.from))
        for (const { inputTokens, maxOutputTokens } of await runner.preview({ ...task, task: 'post' }, signal))
          spend.allow(
            store.read,
            model,
            spend.costOf(endpoint, model, amountOf({ inputTokens, outputTokens: maxOutputTokens })),
          )
      return jobs.start({
        ...{ kind: 'ai_post', about: {}, key: ids('run') },
        work: working(async (job) => ({ postId: await write(asked, job) })),
      })
    },
  }
}
