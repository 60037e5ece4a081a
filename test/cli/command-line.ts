import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import { startTestHost, type TestHost } from '../security/host.ts'
import { run } from '../../src/headless/cli/run.ts'

export interface Written {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Command lines in this process, told to a studio that serves over real HTTP. */
export interface CommandLine {
  readonly host: TestHost
  /** Runs one, with what it wrote and how it would have ended. */
  broadside(...args: string[]): Promise<Written>
  close(): Promise<void>
}

/** A studio with one workspace, Fernweh in Berlin, and one practice account, Feed. Nothing goes out of it by itself. */
export async function startCommandLine(): Promise<CommandLine> {
  const host = await startTestHost()
  const dataDir = join(host.folder, 'told')
  mkdirSync(dataDir)
  const { url, token } = host
  const info = { bootId: 'boot_test', pid: process.pid, host: 'headless', url, token, startedAt: 0 }
  writeFileSync(join(dataDir, 'host.json'), JSON.stringify(info))

  async function broadside(...args: string[]): Promise<Written> {
    let [stdout, stderr] = ['', '']
    const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((stdout += String(text))))
    const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += String(text))))
    process.exitCode = undefined
    try {
      const code = await run(['--data-dir', dataDir, ...args], '0.0.0')
      return { code: code ?? Number(process.exitCode ?? 0), stdout, stderr }
    } finally {
      process.exitCode = undefined
      out.mockRestore()
      err.mockRestore()
    }
  }

  await broadside('workspaces', 'make', 'Fernweh', '--zone', 'Europe/Berlin')
  await broadside('accounts', 'connect', 'practice', '--field', 'name=Feed')
  return { host, broadside, close: () => host.close() }
}
