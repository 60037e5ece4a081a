import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Asset } from '../../contract/assets.ts'
import { toIso } from '../clock.ts'
import { getAsset } from '../store/assets.ts'
import { readSettingRows, writeSettingRows } from '../store/settings.ts'
import type { WorkspaceContext } from '../workspace-context.ts'

const secretSetting = 'media_link_secret'

/**
 * Addresses that open one file to whoever has them, until they expire. A token is `<workspace>.<end>.<signature>`; the secret it is signed with lies
 * beside the files it opens, so sealing it would guard nothing.
 */
export function createLinks({ id: workspaceId, store, clock }: WorkspaceContext, get: (assetId: string) => Asset) {
  function secret(): Buffer {
    const kept = readSettingRows(store.read, 'workspace').get(secretSetting)
    if (kept !== undefined) return Buffer.from(JSON.parse(kept) as string, 'base64url')
    const made = randomBytes(32)
    store.write((tx) => writeSettingRows(tx, 'workspace', { [secretSetting]: made.toString('base64url') }))
    return made
  }

  const signed = (assetId: string, end: string) =>
    createHmac('sha256', secret()).update(`${workspaceId}\n${assetId}\n${end}`).digest('base64url')

  return {
    make(assetId: string, minutes: number) {
      const asset = get(assetId)
      const until = clock.now() + minutes * 60_000
      const end = until.toString(36)
      const token = `${workspaceId}.${end}.${signed(assetId, end)}`
      const base = `/media/${assetId}/${token}`
      const preview = (size: 'small' | 'large') => (asset.paths[size] === null ? null : `${base}/previews/${size}.webp`)
      return {
        path: `${base}/${encodeURIComponent(safeName(asset))}`,
        previews: { small: preview('small'), large: preview('large') },
        expiresAt: toIso(until),
      }
    },
    /** Whether a token of this workspace opens this file now. What is in the bin is shown to nobody by its link. */
    opens(assetId: string, token: string): boolean {
      const [, end = '', signature = ''] = token.split('.')
      const [given, right] = [Buffer.from(signature), Buffer.from(signed(assetId, end))]
      const isOurs = given.length === right.length && timingSafeEqual(given, right)
      return isOurs && parseInt(end, 36) > clock.now() && getAsset(store.read, assetId)?.deletedAt === null
    },
  }
}

/** The workspace that a token says it is of. */
export function workspaceOfLink(token: string): string {
  return token.split('.')[0] ?? ''
}

/** The file's name as far as an address of ours may carry it. It is for people: the token alone says which file it is. */
function safeName({ name }: Asset): string {
  const plain = name.replaceAll(/[^\p{L}\p{N}._~@+ -]/gu, '-')
  return /^\.+$/.test(plain) ? 'file' : plain
}
