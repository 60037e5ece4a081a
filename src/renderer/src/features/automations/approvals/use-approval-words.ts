import { useTranslation } from 'react-i18next'
import type { Approval } from '../../../../../contract/approvals.ts'
import { Spoken } from '../../../../../contract/sentences/index.ts'
import { say } from '../../../lib/say.ts'
import { wordKey } from '../../../lib/word-key.ts'

/** Operations a key may have to ask for, as they have words here. */
const known = [
  'posts.schedule',
  'posts.publish',
  'posts.create',
  'posts.update',
  'posts.restore',
  'posts.approve',
  'deliveries.retry',
  'deliveries.reschedule',
  'deliveries.resolve',
  'deliveries.deleteRemote',
  'deliveries.editRemote',
  'schedules.apply',
  'runs.publish',
  'ai.addCadence',
  'ai.changeCadence',
] as const

/** What a key asked for and what came of it, in people's words. */
export function useApprovalWords() {
  const { t } = useTranslation('automations')
  return {
    wants({ operation }: Pick<Approval, 'operation'>) {
      const name = known.find((one) => one === operation)
      return name ? t(`approvals.wants.${wordKey(name)}`) : t('approvals.wants.other', { operation })
    },
    outcome({ state, keyName: name, output }: Approval) {
      if (state === 'failed') return t('approvals.done.failed', { why: whyOf(output) })
      return state === 'waiting' ? t('approvals.states.waiting') : t(`approvals.done.${state}`, { name })
    },
  }
}

/** Why a call that was allowed did not work: the studio's own sentence where the error carries one. */
function whyOf(output: unknown): string {
  const { message, details } = (output ?? {}) as { message?: string; details?: Record<string, unknown> | null }
  const fields = details?.['fields']
  const first: unknown = Array.isArray(fields) ? fields[0] : { message, ...details }
  const spoken = Spoken.safeParse(first)
  return spoken.success ? say(spoken.data) : (message ?? '')
}
