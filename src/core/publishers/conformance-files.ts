import { createHash, randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import type { OutgoingMedia } from './publisher.ts'

/** Files to send. No two are the same: a platform may know one again and not want it twice. */
export interface TestFiles {
  /** A PNG of about 640 × 480 that converts to JPEG. */
  image(name: string, colour: string, alt: string): Promise<OutgoingMedia>
  /** Noise with the head of an MP4, said to be 720 × 1280, 10 s, H.264 with AAC; 200 kB unless told. */
  video(name: string, options?: { bytes?: number; alt?: string }): OutgoingMedia
  /** A file of another type. */
  file(name: string, type: string, content: Uint8Array): OutgoingMedia
  remove(): void
}

const unread = { width: null, height: null, durationMs: null, animated: false } as const

export function createTestFiles(): TestFiles {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-conformance-'))
  let count = 0

  function outgoing(
    facts: Omit<OutgoingMedia, 'assetId' | 'bytes' | 'convert'>,
    convert: OutgoingMedia['convert'] = (target) =>
      Promise.reject(new Error(`No conversion of ${facts.type} to ${target.types.join(', ')}`)),
  ): OutgoingMedia {
    const assetId = `asset_${facts.sha256.slice(0, 26).toUpperCase()}`
    return { ...facts, assetId, bytes: statSync(facts.path).size, convert }
  }

  return {
    async image(name, colour, alt) {
      const [width, height] = [640, 480 + ++count]
      const bytes = await sharp({ create: { width, height, channels: 3, background: colour } })
        .png()
        .toBuffer()
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const path = join(folder, `${sha256}.png`)
      writeFileSync(path, bytes)
      const facts = { ...unread, kind: 'image', type: 'image/png', width, height, alt, sha256, name, path } as const
      return outgoing(facts, async ({ types }) => {
        const type = types.includes('image/png') ? 'image/png' : 'image/jpeg'
        if (!types.includes(type)) throw new Error(`No conversion to ${types.join(', ')}`)
        const converted = type === 'image/png' ? path : join(folder, `${sha256}.jpg`)
        if (type === 'image/jpeg') await sharp(path).jpeg().toFile(converted)
        return { path: converted, type, bytes: statSync(converted).size, width, height }
      })
    },
    video(name, { bytes = 200_000, alt = '' } = {}) {
      const path = join(folder, `video${++count}.mp4`)
      const sha256 = writeNoise(path, bytes)
      return outgoing({
        kind: 'video',
        type: 'video/mp4',
        width: 720,
        height: 1_280,
        durationMs: 10_000,
        animated: false,
        fps: 30,
        videoCodec: 'avc',
        audioCodec: 'aac',
        bitrate: 4_000_000,
        alt,
        sha256,
        name,
        path,
      })
    },
    file(name, type, content) {
      const path = join(folder, `${++count}-${name}`)
      writeFileSync(path, content)
      const sha256 = createHash('sha256').update(content).digest('hex')
      return outgoing({ ...unread, kind: 'other', type, alt: '', sha256, name, path })
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Writes in pieces, so that a large file is never held; gives its hash. */
function writeNoise(path: string, bytes: number): string {
  // ISO/IEC 14496-12: a box of 24 bytes, `ftyp`, brand isom.
  const head = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypisom'),
    Buffer.from([0, 0, 2, 0]),
    Buffer.from('isommp42'),
  ])
  const noise = randomBytes(1_000_000)
  const hash = createHash('sha256')
  const file = openSync(path, 'w')
  const put = (piece: Buffer) => {
    writeSync(file, piece)
    hash.update(piece)
  }
  put(head)
  for (let left = bytes - head.length; left > 0; left -= noise.length) {
    noise.writeUInt32BE(left)
    put(noise.subarray(0, left))
  }
  closeSync(file)
  return hash.digest('hex')
}
