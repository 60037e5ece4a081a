import { diffWordsWithSpace } from 'diff'
import type { PostContent } from '../../../../contract/posts.ts'
import type { z } from 'zod'

export interface DiffPiece {
  readonly text: string
  readonly kind: 'same' | 'added' | 'removed'
}

/** What changed from one text to another, word by word. */
export function diffText(before: string, after: string): DiffPiece[] {
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    text: value,
    kind: added ? 'added' : removed ? 'removed' : 'same',
  }))
}

type Content = z.infer<typeof PostContent>

export interface ContentDiff {
  readonly title: readonly DiffPiece[] | null
  /** Part by part, as many as the longer of the two has. */
  readonly parts: readonly (readonly DiffPiece[])[]
  readonly media: boolean
  readonly labels: boolean
  readonly accounts: boolean
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** What a version has other than the one it is held against. */
export function diffContent(before: Content, after: Content): ContentDiff {
  const length = Math.max(before.parts.length, after.parts.length)
  const media = (content: Content) => content.parts.flatMap((part) => part.media)
  return {
    title: before.title === after.title ? null : diffText(before.title, after.title),
    parts: Array.from({ length }, (_, index) =>
      diffText(before.parts[index]?.text ?? '', after.parts[index]?.text ?? ''),
    ),
    media: !same(media(before), media(after)),
    labels: !same(before.labels, after.labels),
    accounts: !same(before.variants, after.variants),
  }
}
