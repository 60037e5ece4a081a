import type { Area } from '../contract/route.ts'
import type { StudioEvent } from '../contract/events.ts'
import { spoken, type Said } from '../contract/sentences/index.ts'
import { toIso, type Clock } from './clock.ts'

/** An event as the parts of core tell it. What it makes stale follows from its type. */
export interface NewEvent {
  readonly type: StudioEvent['type']
  readonly ids?: Readonly<Record<string, string>>
  readonly summary?: { readonly title: string; readonly detail: Said | null }
}

const stale: Record<StudioEvent['type'], readonly Area[]> = {
  'post.changed': ['posts', 'slots'],
  'post.deleted': ['posts', 'deliveries', 'slots'],
  'delivery.changed': ['deliveries', 'posts', 'slots', 'runs'],
  'delivery.published': ['deliveries', 'posts', 'accounts', 'runs'],
  'delivery.failed': ['deliveries', 'posts', 'accounts', 'runs'],
  'delivery.unknown': ['deliveries', 'posts', 'runs'],
  'delivery.missed': ['deliveries', 'posts', 'runs'],
  'account.changed': ['accounts', 'connections'],
  'account.broken': ['accounts'],
  'account.expiring': ['accounts'],
  'asset.changed': ['assets', 'posts'],
  'job.changed': ['jobs'],
  'slots.changed': ['slots'],
  'media_host.changed': ['mediaHost'],
  'practice.changed': ['practice'],
  'ai.changed': ['ai'],
  'brand.changed': ['brand', 'ai'],
  'key.changed': ['keys'],
  'approval.asked': ['approvals'],
  'approval.changed': ['approvals'],
  'webhook.changed': ['webhooks'],
  'run.changed': ['runs'],
  'workspace.changed': ['workspaces'],
  'settings.changed': ['system'],
  'vault.changed': ['system', 'accounts'],
  resync: [
    'system',
    'workspaces',
    'connections',
    'accounts',
    'posts',
    'deliveries',
    'assets',
    'jobs',
    'slots',
    'practice',
    'mediaHost',
    'ai',
    'brand',
    'keys',
    'approvals',
    'webhooks',
    'runs',
    'analytics',
  ],
}

const kept = 2_000

/** The studio's live events: a short memory for replay, and listeners. */
export interface EventHub {
  emit(workspaceId: string | null, event: NewEvent): void
  /** Everything after `lastId` that is still remembered, then live until `signal` aborts. A gap is told by one `resync`. */
  follow(options: {
    lastId?: string | undefined
    workspaceId?: string | undefined
    signal?: AbortSignal | undefined
  }): AsyncGenerator<StudioEvent, void, void>
  listen(listener: (event: StudioEvent) => void): () => void
}

export function createEventHub(clock: Clock, bootId: string): EventHub {
  const memory: StudioEvent[] = []
  const listeners = new Set<(event: StudioEvent) => void>()
  let count = 0

  const make = (workspaceId: string | null, event: NewEvent): StudioEvent => ({
    id: `${bootId}-${count}`,
    type: event.type,
    workspaceId: workspaceId as StudioEvent['workspaceId'],
    ids: { ...event.ids },
    summary: event.summary
      ? { title: event.summary.title, detail: event.summary.detail && spoken(event.summary.detail) }
      : null,
    invalidates: [...stale[event.type]],
    at: toIso(clock.now()),
  })

  /** Position in memory to replay from; null where the caller missed more than is remembered. */
  function positionAfter(lastId: string | undefined): number | null {
    if (lastId === undefined) return memory.length
    const [boot, number] = [lastId.slice(0, lastId.lastIndexOf('-')), Number(lastId.slice(lastId.lastIndexOf('-') + 1))]
    const firstKept = count - memory.length + 1
    if (boot !== bootId || !Number.isInteger(number) || number > count || number < firstKept - 1) return null
    return number - firstKept + 1
  }

  return {
    emit(workspaceId, event) {
      count++
      const made = make(workspaceId, event)
      memory.push(made)
      if (memory.length > kept) memory.shift()
      for (const listener of listeners) listener(made)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async *follow({ lastId, workspaceId, signal }) {
      const position = positionAfter(lastId)
      const queue: StudioEvent[] = position === null ? [make(null, { type: 'resync' })] : memory.slice(position)
      let wake: (() => void) | null = null
      const stop = this.listen((event) => {
        queue.push(event)
        wake?.()
      })
      const onAbort = () => wake?.()
      signal?.addEventListener('abort', onAbort)
      try {
        while (!signal?.aborted) {
          const event = queue.shift()
          if (event) {
            if (!workspaceId || !event.workspaceId || event.workspaceId === workspaceId) yield event
            continue
          }
          await new Promise<void>((resolve) => (wake = resolve))
          wake = null
        }
      } finally {
        stop()
        signal?.removeEventListener('abort', onAbort)
      }
    },
  }
}
