import { PracticeFailure, type PracticePost } from '../../../contract/practice.ts'
import type * as z from 'zod'
import { toIso } from '../../clock.ts'
import { notFound } from '../../errors.ts'
import { decodeCursor, encodeCursor } from '../../store/cursor.ts'
import { getPracticeFailure, listPracticePosts, setPracticeFailure, type PracticeRow } from '../../store/practice.ts'
import { accountExists } from '../../store/schedule.ts'
import type { WorkspaceContext } from '../../workspace-context.ts'

type Failure = z.infer<typeof PracticeFailure>

/** The practice accounts' own timeline, and how they are told to fail. */
export interface PracticeFeed {
  list(options: { account?: string | undefined; cursor?: string | undefined; limit: number }): {
    items: z.infer<typeof PracticePost>[]
    nextCursor: string | null
  }
  failure(account: string): { failure: Failure; times: number | null }
  setFailure(account: string, failure: Failure, times: number | null): { failure: Failure; times: number | null }
  /** Whether the next call fails in one of these ways; counts it down. */
  fails(account: string, ...ways: readonly Failure[]): Failure | null
}

export function createPracticeFeed({ store, clock }: WorkspaceContext): PracticeFeed {
  const failure = (account: string) => {
    const { failure, times } = getPracticeFailure(store.read, account)
    return { failure: PracticeFailure.catch('none').parse(failure), times }
  }
  const write = (account: string, failure: Failure, times: number | null) =>
    store.write((tx) => {
      setPracticeFailure(tx, account, failure, failure === 'none' ? null : times)
      tx.emit({ type: 'practice.changed', ids: { account } })
    })

  return {
    list({ account, cursor, limit }) {
      const after = cursor === undefined ? undefined : decodeCursor<{ at: number; id: string }>(cursor, { account })
      const rows = listPracticePosts(store.read, { account, after, now: clock.now(), limit: limit + 1 })
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return {
        items: rows.slice(0, limit).map(view),
        nextCursor: last ? encodeCursor({ at: last.at, id: last.id }, { account }) : null,
      }
    },
    failure(account) {
      if (!accountExists(store.read, account)) throw notFound('account', account)
      return failure(account)
    },
    setFailure(account, way, times) {
      if (!accountExists(store.read, account)) throw notFound('account', account)
      write(account, way, times)
      return failure(account)
    },
    fails(account, ...ways) {
      const now = failure(account)
      if (!ways.includes(now.failure)) return null
      if (now.times !== null) write(account, now.times > 1 ? now.failure : 'none', now.times > 1 ? now.times - 1 : null)
      return now.failure
    },
  }
}

function view(row: PracticeRow): z.infer<typeof PracticePost> {
  return {
    id: row.id,
    accountId: row.accountId as never,
    text: row.text,
    media: row.media as never,
    replyTo: row.replyTo,
    at: toIso(row.at),
    editedAt: row.editedAt === null ? null : toIso(row.editedAt),
  }
}
