import type { PostContent } from '../../contract/posts.ts'
import { conflict } from '../errors.ts'
import { changePost, type PostRow } from '../store/posts.ts'
import type { WriteTx } from '../store/tx.ts'

const words: Record<PostRow['review'], string> = {
  idea: 'an idea',
  draft: 'a draft',
  in_review: 'in review',
  approved: 'approved',
  rejected: 'sent back',
}

function refuse(row: PostRow, action: string): never {
  throw conflict(row.review, `It is ${words[row.review]}, so it cannot be ${action}.`)
}

/** Review means something only where the workspace asks for approval; elsewhere scheduling approves by itself. */
export function needApproval(approval: boolean): void {
  if (!approval)
    throw conflict('approval_off', 'This workspace publishes without approval. Switch approval on in Settings first.')
}

export function submit(tx: WriteTx, row: PostRow, now: number): void {
  if (row.review === 'approved' || row.review === 'in_review') refuse(row, 'sent for approval')
  changePost(tx, row.id, { review: 'in_review', reviewNote: null, updatedAt: now })
}

/** Approves exactly what was seen. */
export function approve(tx: WriteTx, row: PostRow, seen: number, now: number): void {
  if (row.review !== 'in_review') refuse(row, 'approved')
  if (seen !== row.revision)
    throw conflict('revision', 'It was changed after you saw it. Look at it again, then approve.')
  changePost(tx, row.id, { review: 'approved', reviewNote: null, approvedRevision: row.revision, updatedAt: now })
}

export function reject(tx: WriteTx, row: PostRow, note: string, now: number): void {
  if (row.review !== 'in_review' && row.review !== 'approved') refuse(row, 'sent back')
  changePost(tx, row.id, { review: 'rejected', reviewNote: note, approvedRevision: null, updatedAt: now })
}

/** Whether a change makes an approved post ask for approval again: everything that can be seen outside does, labels do not. */
export function asksAgain(row: PostRow, before: PostContent, after: PostContent): boolean {
  const visible = ({ labels: _, ...rest }: PostContent) => JSON.stringify(rest)
  return row.review === 'approved' && visible(before) !== visible(after)
}
