import { execFile, spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { FfmpegStatus } from '../../../contract/system.ts'
import type { Clock } from '../../clock.ts'
import { noteWriter } from './left-behind.ts'

const run = promisify(execFile)

/** That of ffmpeg 4.4, the oldest that is used. It tells also of builds that have no number of their own. */
const oldestLibavutil = { major: 56, minor: 70 }

/** How long an answer that it is not there holds: somebody who installs it is not asked to start anew. */
const lookAgainMs = 5_000
/** One that says nothing for so long is stuck in a file. */
const silenceMs = 120_000
const keptWords = 4_000

export interface FfmpegRun {
  readonly signal?: AbortSignal | undefined
  /** How many seconds of the result are written. */
  readonly onSeconds?: (seconds: number) => void
  /** The file it writes: noted with its process, which the next start ends where ours was killed (left-behind.ts). */
  readonly writes?: string
}

export interface FoundFfmpeg extends FfmpegStatus {
  /** Whether it can bring bright pictures (HDR) to what every screen shows. */
  readonly toneMaps: boolean
}

/** The ffmpeg of this machine. */
export interface Ffmpeg {
  /** What was found, by looking at most every few seconds. */
  status(): Promise<FoundFfmpeg>
  /** Runs it with these arguments and no shell. Throws FfmpegFailed, and the signal's reason when it is aborted: it has ended then. */
  run(args: readonly string[], options?: FfmpegRun): Promise<void>
}

/** It is not there, or could not do what was asked; `words` are its own. */
export class FfmpegFailed extends Error {
  override readonly name = 'FfmpegFailed'
  readonly words: string
  constructor(words: string) {
    super(`ffmpeg: ${words}`)
    this.words = words
  }
}

export interface FfmpegOptions {
  readonly clock: Clock
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Where to look besides BROADSIDE_FFMPEG and PATH. */
  readonly places?: readonly string[]
}

export function createFfmpeg({ clock, env = process.env, places = usualPlaces(env) }: FfmpegOptions): Ffmpeg {
  let known: { status: Promise<FoundFfmpeg>; at: number } | null = null

  async function look(): Promise<FoundFfmpeg> {
    const named = env['BROADSIDE_FFMPEG']
    const folders = [...(env['PATH'] ?? '').split(delimiter).filter(Boolean), ...places]
    const program = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg'
    // Whoever names one means that one.
    const candidates = named ? [named] : folders.map((folder) => join(folder, program))
    let best: FoundFfmpeg = { state: 'missing', version: null, path: null, toneMaps: false }
    for (const path of new Set(candidates)) {
      const found = (await isProgram(path)) ? await ask(path) : null
      if (found?.state === 'ready') return found
      if (found && best.state === 'missing') best = found
    }
    return best
  }

  async function status(): Promise<FoundFfmpeg> {
    const isOld = known && clock.now() - known.at >= lookAgainMs && (await known.status).state !== 'ready'
    if (!known || isOld) known = { status: look(), at: clock.now() }
    return known.status
  }

  return {
    status,
    async run(args, options = {}) {
      const { state, path } = await status()
      if (state !== 'ready' || path === null) throw new FfmpegFailed(state)
      options.signal?.throwIfAborted()
      await watch(path, args, options, clock)
    },
  }
}

function watch(
  path: string,
  args: readonly string[],
  { signal, onSeconds, writes }: FfmpegRun,
  clock: Clock,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, ['-nostdin', '-hide_banner', '-v', 'error', '-nostats', '-progress', 'pipe:1', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    let words = ''
    let stuck = false
    const kill = () => void child.kill('SIGKILL')
    const silent = () => {
      stuck = true
      kill()
    }
    let calm = clock.after(silenceMs, silent)
    if (child.pid !== undefined) stepBack(child.pid)
    let forget = () => {}
    try {
      if (child.pid !== undefined && writes !== undefined) forget = noteWriter(writes, child.pid)
    } catch (error) {
      calm()
      kill()
      return reject(error as Error) // no room even for the note
    }
    signal?.addEventListener('abort', kill, { once: true })
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      calm()
      calm = clock.after(silenceMs, silent)
      const [, micros] = [...chunk.matchAll(/^out_time_us=(\d+)$/gm)].at(-1) ?? []
      if (micros !== undefined) onSeconds?.(Number(micros) / 1_000_000)
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (words = (words + chunk).slice(-keptWords)))
    const end = (settle: () => void) => {
      calm()
      forget()
      signal?.removeEventListener('abort', kill)
      settle()
    }
    child.on('error', (error) => end(() => reject(new FfmpegFailed(error.message))))
    child.on('close', (code) =>
      end(() => {
        if (code === 0) resolve()
        else if (signal?.aborted) reject(signal.reason as Error)
        else reject(new FfmpegFailed(stuck ? 'went silent and was stopped' : words.trim() || `ended with ${code}`))
      }),
    )
  })
}

/** The window and the queue come first. */
function stepBack(pid: number): void {
  try {
    setPriority(pid, 10)
  } catch {
    // It has ended already, or the system does not let us: it runs as it is.
  }
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/** What a program says of itself; null where it is no ffmpeg or does not start. */
async function ask(path: string): Promise<FoundFfmpeg | null> {
  const answer = async (flag: string) => {
    const { stdout } = await run(path, ['-hide_banner', flag], { timeout: 10_000, windowsHide: true })
    return stdout
  }
  try {
    const about = await answer('-version')
    const version = /^ffmpeg version (\S+)/.exec(about)?.[1]
    const [major = 0, minor = 0] = (/^libavutil\s+(\d+)\.\s*(\d+)/m.exec(about) ?? []).slice(1).map(Number)
    if (version === undefined) return null
    const { major: oldest, minor: least } = oldestLibavutil
    if (major < oldest || (major === oldest && minor < least))
      return { state: 'too_old', version, path, toneMaps: false }
    const [encoders, filters] = await Promise.all([answer('-encoders'), answer('-filters')])
    const complete = /\slibx264\s/.test(encoders) && /\saac\s/.test(encoders)
    const toneMaps = /\szscale\s/.test(filters) && /\stonemap\s/.test(filters)
    return { state: complete ? 'ready' : 'incomplete', version, path, toneMaps }
  } catch {
    return null
  }
}

/** Where it is installed to without being on the PATH of a program that was started from a menu. */
function usualPlaces(env: Readonly<Record<string, string | undefined>>): string[] {
  switch (process.platform) {
    case 'win32':
      return [
        join(env['LOCALAPPDATA'] ?? 'C:\\', 'Microsoft\\WinGet\\Links'),
        join(env['ProgramData'] ?? 'C:\\ProgramData', 'chocolatey\\bin'),
        join(env['USERPROFILE'] ?? 'C:\\', 'scoop\\shims'),
        'C:\\ffmpeg\\bin',
        'C:\\Program Files\\ffmpeg\\bin',
      ]
    case 'darwin':
      return ['/opt/homebrew/bin', '/usr/local/bin', '/opt/local/bin']
    default:
      return ['/usr/bin', '/usr/local/bin', '/snap/bin', '/var/lib/flatpak/exports/bin']
  }
}
