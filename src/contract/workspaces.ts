import * as z from 'zod'
import { route } from './route.ts'
import { Spoken } from './sentences/index.ts'
import { Instant, WorkspaceId, ZoneId } from './vocabulary.ts'

/** What happens to a delivery that fell due while nothing was running. */
export const MissedPolicy = z.object({
  then: z.enum(['publish', 'ask', 'skip']),
  /** With `publish`: how late is still fine, in minutes; later ones ask. */
  withinMinutes: z.int().min(0).max(43_200),
})
export type MissedPolicy = z.infer<typeof MissedPolicy>

export const WorkspaceSettings = z.object({
  name: z.string().trim().min(1, 'needs a name').max(80),
  zone: ZoneId,
  missed: MissedPolicy,
  /** Whether a post must be approved before it may be scheduled. */
  approval: z.boolean(),
  weekStart: z.enum(['monday', 'sunday']),
})
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>

export const Workspace = WorkspaceSettings.extend({
  id: WorkspaceId,
  createdAt: Instant,
  /** `unavailable` workspaces are listed, so that they can be mended; nothing of theirs is shown. */
  state: z.enum(['open', 'unavailable']),
  problem: z
    .object({
      ...Spoken.shape,
      code: z.enum(['damaged', 'newer', 'read_only', 'disk_full', 'missing', 'in_use', 'unknown']),
      backups: z.array(z.string()),
    })
    .nullable(),
})
export type Workspace = z.infer<typeof Workspace>

const byId = z.object({ id: WorkspaceId })

const count = z.number().int()
/** How a workspace stands, in numbers. `attention`: something waits for a person. */
export const WorkspaceHealth = z.object({
  workspaceId: WorkspaceId,
  state: z.enum(['ok', 'attention', 'unavailable']),
  /** For `unavailable`; everything else is null then. */
  problem: Workspace.shape.problem,
  accounts: z.object({ ok: count, expiring: count, broken: count, locked: count }).nullable(),
  deliveries: z
    .object({
      waiting: count.describe('Scheduled, or tried again by itself'),
      failed: count,
      unknown: count,
      missed: count,
      nextAt: Instant.nullable().describe('When something is to be done next'),
    })
    .nullable(),
  vault: z.enum(['ready', 'locked', 'unset', 'broken']),
  mediaHost: z.boolean().nullable().describe('Whether there is one to count on'),
})
export type WorkspaceHealth = z.infer<typeof WorkspaceHealth>

export const workspaces = {
  list: route({
    method: 'GET',
    path: '/workspaces',
    summary: 'All workspaces; for a key, its own',
    scope: 'any',
    workspace: false,
  }).output(z.array(Workspace)),
  get: route({
    method: 'GET',
    path: '/workspaces/{id}',
    summary: 'One workspace',
    scope: 'any',
    workspace: false,
  })
    .input(byId)
    .output(Workspace),
  health: route({
    method: 'GET',
    path: '/workspaces/{id}/health',
    summary: 'How a workspace stands',
    scope: 'accounts:read',
    workspace: false,
  })
    .input(byId)
    .output(WorkspaceHealth),
  create: route({
    method: 'POST',
    path: '/workspaces',
    summary: 'Make a workspace',
    scope: 'workspaces:manage',
    workspace: false,
    invalidates: ['workspaces'],
    status: 201,
  })
    .input(WorkspaceSettings.partial().required({ name: true }))
    .output(Workspace),
  update: route({
    method: 'PATCH',
    path: '/workspaces/{id}',
    summary: 'Rename a workspace or change its settings',
    scope: 'workspaces:manage',
    workspace: false,
    invalidates: ['workspaces', 'deliveries', 'posts'],
  })
    .input(byId.extend(WorkspaceSettings.partial().shape))
    .output(Workspace),
  /** Copies the whole folder; secrets stay sealed to this machine and are left out. */
  export: route({
    method: 'POST',
    path: '/workspaces/{id}/export',
    summary: 'Copy a workspace to a folder',
    scope: 'workspaces:manage',
    workspace: false,
  })
    .input(byId.extend({ folder: z.string().min(1).describe('An absolute path; the copy becomes a new folder in it') }))
    .output(z.object({ path: z.string(), bytes: z.number(), files: z.number() })),
  /** Erases the folder of a workspace. `confirm` must be its name. */
  erase: route({
    method: 'DELETE',
    path: '/workspaces/{id}',
    summary: 'Erase a workspace and all of its files',
    scope: 'workspaces:manage',
    workspace: false,
    invalidates: ['workspaces'],
  })
    .input(byId.extend({ confirm: z.string() }))
    .output(z.object({ erased: WorkspaceId })),
  /** Puts a backup in place of a damaged database; the damaged file is kept beside it. */
  restore: route({
    method: 'POST',
    path: '/workspaces/{id}/restore',
    summary: 'Restore a workspace from a backup',
    scope: 'workspaces:manage',
    workspace: false,
    invalidates: ['workspaces', 'posts', 'deliveries', 'accounts', 'assets', 'slots'],
  })
    .input(byId.extend({ backup: z.string().describe('A name from `problem.backups`') }))
    .output(Workspace),
}
