import type { Part, Post, Variant } from '../../../../contract/posts.ts'
import type { WallTimeInZone } from '../../ui/index.ts'

/** A part being edited: its key stays with it through splits and moves, so that the caret does too. */
export interface EditedPart extends Part {
  readonly key: string
}

export interface EditedVariant extends Omit<Variant, 'parts'> {
  readonly parts: readonly EditedPart[] | null
}

/** What of a post is edited here. What the studio derives from it (status, deliveries) stays in the query cache. */
export interface Draft {
  readonly title: string
  readonly parts: readonly EditedPart[]
  readonly link: string | null
  readonly variants: readonly EditedVariant[]
  readonly labels: readonly string[]
  readonly when: WallTimeInZone | null
}

/** Which text is edited: the base, or an account's own. */
export type Target = string | null

let lastKey = 0

export function newPart(text = '', media: Part['media'] = []): EditedPart {
  return { key: `part${++lastKey}`, text, media }
}

export function emptyDraft(start: Partial<Draft> = {}): Draft {
  return { title: '', parts: [newPart()], link: null, variants: [], labels: [], when: null, ...start }
}

/** Parts made ready for editing; a part takes the key of the one that stands in its place, so that the caret stays. */
function edited(parts: readonly Part[], before: readonly EditedPart[] | null = null): readonly EditedPart[] {
  return parts.map((part, index) => ({
    ...newPart(part.text, part.media),
    ...(before?.[index] && { key: before[index].key }),
  }))
}

/** A post as the studio holds it, made ready for editing in place of `before`. */
export function draftOf(
  post: Pick<Post, 'title' | 'parts' | 'link' | 'variants' | 'labels' | 'when'>,
  before?: Draft,
): Draft {
  const own = (accountId: string) => before?.variants.find((variant) => variant.accountId === accountId)?.parts
  return {
    title: post.title,
    parts: edited(post.parts, before?.parts),
    link: post.link,
    variants: post.variants.map((variant) => ({
      ...variant,
      parts: variant.parts && edited(variant.parts, own(variant.accountId)),
    })),
    labels: post.labels,
    when: post.when && { wallTime: post.when.wallTime.slice(0, 16), zone: post.when.zone },
  }
}

/** What is sent to be saved. */
export function contentOf({ title, parts, link, variants, labels, when }: Draft) {
  const plain = (list: readonly EditedPart[]): Part[] => list.map(({ text, media }) => ({ text, media }))
  return {
    title,
    parts: plain(parts),
    link,
    variants: variants.map((variant): Variant => ({ ...variant, parts: variant.parts && plain(variant.parts) })),
    labels: [...labels],
    when,
  }
}

export type Content = ReturnType<typeof contentOf>

/** Whether two drafts would be saved as the same post. */
export function sameContent(a: Draft, b: Draft): boolean {
  return a === b || JSON.stringify(contentOf(a)) === JSON.stringify(contentOf(b))
}

/** Whether there is nothing in it worth saving. */
export function isBlank({ title, parts, variants, labels, link }: Draft): boolean {
  const none = (list: readonly EditedPart[]) => list.every((part) => part.text.trim() === '' && part.media.length === 0)
  return (
    title.trim() === '' &&
    none(parts) &&
    variants.every((variant) => variant.parts === null || none(variant.parts)) &&
    labels.length === 0 &&
    !link
  )
}

/** The parts that `target` would publish. */
export function partsOf(draft: Draft, target: Target): readonly EditedPart[] {
  return (target && draft.variants.find((variant) => variant.accountId === target)?.parts) || draft.parts
}

export function hasOwnText(draft: Draft, accountId: string): boolean {
  return draft.variants.some((variant) => variant.accountId === accountId && variant.parts !== null)
}

/** What a post is called where it has no title: the start of its text. */
export function nameOf(draft: Draft): string {
  return draft.title.trim() || (draft.parts[0]?.text.trim().split('\n')[0]?.slice(0, 60) ?? '')
}
