import type { Delivery } from '../../contract/deliveries.ts'
import { needsYou, postStatus } from '../../contract/post-status.ts'
import type { Post, PostContent, PostSummary, When } from '../../contract/posts.ts'
import { toIso } from '../clock.ts'
import type { PostRow } from '../store/posts.ts'
import type { PostDestinations, SummaryRow } from '../store/posts-list.ts'

/** A post as the contract shows it, whole. */
export function toPost(row: PostRow, content: PostContent, deliveries: Delivery[], version: number): Post {
  return {
    ...content,
    id: row.id as Post['id'],
    status: postStatus(
      row.review,
      deliveries.map(({ status }) => status),
    ),
    review: row.review,
    reviewNote: row.reviewNote,
    when: whenOf(row),
    deliveries,
    revision: row.revision,
    version,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
    deletedAt: row.deletedAt === null ? null : toIso(row.deletedAt),
  }
}

/** A post as lists and the calendar show it. */
export function toSummary(row: SummaryRow, destinations: PostDestinations | undefined): PostSummary {
  const { accounts, statuses } = destinations ?? { accounts: [], statuses: [] }
  return {
    id: row.id as PostSummary['id'],
    title: row.title,
    firstLine: (row.text.split(/\r?\n|\r/, 1)[0] ?? '').trimEnd(),
    status: postStatus(row.review, statuses),
    review: row.review,
    when: whenOf(row),
    accounts: accounts.map(({ accountId, platform, status }) => ({
      accountId: accountId as PostSummary['accounts'][number]['accountId'],
      platform,
      status,
    })),
    thumb: row.thumb as PostSummary['thumb'],
    parts: row.parts,
    labels: JSON.parse(row.labels) as string[],
    needsYou: needsYou(row.review, statuses),
    updatedAt: toIso(row.updatedAt),
  }
}

function whenOf({ plannedAt, wallTime, zone }: Pick<PostRow, 'plannedAt' | 'wallTime' | 'zone'>): When | null {
  return plannedAt === null || wallTime === null || zone === null ? null : { at: toIso(plannedAt), wallTime, zone }
}
