import { placeName, reddit, redditBody, redditSettings } from '../../../contract/platforms/reddit.ts'
import { said, type Said } from '../../../contract/sentences/index.ts'
import { objectOf } from '../answers.ts'
import { failure, StepFailed, type Outgoing, type PublishContext } from '../publisher.ts'
import { ask, type RedditHosts } from './api.ts'
import { titleOf } from './render.ts'

/**
 * Looks whether the post is as its community wants posts to be, before anything is uploaded. Patterns are written for another language than ours and
 * are left to Reddit, as is what only moderators' own programs know. Throws StepFailed.
 */
export async function checkRequirements(hosts: RedditHosts, post: Outgoing, context: PublishContext): Promise<void> {
  const { subreddit } = redditSettings(post.settings)
  // A profile asks for nothing.
  if (subreddit.startsWith('u_')) return
  const path = `/api/v1/${encodeURIComponent(subreddit)}/post_requirements`
  const answer = await ask(hosts, context, path, { place: placeName(subreddit) })
  const wrong = unmet(objectOf(answer), post)
  if (wrong) throw new StepFailed({ is: 'rejected', failure: failure('content', wrong) })
}

type Told = Readonly<Record<string, unknown>>

/** The first thing a community asks for that the post has not. Source: redditwarp, docs on post requirements. */
export function unmet(told: Told, post: Outgoing): Said | null {
  const { subreddit, flair } = redditSettings(post.settings)
  const destination = placeName(subreddit)
  if (told['is_flair_required'] === true && flair === '') return said('reddit_flair_needed', { destination })
  return (
    ofTitle(told, titleOf(post), destination) ??
    ofText(told, redditBody(post), destination) ??
    ofLink(told, post, destination) ??
    ofGallery(told, post, destination)
  )
}

function ofTitle(told: Told, title: string, destination: string): Said | null {
  const { length } = [...title]
  const [min, max] = [count(told, 'title_text_min_length'), count(told, 'title_text_max_length')]
  if (min !== null && length < min) return said('reddit_title_short', { destination, min })
  if (max !== null && length > max) return said('reddit_title_long', { destination, max })
  const has = (word: string) => title.toLowerCase().includes(word.toLowerCase())
  const needed = list(told, 'title_required_strings')
  if (needed.length > 0 && !needed.some(has)) return said('reddit_title_words', { destination, list: shown(needed) })
  const forbidden = list(told, 'title_blacklisted_strings').filter(has)
  return forbidden.length > 0 ? said('reddit_title_forbidden', { destination, list: shown(forbidden) }) : null
}

function ofText(told: Told, text: string, destination: string): Said | null {
  const policy = told['body_restriction_policy']
  const { length } = [...text]
  if (policy === 'required' && length === 0) return said('reddit_text_needed', { destination })
  if (policy === 'notAllowed' && length > 0) return said('reddit_text_refused', { destination })
  const [min, max] = [count(told, 'body_text_min_length'), count(told, 'body_text_max_length')]
  // What is left empty is a matter of the policy.
  if (min !== null && length > 0 && length < min) return said('reddit_text_short', { destination, min })
  return max !== null && length > max ? said('reddit_text_long', { destination, max }) : null
}

function ofLink(told: Told, post: Outgoing, destination: string): Said | null {
  const host = reddit.kindOf(post) === 'link' ? URL.parse(post.link ?? '')?.hostname : undefined
  if (host === undefined) return null
  const isOf = (domain: string) => `.${host}`.endsWith(`.${domain.replace(/^www\./, '').toLowerCase()}`)
  const { link_restriction_policy: policy } = told
  const refused =
    (policy === 'whitelist' && !list(told, 'domain_whitelist').some(isOf)) ||
    (policy === 'blacklist' && list(told, 'domain_blacklist').some(isOf))
  return refused ? said('reddit_link_refused', { destination }) : null
}

function ofGallery(told: Told, post: Outgoing, destination: string): Said | null {
  if (reddit.kindOf(post) !== 'carousel') return null
  const pictures = post.parts[0]?.media.length ?? 0
  const [min, max] = [count(told, 'gallery_min_items'), count(told, 'gallery_max_items')]
  if (min !== null && pictures < min) return said('reddit_gallery_few', { destination, min })
  return max !== null && pictures > max ? said('reddit_gallery_many', { destination, max }) : null
}

/** A number, which some clients have seen as text. */
function count(told: Told, key: string): number | null {
  const value = told[key]
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

function list(told: Told, key: string): readonly string[] {
  const value = told[key]
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string' && one !== '') : []
}

const shown = (words: readonly string[]) => words.slice(0, 8).join(', ')
