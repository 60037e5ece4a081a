import { diffWordsWithSpace } from 'diff'
import type { PostContent } from '../../../../../contract/posts.ts'

/** A stretch of text that stayed, came or went. */
export interface Stretch {
  readonly text: string
  readonly is: 'same' | 'new' | 'gone'
}

/** One thing that differs between two versions. */
export interface Change {
  readonly what: 'title' | 'part' | 'link' | 'labels' | 'media' | 'variant'
  /** Of a part, from 0; of a variant, the account. */
  readonly of: number | string | null
  readonly stretches: readonly Stretch[]
}

/** What changed from one version to another, word by word, in reading order. Empty where they say the same. */
export function versionChanges(from: PostContent, to: PostContent): Change[] {
  return [
    ...text('title', null, from.title, to.title),
    ...parts(from, to),
    ...text('link', null, from.link ?? '', to.link ?? ''),
    ...text('labels', null, from.labels.join(', '), to.labels.join(', ')),
    ...variants(from, to),
  ]
}

function parts(from: Pick<PostContent, 'parts'>, to: Pick<PostContent, 'parts'>): Change[] {
  return Array.from({ length: Math.max(from.parts.length, to.parts.length) }, (_, index) => {
    const [before, after] = [from.parts[index], to.parts[index]]
    const media = (part: typeof before) =>
      (part?.media ?? []).map((one) => `${one.assetId} ${one.alt ?? ''}`.trim()).join('\n')
    const sameMedia = media(before) === media(after)
    const count = (part: typeof before) => String(part?.media.length ?? 0)
    const changed: Change[] = sameMedia
      ? []
      : [
          {
            what: 'media',
            of: index,
            stretches: [
              { text: count(before), is: 'gone' },
              { text: count(after), is: 'new' },
            ],
          },
        ]
    return [...text('part', index, before?.text ?? '', after?.text ?? ''), ...changed]
  }).flat()
}

function variants(from: PostContent, to: PostContent): Change[] {
  const ids = [...new Set([...from.variants, ...to.variants].map((variant) => variant.accountId))]
  return ids.flatMap((id) => {
    const written = ({ variants: all }: PostContent) => {
      const variant = all.find((one) => one.accountId === id)
      if (!variant) return ''
      const texts = variant.parts?.map((part) => part.text) ?? []
      const settings = Object.entries(variant.settings).map(
        ([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
      )
      return ['✓', ...texts, ...settings].join('\n')
    }
    return text('variant', id, written(from), written(to))
  })
}

function text(what: Change['what'], of: Change['of'], from: string, to: string): Change[] {
  if (from === to) return []
  const stretches = diffWordsWithSpace(from, to).map(({ value, added, removed }) => ({
    text: value,
    is: added ? ('new' as const) : removed ? ('gone' as const) : ('same' as const),
  }))
  return [{ what, of, stretches }]
}
