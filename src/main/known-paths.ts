import { isAbsolute, relative, resolve } from 'node:path'

/** How many chosen files are remembered; the oldest are forgotten. */
const limit = 10_000

/**
 * Files and folders the person has chosen in a dialog or dropped on the window. A page may name these and no others: it
 * must not be able to read or show the rest of the disk by guessing.
 */
export function createKnownPaths(dataDir: string) {
  const chosen = new Set<string>()
  return {
    add(path: string) {
      chosen.add(resolve(path))
      const [oldest] = chosen
      if (chosen.size > limit && oldest !== undefined) chosen.delete(oldest)
    },
    /** Whether exactly this was chosen. */
    has: (path: string) => isAbsolute(path) && chosen.has(resolve(path)),
    /** Whether it was chosen, lies in a chosen folder, or in the studio's own. */
    covers(path: string) {
      if (!isAbsolute(path)) return false
      return [dataDir, ...chosen].some((known) => isWithin(known, resolve(path)))
    },
  }
}

export type KnownPaths = ReturnType<typeof createKnownPaths>

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return !way.startsWith('..') && !isAbsolute(way)
}

/** Operations by which a page could read or write the disk: it names nothing there that the person did not choose. */
const namesPaths = /^(assets\.(add|allowFolders)|workspaces\.export|exports\.folder|imports\..+|schedules\..+)$/

/** The first path of a call that the person did not choose; undefined where there is none. */
export function unknownPath(route: string, input: unknown, known: Pick<KnownPaths, 'has'>): string | undefined {
  return namesPaths.test(route) ? pathsIn(input).find((one) => !known.has(one)) : undefined
}

/** What an input names on the disk, wherever it stands in it. */
function pathsIn(input: unknown): string[] {
  if (input === null || typeof input !== 'object') return []
  return Object.entries(input).flatMap(([name, value]: [string, unknown]) => {
    if (!/^(path|file|folder|folders)$/.test(name)) return pathsIn(value)
    const named: unknown[] = Array.isArray(value) ? value : [value]
    return named.filter((one) => typeof one === 'string')
  })
}
