import { ORPCError } from '@orpc/client'
import type { Asset } from '../../../contract/assets.ts'
import { workspaceHeader } from '../../../contract/index.ts'
import { clientOf, desktop } from './bridge.ts'

/**
 * Takes a file into the media library of `workspace`. In the desktop one that lies on disk goes by its path; in a
 * browser it streams, whatever its size. Throws the contract's errors.
 */
export async function uploadFile(workspace: string, file: File): Promise<Asset> {
  const client = clientOf(workspace)
  if (desktop) {
    const path = await desktop.pathOf(file)
    return path ? client.assets.add({ path, name: file.name }) : client.assets.upload({ file, name: file.name })
  }
  const form = new FormData()
  form.append('name', file.name)
  form.append('file', file)
  const answer = await fetch('/v1/assets/upload', {
    method: 'POST',
    body: form,
    headers: { [workspaceHeader]: workspace },
  })
  const body: unknown = await answer.json().catch(() => null)
  if (answer.ok) return body as Asset
  const {
    code = 'internal',
    message,
    details,
    data,
  } = (body ?? {}) as { code?: string; message?: string; details?: unknown; data?: unknown }
  throw new ORPCError(code, { status: answer.status, message, data: data ?? details, defined: true })
}
