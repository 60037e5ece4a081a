import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Post, PostComment } from '../../../../../contract/posts.ts'
import type { PostId } from '../../../../../contract/vocabulary.ts'
import { describeError } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, ErrorState, Field, Skeleton, TextArea } from '../../../ui/index.ts'

/** What was said about a post, newest first. */
export function useComments(id: PostId) {
  const studio = useStudio()
  return useInfiniteQuery(
    studio.posts.comments.infiniteOptions({
      input: (cursor: string | undefined) => ({ id, limit: 50, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    }),
  )
}

/** What people and programs said about a post, and a place to say more. None of it goes out. */
export function Comments({ post }: { readonly post: Post }) {
  const { t } = useTranslation('posts')
  const comments = useComments(post.id)
  const all = comments.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      {!post.deletedAt && <CommentForm id={post.id} />}
      {comments.isError && (
        <ErrorState title={t('comments.failed')} error={comments.error} onRetry={() => void comments.refetch()} />
      )}
      {comments.isPending && <Skeleton rows={3} />}
      {comments.isSuccess && all.length === 0 && <p className="rec-none">{t('comments.none')}</p>}
      {all.length > 0 && (
        <ol className="rec-comments">
          {all.map((comment) => (
            <OneComment key={comment.id} comment={comment} />
          ))}
        </ol>
      )}
      {comments.hasNextPage && (
        <div className="acts">
          <Button small busy={comments.isFetchingNextPage} onClick={() => void comments.fetchNextPage()}>
            {t('record.showMore')}
          </Button>
        </div>
      )}
    </>
  )
}

function OneComment({ comment: { by, text, createdAt } }: { readonly comment: PostComment }) {
  const { t } = useTranslation('posts')
  const times = useTimes()
  return (
    <li>
      <header>
        <b>{by.name ?? t(`comments.by.${by.kind}`)}</b>
        <time className="soft" dateTime={createdAt} title={times.full(createdAt)}>
          {times.when(createdAt)}
        </time>
      </header>
      <p>{text}</p>
    </li>
  )
}

function CommentForm({ id }: { readonly id: PostId }) {
  const { t } = useTranslation('posts')
  const studio = useStudio()
  const [text, setText] = useState('')
  const say = useMutation(studio.posts.comment.mutationOptions({ meta: { quiet: true }, onSuccess: () => setText('') }))
  const send = (event: FormEvent) => {
    event.preventDefault()
    say.mutate({ id, text })
  }
  return (
    <form className="rec-comment" onSubmit={send}>
      <Field
        label={t('comments.write')}
        hint={t('comments.hint')}
        error={say.error ? describeError(say.error).message : undefined}
      >
        <TextArea rows={3} maxLength={10_000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <div className="acts">
        <Button small type="submit" busy={say.isPending} disabled={text.trim() === ''}>
          {t('comments.send')}
        </Button>
      </div>
    </form>
  )
}
