import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/*
 * ffmpeg outlives a studio that was killed: it would go on for as long as the film is long, for a file that nobody waits for. So which process
 * writes a file is noted beside it, and the next start ends that process. (On Windows libuv's job object ends it with its parent.)
 */

const suffix = '.pid'

/** Notes who writes `path`. The answered function takes the note back: call it when the process has ended. */
export function noteWriter(path: string, pid: number): () => void {
  const note = `${path}${suffix}`
  writeFileSync(note, String(pid))
  return () => rmSync(note, { force: true })
}

/**
 * Ends what an earlier run of the studio left writing files of this folder. A number alone proves nothing, since the system gives it anew: the
 * process is ended only where its own arguments name the file, whose name is random and in the folder that we own.
 */
export function endLeftBehind(folder: string): void {
  for (const note of notesIn(folder)) {
    const pid = Number(readFileSync(join(folder, note), 'utf8'))
    const path = join(folder, note.slice(0, -suffix.length))
    if (Number.isSafeInteger(pid) && pid > 1 && isNamedIn(pid, path)) end(pid)
  }
}

function notesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(suffix))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Whether this path is among the arguments a running process was started with. */
function isNamedIn(pid: number, path: string): boolean {
  try {
    switch (process.platform) {
      case 'linux':
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(path)
      case 'darwin':
        return execFileSync('/bin/ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).includes(path)
      default:
        return false
    }
  } catch {
    return false // nobody has this number, or it is not ours to ask
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It has ended since it was looked at.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
