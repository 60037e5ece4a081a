import type { ContractRouterClient } from '@orpc/contract'
import { accounts, connections } from './accounts.ts'
import { ai, brand } from './ai/index.ts'
import { analytics } from './analytics.ts'
import { approvals } from './approvals.ts'
import { assets } from './assets.ts'
import { deliveries } from './deliveries.ts'
import { events } from './events.ts'
import { jobs } from './jobs.ts'
import { keys } from './keys.ts'
import { mediaHost } from './media-host.ts'
import { posts } from './posts.ts'
import { practice } from './practice.ts'
import { runs } from './runs.ts'
import { schedules } from './schedules.ts'
import { slots } from './slots.ts'
import { system } from './system.ts'
import { calendarFeed, exports, imports } from './transfer.ts'
import { webhooks } from './webhooks.ts'
import { workspaces } from './workspaces.ts'

/** Everything the studio can do. Hosts, clients, the OpenAPI document and the window's cache all derive from this tree. */
export const contract = {
  system,
  workspaces,
  connections,
  accounts,
  posts,
  deliveries,
  assets,
  jobs,
  slots,
  mediaHost,
  keys,
  approvals,
  webhooks,
  schedules,
  runs,
  imports,
  exports,
  calendarFeed,
  practice,
  ai,
  brand,
  analytics,
  events,
}
export type Contract = typeof contract

/** What a caller passes along with a call: the workspace it is about. */
export interface ClientContext {
  readonly workspace?: string
}

export type StudioClient = ContractRouterClient<Contract, ClientContext>

/** Header that names the workspace of a call. */
export const workspaceHeader = 'broadside-workspace'
