import { said, type Said } from '../../contract/sentences/index.ts'
import { conflict, notFound } from '../errors.ts'
import type { Failure, PublishContext, Publisher } from '../publishers/publisher.ts'
import { saidOf, StepFailed } from '../publishers/publisher.ts'
import {
  getDelivery,
  insertAttempt,
  insertPart,
  markPartRemoved,
  partsOf,
  saveState,
  stateOf,
  type DeliveryRow,
  type PartRow,
} from '../store/deliveries.ts'
import type { WriteTx } from '../store/tx.ts'
import { freeze, toOutgoing } from './content.ts'
import { offsetOf, type Frozen } from './frozen.ts'
import { next, type DeliveryEvent } from './delivery-state.ts'
import type { PublishingDeps } from './deps.ts'
import { createPhases } from './phases.ts'
import { publishContext } from './publish-context.ts'
import { shorten, tell } from './settle.ts'

/** What can be done to a post that is out. Each call is repeatable and ends in an entry of the attempts' ledger. */
export interface RemoteCommands {
  /** Deletes every part at the platform, last to first, so that no reply hangs in the air. */
  deleteRemote(id: string): Promise<void>
  /** Sends the post as it stands now in place of what is there. */
  editRemote(id: string): Promise<void>
  /** Takes a handed-off post back from the platform's own schedule, then cancels it. */
  withdraw(row: DeliveryRow): Promise<void>
}

export function createRemoteCommands(deps: PublishingDeps): RemoteCommands {
  const { store, clock, ids } = deps.context
  const busy = new Set<string>()

  async function alone(
    row: DeliveryRow,
    work: (publisher: Publisher, context: PublishContext, parts: PartRow[]) => Promise<void>,
  ): Promise<void> {
    if (busy.has(row.id)) throw conflict('busy', said('changing_now'))
    busy.add(row.id)
    try {
      const opened = deps.accounts.openAccount(row.accountId)
      const publisher = deps.publisher(opened.account.platform)
      if (!publisher) throw new Error(`no publisher for ${opened.account.platform}`)
      const stop = new AbortController()
      const context = publishContext(deps, row, opened, stop.signal, {
        progress: () => {},
        stepPrefix: `edit:${clock.now()}:`,
        editing: true,
      })
      await work(
        publisher,
        context,
        partsOf(store.read, [row.id]).filter((part) => part.removedAt === null),
      )
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error
      const { failure } = error.outcome
      if (failure.code === 'reconnect') deps.accounts.markBroken(row.accountId, saidOf(failure))
      note(row, 'remote:failed', failure)
      throw conflict(failure.code, withWords(failure))
    } finally {
      busy.delete(row.id)
    }
  }

  const need = (id: string) => {
    const row = getDelivery(store.read, id)
    if (!row) throw notFound('delivery', id)
    return row
  }

  function note(row: DeliveryRow, outcome: string, failure: Failure | null): void {
    const at = clock.now()
    store.write((tx) =>
      insertAttempt(tx, {
        id: ids('att'),
        deliveryId: row.id,
        number: row.attempt,
        owner: deps.bootId,
        startedAt: at,
        endedAt: at,
        outcome,
        phases: createPhases(clock).records,
        reasonCode: failure?.code ?? null,
        reasonSaid: failure && saidOf(failure),
        reasonWords: failure?.words === undefined ? null : shorten(failure.words),
      }),
    )
  }

  function settle(tx: WriteTx, row: DeliveryRow, event: DeliveryEvent): void {
    const fresh = getDelivery(tx, row.id) ?? row
    const state = next(stateOf(fresh), event)
    if (!state) return
    saveState(tx, row.id, state, clock.now(), { handle: null })
    tell(tx, fresh, state.status, state.reason)
  }

  async function removeParts(
    row: DeliveryRow,
    publisher: Publisher,
    context: PublishContext,
    parts: readonly PartRow[],
  ): Promise<void> {
    if (!publisher.remove) throw conflict('unsupported', said('deleting_unsupported'))
    for (const part of [...parts].reverse()) {
      await publisher.remove({ remoteId: part.remoteId, url: part.url, data: part.data }, context)
      store.write((tx) => markPartRemoved(tx, row.id, part.part, clock.now()))
    }
  }

  return {
    async deleteRemote(id) {
      const row = need(id)
      await alone(row, async (publisher, context, parts) => {
        if (parts.length === 0) throw conflict('not_out', said('nothing_out'))
        await removeParts(row, publisher, context, parts)
        store.write((tx) =>
          settle(tx, row, {
            type: 'deleted_remotely',
            failure: { code: 'content', says: 'deleted_by_you' },
          }),
        )
        note(row, 'remote:deleted', null)
      })
    },
    async editRemote(id) {
      const row = need(id)
      await alone(row, async (publisher, context, parts) => {
        const { edit } = publisher
        if (!edit) throw conflict('unsupported', said('editing_unsupported'))
        const error = deps.posts.problemsOf(row.postId, row.accountId).find(({ severity }) => severity === 'error')
        if (error) throw conflict('preflight', said('problem_now'))
        const frozen = {
          ...freeze(store.read, row.postId, row.accountId, clock.now(), (row.frozen as Frozen | null)?.above),
          createdAt: row.publishedAt ?? clock.now(),
        }
        if (frozen.parts.length !== parts.length) throw conflict('parts_changed', said('parts_changed'))
        const prepared = await publisher.prepare(toOutgoing(row, context.account.platform, frozen, deps.media), context)
        for (const [index, part] of parts.entries()) {
          const remote = await edit.call(
            publisher,
            prepared,
            offsetOf(frozen) + index,
            { remoteId: part.remoteId, url: part.url, data: part.data },
            context,
          )
          store.write((tx) =>
            insertPart(tx, { deliveryId: row.id, accountId: row.accountId, part: part.part, remote, at: part.at }),
          )
        }
        store.write((tx) => {
          saveState(tx, row.id, stateOf(row), clock.now(), { frozen })
          tx.emit({ type: 'delivery.changed', ids: { delivery: row.id, post: row.postId, account: row.accountId } })
        })
        note(row, 'remote:edited', null)
      })
    },
    async withdraw(row) {
      await alone(row, async (publisher, context, parts) => {
        await removeParts(row, publisher, context, parts)
        store.write((tx) => settle(tx, row, { type: 'canceled' }))
        note(row, 'remote:withdrawn', null)
      })
    },
  }
}

function withWords({ says, params = {}, inner, words }: Failure): Said {
  if (words === undefined) return { says, params, inner }
  return { says: 'with_words', params: { words: shorten(words) }, inner: inner ?? { says, params } }
}
