import { knowledgeOf, platforms, type SupportedPlatform } from '../../contract/platforms/index.ts'
import { asWritten, spoken } from '../../contract/sentences/index.ts'
import type { Attempt, Delivery } from '../../contract/deliveries.ts'
import type { Platform } from '../../contract/vocabulary.ts'
import { toIso } from '../clock.ts'
import type { AttemptRow, DeliveryRow, PartRow } from '../store/deliveries.ts'
import { abilities } from './delivery-state.ts'

export interface Progress {
  readonly phase: 'prepare' | 'upload' | 'commit' | 'confirm'
  readonly done: number | null
}

/** A delivery as the contract shows it. */
export function deliveryView(
  row: DeliveryRow,
  platform: Platform,
  parts: readonly PartRow[],
  progress: Progress | null,
): Delivery {
  const rules = platform in platforms ? knowledgeOf(platform as SupportedPlatform).rules : null
  const standing = parts.filter((part) => part.removedAt === null)
  return {
    id: row.id as Delivery['id'],
    postId: row.postId as Delivery['postId'],
    accountId: row.accountId as Delivery['accountId'],
    platform,
    status: row.status,
    dueAt: toIso(row.dueAt),
    wallTime: row.wallTime,
    zone: row.zone,
    nextAt: row.status === 'retrying' && row.nextAt !== null ? toIso(row.nextAt) : null,
    attempts: row.attempt,
    reason: reasonView(row),
    progress: row.status === 'publishing' ? (progress ?? { phase: 'prepare', done: null }) : null,
    remote: standing.map((part) => ({ part: part.part, remoteId: part.remoteId, url: part.url, at: toIso(part.at) })),
    publishedAt: row.publishedAt === null ? null : toIso(row.publishedAt),
    reset: row.occurrence < 0,
    can: abilities({
      status: row.status,
      published: standing.length > 0,
      inDoubt: mayBeOut(row),
      reset: row.occurrence < 0,
      canEdit: rules?.edit ?? false,
      canDelete: rules?.remoteDelete ?? false,
    }),
  }
}

/** Whether something of a delivery that rests may be out, so that only the same keys may be used for it again. */
export function mayBeOut({ handle, reasonCode }: Pick<DeliveryRow, 'handle' | 'reasonCode'>): boolean {
  return handle !== null || reasonCode === 'no_answer'
}

function reasonView({
  reasonCode,
  reasonSaid,
  reasonWords,
}: Pick<DeliveryRow, 'reasonCode' | 'reasonSaid' | 'reasonWords'>) {
  return reasonCode && reasonSaid ? { code: reasonCode, ...spoken(reasonSaid), words: reasonWords } : null
}

export function attemptView(row: AttemptRow): Attempt {
  return {
    id: row.id as Attempt['id'],
    number: row.number,
    startedAt: toIso(row.startedAt),
    endedAt: row.endedAt === null ? null : toIso(row.endedAt),
    outcome: row.outcome,
    phases: row.phases.map((phase) => ({
      ...phase,
      startedAt: phase.startedAt === null ? null : toIso(phase.startedAt),
      // Attempts of earlier versions have text.
      note: phase.note === null ? null : spoken(typeof phase.note === 'string' ? asWritten(phase.note) : phase.note),
    })),
    reason: reasonView(row),
  }
}
