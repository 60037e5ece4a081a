import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

/** How to reach the host that owns a data folder. */
export const HostInfo = z.object({
  bootId: z.string(),
  pid: z.int(),
  host: z.enum(['desktop', 'headless']),
  /** Where it answers on loopback; null where it does not. */
  url: z.string().nullable(),
  /** Lets a program of the same person in; the file is readable by its owner alone. */
  token: z.string().nullable(),
  /** Started by a command for the length of its call: it is about to go again. */
  passing: z.boolean().optional(),
  /** Milliseconds since 1970 UTC. */
  startedAt: z.number(),
})
export type HostInfo = z.infer<typeof HostInfo>

export function hostFile(dataDir: string): string {
  return join(dataDir, 'host.json')
}

/** Who owns a data folder, as it told; null where nobody did (yet). Needs no database, so any Node can read it. */
export function readHostInfo(dataDir: string): HostInfo | null {
  try {
    return HostInfo.parse(JSON.parse(readFileSync(hostFile(dataDir), 'utf8')))
  } catch {
    return null // not there, or not whole: the owner is still starting
  }
}
