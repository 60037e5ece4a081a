import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** Bytes of a file; the end is left out. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** A body that is read while it is sent, and can be sent again. Its headers must go with it: they tell its length. */
export interface StreamedBody {
  readonly body: AsyncIterable<Uint8Array>
  readonly headers: Readonly<Record<string, string>>
}

/** Bytes that are made while they are sent, and made again where they are sent again: a file in a cipher, say. */
export interface MadePiece {
  readonly bytes: number
  read(): AsyncIterable<Uint8Array>
}

/** Bytes as they are, those of a file, or what is made of one. */
export type Piece = Uint8Array | { readonly path: string; readonly range?: ByteRange | undefined } | MadePiece

/** A file, or a range of it, as a body. Rejects where it is not there, or shorter than the range. */
export const fileBody = (path: string, range?: ByteRange): Promise<StreamedBody> => streamed([{ path, range }])

/**
 * Pieces one after the other. A file is read as the line takes it: Node's own Blob of a file (openAsBlob) does not wait, and a film of
 * 600 MB is then 600 MB of memory (seen with Node 24 and undici 8).
 */
export async function streamed(pieces: readonly Piece[]): Promise<StreamedBody> {
  const sizes = await Promise.all(pieces.map(sizeOf))
  return {
    body: { [Symbol.asyncIterator]: () => read(pieces) },
    headers: { 'content-length': String(sizes.reduce((sum, size) => sum + size, 0)) },
  }
}

async function sizeOf(piece: Piece): Promise<number> {
  if (piece instanceof Uint8Array) return piece.length
  if ('read' in piece) return piece.bytes
  const { size } = await stat(piece.path)
  const { start, end } = piece.range ?? { start: 0, end: size }
  if (end > size) throw new Error('The file has changed: it is shorter than it was')
  return end - start
}

async function* read(pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece
    else if ('read' in piece) yield* piece.read()
    else if (!piece.range) yield* createReadStream(piece.path) as AsyncIterable<Buffer>
    // The end of a stream's range is part of it, so an empty one cannot be said.
    else if (piece.range.end > piece.range.start)
      yield* createReadStream(piece.path, {
        start: piece.range.start,
        end: piece.range.end - 1,
      }) as AsyncIterable<Buffer>
  }
}
