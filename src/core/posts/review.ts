import type { PostContent } from '../../contract/posts.ts'
import { said } from '../../contract/sentences/index.ts'
import { conflict } from '../errors.ts'
import { changePost, type PostRow } from '../store/posts.ts'
import type { WriteTx } from '../store/tx.ts'

/** Review means something only where the workspace asks for approval; elsewhere scheduling approves by itself. */
export function needApproval(approval: boolean): void {
  if (!approval) throw conflict('approval_off', said('approval_off'))
}

export function submit(tx: WriteTx, row: PostRow, now: number): void {
  if (row.review === 'in_review') throw conflict(row.review, said('already_in_review'))
  if (row.review === 'approved') throw conflict(row.review, said('already_approved'))
  changePost(tx, row.id, { review: 'in_review', reviewNote: null, updatedAt: now })
}

/** Approves exactly what was seen. */
export function approve(tx: WriteTx, row: PostRow, seen: number, now: number): void {
  if (row.review === 'approved') throw conflict(row.review, said('already_approved'))
  if (row.review !== 'in_review') throw conflict(row.review, said('not_in_review'))
  if (seen !== row.revision) throw conflict('revision', said('changed_since_seen'))
  changePost(tx, row.id, { review: 'approved', reviewNote: null, approvedRevision: row.revision, updatedAt: now })
}

export function reject(tx: WriteTx, row: PostRow, note: string, now: number): void {
  if (row.review !== 'in_review' && row.review !== 'approved') throw conflict(row.review, said('not_to_send_back'))
  changePost(tx, row.id, { review: 'rejected', reviewNote: note, approvedRevision: null, updatedAt: now })
}

/** Whether a change makes an approved post ask for approval again: everything that can be seen outside does, labels do not. */
export function asksAgain(row: PostRow, before: PostContent, after: PostContent): boolean {
  const visible = ({ labels: _, ...rest }: PostContent) => JSON.stringify(rest)
  return row.review === 'approved' && visible(before) !== visible(after)
}
