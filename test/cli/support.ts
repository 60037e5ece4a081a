import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What `npm run build` made, or another build, so that one can be tried while the next is made. */
const outDir = process.env['BROADSIDE_OUT'] ?? new URL('../../out', import.meta.url).pathname
const cliFile = join(outDir, 'headless/cli.js')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** What it wrote with --json. */
  json(): any
}

export interface RunOptions {
  /** What comes in by the pipe; nothing, unless told. */
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  /** Called with everything it has written so far, each time it writes. */
  onOutput?(output: string, child: ChildProcess): void
}

export interface Machine {
  readonly dataDir: string
  readonly folder: string
  /** Runs the built command line as a process. */
  broadside(args: readonly string[], options?: RunOptions): Promise<Ended>
  /** The same, of one that has to be done. */
  done(args: readonly string[], options?: RunOptions): Promise<Ended>
  /** Runs a line of shell in which `broadside` is the built command line. */
  shell(line: string, options?: RunOptions): Promise<Ended>
  /** Whether a studio runs with the data folder. */
  isRunning(): boolean
  /** Starts a studio that stays, until `stop`. */
  serve(env?: Readonly<Record<string, string>>): Promise<void>
  stop(): Promise<void>
  remove(): Promise<void>
}

/** A data folder with a key for its vault, and nothing running. */
export function createMachine(): Machine {
  if (!existsSync(cliFile)) throw new Error('There is no build: run `npm run build` first')
  const folder = mkdtempSync(join(tmpdir(), 'broadside-cli-'))
  const dataDir = join(folder, 'data')
  const keyFile = join(folder, 'key')
  writeFileSync(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 })
  const { BROADSIDE_KEY: _key, FORCE_COLOR: _colour, NO_COLOR: _none, ...inherited } = process.env
  const own = {
    ...inherited,
    TZ: 'UTC',
    BROADSIDE_DATA_DIR: dataDir,
    BROADSIDE_KEY_FILE: keyFile,
    // Many short lives: what one has compiled the next needs not.
    NODE_COMPILE_CACHE: join(tmpdir(), 'broadside-cli-compiled'),
  }
  let studio: ChildProcess | null = null

  async function runs(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    const { input = '', env = {}, onOutput } = options
    const child = spawn(program, args, { env: { ...own, ...env }, cwd: folder })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      onOutput?.(stdout + stderr, child)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      onOutput?.(stdout + stderr, child)
    })
    child.stdin.on('error', () => {}) // it may end without having read
    child.stdin.end(input)
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, stdout, stderr, json: () => JSON.parse(stdout) }
  }

  async function stop(): Promise<void> {
    if (!studio || studio.exitCode !== null) return
    const ended = once(studio, 'exit')
    studio.kill('SIGTERM')
    await ended
  }

  return {
    dataDir,
    folder,
    broadside: (args, options) => runs(process.execPath, [cliFile, ...args], options),
    async done(args, options) {
      const ended = await runs(process.execPath, [cliFile, ...args], options)
      if (ended.code !== 0) throw new Error(`${args.join(' ')} ended with ${String(ended.code)}: ${ended.stderr}`)
      return ended
    },
    shell: (line, options) =>
      runs('bash', ['-c', `broadside() { "${process.execPath}" "${cliFile}" "$@"; }\n${line}`], options),
    isRunning: () => existsSync(join(dataDir, 'host.json')),
    async serve(env = {}) {
      const child = spawn(process.execPath, [cliFile, 'serve', '--port', '0'], {
        env: { ...own, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      studio = child
      let said = ''
      await new Promise<void>((resolve, reject) => {
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          said += text
          if (said.includes('Sign in once with')) resolve()
        })
        child.once('exit', (code) => reject(new Error(`The studio ended with ${String(code)}: ${said}`)))
      })
    },
    stop,
    async remove() {
      await stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

/** The process that owns a data folder. */
export function ownerOf({ dataDir }: Machine): number {
  return (JSON.parse(readFileSync(join(dataDir, 'host.json'), 'utf8')) as { pid: number }).pid
}
