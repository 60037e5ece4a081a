import { instagram, instagramSettings } from '../../../contract/platforms/instagram.ts'
import type { PostKind } from '../../../contract/platforms/types.ts'
import { said } from '../../../contract/sentences/index.ts'
import { graphMeant, graphVersion, withoutSecrets, type GraphMeaning } from '../graph.ts'
import { arrivedOf, sendFilm } from '../graph-upload.ts'
import { failure, StepFailed, type Outgoing, type OutgoingMedia } from '../publisher.ts'
import { ask, instagramGraph, unreadable, type AccountApi } from './api.ts'
import { imageForm, postForm, reelForm, type Form } from './render.ts'

/*
 * Everything is put into a container first, which Instagram works on and nobody sees (instagram-platform/content-publishing). One container becomes one
 * post; it lives a day. Pictures are fetched from an address, films too where the account is signed in at Instagram itself; else they are sent.
 */

const platform = instagramGraph.name
const patience = { looks: 5, everyMs: 3_000, comeBackMs: 60_000 } as const

/** Steps of the container that is published, and of each file of a carousel. */
const whole = 'post/'
const fileOf = (position: number) => `file:${position}/`

/** Id of the container that is to be published, once there is one. */
export function containerOf({ context }: AccountApi): string | null {
  return context.recall<{ id: string }>(`${whole}container`)?.id ?? null
}

/** Makes the next attempt begin anew: containers that are gone are gone with all that was put into them. */
export function forgetContainers({ context }: AccountApi): void {
  context.forget(whole)
  context.forget('file:')
}

/** Makes the container of a post and waits a little until it is ready. Answers its id. Throws StepFailed. */
export async function containerFor(api: AccountApi, post: Outgoing, kind: PostKind): Promise<string> {
  const files = post.parts[0]?.media ?? []
  const [first] = files
  if (kind === 'carousel') return await carousel(api, post, files)
  if (!first)
    throw new StepFailed({ is: 'rejected', failure: failure('content', said('content_refused', { platform })) })
  if (first.kind !== 'video') {
    const own = kind === 'story' ? { media_type: 'STORIES' } : imageForm(post, first, 0)
    return await ready(api, whole, first, 0, async () => ({
      ...postForm(post, kind),
      ...own,
      image_url: await addressOf(api, first),
    }))
  }
  return await ready(api, whole, first, 0, async () => ({
    ...postForm(post, kind),
    ...(kind === 'story' ? { media_type: 'STORIES' } : reelForm(post, await coverOf(api, post))),
    ...(await filmForm(api, first)),
  }))
}

async function carousel(api: AccountApi, post: Outgoing, files: readonly OutgoingMedia[]): Promise<string> {
  const children: string[] = []
  const pictures = files.filter((file) => file.kind !== 'video')
  for (const [position, file] of files.entries()) {
    const id = await ready(api, fileOf(position), file, position, async () => ({
      is_carousel_item: 'true',
      ...(file.kind === 'video'
        ? { media_type: 'VIDEO', ...(await filmForm(api, file)) }
        : { ...imageForm(post, file, pictures.indexOf(file)), image_url: await addressOf(api, file) }),
    }))
    children.push(id)
    api.context.progress((position + 1) / files.length)
  }
  return await ready(api, whole, null, 0, () =>
    Promise.resolve({ ...postForm(post, 'carousel'), media_type: 'CAROUSEL', children: children.join(',') }),
  )
}

/** One container: made, given its film where that is sent, and waited for. Each is kept, so that a retry goes on where it stood. */
async function ready(
  api: AccountApi,
  steps: string,
  file: OutgoingMedia | null,
  position: number,
  form: () => Promise<Form>,
): Promise<string> {
  const { context } = api
  const { id } = await context.step(
    `${steps}container`,
    async () => ({ id: await create(api, await form(), position) }),
    {
      phase: 'upload',
    },
  )
  if (file?.kind === 'video' && isSent(api))
    await context.step(`${steps}sent`, () => sendTo(api, steps, id, file), { phase: 'upload' })
  await context.step(`${steps}ready`, () => untilReady(api, steps, id, position), { phase: 'upload' })
  return id
}

async function create(api: AccountApi, form: Form, position: number): Promise<string> {
  const path = `${api.account.accountId}/media`
  const { id } = await ask(api, path, { method: 'POST', form }, { file: position })
  if (typeof id !== 'string') throw unreadable('a container without an id')
  return id
}

const isSent = ({ account }: AccountApi) => account.login === 'facebook'

async function filmForm(api: AccountApi, file: OutgoingMedia): Promise<Form> {
  return isSent(api) ? { upload_type: 'resumable' } : { video_url: await hosted(api, file) }
}

async function coverOf(api: AccountApi, post: Outgoing): Promise<string | null> {
  const { cover } = post.assets
  return cover && instagramSettings(post.settings).format === 'post' ? await addressOf(api, cover) : null
}

/** An address of a picture as Instagram takes it. */
async function addressOf(api: AccountApi, file: OutgoingMedia): Promise<string> {
  const { images } = instagram.rules.media
  return await hosted(
    api,
    images ? await file.convert({ types: images.types, maxBytes: images.maxBytes, maxSide: 1_800 }) : file,
  )
}

async function hosted({ context }: AccountApi, file: { path: string; type: string; bytes: number }): Promise<string> {
  const { mediaHost } = context
  if (mediaHost) return await mediaHost.hosted({ path: file.path, type: file.type, bytes: file.bytes })
  throw new StepFailed({ is: 'rejected', failure: failure('media_host', said('media_host_missing', { platform })) })
}

/** Sends a film into its container, the rest of it where an earlier try broke off. */
async function sendTo(api: AccountApi, steps: string, id: string, file: OutgoingMedia): Promise<true> {
  const { context, hosts, account } = api
  const from = context.recall(`${steps}sending`) ? await arrived(api, id) : 0
  await context.step(`${steps}sending`, () => true)
  if (from >= file.bytes) return true
  const url = `${hosts.facebook.upload}/ig-api-upload/${graphVersion}/${id}`
  if ((await sendFilm(instagramGraph, context, url, account.token, file, from)) === 'gone') throw expired(api)
  return true
}

async function arrived(api: AccountApi, id: string): Promise<number> {
  const { video_status: status } = await ask(api, id, { query: { fields: 'video_status' } })
  return arrivedOf((status as { uploading_phase?: unknown } | undefined)?.uploading_phase)
}

/** Source: instagram-graph-api/reference/ig-container: `status` of an ERROR names its subcode. Meta asks to look once a minute, five times at most. */
async function untilReady(api: AccountApi, steps: string, id: string, position: number): Promise<true> {
  const { context } = api
  for (let look = 0; look < patience.looks; look++) {
    if (look > 0) await context.clock.sleep(patience.everyMs, context.signal)
    const { status_code: code, status } = await ask(api, id, { query: { fields: 'status_code,status' } })
    if (code === 'FINISHED' || code === 'PUBLISHED') return true
    if (code === 'EXPIRED') throw expired(api)
    if (code !== 'ERROR') continue
    context.forget(steps)
    throw new StepFailed(broken(api, String(status ?? ''), position))
  }
  throw new StepFailed({
    is: 'deferred',
    until: context.clock.now() + patience.comeBackMs,
    failure: failure('processing', said('file_still_processing', { platform })),
  })
}

function broken({ context }: AccountApi, status: string, position: number): StepFailed['outcome'] {
  const subcode = /\b(2207\d{3})\b/.exec(status)?.[1]
  const meaning: GraphMeaning = (subcode === undefined ? undefined : instagramGraph.codes[`/${subcode}`]) ?? 'file'
  const now = context.clock.now()
  const words = withoutSecrets(status).slice(0, 300)
  return graphMeant(instagramGraph, meaning, words, {
    now,
    until: now + patience.comeBackMs,
    about: { file: position },
  })
}

export function expired(api: AccountApi): StepFailed {
  forgetContainers(api)
  return new StepFailed({ is: 'not_sent', failure: failure('platform', said('upload_expired', { platform })) })
}
