import { createCipheriv, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { MadePiece } from '../file-body.ts'

/*
 * Snapchat takes files encrypted with AES-256 in CBC mode and padded as in PKCS #7, in parts (ProfileAssetManagement, Encrypt and split file). In CBC
 * each block needs only the one before it, so a part can be made by itself once the end of the part before is known: nothing is encrypted twice to
 * go on after a crash, and nothing lies encrypted on the disk.
 */

const algorithm = 'aes-256-cbc'
const blockBytes = 16

/** Parts of 32 MB, 35 of them, a gigabyte in all: this fits into each, with the form around it. */
export const partBytes = 30 * 1_048_576

/** What a file is encrypted with; told to Snapchat, base64. */
export interface Seal {
  readonly key: string
  readonly iv: string
}

export const newSeal = (): Seal => ({
  key: randomBytes(32).toString('base64'),
  iv: randomBytes(blockBytes).toString('base64'),
})

export const partsOf = (bytes: number) => Math.max(1, Math.ceil(bytes / partBytes))

/** One part of an encrypted file. */
export interface SealedPart extends MadePiece {
  /** Its last block, base64: what the next part begins with. Known once it was read to its end. */
  tail(): string
}

/** Part `index`, from 0, of the file at `path`; `before` is the end of the part before it, or the seal's `iv`. */
export function sealPart(path: string, bytes: number, index: number, { key }: Seal, before: string): SealedPart {
  const start = index * partBytes
  const end = Math.min(start + partBytes, bytes)
  const isLast = index === partsOf(bytes) - 1
  const length = end - start
  let last: Buffer = Buffer.alloc(0)
  return {
    // The end is padded to whole blocks, with a block of its own where there is nothing to fill.
    bytes: isLast ? (Math.floor(length / blockBytes) + 1) * blockBytes : length,
    async *read() {
      const cipher = createCipheriv(algorithm, Buffer.from(key, 'base64'), Buffer.from(before, 'base64'))
      cipher.setAutoPadding(isLast)
      const note = (piece: Buffer) => {
        if (piece.length > 0) last = piece.subarray(-blockBytes)
        return piece
      }
      if (length > 0)
        for await (const chunk of createReadStream(path, { start, end: end - 1 }) as AsyncIterable<Buffer>)
          yield note(cipher.update(chunk))
      yield note(cipher.final())
    },
    tail: () => last.toString('base64'),
  }
}
