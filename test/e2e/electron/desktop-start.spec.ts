// How the desktop starts where it cannot just open its window. The program ends before a test could look into it, so these
// read the stand-in's log of what was shown; the real Electron's dialogs cannot be answered by a test.
import { expect } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { desktopArguments, desktopTest as test, electronProgram, onStandin, root } from '../support/desktop.ts'
import { callOwner, readOwner } from '../support/owner.ts'

test.skip(!onStandin, 'dialogs of the real Electron cannot be answered')

/** Runs the desktop to its end, its dialogs answered with `answers`; returns its exit code and what it showed. */
async function runToEnd(dataDir: string, answers: Record<string, unknown[]> = {}) {
  const log = join(dataDir, 'standin.log')
  const env = { ...process.env, STANDIN_LOG: log, STANDIN_ANSWERS: JSON.stringify(answers) }
  const program = spawn(electronProgram(), desktopArguments(dataDir), { stdio: 'ignore', env })
  const [code] = (await once(program, 'exit')) as [number]
  const lines = (await readFile(log, 'utf8')).trim().split('\n')
  const shown = lines.map((line) => JSON.parse(line) as { kind: string; data: Record<string, string> })
  return { code, shown: (kind: string) => shown.filter((entry) => entry.kind === kind).map((entry) => entry.data) }
}

function startHeadless(dataDir: string): ChildProcess {
  const args = [
    join(root, 'out/headless/serve.js'),
    '--data-dir',
    dataDir,
    '--port',
    '0',
    '--key-file',
    join(dataDir, 'test.key'),
  ]
  return spawn(process.execPath, args, { stdio: 'ignore' })
}

test('a studio that runs without a window is opened in the browser, signed in, and stays the only one', async ({
  dataDir,
}) => {
  const headless = startHeadless(dataDir)
  try {
    const owner = await readOwner(dataDir)
    const { code, shown } = await runToEnd(dataDir, { showMessageBox: [{ response: 0 }] })
    expect(code).toBe(0)
    expect(shown('showMessageBox')).toEqual([
      expect.objectContaining({ message: 'Broadside is already running without a window' }),
    ])
    const [opened] = shown('openExternal')
    expect(opened?.['url']).toMatch(new RegExp(`^${owner.url}/sign-in\\?token=`))
    const signedIn = await fetch(opened?.['url'] ?? '', { redirect: 'manual' })
    expect([signedIn.status, signedIn.headers.get('set-cookie')]).toEqual([303, expect.stringContaining('HttpOnly')])
    expect(await readOwner(dataDir)).toEqual(owner)
    await callOwner(dataDir, 'GET', '/v1/health')
  } finally {
    const ended = once(headless, 'exit')
    headless.kill('SIGTERM')
    await ended
  }
})

test('a database that cannot be read is named, and left as it is', async ({ dataDir }) => {
  const file = join(dataDir, 'studio.db')
  const damaged = 'this is no database, but somebody may want it back'.repeat(100)
  await writeFile(file, damaged)
  const { code, shown } = await runToEnd(dataDir)
  expect(code).toBe(1)
  const [box] = shown('showErrorBox')
  expect(box?.['title']).toBe('Broadside could not start')
  expect(box?.['content']).toContain(dataDir)
  expect(await readFile(file, 'utf8')).toBe(damaged)
})
