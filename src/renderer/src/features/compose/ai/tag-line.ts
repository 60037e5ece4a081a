/** Whether a text has this hashtag, as a whole word in any case. */
export function hasTag(text: string, tag: string): boolean {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}_#]+/u)
    .includes(tag.toLowerCase())
}

/** The text with hashtags in a line of their own, or at the end of the one that has some already. */
export function withTags(text: string, tags: readonly string[]): string {
  if (text.trim() === '') return tags.join(' ')
  const last = text.trimEnd().split('\n').at(-1) ?? ''
  const between = /^#\S+(\s+#\S+)*$/.test(last) ? ' ' : '\n\n'
  return text.trimEnd() + between + tags.join(' ')
}
