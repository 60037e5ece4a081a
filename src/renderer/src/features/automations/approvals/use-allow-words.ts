import { skipToken, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Approval } from '../../../../../contract/approvals.ts'
import { useStudio, useWorkspace } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { isDocument, plannedOf } from './asked.ts'

/** What the button that allows it says: what will happen, with its time. `rows` of a document, null while they are counted. */
export function useAllowWords(approval: Approval, rows: number | null): string {
  const { t } = useTranslation('automations')
  const studio = useStudio()
  const times = useTimes()
  const { zone } = useWorkspace()
  const [first, ...others] = approval.posts
  const post = useQuery(
    studio.posts.get.queryOptions({ input: first && others.length === 0 ? { id: first.id } : skipToken }),
  )
  if (isDocument(approval))
    return rows === null ? t('approvals.allow.other') : t('approvals.allow.document', { count: rows })
  if (approval.operation === 'runs.publish') return t('approvals.allow.document', { count: approval.posts.length })
  const planned = plannedOf(approval, post.data ?? null, zone)
  switch (planned.kind) {
    case 'at':
      return t('approvals.allow.at', { when: times.at(planned.at) })
    case 'planned':
      return approval.operation === 'posts.update' || approval.operation === 'posts.restore'
        ? t('approvals.allow.change')
        : t('approvals.allow.other')
    case 'now':
    case 'slot':
    case 'removes':
      return t(`approvals.allow.${planned.kind}`)
  }
}
