import type { Workspace } from '../workspace.ts'
import type { Workspaces } from '../workspaces.ts'
import type { BadKey, KeyGrant } from './keys.ts'
import { workspaceOfSecret } from './secret.ts'

/** Whom a program's secret lets in. A workspace that is not open lets nobody in. */
export function authenticateKey(workspaces: Workspaces<Workspace>, secret: string): KeyGrant | BadKey {
  const id = workspaceOfSecret(secret)
  const open = workspaces.list().some((workspace) => workspace.id === id && workspace.state === 'open')
  return open ? workspaces.need(id).keys.authenticate(secret) : 'invalid_key'
}
