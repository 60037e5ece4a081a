import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Approval } from '../../../../../contract/approvals.ts'
import { WallTime } from '../../../../../contract/vocabulary.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { Button, toast } from '../../../ui/index.ts'
import { Json } from '../json.tsx'
import { isDocument, makesPost, startAsked } from './asked.ts'
import { OutgoingDocument, useDocumentPreview } from './outgoing-document.tsx'
import { ExistingPost, NewPost } from './outgoing-post.tsx'
import { useAllowWords } from './use-allow-words.ts'
import { useApprovalWords } from './use-approval-words.ts'

/** One thing a key asks to publish: who, what exactly, when; and the answer. */
export function ApprovalCard({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const times = useTimes()
  const words = useApprovalWords()
  const preview = useDocumentPreview(approval.input, isDocument(approval))
  const allow = useAllowWords(approval, preview.data?.rows ?? null)
  const told = (answered: Approval) => toast(words.outcome(answered), { stays: answered.state !== 'approved' })
  const approve = useMutation(studio.approvals.approve.mutationOptions({ onSuccess: told }))
  const refuse = useMutation(studio.approvals.refuse.mutationOptions({ onSuccess: told }))
  const { id, keyName } = approval
  return (
    <li className="au-card" aria-label={`${keyName} ${words.wants(approval)}`}>
      <header>
        <h3>
          {keyName} <span className="soft">{words.wants(approval)}</span>
        </h3>
        <span className="soft" title={times.full(approval.askedAt)}>
          {times.relative(approval.askedAt)}
        </span>
      </header>
      {isDocument(approval) ? (
        <OutgoingDocument document={approval.input} preview={preview} />
      ) : makesPost(approval) ? (
        <NewPost call={approval} />
      ) : (
        <Posts approval={approval} />
      )}
      <details className="au-sent">
        <summary>{t('approvals.sent')}</summary>
        <p className="mono soft">{approval.operation}</p>
        <Json value={approval.input} label={t('approvals.sent')} />
      </details>
      <div className="acts">
        <Button look="ink" busy={approve.isPending} disabled={refuse.isPending} onClick={() => approve.mutate({ id })}>
          {allow}
        </Button>
        <Button busy={refuse.isPending} disabled={approve.isPending} onClick={() => refuse.mutate({ id })}>
          {t('approvals.refuse')}
        </Button>
      </div>
    </li>
  )
}

const isWall = (time: string) => WallTime.safeParse(time).success
const shownAtFirst = 5

function Posts({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation('automations')
  const [count, setCount] = useState(shownAtFirst)
  const { posts } = approval
  const start = startAsked(approval)
  const times = useTimes()
  return (
    <>
      {start !== null && (
        <p className="au-when">
          {t('approvals.shape', { when: isWall(start) ? start.slice(0, 16).replace('T', ' ') : times.full(start) })}
        </p>
      )}
      {posts.slice(0, count).map(({ id, revision }) => (
        <ExistingPost key={id} call={approval} id={id} revision={revision} />
      ))}
      {posts.length > count && (
        <Button small look="plain" onClick={() => setCount(count + 20)}>
          {t('approvals.morePosts', { count: posts.length - count })}
        </Button>
      )}
      {posts.length === 0 && <Json value={approval.input} label={t('approvals.sent')} />}
    </>
  )
}
