import { linkedin } from '../../../contract/platforms/linkedin.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { HttpAnswer } from '../../http.ts'
import { objectOf, troubled } from '../answers.ts'
import { fileBody, type ByteRange } from '../file-body.ts'
import { failure, StepFailed, type OutgoingMedia, type PublishContext } from '../publisher.ts'
import { ask, headersOf, judged, reached, withToken, type LinkedInHosts } from './api.ts'
import { codeOf, name } from './outcome.ts'

/*
 * Files go up before the post: LinkedIn names an address to put each to, and a URN to speak of it by. Sources: images-api, documents-api, videos-api.
 */

/** What uploads need to know of where they go. */
export interface Uploads {
  readonly hosts: LinkedInHosts
  readonly context: PublishContext
  /** URN of who will own the files: the author of the post. */
  readonly owner: string
}

const uploadTimeoutMs = 10 * 60_000
/** An address that ends sooner is not worth beginning with. */
const marginMs = 60_000
const processing = { waitsMs: 15_000, everyMs: 3_000, comeBackMs: 15_000 }

export const fileStep = (position: number) => `media:${position}:`
export const cardStep = 'card:'

/** The URN of a file that was uploaded in these steps; undefined where none was. */
export function uploadedUrn({ recall }: Pick<PublishContext, 'recall'>, step: string): string | undefined {
  return recall<{ urn: string }>(`${step}done`)?.urn
}

/** Uploads a picture, a film or a document once per delivery. Answers its URN. Throws StepFailed. */
export async function uploadFile(
  uploads: Uploads,
  file: OutgoingMedia,
  step: string,
  thumbnail?: OutgoingMedia,
): Promise<string> {
  if (file.kind === 'image') return await uploadImage(uploads, file, step)
  if (file.kind === 'video') return await uploadVideo(uploads, file, step, thumbnail)
  return await uploadWhole(uploads, 'documents', { path: file.path, type: file.type }, step)
}

export async function uploadImage(uploads: Uploads, file: OutgoingMedia, step: string): Promise<string> {
  return await uploadWhole(uploads, 'images', await converted(file), step)
}

async function converted(file: OutgoingMedia): Promise<{ readonly path: string; readonly type: string }> {
  const { images } = linkedin.rules.media
  if (!images) throw new Error('LinkedIn takes images')
  return await file.convert(images)
}

interface Begun {
  readonly urn: string
  readonly url: string
  readonly endsAt: number | null
}

/** In one request: pictures and documents. */
async function uploadWhole(
  uploads: Uploads,
  kind: 'images' | 'documents',
  { path, type }: { readonly path: string; readonly type: string },
  step: string,
): Promise<string> {
  const { context } = uploads
  const known = uploadedUrn(context, step)
  if (known !== undefined) return known
  forgetEnded(context, step, context.recall<Begun>(`${step}begun`)?.endsAt)
  const { urn, url } = await context.step(
    `${step}begun`,
    async (): Promise<Begun> => {
      const value = await begin(uploads, kind, {})
      const { [kind === 'images' ? 'image' : 'document']: urn, uploadUrl, uploadUrlExpiresAt: endsAt } = value
      if (typeof urn !== 'string' || typeof uploadUrl !== 'string') throw unreadable(kind)
      return { urn, url: uploadUrl, endsAt: typeof endsAt === 'number' ? endsAt : null }
    },
    { phase: 'upload' },
  )
  const done = async () => {
    await put(uploads, url, { path, type, step, signed: true })
    return { urn }
  }
  return (await context.step(`${step}done`, done, { phase: 'upload' })).urn
}

interface VideoSession {
  readonly urn: string
  readonly token: string
  readonly endsAt: number | null
  readonly parts: readonly { readonly url: string; readonly range: ByteRange }[]
  readonly thumbnailUrl: string | null
}

/** In pieces, each answered with an ETag, which are named in their order at the end. */
async function uploadVideo(
  uploads: Uploads,
  file: OutgoingMedia,
  step: string,
  thumbnail?: OutgoingMedia,
): Promise<string> {
  const { hosts, context } = uploads
  if (uploadedUrn(context, step) === undefined)
    forgetEnded(context, step, context.recall<VideoSession>(`${step}begun`)?.endsAt)
  const session = await context.step(`${step}begun`, () => beginVideo(uploads, file, thumbnail !== undefined), {
    phase: 'upload',
  })
  const etags: string[] = []
  for (const [index, { url, range }] of session.parts.entries()) {
    const send = async () => {
      const answer = await put(uploads, url, { path: file.path, type: 'application/octet-stream', range, step })
      const etag = answer.headers.get('etag')
      if (etag === null || etag === '') throw new StepFailed(troubled(name, `${answer.status} without an ETag`))
      return etag
    }
    etags.push(await context.step(`${step}part:${index}`, send, { phase: 'upload' }))
    context.progress((index + 1) / session.parts.length)
  }
  const { thumbnailUrl } = session
  if (thumbnail && thumbnailUrl !== null) {
    const picture = await converted(thumbnail)
    const headers = { 'media-type-family': 'STILLIMAGE' }
    const send = async () => void (await put(uploads, thumbnailUrl, { ...picture, headers, step }))
    await context.step(`${step}thumbnail`, send, { phase: 'upload' })
  }
  await context.step(
    `${step}done`,
    async () => {
      const json = {
        finalizeUploadRequest: { video: session.urn, uploadToken: session.token, uploadedPartIds: etags },
      }
      const request = { method: 'POST', json } as const
      await ask(hosts, context, '/rest/videos?action=finalizeUpload', request, { about: 'media' })
      return { urn: session.urn }
    },
    { phase: 'upload' },
  )
  await context.step(`${step}ready`, () => untilReady(uploads, session.urn, step), { phase: 'upload' })
  return session.urn
}

async function beginVideo(uploads: Uploads, file: OutgoingMedia, withThumbnail: boolean): Promise<VideoSession> {
  const value = await begin(uploads, 'videos', {
    fileSizeBytes: file.bytes,
    uploadCaptions: false,
    uploadThumbnail: withThumbnail,
  })
  const { video, uploadToken, uploadInstructions, uploadUrlsExpireAt: endsAt, thumbnailUploadUrl } = value
  if (typeof video !== 'string' || !Array.isArray(uploadInstructions)) throw unreadable('videos')
  const parts = uploadInstructions.map((one: { uploadUrl?: unknown; firstByte?: unknown; lastByte?: unknown }) => {
    const { uploadUrl, firstByte, lastByte } = one
    if (typeof uploadUrl !== 'string' || typeof firstByte !== 'number' || typeof lastByte !== 'number')
      throw unreadable('videos')
    return { url: uploadUrl, range: { start: firstByte, end: lastByte + 1 } }
  })
  return {
    urn: video,
    token: typeof uploadToken === 'string' ? uploadToken : '',
    endsAt: typeof endsAt === 'number' ? endsAt : null,
    parts,
    thumbnailUrl: typeof thumbnailUploadUrl === 'string' ? thumbnailUploadUrl : null,
  }
}

/** Tells LinkedIn that a file is coming, and gets where to put it. */
async function begin(
  { hosts, context, owner }: Uploads,
  kind: 'images' | 'documents' | 'videos',
  more: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const json = { initializeUploadRequest: { owner, ...more } }
  const path = `/rest/${kind}?action=initializeUpload`
  const { value } = objectOf(await ask(hosts, context, path, { method: 'POST', json }, { about: 'media' }))
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

interface Put {
  readonly path: string
  readonly type: string
  readonly range?: ByteRange
  readonly headers?: Readonly<Record<string, string>>
  /** With the account's token: pictures and documents. Pieces of films go without. */
  readonly signed?: boolean
  /** The steps to forget where the address is no longer good. */
  readonly step: string
}

async function put(
  { hosts, context }: Uploads,
  url: string,
  { path, type, range, headers, signed = false, step }: Put,
): Promise<HttpAnswer> {
  const send = async (token: string | null) => {
    const { body, headers: length } = await fileBody(path, range)
    return await context.http.request(url, {
      method: 'PUT',
      body,
      headers: {
        ...length,
        'content-type': type,
        ...headers,
        ...(token !== null && { authorization: headersOf(hosts, token)['authorization'] ?? '' }),
      },
      timeoutMs: uploadTimeoutMs,
      signal: context.signal,
    })
  }
  // The token goes to LinkedIn alone, wherever an address may lead.
  const answer = await reached(signed && isOurs(hosts, url) ? withToken(hosts, context, send) : send(null))
  // 403, 404 and 410: the signature of the address has run out.
  if (codeOf(answer) === 'EXPIRED_UPLOAD_URL' || (!signed && [403, 404, 410].includes(answer.status))) {
    context.forget(step)
    throw new StepFailed({ is: 'not_sent', failure: failure('media', said('upload_expired', { platform: name })) })
  }
  return judged(hosts, context, answer, { about: 'media' })
}

function isOurs({ api }: LinkedInHosts, address: string): boolean {
  const url = URL.parse(address)
  if (!url) return false
  if (url.origin === new URL(api).origin) return true
  return url.protocol === 'https:' && (url.hostname === 'linkedin.com' || url.hostname.endsWith('.linkedin.com'))
}

/** An upload whose address ends before it could be used begins anew. */
function forgetEnded(context: PublishContext, step: string, endsAt: number | null | undefined): void {
  if (typeof endsAt === 'number' && endsAt - context.clock.now() < marginMs) context.forget(step)
}

/** Asks for a while, and comes back later where it takes longer. Not every app may ask: then the post itself says whether the film is ready. */
async function untilReady({ hosts, context }: Uploads, urn: string, step: string): Promise<true> {
  const giveUp = context.clock.now() + processing.waitsMs
  for (;;) {
    const path = `/rest/videos/${encodeURIComponent(urn)}`
    const answer = await ask(hosts, context, path, {}, { about: 'media', accepted: [403] })
    if (answer.status === 403) return true
    const { status, processingFailureReason: reason } = objectOf(answer)
    if (status === 'AVAILABLE') return true
    if (status === 'PROCESSING_FAILED') {
      context.forget(step)
      const words = typeof reason === 'string' ? reason.slice(0, 300) : undefined
      const refused = failure('media', said('a_file_refused', { platform: name }), words)
      throw new StepFailed({ is: 'rejected', failure: refused })
    }
    if (context.clock.now() + processing.everyMs > giveUp) {
      throw new StepFailed({
        is: 'deferred',
        until: context.clock.now() + processing.comeBackMs,
        failure: failure('processing', said('file_still_processing', { platform: name })),
      })
    }
    await context.clock.sleep(processing.everyMs, context.signal)
  }
}

const unreadable = (kind: string) => new StepFailed(troubled(name, `an upload of ${kind} without an address`))
