const [open, end] = ['<think>', '</think>']

/** Models that run on people's own machines often think aloud first, in a block before the answer. None of it is the answer. */
export function withoutThoughts(text: string): string {
  const start = text.trimStart()
  if (!start.startsWith(open)) return text
  const at = start.indexOf(end)
  return at < 0 ? '' : start.slice(at + end.length).trimStart()
}

/** The same for an answer that comes in pieces: gives on what of each piece is the answer. */
export function createThoughtFilter(): (piece: string) => string {
  let held: string | null = ''
  return (piece) => {
    if (held === null) return piece
    held += piece
    const start = held.trimStart()
    const mayThink = start.startsWith(open) || open.startsWith(start)
    if (mayThink && !start.includes(end)) return ''
    const said = withoutThoughts(held)
    // What follows the block begins with blank lines, which may come in a piece of their own.
    held = said === '' && mayThink ? held : null
    return said
  }
}
