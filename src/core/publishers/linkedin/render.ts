import {
  linkedinAudience,
  linkedinCard,
  linkedinPollDuration,
  linkedinSettings,
  linkedinText,
  type LinkedInVisibility,
} from '../../../contract/platforms/linkedin.ts'
import { toLittleText } from '../../../contract/platforms/linkedin-text.ts'
import type { Outgoing } from '../publisher.ts'
import { isPage } from './outcome.ts'

/** Files of a post as LinkedIn names them, in their order. */
export interface Uploaded {
  readonly urns: readonly string[]
  /** The picture on the card. */
  readonly card: string | null
}

/** A post as `POST /rest/posts` takes it. Sources: posts-api, multiimage-post-api, poll-post-api, article-ads-integrations. */
export interface PostRequest {
  readonly author: string
  readonly commentary: string
  readonly visibility: string
  readonly distribution: {
    readonly feedDistribution: 'MAIN_FEED'
    readonly targetEntities: readonly Readonly<Record<string, readonly string[]>>[]
    readonly thirdPartyDistributionChannels: readonly never[]
  }
  readonly lifecycleState: 'PUBLISHED'
  readonly isReshareDisabledByAuthor: boolean
  readonly content?: Readonly<Record<string, unknown>>
}

const visibilityNames: Readonly<Record<LinkedInVisibility, string>> = {
  public: 'PUBLIC',
  connections: 'CONNECTIONS',
  loggedIn: 'LOGGED_IN',
}

export function postRequest(post: Outgoing, author: string, uploaded: Uploaded): PostRequest {
  const { visibility, noReshare, audience } = linkedinSettings(post.settings)
  const content = contentOf(post, uploaded)
  const narrowed = isPage(author) ? linkedinAudience(audience) : {}
  return {
    author,
    commentary: toLittleText(linkedinText(post, 0)),
    visibility: visibilityNames[visibility],
    distribution: {
      feedDistribution: 'MAIN_FEED',
      targetEntities: Object.keys(narrowed).length > 0 ? [narrowed] : [],
      thirdPartyDistributionChannels: [],
    },
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: noReshare,
    ...(content && { content }),
  }
}

function contentOf(post: Outgoing, { urns, card: cardImage }: Uploaded): Readonly<Record<string, unknown>> | null {
  const { poll, pollQuestion } = linkedinSettings(post.settings)
  if (poll) {
    const options = poll.options.filter((option) => option !== '').map((text) => ({ text }))
    return { poll: { question: pollQuestion, options, settings: { duration: linkedinPollDuration(poll) } } }
  }
  const files = post.parts[0]?.media ?? []
  const [file] = files
  const [urn] = urns
  if (file && urn !== undefined) {
    const title = post.title.trim()
    if (file.kind === 'other') return { media: { id: urn, title: title || file.name.replace(/\.[^.]+$/, '') } }
    if (file.kind === 'video') return { media: { id: urn, ...(title !== '' && { title }) } }
    const images = files.map(({ alt }, at) => ({
      id: urns[at] ?? '',
      ...(alt.trim() !== '' && { altText: alt.trim() }),
    }))
    return images.length === 1 ? { media: images[0] } : { multiImage: { images } }
  }
  const card = linkedinCard(post)
  if (!card) return null
  const { source, title, description } = card
  return {
    article: {
      source,
      title,
      ...(description !== '' && { description }),
      ...(cardImage !== null && { thumbnail: cardImage }),
    },
  }
}

/** Words as they were sent and as they come back, made comparable: LinkedIn trims, and may fold white space. */
export function comparable(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\s\u200b]+/gu, ' ')
    .trim()
}
