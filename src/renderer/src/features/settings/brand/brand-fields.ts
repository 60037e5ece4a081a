import type { Brand, VoiceSample } from '../../../../../contract/ai/brand.ts'

const lists = ['topics', 'pillars', 'useWords', 'avoidWords'] as const
type ListKey = (typeof lists)[number]

/** A profile as it is typed: lists as one entry a line. */
export type BrandText = Readonly<Record<Exclude<keyof Brand, 'samples'>, string>>

export function textOf(brand: Brand): BrandText {
  const { name, audience, tone, angle, instructions, imageInstructions, language, website } = brand
  const lines = (key: ListKey) => brand[key].join('\n')
  return {
    ...{ name, audience, tone, angle, instructions, imageInstructions, language, website },
    topics: lines('topics'),
    pillars: lines('pillars'),
    useWords: lines('useWords'),
    avoidWords: lines('avoidWords'),
  }
}

export function brandOf(text: BrandText, samples: readonly VoiceSample[]): Brand {
  const list = (key: ListKey) => [
    ...new Set(
      text[key]
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ]
  return {
    ...text,
    website: addressOf(text.website.trim()),
    topics: list('topics'),
    pillars: list('pillars'),
    useWords: list('useWords'),
    avoidWords: list('avoidWords'),
    samples: samples.filter(({ postId, text: words }) => postId !== null || words.trim() !== ''),
  }
}

/** People write `example.com`. */
function addressOf(website: string): string {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/\S*)?$/i.test(website) ? `https://${website}` : website
}

/** Whether nothing is said of the brand yet. */
export function isBlank(brand: Brand): boolean {
  const { samples, ...rest } = brand
  return samples.length === 0 && Object.values(textOf({ ...rest, samples })).every((value) => value === '')
}

/** The errors of a save by field: `topics.3` belongs to `topics`. */
export function errorsByField(errors: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(errors)
      .toReversed()
      .map(([path, message]) => [path.split('.')[0] ?? path, message]),
  )
}
