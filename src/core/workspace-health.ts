import type { Workspace as WorkspaceView, WorkspaceHealth } from '../contract/workspaces.ts'
import { toIso } from './clock.ts'
import { countDeliveries, nextDue } from './store/deliveries.ts'
import type { StudioParts } from './studio.ts'

/** How a workspace stands, open or not. Asks nobody. */
export function healthOf(studio: StudioParts, { id, problem }: WorkspaceView): WorkspaceHealth {
  const vault = studio.vault.status().state
  if (problem)
    return { workspaceId: id, state: 'unavailable', problem, accounts: null, deliveries: null, vault, mediaHost: null }
  const workspace = studio.workspaces.need(id)
  const states = workspace.accounts.list().map(({ health }) => health.state)
  const accounts = { ok: 0, expiring: 0, broken: 0, locked: 0 }
  for (const state of states) accounts[state]++
  const counts = countDeliveries(workspace.store.read)
  const of = (...statuses: Parameters<typeof counts.get>[0][]) =>
    statuses.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0)
  const next = nextDue(workspace.store.read)
  const deliveries = {
    waiting: of('scheduled', 'retrying', 'handed_off'),
    failed: of('failed'),
    unknown: of('unknown'),
    missed: of('missed'),
    nextAt: next === null ? null : toIso(next),
  }
  const { failed, unknown, missed } = deliveries
  const asks = failed + unknown + missed + accounts.broken + accounts.expiring + accounts.locked > 0
  return {
    workspaceId: id,
    state: asks ? 'attention' : 'ok',
    problem: null,
    accounts,
    deliveries,
    vault,
    mediaHost: workspace.mediaHost.isReady(),
  }
}
