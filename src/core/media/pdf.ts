import { open, type FileHandle } from 'node:fs/promises'
import { getResolvedPDFJS } from 'unpdf'

/** Larger than any platform takes: not looked into, so that nothing large is searched for pages in vain. */
const mostBytes = 500_000_000
/** Read at once. The list of pages is found by reading a file's end and little more. */
const chunkBytes = 65_536

/**
 * How many pages a PDF has, read from its own list without loading the file; null where it is locked or too large to look into.
 * Throws where it is no whole PDF.
 */
export async function countPages(path: string): Promise<number | null> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    return size > mostBytes ? null : await pagesIn(file, size)
  } finally {
    await file.close()
  }
}

async function pagesIn(file: FileHandle, size: number): Promise<number | null> {
  const { getDocument, PasswordException, PDFDataRangeTransport, VerbosityLevel } = await getResolvedPDFJS()
  let fail: (error: unknown) => void
  const unread = new Promise<never>((_, reject) => (fail = reject))

  class Pieces extends PDFDataRangeTransport {
    override requestDataRange(begin: number, end: number): void {
      file
        .read(new Uint8Array(end - begin), 0, end - begin, begin)
        .then(({ buffer, bytesRead }) => this.onDataRange(begin, buffer.subarray(0, bytesRead)), fail)
    }
  }

  const loading = getDocument({
    range: new Pieces(size, null),
    rangeChunkSize: chunkBytes,
    disableAutoFetch: true,
    disableStream: true,
    verbosity: VerbosityLevel.ERRORS,
  })
  try {
    const { numPages } = await Promise.race([loading.promise, unread])
    if (numPages === 0) throw new Error('a PDF without pages')
    return numPages
  } catch (error) {
    if (error instanceof PasswordException) return null
    throw error
  } finally {
    await loading.destroy()
  }
}
