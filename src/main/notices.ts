import type { StudioEvent } from '../contract/events.ts'
import type { HostEvent } from '../contract/host.ts'
import type { Language } from '../contract/language.ts'
import { sentence } from '../contract/sentences/index.ts'
import type { AppSettings } from '../contract/system.ts'
import { PostId } from '../contract/vocabulary.ts'
import { wordsOf, type Words } from './words.ts'

/** A notification: what it says, and what a click on it shows (null: the window as it is). */
export interface Notice {
  /** Notices with the same key are about the same thing: the newer takes the older's place. */
  readonly key: string
  readonly title: string
  readonly body: string
  readonly target: Extract<HostEvent, { type: 'post' | 'command' }> | null
}

const kinds = {
  'delivery.published': { setting: 'published', title: 'published' },
  'delivery.failed': { setting: 'failed', title: 'failed' },
  'delivery.unknown': { setting: 'needsYou', title: 'unknown' },
  'delivery.missed': { setting: 'needsYou', title: 'missed' },
  'account.broken': { setting: 'needsYou', title: 'broken' },
  'account.expiring': { setting: 'needsYou', title: 'expiring' },
  'approval.asked': { setting: 'needsYou', title: 'asks' },
} as const satisfies Partial<
  Record<StudioEvent['type'], { setting: keyof AppSettings['notifications']; title: keyof Words }>
>

/** The notice an event deserves under the person's settings, in their language; null for most. */
export function noticeOf(event: StudioEvent, wanted: AppSettings['notifications'], language: Language): Notice | null {
  if (!Object.hasOwn(kinds, event.type)) return null
  const { setting, title } = kinds[event.type as keyof typeof kinds]
  if (!wanted[setting]) return null
  const post = PostId.safeParse(event.ids['post'])
  return {
    key: `${event.type}:${event.ids['delivery'] ?? event.ids['post'] ?? event.ids['account'] ?? event.ids['approval'] ?? ''}`,
    title: wordsOf(language)[title],
    body: bodyOf(event, language),
    target: post.success ? { type: 'post', id: post.data, workspaceId: event.workspaceId } : targetOf(event),
  }
}

function bodyOf({ summary }: StudioEvent, language: Language): string {
  const detail = summary?.detail ? sentence(summary.detail, language) : ''
  return [summary?.title, detail].filter(Boolean).join('\n')
}

function targetOf(event: StudioEvent): Notice['target'] {
  if (event.type === 'approval.asked') return { type: 'command', command: 'automations' }
  return event.type.startsWith('account.') ? { type: 'command', command: 'accounts' } : null
}
