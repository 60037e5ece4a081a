import { countBytes, countGraphemes, findEntities } from '../../../contract/platforms/index.ts'

/** A reference to one version of a record. */
export interface StrongRef {
  readonly uri: string
  readonly cid: string
}

/** A blob as `uploadBlob` names it; goes into the record unchanged. */
export type BlobRef = Readonly<Record<string, unknown>>

export interface Facet {
  readonly index: { readonly byteStart: number; readonly byteEnd: number }
  readonly features: readonly [{ readonly $type: string; readonly [key: string]: string }]
}

export interface UploadedImage {
  readonly blob: BlobRef
  readonly alt: string
  readonly width: number
  readonly height: number
}

export interface Card {
  readonly uri: string
  readonly title: string
  readonly description: string
  readonly thumb: BlobRef | null
}

export interface PostContent {
  readonly text: string
  /** ISO 8601; the same at every attempt, so that the record's content id is the same. */
  readonly createdAt: string
  readonly facets: readonly Facet[]
  readonly languages: readonly string[]
  readonly contentWarning: string | null
  readonly images: readonly UploadedImage[]
  readonly card: Card | null
}

/** Handles that are mentioned, as written, without `@`. `@name@server` is another network's and stays text. */
export function mentionedHandles(text: string): string[] {
  const handles = findEntities(text).filter((entity) => entity.kind === 'mention' && isHandle(entity.value))
  return [...new Set(handles.map((entity) => entity.value.toLowerCase()))]
}

/**
 * Links, hashtags and mentions by UTF-8 byte offset, from the same entities the composer shows. A handle without a DID stays text, as does a
 * tag over the lexicon's 64 graphemes. Source: lexicons/app/bsky/richtext/facet.json.
 */
export function buildFacets(text: string, didOf: (handle: string) => string | null): Facet[] {
  const facets: Facet[] = []
  for (const { kind, start, end, value } of findEntities(text)) {
    const feature = featureOf(kind, value, didOf)
    if (!feature) continue
    const byteStart = countBytes(text.slice(0, start))
    facets.push({ index: { byteStart, byteEnd: byteStart + countBytes(text.slice(start, end)) }, features: [feature] })
  }
  return facets
}

function featureOf(
  kind: 'link' | 'mention' | 'hashtag',
  value: string,
  didOf: (handle: string) => string | null,
): Facet['features'][0] | null {
  const type = 'app.bsky.richtext.facet'
  switch (kind) {
    case 'link':
      return URL.canParse(value) ? { $type: `${type}#link`, uri: value } : null
    case 'hashtag':
      return countGraphemes(value) <= 64 && countBytes(value) <= 640 ? { $type: `${type}#tag`, tag: value } : null
    case 'mention': {
      const did = isHandle(value) ? didOf(value.toLowerCase()) : null
      return did === null ? null : { $type: `${type}#mention`, did }
    }
  }
}

const isHandle = (value: string) =>
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(value)

/** An `app.bsky.feed.post`. Keys that would be empty are left out. Source: lexicons/app/bsky/feed/post.json. */
export function buildRecord(content: PostContent): Record<string, unknown> {
  const { text, createdAt, facets, languages, contentWarning } = content
  const embed = buildEmbed(content)
  return {
    $type: 'app.bsky.feed.post',
    text,
    createdAt,
    ...(facets.length > 0 && { facets }),
    ...(languages.length > 0 && { langs: languages.slice(0, 3) }),
    ...(embed && { embed }),
    ...(contentWarning !== null && {
      labels: { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: contentWarning }] },
    }),
  }
}

/** A post has one embed: its pictures, or else its link card. */
function buildEmbed({ images, card }: PostContent): Record<string, unknown> | null {
  if (images.length > 0) {
    return {
      $type: 'app.bsky.embed.images',
      images: images.map(({ blob, alt, width, height }) => ({ image: blob, alt, aspectRatio: { width, height } })),
    }
  }
  if (!card) return null
  const { uri, title, description, thumb } = card
  return { $type: 'app.bsky.embed.external', external: { uri, title, description, ...(thumb && { thumb }) } }
}
