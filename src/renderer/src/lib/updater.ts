import { create } from 'zustand'
import type { UpdaterState } from '../../../contract/host.ts'

/** How the program's own update stands, as the desktop's host last said; null in a browser. */
export const useUpdater = create<{ updater: UpdaterState | null }>()(() => ({ updater: null }))
