import type { Instant } from '../clock.ts'
import { changePost, contentOf, getPost } from '../store/posts.ts'
import type { WriteTx } from '../store/tx.ts'
import { insertVersion, newestVersion, overwriteVersion, type VersionReason } from '../store/versions.ts'

/** Edits closer together than this, counted from the first, are one version. */
const sessionMs = 10 * 60_000

/**
 * Keeps the content as it stands. Edits of one session make one version that follows them; any other reason ends the session and
 * makes a version of its own, unless nothing changed since the last one for the same reason. Versions are never removed.
 */
export function keepVersion(tx: WriteTx, postId: string, reason: VersionReason, now: Instant): void {
  const row = getPost(tx, postId)
  if (!row) return
  const content = contentOf(tx, row)
  const newest = newestVersion(tx, postId)
  const inSession =
    reason === 'edited' && newest?.reason === 'edited' && row.editedAt !== null && now - row.editedAt <= sessionMs
  if (newest && inSession) return overwriteVersion(tx, postId, newest.number, content, now)
  if (newest?.reason === reason && sameContent(newest.content, content)) return
  insertVersion(tx, { postId, number: (newest?.number ?? 0) + 1, reason, content, at: now })
  changePost(tx, postId, { editedAt: reason === 'edited' ? now : null })
}

/** Whether two contents are the same; both as the database gives them back, so that keys stand in one order. */
export function sameContent(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
