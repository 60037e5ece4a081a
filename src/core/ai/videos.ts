import { Readable } from 'node:stream'
import type OpenAI from 'openai'
import * as z from 'zod'
import type { Brand } from '../../contract/ai/brand.ts'
import type { VideoTask } from '../../contract/ai/tasks.ts'
import type { AiMessage } from '../../contract/ai/usage.ts'
import type { Job } from '../../contract/jobs.ts'
import { said } from '../../contract/sentences/index.ts'
import { JobStopped, type JobContext, type Jobs } from '../jobs/jobs.ts'
import type { Media } from '../media/media.ts'
import {
  getEndpoint,
  getVideo,
  insertMade,
  insertVideo,
  openVideos,
  updateVideo,
  type EndpointRow,
  type VideoRow,
} from '../store/ai.ts'
import { VaultLocked } from '../vault/vault.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { failureOf, withoutKeys, type Clients } from './client.ts'
import type { Choice, Endpoints } from './endpoints.ts'
import { AiFailed } from './failed.ts'
import type { Ending, Ledger } from './ledger.ts'
import { amountOf, type Spend } from './spend.ts'
import { working } from './working.ts'

/** Every ten seconds at first; what takes longer than ten minutes is not asked after that often. */
const pollMs = { soon: 10_000, later: 60_000, soonFor: 600_000 }
const longestHours = 6
const mostBytes = 2_000_000_000
/** Clocks of endpoints differ from ours. */
const clockSlackMs = 60_000

/** What is read of OpenAI's video object; others have more and less. */
const Remote = z.object({
  id: z.string().min(1),
  status: z.enum(['queued', 'in_progress', 'processing', 'completed', 'failed']),
  progress: z.number().nullish(),
  error: z.object({ message: z.string().nullish() }).nullish(),
})
const Listed = z.object({
  data: z.array(z.object({ id: z.string(), prompt: z.string().nullish(), created_at: z.number().nullish() })),
})

/**
 * Videos by AI. The request that makes one is paid for, so it is sent once: it is noted before it is sent, its answer is kept, and where no answer
 * came the endpoint's list is looked through. Asking how far it is and fetching it cost nothing and are repeated.
 */
export function createVideos(
  context: WorkspaceContext,
  parts: {
    brand(): Brand
    endpoints: Endpoints
    clients: Clients
    ledger: Ledger
    spend: Spend
    media: Pick<Media, 'addStream'>
    jobs: Jobs
  },
) {
  const { store, clock, ids } = context
  const { brand, endpoints, clients, ledger, spend, media, jobs } = parts

  function promptOf({ prompt, plain }: VideoTask): string {
    const style = plain ? '' : brand().imageInstructions
    return style === '' ? prompt : `${prompt}\n\nStyle: ${style}`
  }
  const messagesOf = (task: VideoTask): AiMessage[] => [{ role: 'user', text: promptOf(task), images: [] }]

  function end(row: VideoRow, ending: Ending): void {
    ledger.settle(row.callId, ending)
    store.write((tx) => updateVideo(tx, row.jobId, { endedAt: clock.now() }))
  }

  /** Where the one that is asked for stands; noted before anything is sent. */
  function note(task: VideoTask, { endpoint, model }: Choice, job: string): VideoRow {
    const purpose = { task: 'video', means: 'video', run: ids('run'), about: { job } } as const
    const call = ledger.open({ endpoint, model }, purpose, amountOf({ seconds: task.seconds }), messagesOf(task))
    store.write((tx) =>
      insertVideo(tx, {
        ...{ jobId: job, callId: call, endpointId: endpoint.id, model },
        ...{ prompt: promptOf(task), ratio: task.ratio, seconds: task.seconds },
        size: task.ratio === '9:16' ? '720x1280' : '1280x720',
        askedAt: clock.now(),
      }),
    )
    return needRow(job)
  }

  function needRow(job: string): VideoRow {
    const row = getVideo(store.read, job)
    if (!row) throw new Error(`No video of ${job}`)
    return row
  }

  /** Sends the one request that is paid for, and keeps what it answers. */
  async function create(client: OpenAI, row: VideoRow, context: JobContext): Promise<VideoRow> {
    const { model, prompt, size, seconds, jobId } = row
    const answer = await client.post('/videos', {
      // As JSON: a form of another library's making is not understood by core's fetch.
      body: { model, prompt, size, seconds: String(seconds) },
      headers: { 'Idempotency-Key': jobId },
      signal: context.signal,
    })
    return keepId(row, Remote.parse(answer).id)
  }

  function keepId(row: VideoRow, remoteId: string): VideoRow {
    store.write((tx) => updateVideo(tx, row.jobId, { remoteId }))
    return { ...row, remoteId }
  }

  /** Looks whether a request that got no answer made one. Throws AiFailed where that cannot be seen. */
  async function find(client: OpenAI, row: VideoRow, endpoint: string, signal: AbortSignal): Promise<VideoRow> {
    const answer = await client.get('/videos', { query: { limit: 50, order: 'desc' }, signal }).catch(() => null)
    signal.throwIfAborted()
    const listed = Listed.safeParse(answer)
    const ours = listed.data?.data.find(
      ({ prompt, created_at: at }) => prompt === row.prompt && (at ?? 0) * 1_000 >= row.askedAt - clockSlackMs,
    )
    if (ours) return keepId(row, ours.id)
    throw new AiFailed('no_answer', said('ai_video_in_doubt', { endpoint }))
  }

  /** Until it is made. Trouble on the way there is no reason to give up what is paid for. */
  async function wait(client: OpenAI, row: VideoRow, endpoint: string, job: JobContext): Promise<void> {
    const latest = row.askedAt + longestHours * 3_600_000
    for (;;) {
      const answer = await client.get(`/videos/${encodeURIComponent(row.remoteId ?? '')}`, { signal: job.signal }).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      )
      job.signal.throwIfAborted()
      if ('error' in answer && (answer.error as { status?: unknown }).status === 404)
        throw new AiFailed('request_refused', said('ai_video_gone', { endpoint }))
      const remote = 'value' in answer ? Remote.safeParse(answer.value).data : undefined
      if (remote?.status === 'completed') return
      if (remote?.status === 'failed') {
        const words = withoutKeys(remote.error?.message ?? '?').slice(0, 300)
        throw new AiFailed('endpoint_trouble', said('ai_video_failed', { endpoint, words }), words)
      }
      job.progress(remote?.progress === null || remote?.progress === undefined ? null : remote.progress / 100)
      if (clock.now() > latest)
        throw new AiFailed('no_answer', said('ai_video_too_slow', { hours: longestHours, endpoint }))
      await clock.sleep(clock.now() < row.askedAt + pollMs.soonFor ? pollMs.soon : pollMs.later, job.signal)
    }
  }

  async function fetchInto(client: OpenAI, row: VideoRow, signal: AbortSignal): Promise<string> {
    const response = await client
      .get(`/videos/${encodeURIComponent(row.remoteId ?? '')}/content`, {
        ...{ signal, headers: { Accept: 'video/*, application/octet-stream' } },
      })
      .asResponse()
    const words = row.prompt
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
      .slice(0, 60)
      .trim()
    const body = response.body ? Readable.fromWeb(response.body as never) : Readable.from([])
    const asset = await media.addStream(`${words || 'video'}.mp4`, body, '', mostBytes)
    store.write((tx) =>
      insertMade(tx, {
        ...{ assetId: asset.id, prompt: row.prompt, model: row.model, ratio: row.ratio, callId: row.callId },
        at: clock.now(),
      }),
    )
    return asset.id
  }

  /** One that was begun waits for the vault, which may be locked when the program starts. */
  async function openWhenUnlocked(endpoint: EndpointRow, begun: boolean, signal: AbortSignal): Promise<OpenAI> {
    for (;;) {
      try {
        return await clients.open(endpoint)
      } catch (error) {
        if (!begun || !(error instanceof VaultLocked)) throw error
        await clock.sleep(pollMs.soon, signal)
      }
    }
  }

  /** All of it, from wherever it stands. */
  async function make(task: VideoTask | null, job: JobContext): Promise<Record<string, unknown>> {
    const before = getVideo(store.read, job.id)
    const endpoint = before
      ? getEndpoint(store.read, before.endpointId)
      : task && endpoints.choose('video', task).endpoint
    if (!endpoint || (!before && !task)) throw new AiFailed('request_refused', said('ai_endpoint_gone'))
    const client = await openWhenUnlocked(endpoint, before !== undefined, job.signal)
    const hasKey = endpoints.keyOf(endpoint) !== undefined
    let row = before ?? note(task as VideoTask, endpoints.choose('video', task ?? {}), job.id)
    try {
      if (row.remoteId === null)
        row = before
          ? await find(client, row, endpoint.name, job.signal)
          : await create(client, row, job).catch(async (error: unknown) => {
              const failed = await failureOf(error, endpoint, row.model, { late: false, now: clock.now(), hasKey })
              if (failed.reason !== 'no_answer' || job.signal.aborted) throw failed
              return find(client, row, endpoint.name, job.signal)
            })
      await wait(client, row, endpoint.name, job)
      const assetId = await fetchInto(client, row, job.signal)
      end(row, { state: 'done', estimated: false, used: amountOf({ seconds: row.seconds }) })
      ledger.belongs(row.callId, { assetId })
      return { assetId }
    } catch (error) {
      await fail(client, row, error, job)
      const failed = await failureOf(error, endpoint, row.model, { late: false, now: clock.now(), hasKey })
      throw job.signal.aborted ? job.signal.reason : failed
    }
  }

  async function fail(client: OpenAI, row: VideoRow, error: unknown, { signal }: JobContext): Promise<void> {
    if (signal.aborted) {
      // The program ends: it is taken up at the next start, as it stands.
      if (signal.reason instanceof JobStopped && signal.reason.as === 'interrupted') return
      const known = getVideo(store.read, row.jobId)?.remoteId
      if (known) await client.delete(`/videos/${encodeURIComponent(known)}`, { timeout: 5_000 }).catch(() => {})
      return end(row, { state: 'canceled', estimated: true, told: said('ai_canceled') })
    }
    const made = getVideo(store.read, row.jobId)?.remoteId !== null
    const failed = error instanceof AiFailed ? error : null
    const free = failed?.said.says === 'ai_video_failed' || (!made && failed?.reason !== 'no_answer')
    end(row, {
      ...{ state: 'failed', estimated: !free, told: failed?.said },
      ...(free && { used: amountOf({}) }),
    })
  }

  return {
    start(task: VideoTask): Job {
      const { endpoint, model } = endpoints.choose('video', task)
      spend.allow(store.read, model, spend.costOf(endpoint, model, amountOf({ seconds: task.seconds })))
      return jobs.start({
        ...{ kind: 'ai_video', about: {}, key: ids('run') },
        work: working((job) => make(task, job)),
      })
    },
    /** Calls of videos that go on: they are not ended at start. */
    openCalls: () => new Set(openVideos(store.read).map(({ callId }) => callId)),
    /** Goes on with what an earlier run of the program left. */
    resume(): void {
      for (const row of openVideos(store.read)) {
        const { jobId } = row
        // Canceled before it went on: nothing is to be done any more.
        if (jobs.find(jobId)?.state === 'canceled')
          end(row, { state: 'canceled', estimated: true, told: said('ai_canceled') })
        else jobs.resume(jobId, { kind: 'ai_video', about: {}, key: jobId, work: working((job) => make(null, job)) })
      }
    },
    preview(task: VideoTask) {
      const choice = endpoints.choose('video', task)
      return { choice, messages: messagesOf(task), amount: amountOf({ seconds: task.seconds }) }
    },
  }
}
