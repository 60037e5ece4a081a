import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test.each([
  ['studio', 'studio-schema.ts'],
  ['workspace', 'workspace-whole-schema.ts'],
])('the migrations of a %s database end in the tables the code declares', (database, tables) => {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-schema-'))
  try {
    const store = join(root, 'src/core/store')
    cpSync(join(store, 'migrations', database), folder, { recursive: true })
    const before = readdirSync(folder)
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/drizzle-kit/bin.cjs'),
        'generate',
        '--dialect=sqlite',
        `--schema=${join(store, tables)}`,
        // It takes no absolute folder.
        `--out=${relative(root, folder)}`,
      ],
      { cwd: root, encoding: 'utf8' },
    )
    expect(status, stdout).toBe(0)
    expect(stdout).toContain('No schema changes')
    expect(readdirSync(folder)).toEqual(before)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
