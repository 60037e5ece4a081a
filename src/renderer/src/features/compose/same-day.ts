import type { PostSummary } from '../../../../contract/posts.ts'
import type { DeliveryStatus } from '../../../../contract/vocabulary.ts'

const dayMs = 24 * 3_600_000

/** The days around a moment, wide enough for the day of any platform; the same for a whole day, so that it is asked for once. */
export function daysAround(due: number): { from: string; to: string } {
  const start = Math.floor(due / dayMs) * dayMs
  return { from: new Date(start - 2 * dayMs).toISOString(), to: new Date(start + 3 * dayMs).toISOString() }
}

const goes: readonly DeliveryStatus[] = ['scheduled', 'publishing', 'retrying', 'published', 'unknown', 'handed_off']

/** How many of `posts` go to an account from one moment on and before another, the post `except` aside. */
export function countOthers(
  posts: readonly PostSummary[],
  except: string | null,
  accountId: string,
  from: number,
  to: number,
): number {
  return posts.filter(({ id, when, accounts }) => {
    const at = when && Date.parse(when.at)
    return (
      id !== except &&
      at !== null &&
      at >= from &&
      at < to &&
      accounts.some((one) => one.accountId === accountId && one.status !== null && goes.includes(one.status))
    )
  }).length
}
