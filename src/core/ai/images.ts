import { Readable } from 'node:stream'
import type OpenAI from 'openai'
import sharp from 'sharp'
import type { Brand } from '../../contract/ai/brand.ts'
import type { ImageRatio, ImageTask } from '../../contract/ai/tasks.ts'
import type { AiMessage } from '../../contract/ai/usage.ts'
import { said } from '../../contract/sentences/index.ts'
import type { Job } from '../../contract/jobs.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { mostPixels } from '../media/images.ts'
import type { Media } from '../media/media.ts'
import { insertMade, type EndpointRow } from '../store/ai.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { failureOf, type Clients } from './client.ts'
import type { Choice, Endpoints } from './endpoints.ts'
import { AiFailed } from './failed.ts'
import type { Ledger } from './ledger.ts'
import { amountOf, type Spend } from './spend.ts'
import { working } from './working.ts'

/** Largest picture that is fetched from an address an endpoint answers with. */
const mostBytes = 40_000_000

/**
 * Sizes of the ratio to the pixel, with sides that are multiples of 16 as models of any size want them; and the nearest of the three sizes that
 * every model takes (OpenAI's reference of images.generate, `size`).
 */
const sizes: Readonly<Record<ImageRatio, { readonly exact: string; readonly usual: string }>> = {
  '1:1': { exact: '1024x1024', usual: '1024x1024' },
  '4:5': { exact: '1024x1280', usual: '1024x1536' },
  '9:16': { exact: '864x1536', usual: '1024x1536' },
  '16:9': { exact: '1536x864', usual: '1536x1024' },
  '3:4': { exact: '1152x1536', usual: '1024x1536' },
  '4:3': { exact: '1536x1152', usual: '1536x1024' },
}

export interface MadeImages {
  readonly assetIds: string[]
  /** As it was asked for and made. */
  readonly size: string
  /** The endpoint made another ratio, and it was cut. */
  readonly cropped: boolean
}

/** Pictures by AI, into the library. */
export type Images = ReturnType<typeof createImages>

export function createImages(
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
  const { store, clock, ids, http } = context
  const { brand, endpoints, clients, ledger, spend, media, jobs } = parts

  function promptOf({ prompt, plain }: Pick<ImageTask, 'prompt' | 'plain'>): string {
    const style = plain ? '' : brand().imageInstructions
    return style === '' ? prompt : `${prompt}\n\nStyle: ${style}`
  }

  const messagesOf = (task: ImageTask): AiMessage[] => [{ role: 'user', text: promptOf(task), images: [] }]

  async function ask(
    client: OpenAI,
    { endpoint, model }: Choice,
    prompt: string,
    task: ImageTask,
    signal: AbortSignal,
  ) {
    const { exact, usual } = sizes[task.ratio]
    const request = (size: string) =>
      client.images.generate({ model, prompt, n: task.count, size: size as '1024x1024' }, { signal })
    const answer = await request(exact).catch((error: unknown) => {
      const { status, param } = error as { status?: unknown; param?: unknown }
      if ((status === 400 || status === 422) && param === 'size' && exact !== usual) return request(usual)
      throw error
    })
    const found = await Promise.all((answer.data ?? []).map((one) => bytesOf(one, endpoint, signal)))
    return found.filter((bytes) => bytes !== null)
  }

  /** Pictures come in the answer or by address. An address elsewhere than at the endpoint itself must be a public one. */
  async function bytesOf({ b64_json: inside, url }: OpenAI.Image, { baseUrl }: EndpointRow, signal: AbortSignal) {
    if (inside) return Buffer.from(inside, 'base64')
    if (!url) return null
    const own = URL.parse(url)?.origin === new URL(baseUrl).origin
    const answer = await http.request(url, { maxBytes: mostBytes, timeoutMs: 60_000, publicOnly: !own, signal })
    return answer.status === 200 ? Buffer.from(answer.bytes) : null
  }

  /** Throws AiFailed, CapExceeded, VaultLocked, and the signal's reason. */
  async function make(task: ImageTask, job: string, signal: AbortSignal): Promise<MadeImages> {
    const choice = endpoints.choose('image', task)
    const { endpoint, model } = choice
    const prompt = promptOf(task)
    const client = await clients.open(endpoint)
    const hasKey = endpoints.keyOf(endpoint) !== undefined
    const purpose = { task: 'image', means: 'image', run: ids('run'), about: { job } } as const
    const call = ledger.open(choice, purpose, amountOf({ images: task.count }), messagesOf(task))
    const limit = clients.deadline(endpoint, signal)
    try {
      const found = await ask(client, choice, prompt, task, limit.signal)
      const cut = await Promise.all(found.map((bytes) => cutTo(bytes, task.ratio)))
      const [first] = cut
      if (!first) throw new AiFailed('empty', said('ai_empty', { model }))
      const assetIds: string[] = []
      for (const { bytes, type } of cut) {
        const asset = await media.addStream(nameOf(task.prompt, type), Readable.from([bytes]))
        store.write((tx) =>
          insertMade(tx, {
            ...{ assetId: asset.id, prompt: task.prompt, model, ratio: task.ratio, callId: call, at: clock.now() },
          }),
        )
        assetIds.push(asset.id)
      }
      ledger.settle(call, { state: 'done', estimated: false, used: amountOf({ images: found.length }) })
      ledger.belongs(call, { assetId: assetIds[0] ?? null })
      return { assetIds, size: first.size, cropped: cut.some(({ cropped }) => cropped) }
    } catch (error) {
      if (signal.aborted) {
        ledger.settle(call, { state: 'canceled', estimated: true, told: said('ai_canceled') })
        throw signal.reason
      }
      const failed =
        error instanceof Unreadable
          ? new AiFailed('wrong_shape', said('ai_picture_unusable', { endpoint: endpoint.name }))
          : await failureOf(error, endpoint, model, { late: limit.isLate(), now: clock.now(), hasKey })
      const paid = failed.reason === 'no_answer' || failed.reason === 'wrong_shape'
      ledger.settle(call, {
        ...{ state: 'failed', told: failed.said, estimated: paid },
        ...(!paid && { used: amountOf({}) }),
      })
      throw failed
    } finally {
      limit.done()
    }
  }

  return {
    make,
    start(task: ImageTask): Job {
      const { endpoint, model } = endpoints.choose('image', task)
      spend.allow(store.read, model, spend.costOf(endpoint, model, amountOf({ images: task.count })))
      return jobs.start({
        ...{ kind: 'ai_image', about: {}, key: ids('run') },
        work: working(async ({ id, signal }) => ({ ...(await make(task, id, signal)) })),
      })
    },
    preview(task: ImageTask) {
      const choice = endpoints.choose('image', task)
      return { choice, messages: messagesOf(task), amount: amountOf({ images: task.count }) }
    },
  }
}

class Unreadable extends Error {}

/** Cuts what is too much on two sides, around the centre. A picture that is of the ratio stays as it came. */
async function cutTo(bytes: Buffer, ratio: ImageRatio) {
  const picture = sharp(bytes, { limitInputPixels: mostPixels })
  const { width, height, format } = await picture.metadata().catch(() => {
    throw new Unreadable()
  })
  const [across, down] = ratio.split(':').map(Number) as [number, number]
  const size = `${width}x${height}`
  const wanted = { width: Math.min(width, Math.round((height * across) / down)), height }
  if (wanted.width === width) wanted.height = Math.min(height, Math.round((width * down) / across))
  const type = format === 'jpeg' || format === 'webp' ? format : 'png'
  // A pixel or two were rounded away.
  if (width - wanted.width <= 2 && height - wanted.height <= 2) return { bytes, type: format, size, cropped: false }
  const cut = picture.extract({
    ...wanted,
    left: Math.floor((width - wanted.width) / 2),
    top: Math.floor((height - wanted.height) / 2),
  })
  const made = await cut.toFormat(type).toBuffer()
  return { bytes: made, type, size, cropped: true }
}

function nameOf(prompt: string, type: string): string {
  const words = prompt
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 60)
    .trim()
  return `${words || 'picture'}.${type === 'jpeg' ? 'jpg' : type}`
}
