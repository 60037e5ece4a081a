import { useMutation } from '@tanstack/react-query'
import { Eye, Stamp, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Post } from '../../../../../contract/posts.ts'
import { describeError, fieldErrors, hasCode } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { Button, Field, Note, TextArea, toast } from '../../../ui/index.ts'
import { usePostName } from '../post-name.ts'
import { summaryOf } from './summary.ts'

/** A post that waits for a yes or a no: what it says now, and both answers. The yes is bound to what was seen. */
export function ReviewNote({ post }: { readonly post: Post }) {
  const { t } = useTranslation('posts')
  const studio = useStudio()
  const name = usePostName()(summaryOf(post))
  const [note, setNote] = useState<string | null>(null)
  const approve = useMutation(studio.posts.approve.mutationOptions({ meta: { quiet: true } }))
  const reject = useMutation(studio.posts.reject.mutationOptions({ meta: { quiet: true } }))
  const error = approve.error ?? reject.error
  const wrongNote = reject.error ? fieldErrors(reject.error)['note'] : undefined
  return (
    <div className="rec-review">
      <Note
        tone="plain"
        icon={Eye}
        actions={
          <>
            <Button
              small
              look="ink"
              icon={Stamp}
              busy={approve.isPending}
              onClick={() =>
                approve.mutate(
                  { id: post.id, revision: post.revision },
                  { onSuccess: () => toast(t('review.approved', { name })) },
                )
              }
            >
              {t('review.approve')}
            </Button>
            <Button small icon={Undo2} aria-expanded={note !== null} onClick={() => setNote(note === null ? '' : null)}>
              {t('review.sendBack')}
            </Button>
          </>
        }
      >
        <b>{t('review.waits')}</b> {t('review.bound')}
        {post.parts.map((part, index) => (
          <p key={index} className="text">
            {part.text}
          </p>
        ))}
      </Note>
      {note !== null && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            reject.mutate({ id: post.id, note }, { onSuccess: () => toast(t('review.sentBack', { name })) })
          }}
        >
          <Field label={t('review.note')} error={wrongNote}>
            <TextArea
              autoFocus
              required
              maxLength={2_000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </Field>
          <div className="acts">
            <Button small type="submit" busy={reject.isPending} disabled={note.trim() === ''}>
              {t('review.sendNote')}
            </Button>
          </div>
        </form>
      )}
      {error && !wrongNote && (
        <Note tone="bad">{hasCode(error, 'conflict') ? t('review.changed') : describeError(error).message}</Note>
      )}
    </div>
  )
}
