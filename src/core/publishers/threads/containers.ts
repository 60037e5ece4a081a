import { threads } from '../../../contract/platforms/threads.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { objectOf } from '../answers.ts'
import { graphAsk, graphMeant, withoutSecrets, type About, type GraphMeaning } from '../graph.ts'
import { failure, StepFailed, type Outgoing, type OutgoingMedia, type Remote } from '../publisher.ts'
import { ask, call, isMissing, platform, threadsGraph, unreadable, type AccountApi } from './api.ts'
import { fileForm, partForm, type Form } from './render.ts'

/*
 * Every part is put into a container first, which Threads works on and nobody sees (threads/posts). One container becomes one post; it lives a day. Files
 * are fetched from an address. A reply names the post it answers when its container is made, so that is made once the part before it is out.
 */

const patience = { looks: 5, everyMs: 3_000, comeBackMs: 60_000, lostAfterMs: 120_000 } as const

/** Steps of a part. */
export const partOf = (index: number) => `part:${index}/`
const fileOf = (index: number, position: number) => `${partOf(index)}file:${position}/`

/** A container, and when it was made. */
export interface Made {
  readonly id: string
  readonly madeAt: Instant
}

/** The container of part `index`, once there is one. */
export function containerOf({ context }: AccountApi, index: number): Made | null {
  return context.recall<Made>(`${partOf(index)}container`) ?? null
}

/** Makes what of part `index` needs no other part: the files of a carousel. Throws StepFailed. */
export async function itemsFor(api: AccountApi, post: Outgoing, index: number): Promise<string[]> {
  const files = post.parts[index]?.media ?? []
  if (files.length < 2) return []
  const items: string[] = []
  for (const [position, file] of files.entries()) {
    const form = async () => ({ is_carousel_item: 'true', ...fileForm(file, await addressOf(api, file)) })
    items.push(await ready(api, fileOf(index, position), form, { file: position }))
    api.context.progress((position + 1) / files.length)
  }
  return items
}

/** Makes the container of part `index` and waits a little until it is ready. Answers its id. Throws StepFailed. */
export async function containerFor(
  api: AccountApi,
  post: Outgoing,
  index: number,
  landed: readonly Remote[],
): Promise<string> {
  const [first, second] = post.parts[index]?.media ?? []
  const own = partForm(post, index, index > 0 ? (landed[index - 1]?.remoteId ?? null) : null)
  if (!first) return await ready(api, partOf(index), () => Promise.resolve({ media_type: 'TEXT', ...own }), 'content')
  if (!second) {
    const form = async () => ({ ...own, ...fileForm(first, await addressOf(api, first)) })
    return await ready(api, partOf(index), form, { file: 0 })
  }
  const items = await itemsFor(api, post, index)
  const form = () => Promise.resolve({ ...own, media_type: 'CAROUSEL', children: items.join(',') })
  return await ready(api, partOf(index), form, 'content')
}

/** One container: made and waited for. Both are kept, so that a retry goes on where it stood. */
async function ready(api: AccountApi, steps: string, form: () => Promise<Form>, about: About): Promise<string> {
  const { context } = api
  const make = async (): Promise<Made> => ({
    id: await create(api, await form(), about),
    madeAt: context.clock.now(),
  })
  const made = await context.step(`${steps}container`, make, { phase: 'upload' })
  await context.step(`${steps}ready`, () => untilReady(api, steps, made, about), { phase: 'upload' })
  return made.id
}

async function create(api: AccountApi, form: Form, about: About): Promise<string> {
  const { id } = await ask(api, `${api.account.userId}/threads`, { method: 'POST', form }, about)
  if (typeof id !== 'string') throw unreadable('a container without an id')
  return id
}

/** An address of a file as Threads takes it: pictures converted, films as they are. */
async function addressOf({ context }: AccountApi, file: OutgoingMedia): Promise<string> {
  const { mediaHost } = context
  const { images } = threads.rules.media
  if (!mediaHost)
    throw new StepFailed({ is: 'rejected', failure: failure('media_host', said('media_host_missing', { platform })) })
  if (file.kind === 'video' || !images) {
    const { path, type, bytes } = file
    return await mediaHost.hosted({ path, type, bytes })
  }
  const { types, maxBytes, maxSide } = images
  const { path, type, bytes } = await file.convert({ types, maxBytes, ...(maxSide !== undefined && { maxSide }) })
  return await mediaHost.hosted({ path, type, bytes })
}

export type ContainerStatus = 'IN_PROGRESS' | 'FINISHED' | 'PUBLISHED' | 'ERROR' | 'EXPIRED' | 'MISSING'

/** How a container stands (threads/troubleshooting); `MISSING` where Threads does not know it: one just made at times, one that it lost. Throws StepFailed. */
export async function statusOf(api: AccountApi, id: string): Promise<{ status: ContainerStatus; reason: string }> {
  let missing = false
  const look = async () => {
    const answer = await call(api, id, { query: { fields: 'status,error_message' } })
    missing = isMissing(answer)
    return answer
  }
  const answer = await graphAsk(threadsGraph, api.context, look).catch((error: unknown) => {
    if (missing) return null
    throw error
  })
  if (!answer) return { status: 'MISSING', reason: '' }
  const { status, error_message: reason } = objectOf(answer)
  const known = statuses.find((one) => one === status)
  if (known) return { status: known, reason: typeof reason === 'string' ? reason : '' }
  throw unreadable('a container without a status')
}

const statuses = ['IN_PROGRESS', 'FINISHED', 'PUBLISHED', 'ERROR', 'EXPIRED'] as const

/** Meta asks to look once a minute, five times at most. */
async function untilReady(api: AccountApi, steps: string, { id, madeAt }: Made, about: About): Promise<true> {
  const { context } = api
  let isMissed = false
  for (let look = 0; look < patience.looks; look++) {
    if (look > 0) await context.clock.sleep(patience.everyMs, context.signal)
    const { status, reason } = await statusOf(api, id)
    if (status === 'FINISHED' || status === 'PUBLISHED') return true
    if (status === 'EXPIRED') throw expired(api, steps)
    isMissed = status === 'MISSING'
    if (status === 'ERROR') {
      context.forget(steps)
      throw new StepFailed(broken(api, reason, about))
    }
  }
  if (isMissed && isLost(api, madeAt)) throw expired(api, steps)
  throw new StepFailed({ is: 'deferred', until: context.clock.now() + patience.comeBackMs, failure: stillWorking })
}

/** Threads may not find a container for some seconds after it was made. One it does not find later it has lost. */
export function isLost({ context }: AccountApi, madeAt: Instant): boolean {
  return context.clock.now() - madeAt > patience.lostAfterMs
}

export const stillWorking = failure('processing', said('file_still_processing', { platform }))

/** Reasons of an ERROR, which are of films (threads/troubleshooting). UNKNOWN says nothing, and may pass. */
const reasons: Readonly<Record<string, GraphMeaning>> = { FAILED_DOWNLOADING_VIDEO: 'not_fetched', UNKNOWN: 'trouble' }

function broken({ context }: AccountApi, reason: string, about: About): StepFailed['outcome'] {
  const meaning = reasons[/^[A-Z_]+/.exec(reason)?.[0] ?? ''] ?? (about === 'content' ? 'content' : 'file')
  const now = context.clock.now()
  return graphMeant(threadsGraph, meaning, withoutSecrets(reason).slice(0, 300), {
    now,
    until: now + patience.comeBackMs,
    about,
  })
}

/** A container that is gone is gone with all that was put into it: the next attempt begins the part anew. */
export function expired({ context }: AccountApi, steps: string): StepFailed {
  context.forget(steps.replace(/file:\d+\/$/, ''))
  return new StepFailed({ is: 'not_sent', failure: failure('platform', said('upload_expired', { platform })) })
}
