import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import ical, { ICalEventStatus } from 'ical-generator'
import * as z from 'zod'
import type { PostSummary } from '../../contract/posts.ts'
import { toIso } from '../clock.ts'
import type { Posts } from '../posts/posts.ts'
import { readSettingRows, writeSettingRows } from '../store/settings.ts'
import type { WorkspaceContext } from '../workspace-context.ts'

const settingKey = 'calendar_feed'
const Kept = z.object({ hash: z.string(), createdAt: z.number() }).nullable()
const dayMs = 86_400_000
const minutesShown = 15

/** The calendar for other programs: an address with a token in it, because they can send nothing else. Only its hash is kept. */
export interface CalendarFeed {
  get(): { active: boolean; createdAt: string | null }
  /** One that was given out before stops working. */
  create(): { active: boolean; createdAt: string | null; path: string }
  remove(): { active: boolean; createdAt: string | null }
  /** Null for a token that is not the one. */
  open(token: string): string | null
}

export function createCalendarFeed(
  { id: workspaceId, store, clock, settings }: WorkspaceContext,
  posts: Pick<Posts, 'calendar'>,
): CalendarFeed {
  function kept(): z.infer<typeof Kept> {
    const text = readSettingRows(store.read, 'workspace').get(settingKey)
    return text === undefined ? null : (Kept.safeParse(JSON.parse(text)).data ?? null)
  }
  const keep = (value: z.infer<typeof Kept>) =>
    store.write((tx) => writeSettingRows(tx, 'workspace', { [settingKey]: value }))

  function get() {
    const now = kept()
    return { active: now !== null, createdAt: now && toIso(now.createdAt) }
  }

  function write(): string {
    const now = clock.now()
    const calendar = ical({ name: `${settings().name} · Broadside`, prodId: '//Broadside//Calendar//EN' })
    const span = { from: toIso(now - 90 * dayMs), to: toIso(now + 730 * dayMs) }
    for (const post of posts.calendar(span)) {
      if (!post.when) continue
      const start = new Date(post.when.at)
      calendar.createEvent({
        id: post.id,
        start,
        end: new Date(start.getTime() + minutesShown * 60_000),
        stamp: new Date(post.updatedAt),
        summary: post.title || post.firstLine || post.id,
        description: `${post.status} · ${[...new Set(post.accounts.map(({ platform }) => platform))].join(', ')}\n${post.firstLine}`,
        status: statusOf(post.status),
        categories: post.labels.map((name) => ({ name })),
      })
    }
    return calendar.toString()
  }

  return {
    get,
    create() {
      const token = randomBytes(32).toString('base64url')
      keep({ hash: hashOf(token).toString('hex'), createdAt: clock.now() })
      return { ...get(), path: `/calendar/${workspaceId}/${token}.ics` }
    },
    remove() {
      keep(null)
      return get()
    },
    open(token) {
      const now = kept()
      if (!now) return null
      return timingSafeEqual(hashOf(token), Buffer.from(now.hash, 'hex')) ? write() : null
    },
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest()

function statusOf(status: PostSummary['status']): ICalEventStatus {
  switch (status) {
    case 'scheduled':
    case 'publishing':
    case 'published':
    case 'partially_published':
      return ICalEventStatus.CONFIRMED
    case 'canceled':
      return ICalEventStatus.CANCELLED
    case 'idea':
    case 'draft':
    case 'in_review':
    case 'approved':
    case 'rejected':
    case 'failed':
    case 'unknown':
    case 'missed':
      return ICalEventStatus.TENTATIVE
  }
}
