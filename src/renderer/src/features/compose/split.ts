const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })
const words = new Intl.Segmenter('en', { granularity: 'word' })

export type Fits = (text: string) => boolean

/** Where the smallest pieces that must not be torn end: paragraphs, then sentences, then words, then single characters. */
const cuts: readonly ((text: string) => string[])[] = [
  (text) => text.split(/(?<=\n)\n+/),
  (text) => segmentsOf(sentences, text),
  // A word keeps the space and signs after it, so that nothing starts with a comma and no link is torn.
  (text) => text.split(/(?<=\s)(?=\S)/),
  (text) => segmentsOf(words, text),
  (text) => segmentsOf(graphemes, text),
]

function segmentsOf(segmenter: Intl.Segmenter, text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/**
 * Cuts a text into parts that each fit, at the best places: between paragraphs, else sentences, else words. Nothing is
 * lost but the blank space at the cuts. A single character that does not fit becomes a part of its own.
 */
export function splitIntoThread(text: string, fits: Fits): string[] {
  return pack(text, fits, 0)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function pack(text: string, fits: Fits, level: number): string[] {
  if (fits(text.trim())) return [text]
  const cut = cuts[level]
  if (!cut) return [text]
  const pieces = cut(text).flatMap((piece) => (fits(piece.trim()) ? [piece] : pack(piece, fits, level + 1)))
  const joint = level === 0 ? '\n' : ''
  const parts: string[] = []
  for (const piece of pieces) {
    const last = parts.at(-1)
    const together = last === undefined ? piece : last + joint + piece
    if (last !== undefined && fits(together.trim())) parts[parts.length - 1] = together
    else parts.push(piece)
  }
  return parts
}

/** The start of a text that fits, cut after a word and marked with an ellipsis; after a sentence where that keeps most of it. */
export function shorten(text: string, fits: Fits): string {
  if (fits(text)) return text
  const bySentence = longestStart(segmentsOf(sentences, text), fits, '')
  if (bySentence.length > text.length * 0.6) return bySentence
  const byWord = longestStart(text.split(/(?<=\s)(?=\S)/), fits, '…')
  if (byWord !== '…') return byWord
  return longestStart(segmentsOf(graphemes, text), fits, '…')
}

function longestStart(pieces: readonly string[], fits: Fits, mark: string): string {
  let low = 0
  let high = pieces.length
  const start = (count: number) =>
    pieces
      .slice(0, count)
      .join('')
      .trimEnd()
      .replace(/[,;:–-]$/, mark ? '' : '$&') + mark
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(start(middle))) low = middle
    else high = middle - 1
  }
  return low === 0 ? mark : start(low)
}

/** Where a text stops fitting, as a UTF-16 offset; null where it fits. */
export function overflowAt(text: string, fits: Fits): number | null {
  if (fits(text)) return null
  const ends = Array.from(graphemes.segment(text), ({ index, segment }) => index + segment.length)
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(text.slice(0, ends[middle - 1] ?? 0))) low = middle
    else high = middle - 1
  }
  return low === 0 ? 0 : (ends[low - 1] ?? 0)
}
