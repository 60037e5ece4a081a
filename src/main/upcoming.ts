import type { StudioClient } from '../contract/index.ts'
import type { Language } from '../contract/language.ts'
import type { PostSummary } from '../contract/posts.ts'
import { fill, type Words } from './words.ts'

/** What the tray says, over all workspaces. */
export interface Upcoming {
  /** Posts that will go out within the next days. */
  readonly scheduled: number
  readonly next: { readonly title: string; readonly at: string; readonly zone: string } | null
  readonly needsYou: number
}

export const nothingUpcoming: Upcoming = { scheduled: 0, next: null, needsYou: 0 }

const ahead = 30 * 86_400_000

/** Asks every open workspace; one that cannot answer is left out. */
export async function readUpcoming(client: StudioClient, now: number): Promise<Upcoming> {
  const workspaces = (await client.workspaces.list()).filter((workspace) => workspace.state === 'open')
  const span = { from: new Date(now).toISOString(), to: new Date(now + ahead).toISOString() }
  const answers = await Promise.allSettled(
    workspaces.map(async ({ id }) => {
      const context = { context: { workspace: id } }
      const [posts, counts] = await Promise.all([
        client.posts.calendar({ ...span, status: ['scheduled', 'partially_published'] }, context),
        client.posts.counts(undefined, context),
      ])
      return { posts, needsYou: counts.needsYou }
    }),
  )
  const found = answers.filter((answer) => answer.status === 'fulfilled').map((answer) => answer.value)
  return summarize(
    found.flatMap(({ posts }) => posts),
    found.reduce((sum, { needsYou }) => sum + needsYou, 0),
  )
}

export function summarize(posts: readonly PostSummary[], needsYou: number): Upcoming {
  const waiting = posts
    .flatMap(({ when, title, firstLine }) =>
      when ? [{ title: title || firstLine, at: when.at, zone: when.zone }] : [],
    )
    .toSorted((a, b) => a.at.localeCompare(b.at))
  return { scheduled: waiting.length, next: waiting[0] ?? null, needsYou }
}

/** "Next: Tue, 09:00 · Spring sale", in the post's own zone. */
export function nextLine({ next }: Upcoming, language: Language, words: Words): string {
  if (!next) return words.nothingScheduled
  const format = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: next.zone,
  })
  const title = next.title || words.untitled
  return fill(words.next, {
    when: format.format(new Date(next.at)),
    title: title.length > 40 ? `${[...title].slice(0, 39).join('')}…` : title,
  })
}
