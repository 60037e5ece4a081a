import type { AiPreview } from '../../contract/ai/index.ts'
import type { AnswerOf, ImageTask, RunUsage, TextEvent, TextTask, VideoTask } from '../../contract/ai/tasks.ts'
import { said } from '../../contract/sentences/index.ts'
import type { PostId } from '../../contract/vocabulary.ts'
import { toIso } from '../clock.ts'
import { conflict } from '../errors.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Media } from '../media/media.ts'
import type { Posts } from '../posts/posts.ts'
import type { Publishing } from '../publishing/publishing.ts'
import type { Slots } from '../scheduling/slots.ts'
import { listMade } from '../store/ai.ts'
import { decodeCursor, encodeCursor } from '../store/cursor.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { createAsker } from './ask.ts'
import { createBrands } from './brand.ts'
import { createCadences } from './cadence.ts'
import { createClients } from './client.ts'
import { createEndpoints } from './endpoints.ts'
import { crossing } from './failed.ts'
import { createImages } from './images.ts'
import { createLedger } from './ledger.ts'
import { createLooks } from './look.ts'
import { createPlanner } from './planner.ts'
import { createRunner } from './run.ts'
import { createSources } from './source.ts'
import { amountOf, createSpend, toUsd } from './spend.ts'
import { asStream } from './stream.ts'
import { createTrial } from './trial.ts'
import { createVideos } from './videos.ts'
import { createWriting, type NewPost } from './writing.ts'

type Task<Name extends TextTask['task']> = Extract<TextTask, { task: Name }>
type PreviewTask = TextTask | (ImageTask & { task: 'image' }) | (VideoTask & { task: 'video' })

/** The AI desk of a workspace. What it throws is the contract's. */
export type Ai = ReturnType<typeof createAi>

export function createAi(
  context: WorkspaceContext,
  parts: { media: Media; jobs: Jobs; posts: Posts; slots: Slots; publishing(): Publishing },
) {
  const { store } = context
  const { media, jobs, posts, slots } = parts
  const stopping = new AbortController()
  const brands = createBrands(context)
  const brand = brands.profile
  const endpoints = createEndpoints(context)
  const spend = createSpend(context)
  const ledger = createLedger(context, spend)
  const clients = createClients(context, endpoints)
  const asker = createAsker(context, { endpoints, clients, ledger, looks: createLooks(media) })
  const planner = createPlanner(context, { brand, media, slots, sources: createSources(context.http) })
  const runner = createRunner(context, { brand, endpoints, planner, asker, ledger })
  const makers = { brand, endpoints, clients, ledger, spend, media, jobs }
  const images = createImages(context, makers)
  const videos = createVideos(context, makers)
  const writing = createWriting(context, { endpoints, runner, images, ledger, spend, jobs, posts })
  const cadences = createCadences(context, { writing, jobs, posts, slots, publishing: parts.publishing })
  const trial = createTrial(context, { endpoints, clients, asker })

  /** Ends with the caller's signal, and when the workspace closes. */
  const until = (signal: AbortSignal | undefined) =>
    signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal

  const stops = (caller: AbortSignal | undefined) => ({ caller, program: stopping.signal })

  async function crossed<T>(work: Promise<T>, caller: AbortSignal | undefined): Promise<T> {
    try {
      return await work
    } catch (error) {
      throw crossing(error, stops(caller))
    }
  }

  async function answer<Name extends TextTask['task']>(
    task: Task<Name>,
    signal: AbortSignal | undefined,
  ): Promise<{ answer: AnswerOf<Name>; used: RunUsage }> {
    const ran = await crossed(runner.run(task, until(signal)), signal)
    return { answer: ran.answer as AnswerOf<Name>, used: ledger.usedBy(ran.run) }
  }

  function begun<T>(start: () => T): T {
    try {
      return start()
    } catch (error) {
      throw crossing(error, stops(undefined))
    }
  }

  async function previews(task: PreviewTask, signal: AbortSignal): Promise<AiPreview[]> {
    if (task.task === 'image' || task.task === 'video') {
      const { choice, messages, amount } = task.task === 'image' ? images.preview(task) : videos.preview(task)
      const nano = spend.costOf(choice.endpoint, choice.model, amount)
      const { endpoint, model } = choice
      return [
        {
          account: null,
          endpoint: endpoint.name,
          model,
          messages,
          maxOutputTokens: 0,
          maxUsd: nano === null ? null : toUsd(nano),
        },
      ]
    }
    return (await runner.preview(task, signal)).map(({ account, choice, messages, inputTokens, maxOutputTokens }) => {
      const { endpoint, model } = choice
      const nano = spend.costOf(endpoint, model, amountOf({ inputTokens, outputTokens: maxOutputTokens }))
      return {
        account,
        endpoint: endpoint.name,
        model,
        messages,
        maxOutputTokens,
        maxUsd: nano === null ? null : toUsd(nano),
      }
    })
  }

  return {
    brand: { get: brands.get, put: brands.put },
    endpoints,
    spend,
    ledger,
    cadences,
    answer,
    models: async (id: string, signal: AbortSignal | undefined) => ({
      models: await crossed(trial.models(id, until(signal)), signal),
    }),
    test: (id: string, model: string | undefined, signal: AbortSignal | undefined) =>
      crossed(trial.test(id, model, until(signal)), signal),
    async *stream(task: TextTask, signal: AbortSignal | undefined): AsyncGenerator<TextEvent, void, void> {
      try {
        yield* asStream<TextEvent>((emit, stop) => runner.run(task, stop, emit), until(signal))
      } catch (error) {
        throw crossing(error, stops(signal))
      }
    },
    preview: async (task: PreviewTask, signal: AbortSignal | undefined) => ({
      calls: await crossed(previews(task, until(signal)), signal),
      spending: spend.spending(),
    }),
    async writePost({ waitMs, ...asked }: NewPost & { waitMs: number }, signal: AbortSignal | undefined) {
      const job = await crossed(writing.start(asked, until(signal)), signal)
      return jobs.get(job.id, waitMs, signal)
    },
    async makeImages({ waitMs, ...task }: ImageTask & { waitMs: number }, signal: AbortSignal | undefined) {
      return jobs.get(begun(() => images.start(task)).id, waitMs, signal)
    },
    async makeVideo({ waitMs, ...task }: VideoTask & { waitMs: number }, signal: AbortSignal | undefined) {
      return jobs.get(begun(() => videos.start(task)).id, waitMs, signal)
    },
    /** A post's text anew; written into the draft only when asked to, over what stood there when it was read. */
    async regenerate(
      { id, apply, ...asked }: Omit<Task<'regenerate'>, 'task' | 'post'> & { id: PostId; apply: boolean },
      signal: AbortSignal | undefined,
    ) {
      const before = posts.get(id)
      if (apply && (before.when !== null || !['idea', 'draft', 'rejected'].includes(before.status)))
        throw conflict('not_a_draft', said('ai_not_a_draft'))
      const result = await answer({ ...asked, task: 'regenerate', post: id }, signal)
      if (!apply) return { ...result, applied: false }
      const { account } = asked
      const texts = result.answer.parts.map(({ text }) => text)
      const rewritten = (parts: typeof before.parts) =>
        parts.map((part, index) => ({ ...part, text: texts[index] ?? part.text }))
      posts.update(id, {
        revision: before.revision,
        ...(account === undefined
          ? { parts: rewritten(before.parts) }
          : {
              variants: before.variants.map((variant) =>
                variant.accountId === account
                  ? { ...variant, parts: rewritten(variant.parts ?? before.parts) }
                  : variant,
              ),
            }),
      })
      return { ...result, applied: true }
    },
    made({ cursor, limit, asset }: { cursor?: string | undefined; limit: number; asset?: string | undefined }) {
      const filter = { asset }
      const after = cursor === undefined ? undefined : decodeCursor<{ at: number; id: string }>(cursor, filter)
      const rows = listMade(store.read, asset, after, limit + 1)
      const page = rows.slice(0, limit)
      const last = rows.length > limit ? page.at(-1) : undefined
      return {
        items: page.map(({ assetId, prompt, model, ratio, at }) => ({
          ...{ asset: media.get(assetId), prompt, model, ratio },
          at: toIso(at),
        })),
        nextCursor: last ? encodeCursor({ at: last.at, id: last.assetId }, filter) : null,
      }
    },
    /** Takes up videos that are being made, and runs cadences from here on. */
    start(): void {
      ledger.start(videos.openCalls())
      videos.resume()
      cadences.start()
    },
    /** Stops what runs. Jobs are closed by themselves. */
    async close(): Promise<void> {
      stopping.abort()
      cadences.close()
      ledger.close()
      await asker.idle()
    },
  }
}
