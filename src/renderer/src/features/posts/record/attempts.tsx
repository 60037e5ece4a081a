import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Attempt } from '../../../../../contract/deliveries.ts'
import type { DeliveryId } from '../../../../../contract/vocabulary.ts'
import { describeError } from '../../../lib/errors.ts'
import { useStudio } from '../../../lib/studio.ts'
import { useTimes } from '../../../lib/times.ts'
import { say } from '../../../lib/say.ts'
import { Button, Note, Phases, Skeleton } from '../../../ui/index.ts'

/** Every try at a delivery, newest first: its four phases and what the platform said. */
export function Attempts({ id }: { readonly id: DeliveryId }) {
  const { t } = useTranslation('deliveries')
  const { t: ui } = useTranslation('ui')
  const studio = useStudio()
  const attempts = useQuery(studio.deliveries.attempts.queryOptions({ input: { id } }))
  if (attempts.isError) {
    return (
      <Note
        tone="bad"
        actions={
          <Button small onClick={() => void attempts.refetch()}>
            {ui('tryAgain')}
          </Button>
        }
      >
        <b>{t('attemptsFailed')}.</b> {describeError(attempts.error).message}
      </Note>
    )
  }
  if (!attempts.data) return <Skeleton rows={2} />
  if (attempts.data.length === 0) return <p className="rec-none">{t('noAttempts')}</p>
  return (
    <>
      {attempts.data.map((attempt) => (
        <OneAttempt key={attempt.id} attempt={attempt} />
      ))}
    </>
  )
}

const knownOutcomes = [
  'published',
  'deferred',
  'not_sent',
  'rejected',
  'pending',
  'handed_off',
  'unknown',
  'owner_lost',
  'reconciled_there',
  'reconciled_absent',
  'reconciled_cannot_tell',
  'resolved_posted',
  'resolved_not_posted',
  'resolved_leave',
  'reset',
] as const

function OneAttempt({ attempt }: { readonly attempt: Attempt }) {
  const { t } = useTranslation('deliveries')
  const times = useTimes()
  const from = times.exactTime(attempt.startedAt)
  const outcome = knownOutcomes.find((known) => known === attempt.outcome?.replace(':', '_'))
  const kind =
    outcome === 'reset'
      ? 'after'
      : outcome?.startsWith('reconciled')
        ? 'look'
        : outcome?.startsWith('resolved')
          ? 'answer'
          : 'attempt'
  const seconds = (ms: number) =>
    t('seconds', {
      seconds: (ms / 1000).toLocaleString(times.locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 }),
    })
  const phases = attempt.phases.map((phase) => ({
    phase: phase.phase,
    state: phase.state,
    // A phase that went well says how long it took; one that did not says why, which only the platform's words below know better.
    note: phase.state === 'done' && phase.ms !== null ? seconds(phase.ms) : undefined,
  }))
  const words = [
    ...new Set([...attempt.phases.map(({ note }) => note && say(note)), attempt.reason?.words].filter(Boolean)),
  ]
  return (
    <>
      <h3>
        {t(kind, { number: attempt.number })}
        <span>
          {outcome && `${t(`outcome.${outcome}`)} · `}
          {attempt.endedAt ? `${from} – ${times.exactTime(attempt.endedAt)}` : t('attemptRunning', { from })}
        </span>
      </h3>
      {outcome !== 'reset' && <Phases phases={phases} />}
      {words.length > 0 && (
        <p className="said">
          {words.map((line, index) => (
            <span key={index}>{line}</span>
          ))}
        </p>
      )}
    </>
  )
}
