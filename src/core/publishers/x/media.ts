import { x } from '../../../contract/platforms/x.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { HttpAnswer } from '../../http.ts'
import { objectOf, troubled } from '../answers.ts'
import { multipart } from '../multipart.ts'
import { failure, StepFailed, type OutgoingMedia, type PublishContext } from '../publisher.ts'
import { ask, name, noteQuota, type XHosts } from './api.ts'
import { refusal } from './outcome.ts'

/*
 * Sources: openapi.json v2.167 (/2/media/upload, …/initialize, …/{id}/append, …/{id}/finalize, /2/media/metadata),
 * x-api/media/quickstart/media-upload-chunked.mdx.
 */

interface Uploaded {
  readonly id: string
  /** After this X forgets it. */
  readonly expiresAt: number
}

const chunkBytes = 4_000_000
/** Segments count from 0 to 999. */
const mostChunks = 1_000
const uploadTimeoutMs = 10 * 60_000
const lifeMs = 86_400_000
/** One that ends sooner is not worth attaching. */
const marginMs = 10 * 60_000
const processing = { waitsMs: 15_000, comeBackMs: 10_000 }

const stepOf = (part: number, position: number) => `media:${part}:${position}`

/** Uploads a file once per delivery, waits a little until X has processed it, describes it. Answers its id. Throws StepFailed. */
export async function uploadMedia(
  hosts: XHosts,
  file: OutgoingMedia,
  part: number,
  position: number,
  context: PublishContext,
): Promise<string> {
  const step = stepOf(part, position)
  const known = context.recall<Uploaded>(step)
  if (known && known.expiresAt - context.clock.now() < marginMs) context.forget(step)
  const uploaded = isSingle(file)
    ? await context.step(step, () => uploadImage(hosts, file, context), { phase: 'upload' })
    : await uploadInChunks(hosts, file, step, context)
  if (!isSingle(file)) {
    await context.step(`${step}:ready`, () => untilReady(hosts, uploaded.id, step, context), { phase: 'upload' })
  }
  if (file.alt.trim() !== '') await context.step(`${step}:alt`, () => describe(hosts, uploaded.id, file.alt, context))
  return uploaded.id
}

/** Ids of a part's files as they were uploaded; null where one was not. */
export function uploadedIds(part: number, count: number, context: PublishContext): string[] | null {
  const ids = Array.from({ length: count }, (_, position) => context.recall<Uploaded>(stepOf(part, position))?.id)
  return ids.every((id) => id !== undefined) ? ids : null
}

/** Still pictures go in one request; video and moving GIFs in pieces. */
function isSingle({ kind, animated }: OutgoingMedia): boolean {
  return kind === 'image' && !animated
}

async function uploadImage(hosts: XHosts, file: OutgoingMedia, context: PublishContext): Promise<Uploaded> {
  const { images } = x.rules.media
  if (!images) throw new Error('X takes images')
  // A picture that stands still is never a GIF on X: it would count as one that moves.
  const { path, type } = await file.convert({ ...images, types: images.types.filter((one) => one !== 'image/gif') })
  const form = await multipart({ media_category: 'tweet_image' }, { field: 'media', path, name: file.name, type })
  const answer = await upload(hosts, context, '/2/media/upload', form)
  return toUploaded(answer, context)
}

async function uploadInChunks(
  hosts: XHosts,
  file: OutgoingMedia,
  step: string,
  context: PublishContext,
): Promise<Uploaded> {
  const source = await sourceOf(file)
  const { id } = await context.step(
    `${step}:session`,
    async () => {
      const json = { media_type: source.type, total_bytes: source.bytes, media_category: source.category }
      const answer = await ask(hosts, context, '/2/media/upload/initialize', { method: 'POST', json }, accepted)
      return { id: idOf(judged(answer, context)) }
    },
    { phase: 'upload' },
  )
  const size = Math.max(chunkBytes, Math.ceil(source.bytes / mostChunks))
  const count = Math.ceil(source.bytes / size)
  for (let index = 0; index < count; index++) {
    await context.step(
      `${step}:chunk:${index}`,
      async () => {
        const range = { start: index * size, end: Math.min(source.bytes, (index + 1) * size) }
        const part = { field: 'media', path: source.path, name: file.name, type: source.type, range }
        const form = await multipart({ segment_index: String(index) }, part)
        await upload(hosts, context, `/2/media/upload/${encodeURIComponent(id)}/append`, form)
        return true
      },
      { phase: 'upload' },
    )
    context.progress((index + 1) / count)
  }
  return context.step(
    step,
    async () => {
      const path = `/2/media/upload/${encodeURIComponent(id)}/finalize`
      return toUploaded(judged(await ask(hosts, context, path, { method: 'POST' }, accepted), context), context)
    },
    { phase: 'upload' },
  )
}

async function sourceOf(file: OutgoingMedia) {
  if (file.kind === 'video') return { path: file.path, type: file.type, bytes: file.bytes, category: 'tweet_video' }
  // Source: best-practices.mdx: GIF up to 15 MB, 1280 × 1080.
  const { path, type, bytes } = await file.convert({ types: ['image/gif'], maxBytes: 15_000_000, maxSide: 1_280 })
  return { path, type, bytes, category: 'tweet_gif' }
}

const accepted = [200, 201, 202, 204, 400, 404, 413, 415, 422]

async function upload(
  hosts: XHosts,
  context: PublishContext,
  path: string,
  form: Awaited<ReturnType<typeof multipart>>,
): Promise<HttpAnswer> {
  const request = { method: 'POST', timeoutMs: uploadTimeoutMs, ...form } as const
  return judged(await ask(hosts, context, path, request, accepted), context)
}

/** A refusing answer to an upload is about the file. */
function judged(answer: HttpAnswer, context: PublishContext): HttpAnswer {
  noteQuota(context, answer)
  if (answer.status >= 400) throw new StepFailed(refusal(answer, 'media', context.clock.now()))
  return answer
}

function idOf(answer: HttpAnswer): string {
  const { data } = objectOf(answer)
  const id = (data as { id?: unknown } | undefined)?.id
  if (typeof id !== 'string' || id === '') throw new StepFailed(troubled(name, `${answer.status} without an id`))
  return id
}

function toUploaded(answer: HttpAnswer, { clock }: PublishContext): Uploaded {
  const { expires_after_secs: seconds } = (objectOf(answer)['data'] ?? {}) as { expires_after_secs?: unknown }
  return { id: idOf(answer), expiresAt: clock.now() + (typeof seconds === 'number' ? seconds * 1_000 : lifeMs) }
}

/** Asks as often as X says. Comes back later where it takes longer than a person would watch. */
async function untilReady(hosts: XHosts, id: string, step: string, context: PublishContext): Promise<true> {
  const giveUp = context.clock.now() + processing.waitsMs
  for (;;) {
    const answer = await ask(
      hosts,
      context,
      `/2/media/upload?command=STATUS&media_id=${encodeURIComponent(id)}`,
      {},
      accepted,
    )
    if (answer.status === 404) {
      context.forget(step)
      throw new StepFailed({ is: 'not_sent', failure: failure('media', said('upload_expired', { platform: name })) })
    }
    const info = (judged(answer, context) && (objectOf(answer)['data'] as Record<string, unknown> | undefined))?.[
      'processing_info'
    ] as { state?: unknown; check_after_secs?: unknown; error?: { message?: unknown } } | undefined
    const state = info?.state ?? 'succeeded'
    if (state === 'succeeded') return true
    if (state === 'failed') {
      context.forget(step)
      const words = typeof info?.error?.message === 'string' ? info.error.message : undefined
      throw new StepFailed({
        is: 'rejected',
        failure: failure('media', said('a_file_refused', { platform: name }), words),
      })
    }
    const wait = Math.max(1, Number(info?.check_after_secs ?? 1)) * 1_000
    if (context.clock.now() + wait > giveUp) {
      throw new StepFailed({
        is: 'deferred',
        until: context.clock.now() + Math.max(wait, processing.comeBackMs),
        failure: failure('processing', said('file_still_processing', { platform: name })),
      })
    }
    await context.clock.sleep(wait, context.signal)
  }
}

async function describe(hosts: XHosts, id: string, alt: string, context: PublishContext): Promise<true> {
  const json = { id, metadata: { alt_text: { text: alt } } }
  judged(await ask(hosts, context, '/2/media/metadata', { method: 'POST', json }, accepted), context)
  return true
}
