import { mastodon } from '../../../contract/platforms/mastodon.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { HttpAnswer } from '../../http.ts'
import { multipart } from '../multipart.ts'
import type { OutgoingMedia, PublishContext, StepFailure } from '../publisher.ts'
import { failure, StepFailed } from '../publisher.ts'
import { ask, call, noteQuota, objectOf } from './api.ts'
import { hostOf, refusal, wordsOf } from './outcome.ts'

interface Uploaded {
  readonly id: string
  readonly ready: boolean
}

/** Large videos over a slow line. */
const uploadTimeoutMs = 30 * 60_000
const processing = { looks: 5, everyMs: 1_000, comeBackMs: 10_000 }

const uploadStep = (part: number, position: number) => `media:${part}:${position}`

/** Uploads a file once per delivery and waits a little until the server has processed it. Answers its id. Throws StepFailed. */
export async function uploadMedia(
  file: OutgoingMedia,
  part: number,
  position: number,
  context: PublishContext,
): Promise<string> {
  const name = uploadStep(part, position)
  const uploaded = await context.step(name, () => upload(file, position, context), { phase: 'upload' })
  if (!uploaded.ready)
    await context.step(`${name}:ready`, () => untilReady(uploaded.id, name, position, context), { phase: 'upload' })
  return uploaded.id
}

/** Ids of a part's files as they were uploaded; null where one was not. */
export function uploadedIds(part: number, count: number, context: PublishContext): string[] | null {
  const ids = Array.from({ length: count }, (_, position) => context.recall<Uploaded>(uploadStep(part, position))?.id)
  return ids.every((id) => id !== undefined) ? ids : null
}

/** Makes the next attempt upload the files of a part anew. */
export function forgetUploads(part: number, context: PublishContext): void {
  context.forget(`media:${part}:`)
}

async function upload(file: OutgoingMedia, position: number, context: PublishContext): Promise<Uploaded> {
  const { path, type } = await toSend(file, context)
  const fields: Record<string, string> = file.alt === '' ? {} : { description: file.alt }
  const form = await multipart(fields, { field: 'file', path, name: file.name, type })
  const request = { method: 'POST', timeoutMs: uploadTimeoutMs, ...form } as const
  const accepted = [200, 202, 404, ...refused]
  let answer = await ask(context, '/api/v2/media', request, accepted)
  // Servers from before 3.1.3 and some forks have the first version alone.
  if (answer.status === 404) answer = await ask(context, '/api/v1/media', request, [200, 202, ...refused])
  if (refused.includes(answer.status)) throw new StepFailed(refusal(answer, { file: position }, context))
  noteQuota(context, answer)
  const { id, url } = objectOf(answer)
  if (typeof id !== 'string') throw new StepFailed(unreadable(answer, context))
  return { id, ready: answer.status === 200 && url !== null }
}

/** Statuses that are about the file when an upload gets them. */
const refused = [400, 413, 415, 422]

async function toSend(file: OutgoingMedia, { account }: PublishContext): Promise<{ path: string; type: string }> {
  const { images } = mastodon.rulesFor(account.limits).media
  if (file.kind !== 'image' || !images) return { path: file.path, type: file.type }
  return file.convert(images)
}

/** Source: docs methods/media.md: 206 while it is processed, 200 when it is ready, 422 when it failed. */
async function untilReady(id: string, name: string, position: number, context: PublishContext): Promise<true> {
  const platform = hostOf(context.account)
  for (let look = 0; look < processing.looks; look++) {
    if (look > 0) await context.clock.sleep(processing.everyMs, context.signal)
    const answer = await ask(context, `/api/v1/media/${encodeURIComponent(id)}`, {}, [200, 206, 404, 422])
    if (answer.status === 200) return true
    if (answer.status === 206) continue
    context.forget(name)
    const failed = said('file_processing_failed', { platform, position: position + 1 })
    if (answer.status === 422)
      throw new StepFailed({ is: 'rejected', failure: failure('media', failed, wordsOf(answer)) })
    throw new StepFailed({ is: 'not_sent', failure: failure('platform', said('upload_expired', { platform })) })
  }
  throw new StepFailed({
    is: 'deferred',
    until: context.clock.now() + processing.comeBackMs,
    failure: failure('processing', said('file_still_processing', { platform })),
  })
}

/** Whether a file that was uploaded can still be attached: it cannot once it hangs on a status, or was cleared away. */
export async function isFree(id: string, context: PublishContext): Promise<boolean> {
  const answer = await call(context, `/api/v1/media/${encodeURIComponent(id)}`)
  return answer.status === 200 || answer.status === 206
}

function unreadable({ status }: HttpAnswer, { account }: PublishContext): StepFailure {
  const words = `${status} without an id`
  return {
    is: 'not_sent',
    failure: failure('platform', said('unreadable_answer', { platform: hostOf(account) }), words),
  }
}
