import type { PostComment } from '../../contract/posts.ts'
import { toIso } from '../clock.ts'
import { notFound } from '../errors.ts'
import { decodeCursor, encodeCursor } from '../store/cursor.ts'
import { insertComment, listComments, type CommentRow } from '../store/comments.ts'
import { getPost } from '../store/posts.ts'
import type { WorkspaceContext } from '../workspace-context.ts'

export type Discussion = ReturnType<typeof createDiscussion>

/** What is said about a post while it is made and reviewed. It never goes out, and changes nothing of the post. */
export function createDiscussion({ store, clock, ids }: WorkspaceContext) {
  const need = (postId: string, db = store.read) => {
    const row = getPost(db, postId)
    if (!row) throw notFound('post', postId)
    return row
  }

  return {
    list(postId: string, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
      need(postId)
      const bound = { post: postId }
      const after = cursor === undefined ? undefined : decodeCursor<{ createdAt: number; id: string }>(cursor, bound)
      const rows = listComments(store.read, postId, after, limit + 1)
      const page = rows.slice(0, limit)
      const last = rows.length > limit ? page.at(-1) : undefined
      return {
        items: page.map(toComment),
        nextCursor: last ? encodeCursor({ createdAt: last.createdAt, id: last.id }, bound) : null,
      }
    },
    /** `by` is the program that says it, null for a person. It is about the post as it stands now. */
    add(postId: string, text: string, by: { readonly id: string; readonly name: string } | null): PostComment {
      return store.write((tx) => {
        const { revision } = need(postId, tx)
        const [keyId, keyName] = [by?.id ?? null, by?.name ?? null]
        const row = { id: ids('cmt'), postId, text, revision, keyId, keyName, createdAt: clock.now() }
        insertComment(tx, row)
        tx.emit({ type: 'post.changed', ids: { post: postId } })
        return toComment(row)
      })
    },
  }
}

function toComment({ id, postId, text, revision, keyId, keyName, createdAt }: CommentRow): PostComment {
  return {
    id: id as PostComment['id'],
    postId: postId as PostComment['postId'],
    text,
    revision,
    by: keyId === null ? { kind: 'person', name: null } : { kind: 'key', name: keyName },
    createdAt: toIso(createdAt),
  }
}
