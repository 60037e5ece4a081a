import { WebhookTopic } from '../../../../../contract/webhooks.ts'

export const groups = ['post', 'delivery', 'account', 'job', 'approval'] as const
export type TopicGroup = (typeof groups)[number]

/** Topics by what they are about, in the order of the contract. */
export function topicsOf(group: TopicGroup): WebhookTopic[] {
  return WebhookTopic.options.filter((topic) => topic.startsWith(`${group}.`))
}

/** What most programs want to know: how it ended. */
export const startTopics: readonly WebhookTopic[] = ['post.published', 'post.partially_published', 'post.failed']

/** The host of an address as the list of allowed hosts names it; null where it is no web address. */
export function hostOf(url: string): string | null {
  const read = URL.parse(url)
  return read && /^https?:$/.test(read.protocol) && read.host !== '' ? read.host.toLowerCase() : null
}
