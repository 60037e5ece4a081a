import { snapchat } from '../../../contract/platforms/snapchat.ts'
import type { Instant } from '../../clock.ts'
import type { HttpAnswer } from '../../http.ts'
import { objectOf } from '../answers.ts'
import { multipart, type MultipartFile } from '../multipart.ts'
import { StepFailed, type Outgoing, type OutgoingMedia, type PublishContext } from '../publisher.ts'
import { profilePath, reach, unreadable, type SnapchatHosts } from './api.ts'
import { fileRefusal, isOk } from './outcome.ts'
import { newSeal, partsOf, sealPart, type Seal } from './seal.ts'

/*
 * A container that is told the key, the encrypted file in parts by number, and the word that it is whole (ProfileAssetManagement, Create Media and
 * Multipart Upload). Each is a step, so an attempt goes on with the part that is missing. None of it is seen by anybody.
 */

interface Container extends Seal {
  readonly mediaId: string
  readonly addPath: string
  readonly finalizePath: string
  readonly at: Instant
}

const prefix = 'upload/'
const steps = { container: `${prefix}container`, whole: `${prefix}whole` } as const
/** A container lives for 24 hours; one that ends sooner than in an hour is not gone on with. */
const goodForMs = 23 * 3_600_000
const partTimeoutMs = 10 * 60_000

/** The file as it is sent. */
interface SentFile {
  readonly path: string
  readonly bytes: number
}

/** A file that Snapchat has as a whole. */
export interface Uploaded {
  /** What it is posted by. */
  readonly mediaId: string
  /** Since when it is worked on. */
  readonly wholeAt: Instant
}

/** Has the file uploaded, once per delivery. Throws StepFailed. */
export async function uploadFile(
  hosts: SnapchatHosts,
  post: Outgoing,
  media: OutgoingMedia,
  context: PublishContext,
): Promise<Uploaded> {
  const held = context.recall<Container>(steps.container)
  if (held && context.clock.now() - held.at > goodForMs) forgetUpload(context)
  const file = await toSend(media)
  const container = await context.step(steps.container, () => create(hosts, post, media, context), { phase: 'upload' })
  let before = container.iv
  const count = partsOf(file.bytes)
  for (let index = 0; index < count; index++) {
    context.progress(index / count)
    before = await context.step(
      `${prefix}${index + 1}`,
      () => sendPart(hosts, container, file, index, before, context),
      { phase: 'upload' },
    )
  }
  const wholeAt = await context.step(steps.whole, () => finalize(hosts, container, context), { phase: 'upload' })
  return { mediaId: container.mediaId, wholeAt }
}

/** Forgets the upload, so that another begins. */
export function forgetUpload(context: PublishContext): void {
  context.forget(prefix)
}

async function toSend(media: OutgoingMedia): Promise<SentFile> {
  const { images } = snapchat.rules.media
  return media.kind === 'image' && images ? await media.convert(images) : media
}

async function create(
  hosts: SnapchatHosts,
  post: Outgoing,
  media: OutgoingMedia,
  context: PublishContext,
): Promise<Container> {
  const seal = newSeal()
  const at = context.clock.now()
  const json = {
    type: media.kind === 'image' ? 'IMAGE' : 'VIDEO',
    // For people, in Snapchat's own lists of files.
    name: (post.title.trim() || media.name).slice(0, 100),
    ...seal,
  }
  const path = profilePath(context.account.externalId, '/media')
  const answer = taken(await reach(hosts, context, path, { method: 'POST', json }), context)
  const { media_id: mediaId, add_path: addPath, finalize_path: finalizePath } = objectOf(answer)
  if (typeof mediaId !== 'string' || mediaId === '') throw unreadable('a file without an id')
  return { ...seal, mediaId, addPath: pathIn(addPath), finalizePath: pathIn(finalizePath), at }
}

/** The sign-in goes there, so it must be a path at Snapchat and nothing else: one that begins with two slashes would be another host. */
function pathIn(value: unknown): string {
  if (typeof value !== 'string' || !/^\/?[\w-]+(?:\/[\w.~-]+)*$/.test(value) || value.includes('..'))
    throw unreadable('a file without a path')
  return value.startsWith('/') ? value : `/${value}`
}

async function sendPart(
  hosts: SnapchatHosts,
  container: Container,
  { path, bytes }: SentFile,
  index: number,
  before: string,
  context: PublishContext,
): Promise<string> {
  const part = sealPart(path, bytes, index, container, before)
  const number = String(index + 1)
  const file = { field: 'file', name: `part-${number}`, type: 'application/octet-stream', made: part }
  await sendForm(hosts, container.addPath, { action: 'ADD', part_number: number }, [file], context)
  return part.tail()
}

async function finalize(hosts: SnapchatHosts, { finalizePath }: Container, context: PublishContext): Promise<Instant> {
  await sendForm(hosts, finalizePath, { action: 'FINALIZE' }, [], context)
  return context.clock.now()
}

async function sendForm(
  hosts: SnapchatHosts,
  path: string,
  fields: Readonly<Record<string, string>>,
  files: readonly MultipartFile[],
  context: PublishContext,
): Promise<void> {
  const { body, headers } = await multipart(fields, ...files)
  const request = { method: 'POST', body, headers, timeoutMs: partTimeoutMs } as const
  taken(await reach(hosts, context, path, request), context)
}

/** The answer, where Snapchat has taken it. What it refuses for good, or no longer has, begins anew with the next attempt. Throws StepFailed. */
function taken(answer: HttpAnswer, context: PublishContext): HttpAnswer {
  if (isOk(answer)) return answer
  const outcome = fileRefusal(answer, context.clock.now())
  if (endsUpload(outcome)) forgetUpload(context)
  throw new StepFailed(outcome)
}

/** Whether what was uploaded is of no use any more: with another sign-in it is. */
export function endsUpload({ is, failure }: { readonly is: string; readonly failure: { readonly code: string } }) {
  return (is === 'rejected' && failure.code !== 'reconnect') || (is === 'not_sent' && failure.code === 'media')
}
