import { createDecipheriv, createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { choice, integer, only, required } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { callerFor, ok, refused, type SnapMedia, type World } from './state.ts'

/*
 * ProfileAssetManagement, Media: a container that is told the key, the encrypted file in parts, and the word that it is whole. It lives for 24 hours.
 */

const dayMs = 24 * 3_600_000
const limits = { part: 32_000_000, parts: 35, whole: 1_073_741_824, picture: 20_000_000 } as const

export function createMedia(world: World, ask: Ask): Reply {
  const { profile } = callerFor(world, ask)
  only(ask.body, 'type', 'name', 'key', 'iv')
  const type = choice(ask.body, 'type', ['VIDEO', 'IMAGE'] as const)
  if (!type) throw refused(400, 'type is required')
  const [key, iv] = [required(ask.body, 'key'), required(ask.body, 'iv')]
  if (bytesOf(key) !== 32) throw refused(400, 'key must be 32 bytes in base64')
  if (bytesOf(iv) !== 16) throw refused(400, 'iv must be 16 bytes in base64')
  const { options } = world.sim.state
  const media: SnapMedia = {
    id: randomUUID(),
    profile: profile.id,
    type,
    name: required(ask.body, 'name'),
    key,
    iv,
    at: world.sim.now(),
    parts: {},
    content: null,
    looksLeft: options.processing.looks,
    willFail: options.processing.fails,
    postedAt: null,
  }
  // Each order is for one file.
  options.processing = { looks: 0, fails: false }
  world.sim.state.media.push(media)
  const path = `/us/v1/public_profiles/${profile.id}/media/${media.id}/multipart-upload`
  return ok({ media_id: media.id, add_path: path, finalize_path: path })
}

const bytesOf = (base64: string) =>
  Buffer.from(base64, 'base64').toString('base64') === base64 ? Buffer.from(base64, 'base64').length : -1

export async function upload(world: World, ask: Ask): Promise<Reply> {
  const { profile } = callerFor(world, ask)
  const media = world.sim.state.media.find(({ id }) => id === ask.at['media'])
  if (media?.profile !== profile.id) throw refused(404, 'The media does not exist.')
  if (isExpired(world, media)) throw refused(400, 'The media has expired.', 'MEDIA_EXPIRED')
  return required(ask.body, 'action') === 'FINALIZE' ? await finalize(media, ask) : add(media, ask)
}

export const isExpired = ({ sim }: World, { at }: SnapMedia) => sim.now() - at >= dayMs

/** The same part may come again: what came last is what it is. */
function add(media: SnapMedia, ask: Ask): Reply {
  only(ask.body, 'action', 'part_number')
  if (ask.body['action'] !== 'ADD') throw refused(400, 'action must be ADD or FINALIZE')
  const number = integer(ask.body, 'part_number') ?? 0
  if (number < 1 || number > limits.parts) throw refused(400, 'part_number must be 1 to 35')
  const { file, ...others } = ask.files
  if (!file?.path || file.bytes === 0 || Object.keys(others).length > 0) throw refused(400, 'file is required')
  if (file.bytes > limits.part) throw refused(400, 'Media size is too large')
  if (media.content) throw refused(400, 'The media is finalized.')
  media.parts[number] = { path: file.path, bytes: file.bytes }
  return ok()
}

async function finalize(media: SnapMedia, ask: Ask): Promise<Reply> {
  only(ask.body, 'action')
  if (Object.keys(ask.files).length > 0) throw refused(400, 'FINALIZE takes no file')
  if (media.content) return ok()
  const numbers = Object.keys(media.parts).map(Number)
  const parts = numbers.sort((a, b) => a - b).map((number) => media.parts[number])
  if (parts.length === 0 || numbers.some((number, at) => number !== at + 1)) throw refused(400, 'A part is missing.')
  if (parts.reduce((sum, part) => sum + (part?.bytes ?? 0), 0) > limits.whole)
    throw refused(400, 'The file is too large.')
  const { head, ...content } = await decrypted(
    media,
    parts.map((part) => part?.path ?? ''),
  )
  if (!isA(media.type, head) || (media.type === 'IMAGE' && content.bytes > limits.picture))
    throw refused(400, `The file is not a ${media.type} that can be used.`)
  media.content = content
  return ok()
}

async function decrypted({ key, iv }: SnapMedia, paths: readonly string[]) {
  const decipher = createDecipheriv('aes-256-cbc', Buffer.from(key, 'base64'), Buffer.from(iv, 'base64'))
  const hash = createHash('sha256')
  let [bytes, head] = [0, Buffer.alloc(0)]
  const take = (plain: Buffer) => {
    hash.update(plain)
    bytes += plain.length
    if (head.length < 16) head = Buffer.concat([head, plain.subarray(0, 16)])
  }
  for (const path of paths)
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) take(decipher.update(chunk))
  try {
    take(decipher.final())
  } catch {
    throw refused(400, 'The file cannot be decrypted with its key.')
  }
  return { bytes, sha256: hash.digest('hex'), head }
}

function isA(type: SnapMedia['type'], head: Buffer): boolean {
  if (type === 'VIDEO') return head.subarray(4, 8).toString('latin1') === 'ftyp'
  const isPng = head.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))
  return isPng || head.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))
}
