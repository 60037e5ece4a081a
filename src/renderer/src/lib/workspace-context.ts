import { createContext } from 'react'
import type { Workspace } from '../../../contract/workspaces.ts'

/** The open workspace; null outside of one. Views use `useWorkspace` of studio.ts. */
export const WorkspaceContext = createContext<Workspace | null>(null)
