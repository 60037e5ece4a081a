import { reddit } from '../../../contract/platforms/reddit.ts'
import { said } from '../../../contract/sentences/index.ts'
import type { Instant } from '../../clock.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { isUncertain, notReached, objectOf, rateLimited, retryAfter, troubled } from '../answers.ts'
import { multipart } from '../multipart.ts'
import { failure, StepFailed, type OutgoingMedia, type PublishContext } from '../publisher.ts'
import { ask, name, type RedditHosts } from './api.ts'
import { wordsOf } from './outcome.ts'

/*
 * Sources: praw/models/media.py and the leases recorded in its tests: POST /api/media/asset.json answers a signed form of Amazon's (S3, browser-based
 * uploads by POST) that is good for a minute, and where the file will lie.
 */

/** A file as Reddit knows it. */
export interface Stored {
  readonly assetId: string
  /** Where it lies, as a post names it. */
  readonly url: string
  readonly at: Instant
}

/** Never stored: its policy is signed. */
interface Lease {
  readonly assetId: string
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

const uploadTimeoutMs = 60 * 60_000
/** How long Reddit keeps what no post names is not told; older ones are uploaded again. */
const keptMs = 12 * 3_600_000

export const stepOf = (slot: number | 'cover') => `media:${slot}`

/** Uploads a file once per delivery. Throws StepFailed. */
export async function upload(
  hosts: RedditHosts,
  file: OutgoingMedia,
  slot: number | 'cover',
  context: PublishContext,
): Promise<Stored> {
  const step = stepOf(slot)
  const known = context.recall<Stored>(step)
  if (known && context.clock.now() - known.at > keptMs) context.forget(step)
  return context.step(
    step,
    async () => {
      const source = await sourceOf(file)
      const lease = await leaseFor(hosts, source, context)
      await send(lease, source, context)
      const { key = '' } = lease.fields
      return { assetId: lease.assetId, url: `${lease.action.replace(/\/$/, '')}/${key}`, at: context.clock.now() }
    },
    { phase: 'upload' },
  )
}

interface Source {
  readonly path: string
  readonly type: string
  readonly name: string
}

async function sourceOf(file: OutgoingMedia): Promise<Source> {
  const { images } = reddit.rules.media
  if (!images) throw new Error('Reddit takes images')
  const { path, type } = file.kind === 'video' ? file : await file.convert(images)
  return { path, type, name: file.name }
}

async function leaseFor(hosts: RedditHosts, { name: filepath, type }: Source, context: PublishContext): Promise<Lease> {
  const form = { api_type: 'json', filepath, mimetype: type }
  const answer = await ask(hosts, context, '/api/media/asset.json', { method: 'POST', form, accepted: [200, 400] })
  if (answer.status === 400) throw refused(wordsOf(answer))
  const { args, asset } = objectOf(answer) as {
    args?: { action?: unknown; fields?: unknown }
    asset?: { asset_id?: unknown }
  }
  const [action, assetId] = [args?.action, asset?.asset_id]
  if (typeof action !== 'string' || typeof assetId !== 'string' || !Array.isArray(args?.fields))
    throw new StepFailed(troubled(name, `${answer.status} without a place to upload to`))
  const fields = (args.fields as { name?: unknown; value?: unknown }[]).flatMap((field) =>
    typeof field.name === 'string' && typeof field.value === 'string' ? [[field.name, field.value] as const] : [],
  )
  // It comes without its scheme.
  return { assetId, action: new URL(action, hosts.api).href, fields: Object.fromEntries(fields) }
}

/** The storage answers with XML of its own, which may name the signed form: only its status is kept. */
async function send({ action, fields }: Lease, file: Source, context: PublishContext): Promise<void> {
  const form = await multipart(fields, { field: 'file', ...file })
  let answer: HttpAnswer
  try {
    const request = { method: 'POST', timeoutMs: uploadTimeoutMs, signal: context.signal, ...form } as const
    answer = await context.http.request(action, request)
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(name, error))
  }
  if (answer.status < 300) return
  const words = String(answer.status)
  // 403: the minute was over before the file arrived; the next attempt gets a new form.
  if (isUncertain(answer.status) || answer.status === 403) throw new StepFailed(troubled(name, words))
  const now = context.clock.now()
  if (answer.status === 429) throw new StepFailed(rateLimited(name, retryAfter(answer, now), words))
  throw refused(words)
}

const refused = (words: string) =>
  new StepFailed({ is: 'rejected', failure: failure('media', said('a_file_refused', { platform: name }), words) })
