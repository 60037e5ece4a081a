import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

/** Inside the project, so that a child finds the native modules. */
const cacheDir = new URL('../../node_modules/.cache/crash/', import.meta.url).pathname

export interface ChildFile {
  readonly path: string
  /** What the child's process gets besides ours: Node keeps what it has compiled, so that each life starts sooner than the one before. */
  readonly env: NodeJS.ProcessEnv
  remove(): void
}

/** A child of this folder (`studio-child.ts`) as one file: it starts in a third of the time, so that the same minutes hold more kills. */
export async function bundleChild(entry: string): Promise<ChildFile> {
  const folder = join(cacheDir, `${process.pid}-${entry}`)
  mkdirSync(folder, { recursive: true })
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3', 'sharp', 'keytar'] },
    build: {
      ssr: new URL(entry, import.meta.url).pathname,
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'child.mjs', codeSplitting: false } },
    },
  })
  return {
    path: join(folder, 'child.mjs'),
    env: { ...process.env, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: join(folder, 'compiled') },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
