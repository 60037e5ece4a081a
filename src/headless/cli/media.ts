import { open, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Asset } from '../../contract/assets.ts'
import type { AssetId } from '../../contract/vocabulary.ts'
import type { ProgramClient } from '../rpc-link.ts'
import { usage } from './exit.ts'

export interface MediaWords {
  /** A path, a web address, or the id of a file in the library. */
  readonly source: string
  readonly alt: string | undefined
}

/** Takes a file into the library, or finds it there. A key may not name paths of this machine, so for one the file itself is sent. */
export async function takeIn(client: ProgramClient, { source, alt }: MediaWords, asKey: boolean): Promise<AssetId> {
  if (source.startsWith('asset_')) return source as AssetId
  const words = alt === undefined ? {} : { alt }
  if (/^https?:\/\//i.test(source)) return (await client.assets.add({ url: source, ...words })).id
  const path = resolve(source)
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) throw usage(`There is no file ${path}.`)
  const asset = asKey ? await sendInParts(client, path, found.size, words) : await client.assets.add({ path, ...words })
  return asset.id
}

/** Part by part, so that a film is never in memory whole. */
async function sendInParts(
  client: ProgramClient,
  path: string,
  bytes: number,
  words: { alt?: string },
): Promise<Asset> {
  const name = basename(path)
  const { id, partBytes } = await client.assets.beginUpload({ name, bytes, ...words })
  const file = await open(path)
  try {
    for (let number = 1, at = 0; at < bytes; number += 1, at += partBytes.good) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(partBytes.good, bytes - at)), 0, null, at)
      const body = new File([buffer.subarray(0, bytesRead)], name, { type: 'application/octet-stream' })
      await client.assets.putPart({ params: { id, number }, query: {}, body })
    }
  } finally {
    await file.close()
  }
  return client.assets.completeUpload({ id })
}
