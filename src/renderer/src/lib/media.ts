import { useCallback } from 'react'
import { useWorkspace } from './studio.ts'

/** Address of a file or preview of an asset (`asset.paths.*`) in the open workspace; both hosts serve it at `/media/<workspace>/<path>`. */
export function useMediaUrl(): (path: string) => string {
  const { id } = useWorkspace()
  return useCallback((path) => `/media/${id}/${path}`, [id])
}
