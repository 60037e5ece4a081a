import { readFile } from 'node:fs/promises'
import { pinterest } from '../../../contract/platforms/pinterest.ts'
import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { isUncertain, notReached, objectOf, troubled } from '../answers.ts'
import { multipart } from '../multipart.ts'
import { failure, StepFailed, type OutgoingMedia, type PublishContext } from '../publisher.ts'
import { ask, name, type PinterestHosts } from './api.ts'
import { refusal } from './outcome.ts'

/*
 * Sources: openapi, POST /media and GET /media/{media_id}; the form that the answer describes is Amazon's (S3, browser-based uploads by POST):
 * all its fields as they are, the file last.
 */

/** A form's worth of permission to upload one file. Never stored: its policy is signed. */
interface UploadForm {
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

const uploadTimeoutMs = 60 * 60_000
const processing = { waitsMs: 15_000, lookMs: 2_000, comeBackMs: 10_000 }
const step = 'video'

/** A picture as a pin carries it. */
export async function pictureOf(file: OutgoingMedia): Promise<{ content_type: string; data: string }> {
  const { images } = pinterest.rules.media
  if (!images) throw new Error('Pinterest takes images')
  const { path, type } = await file.convert(images)
  return { content_type: type, data: await readFile(path, 'base64') }
}

/** Uploads a film once per delivery and waits a little until Pinterest has processed it. Answers its id. Throws StepFailed. */
export async function uploadVideo(
  hosts: PinterestHosts,
  file: OutgoingMedia,
  context: PublishContext,
): Promise<string> {
  const { id } = context.recall<{ id: string }>(step) ?? (await upload(hosts, file, context))
  await context.step(`${step}:ready`, () => untilReady(hosts, id, context), { phase: 'upload' })
  return id
}

async function upload(hosts: PinterestHosts, file: OutgoingMedia, context: PublishContext): Promise<{ id: string }> {
  const begun = context.recall<{ id: string }>(`${step}:begun`)
  // It may have arrived although no answer came: Pinterest knows.
  if (begun && !['registered', 'unknown', 'failed'].includes(await statusOf(hosts, begun.id, context)))
    return context.step(step, () => ({ id: begun.id }), { phase: 'upload' })
  context.forget(step)
  const { id, form } = await register(hosts, context)
  await context.step(`${step}:begun`, () => ({ id }), { phase: 'upload' })
  return context.step(
    step,
    async () => {
      await send(form, file, context)
      return { id }
    },
    { phase: 'upload' },
  )
}

async function register(hosts: PinterestHosts, context: PublishContext): Promise<{ id: string; form: UploadForm }> {
  const request = { method: 'POST', json: { media_type: 'video' }, about: 'upload', accepted: [200, 201] } as const
  const answer = await ask(hosts, context, '/media', request)
  const { media_id: id, upload_url: url, upload_parameters: parameters } = objectOf(answer)
  if (typeof id !== 'string' || typeof url !== 'string' || typeof parameters !== 'object' || parameters === null)
    throw new StepFailed(troubled(name, `${answer.status} without a place to upload to`))
  const fields = Object.entries(parameters).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  return { id, form: { url, fields: Object.fromEntries(fields) } }
}

/** The storage answers with XML of its own, which may name the signed form: only its status is kept. */
async function send({ url, fields }: UploadForm, file: OutgoingMedia, context: PublishContext): Promise<void> {
  const form = await multipart(fields, { field: 'file', path: file.path, name: file.name, type: file.type })
  let answer: HttpAnswer
  try {
    const request = { method: 'POST', timeoutMs: uploadTimeoutMs, signal: context.signal, ...form } as const
    answer = await context.http.request(url, request)
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(name, error))
  }
  if (answer.status < 300) return
  const words = String(answer.status)
  // 403: the form has run out; the next attempt gets a new one.
  if (isUncertain(answer.status) || answer.status === 403) throw new StepFailed(troubled(name, words))
  if (answer.status === 429) throw new StepFailed(refusal(answer, 'upload', context.clock.now()))
  throw new StepFailed({ is: 'rejected', failure: failure('media', said('a_file_refused', { platform: name }), words) })
}

/** `registered`, `processing`, `succeeded`, `failed`; `unknown` where Pinterest has forgotten it. */
async function statusOf(hosts: PinterestHosts, id: string, context: PublishContext): Promise<string> {
  const answer = await ask(hosts, context, `/media/${encodeURIComponent(id)}`, {
    about: 'upload',
    accepted: [200, 404],
  })
  const { status } = objectOf(answer)
  return answer.status === 200 && typeof status === 'string' ? status : 'unknown'
}

/** Comes back later where it takes longer than a person would watch. */
async function untilReady(hosts: PinterestHosts, id: string, context: PublishContext): Promise<true> {
  const { clock } = context
  const giveUp = clock.now() + processing.waitsMs
  for (;;) {
    const status = await statusOf(hosts, id, context)
    if (status === 'succeeded') return true
    if (status === 'failed') {
      context.forget(step)
      const failed = failure('media', said('file_processing_failed', { platform: name, position: 1 }))
      throw new StepFailed({ is: 'rejected', failure: failed })
    }
    if (status === 'unknown') {
      context.forget(step)
      throw new StepFailed({ is: 'not_sent', failure: failure('media', said('upload_expired', { platform: name })) })
    }
    if (clock.now() + processing.lookMs > giveUp)
      throw new StepFailed({
        is: 'deferred',
        until: clock.now() + processing.comeBackMs,
        failure: failure('processing', said('file_still_processing', { platform: name })),
      })
    await clock.sleep(processing.lookMs, context.signal)
  }
}
