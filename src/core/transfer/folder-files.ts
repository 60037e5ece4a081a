import { relative } from 'node:path'
import { said } from '../../contract/sentences/index.ts'
import { unprocessable, type WrongField } from '../errors.ts'
import type { Media } from '../media/media.ts'
import { refusedAt } from '../schedules/refusals.ts'
import { fileIn, type Folder } from './folder.ts'

/** How a setting names a file of the folder. */
const prefix = 'file:'

/**
 * Rows of a folder with their files: taken into the library where `take` says so, else named by where they lie. Files that are not there, or lie
 * outside of the folder, are all told in one `unprocessable`.
 */
export async function resolveFiles(
  folder: Folder,
  take: Pick<Media, 'add'> | null,
): Promise<{ place: string; value: Record<string, unknown> }[]> {
  const taken = new Map<string, string>()
  const wrong: WrongField[] = []

  /** The file's id, or its path while nothing is taken; null where it cannot be used. */
  async function resolve(post: string, name: string): Promise<string | null> {
    const found = await fileIn(folder.root, post, name)
    if (found === null || found === 'outside') {
      const says = found === null ? said('file_not_found', { name }) : said('import_outside')
      wrong.push({ path: `${post}.assets`, says })
      return null
    }
    const { path } = found
    const known = taken.get(path)
    if (known !== undefined || !take) return known ?? path
    try {
      const words = folder.manifest.media[relative(folder.root, path).replaceAll('\\', '/')]
      const { id } = await take.add({ path, ...words })
      taken.set(path, id)
      return id
    } catch (error) {
      wrong.push(...refusedAt(error, `${post}.assets`))
      return null
    }
  }

  async function assetsIn(post: string, assets: unknown): Promise<unknown> {
    if (!Array.isArray(assets)) return assets
    const resolved: unknown[] = []
    for (const asset of assets as unknown[]) {
      const { path, ...words } = (asset ?? {}) as { path?: unknown }
      if (typeof path !== 'string') resolved.push(asset)
      else {
        const found = await resolve(post, path)
        if (found !== null) resolved.push(take ? { id: found, ...words } : { path: found, ...words })
      }
    }
    return resolved
  }

  async function settingsIn(post: string, settings: unknown): Promise<unknown> {
    if (settings === null || typeof settings !== 'object') return settings
    const resolved: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(settings)) {
      if (typeof value !== 'string' || !value.startsWith(prefix)) resolved[key] = value
      else {
        const found = await resolve(post, value.slice(prefix.length))
        // Until it is taken in there is nothing to name; the checks of the applied document see it.
        if (found !== null && take) resolved[key] = found
      }
    }
    return resolved
  }

  /** Assets and settings stand at the row, at its parts and at its targets. */
  async function resolved(post: string, value: unknown): Promise<unknown> {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
    const { assets, settings, parts, targets, ...rest } = value as Record<string, unknown>
    const each = async (list: unknown) =>
      Array.isArray(list) ? await inOrder(list as unknown[], (one) => resolved(post, one)) : list
    return {
      ...rest,
      ...(assets !== undefined && { assets: await assetsIn(post, assets) }),
      ...(settings !== undefined && { settings: await settingsIn(post, settings) }),
      ...(parts !== undefined && { parts: await each(parts) }),
      ...(targets !== undefined && { targets: await each(targets) }),
    }
  }

  const rows: { place: string; value: Record<string, unknown> }[] = []
  for (const { file, row } of folder.posts)
    rows.push({ place: file, value: (await resolved(file, row ?? {})) as Record<string, unknown> })
  if (wrong.length > 0) throw unprocessable(wrong)
  return rows
}

async function inOrder<T, U>(all: readonly T[], work: (one: T) => Promise<U>): Promise<U[]> {
  const done: U[] = []
  for (const one of all) done.push(await work(one))
  return done
}
