import { extname } from 'node:path'
import { wordpress } from '../../../contract/platforms/wordpress.ts'
import { multipart } from '../multipart.ts'
import type { OutgoingMedia, PublishContext } from '../publisher.ts'
import { StepFailed } from '../publisher.ts'
import { ask, listOf, objectOf } from './api.ts'
import { notWordPress, refusal } from './outcome.ts'
import { proof } from './render.ts'
import type { LibraryItem } from './render.ts'

const uploadTimeoutMs = 30 * 60_000
const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'video/mp4': '.mp4',
  'video/webm': '.webm',
  'video/quicktime': '.mov',
}

/** Puts a file into the site's library once; a file with the same content and description that we put there before is used again. */
export async function libraryItem(
  file: OutgoingMedia,
  position: number,
  context: PublishContext,
): Promise<LibraryItem> {
  const { id, url } = await context.step(`media:${position}`, () => findOrUpload(file, position, context), {
    phase: 'upload',
  })
  return { id, url, kind: file.kind === 'video' ? 'video' : 'image', alt: file.alt }
}

async function findOrUpload(
  file: OutgoingMedia,
  position: number,
  context: PublishContext,
): Promise<{ id: number; url: string }> {
  const mark = proof(`${file.sha256} ${file.alt}`, 16)
  const query = { slug: mark, _fields: 'id,source_url' }
  const [found] = listOf(await ask(context, 'wp/v2/media', { query }), context).flatMap(toItem)
  return found ?? upload(file, position, mark, context)
}

/** The slug is ours: an upload whose answer was lost is found by it. */
async function upload(
  file: OutgoingMedia,
  position: number,
  mark: string,
  context: PublishContext,
): Promise<{ id: number; url: string }> {
  const { path, type } = await toSend(file)
  const words = file.name.slice(0, -extname(file.name).length || undefined)
  const name = `${
    words
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'file'
  }${extensions[type] ?? extname(file.name)}`
  const form = await multipart(
    { slug: mark, alt_text: file.alt, title: words.slice(0, 120) },
    { field: 'file', path, name, type },
  )
  const answer = await ask(context, 'wp/v2/media', { method: 'POST', timeoutMs: uploadTimeoutMs, ...form }, [
    201,
    ...refused,
  ])
  if (answer.status !== 201) throw new StepFailed(refusal(answer, { file: position }, context))
  const [item] = toItem(objectOf(answer))
  if (item) return item
  throw new StepFailed(notWordPress(`${answer.status} without an id`, context))
}

/** Statuses that are about the file when an upload gets them. */
const refused = [400, 412, 413, 415, 422]

async function toSend(file: OutgoingMedia): Promise<{ path: string; type: string }> {
  const { images } = wordpress.rules.media
  return file.kind === 'image' && images ? file.convert(images) : { path: file.path, type: file.type }
}

function toItem({ id, source_url: url }: Readonly<Record<string, unknown>>): { id: number; url: string }[] {
  return typeof id === 'number' && typeof url === 'string' ? [{ id, url }] : []
}
