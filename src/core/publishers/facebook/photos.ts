import { extname } from 'node:path'
import { facebook } from '../../../contract/platforms/facebook.ts'
import { multipart } from '../multipart.ts'
import type { OutgoingMedia } from '../publisher.ts'
import { ask, unreadable, type PageApi } from './api.ts'

const uploadTimeoutMs = 10 * 60_000

export const photoStep = (position: number) => `photo:${position}`

export interface PhotoOptions {
  /** For a post that Facebook is to publish later: without, the picture may be cleared away before. */
  readonly temporary: boolean
  readonly withAlt: boolean
}

/** Puts a picture at Facebook without showing it to anybody, once per delivery. Answers its id. Throws StepFailed. */
export async function uploadPhoto(
  api: PageApi,
  file: OutgoingMedia,
  position: number,
  { temporary, withAlt }: PhotoOptions,
): Promise<string> {
  return await api.context.step(
    photoStep(position),
    async () => {
      const { images } = facebook.rules.media
      const { path, type } = images ? await file.convert(images) : file
      const fields = {
        published: 'false',
        ...(temporary && { temporary: 'true' }),
        ...(withAlt && file.alt.trim() !== '' && { alt_text_custom: file.alt.trim() }),
      }
      const name = `${file.name.slice(0, -extname(file.name).length || undefined)}${type === 'image/png' ? '.png' : '.jpg'}`
      const form = await multipart(fields, { field: 'source', path, name, type })
      const request = { method: 'POST', timeoutMs: uploadTimeoutMs, ...form } as const
      const { id } = await ask(api, `${api.page.pageId}/photos`, request, { file: position })
      if (typeof id !== 'string') throw unreadable('a photo without an id')
      return id
    },
    { phase: 'upload' },
  )
}

/** Ids of the pictures as they were uploaded; null where one was not. */
export function uploadedPhotos({ context }: PageApi, count: number): string[] | null {
  const ids = Array.from({ length: count }, (_, position) => context.recall<string>(photoStep(position)))
  return ids.every((id) => id !== undefined) ? ids : null
}
