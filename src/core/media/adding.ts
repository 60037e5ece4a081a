import { constants } from 'node:fs'
import { open, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import type { Asset } from '../../contract/assets.ts'
import { said } from '../../contract/sentences/index.ts'
import { unprocessable } from '../errors.ts'
import { HttpFailure, type Download } from '../http.ts'
import { notPublic } from '../public-address.ts'
import { readSettingRows, writeSettingRows } from '../store/settings.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { addressFailed, fileRefused, refusedAtSource } from './refused.ts'

interface Words {
  readonly name?: string | undefined
  readonly alt?: string | undefined
}

/** A file that is given by where it is, or as it is. */
export type Given =
  | (Words & { readonly path: string })
  | (Words & { readonly url: string })
  | (Words & { readonly base64: string; readonly name: string })

/** Who gives it: a key may name paths only in allowed folders. */
export interface GivenBy {
  readonly key: boolean
}

const foldersSetting = 'media_folders'
const downloadMs = 600_000

/** Ways into the library besides a stream: files of this machine, of the public Internet, and small ones written out. */
export function createAdding(
  { store, http, folder, emit }: WorkspaceContext,
  addStream: (name: string, source: AsyncIterable<Uint8Array>, alt?: string) => Promise<Asset>,
) {
  const folders = () => JSON.parse(readSettingRows(store.read, 'workspace').get(foldersSetting) ?? '[]') as string[]
  /** The studio's data folder, in which a workspace is `workspaces/<id>`: databases and tokens. */
  const ours = dirname(dirname(folder))

  async function addPath(path: string, { name, alt }: Words, by: GivenBy): Promise<Asset> {
    const shown = name ?? basename(path)
    if (!isAbsolute(path)) throw unprocessable([{ path: 'path', says: said('path_absolute') }])
    const real = by.key ? await allowed(path, shown) : path
    // Not waiting for whoever writes to a pipe, and for a key not following what was put in the file's place meanwhile.
    const file = await open(
      real,
      constants.O_RDONLY | constants.O_NONBLOCK | (by.key ? constants.O_NOFOLLOW : 0),
    ).catch((error: unknown) => {
      throw refusedAtSource(error, shown)
    })
    try {
      if (!(await file.stat()).isFile()) throw fileRefused('not_a_file', shown)
      return await addStream(shown, file.createReadStream({ autoClose: false }), alt)
    } finally {
      await file.close()
    }
  }

  /** The file itself that a key may name. What lies elsewhere is refused unseen: the answer tells nothing of what is there. */
  async function allowed(path: string, shown: string): Promise<string> {
    const refused = () => unprocessable([{ path: 'path', says: said('path_not_allowed') }])
    const open = folders()
    if (!open.some((one) => isWithin(resolve(path), one))) throw refused()
    const real = await realpath(path).catch((error: unknown) => {
      throw refusedAtSource(error, shown)
    })
    const roots = await Promise.all(open.map((one) => realpath(one).catch(() => null)))
    if (!roots.some((root) => root !== null && isWithin(real, root))) throw refused()
    if (isWithin(real, await realpath(ours))) throw refused()
    return real
  }

  async function addUrl(url: string, { name, alt }: Words): Promise<Asset> {
    const shown = name ?? nameIn(url)
    const found = await download(url, shown)
    try {
      if (found.status !== 200) throw addressFailed(`HTTP ${found.status}`, shown)
      return await addStream(shown, telling(found.body, shown), alt)
    } finally {
      found.cancel()
    }
  }

  async function download(url: string, shown: string): Promise<Download> {
    try {
      return await http.download(url, { timeoutMs: downloadMs })
    } catch (error) {
      throw refusedOnTheWay(error, shown)
    }
  }

  return {
    /** Throws `file_refused`, and `unprocessable` for what was given wrongly. */
    add(given: Given, by: GivenBy = { key: false }): Promise<Asset> {
      if ('path' in given) return addPath(given.path, given, by)
      if ('url' in given) return addUrl(given.url, given)
      return addStream(given.name, Readable.from([decodeBase64(given.base64)]), given.alt)
    },
    folders,
    /** The folders themselves, wherever links to them lead. Throws `unprocessable` for what is none. */
    async allowFolders(wanted: readonly string[]): Promise<string[]> {
      const found = new Set<string>()
      for (const [index, one] of wanted.entries()) {
        const refuse = (says: 'folder_absolute' | 'folder_missing' | 'folder_not_one') =>
          unprocessable([{ path: `folders.${index}`, says: said(says) }])
        if (!isAbsolute(one)) throw refuse('folder_absolute')
        const real = await realpath(one).catch(() => null)
        if (real === null) throw refuse('folder_missing')
        if (!(await stat(real)).isDirectory()) throw refuse('folder_not_one')
        found.add(real)
      }
      const sorted = [...found].sort()
      store.write((tx) => writeSettingRows(tx, 'workspace', { [foldersSetting]: sorted }))
      emit({ type: 'workspace.changed' })
      return sorted
    },
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** The last step of an address, as a name to show. */
function nameIn(url: string): string {
  const { pathname, hostname } = new URL(url)
  const last = pathname.split('/').findLast(Boolean)
  try {
    return last === undefined ? hostname : decodeURIComponent(last)
  } catch {
    return last ?? hostname
  }
}

function refusedOnTheWay(error: unknown, shown: string): unknown {
  if (!(error instanceof HttpFailure)) return error
  return error.code === notPublic ? fileRefused('address_private', shown) : addressFailed(error.code, shown)
}

async function* telling(body: AsyncIterable<Uint8Array>, shown: string): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* body
  } catch (error) {
    throw refusedOnTheWay(error, shown)
  }
}

function decodeBase64(text: string): Uint8Array {
  const plain = text.replace(/^data:[^,]*,/, '')
  if (!/^[A-Za-z0-9+/\s_-]*={0,2}\s*$/.test(plain)) throw unprocessable([{ path: 'base64', says: said('not_base64') }])
  return Buffer.from(plain, 'base64')
}
