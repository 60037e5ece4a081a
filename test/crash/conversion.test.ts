import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFfmpeg } from '../../src/core/media/video/ffmpeg.ts'
import { systemClock } from '../../src/core/clock.ts'
import { openTestWorkspace } from '../../src/core/testing.ts'
import { makeVideo } from '../support/video.ts'

const { state, path: ffmpeg } = await createFfmpeg({ clock: systemClock }).status()

describe.skipIf(state !== 'ready')('a studio that dies while ffmpeg works for it', () => {
  let folder: string
  const started: ChildProcess[] = []
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'broadside-conversion-'))
  })
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  const incoming = () => join(folder, 'workspace/media/incoming')
  const notes = () => (existsSync(incoming()) ? readdirSync(incoming()).filter((name) => name.endsWith('.pid')) : [])
  /** Of who writes; 0 while nobody does. */
  const noted = () => notes().map((name) => Number(readFileSync(join(incoming(), name), 'utf8')))[0] ?? 0
  /** A process that ended and is not yet taken off the list has no arguments any more. */
  const isRunning = (pid: number) =>
    pid > 0 && existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/cmdline`).length > 0 : false

  async function until(what: () => boolean): Promise<void> {
    for (let turn = 0; turn < 1_000 && !what(); turn++) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(what()).toBe(true)
  }

  /** Opens the workspace once more and closes it, as a start of the program does. */
  const startAgain = async () => {
    const workspace = openTestWorkspace({ folder: join(folder, 'workspace') })
    const closing = workspace.close()
    await workspace.clock.by(0)
    await closing
  }

  test.skipIf(process.platform !== 'linux')(
    'the next start ends it, and what it wrote is gone',
    async () => {
      const film = await makeVideo({ seconds: 60, width: 240, height: 180, fps: 10 })
      // The real one, reading no faster than people watch: it is at work for a minute.
      const slow = join(folder, 'ffmpeg')
      writeFileSync(slow, `#!/bin/sh\ncase "$*" in *-progress*) set -- -re "$@";; esac\nexec ${ffmpeg} "$@"\n`)
      chmodSync(slow, 0o755)
      const options = JSON.stringify({ folder: join(folder, 'workspace'), film })
      const studio = spawn(process.execPath, [join(import.meta.dirname, 'conversion-child.ts'), options], {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, BROADSIDE_FFMPEG: slow },
      })
      started.push(studio)
      await until(() => isRunning(noted()))
      const pid = noted()
      studio.kill('SIGKILL')
      await once(studio, 'exit')
      expect(isRunning(pid)).toBe(true)

      await startAgain()
      await until(() => !isRunning(pid))
      expect(existsSync(incoming())).toBe(false)
    },
    60_000,
  )

  /** A process of no harm with this among its arguments, noted as the writer of a file. */
  function standIn(argument: string): ChildProcess {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', argument], { stdio: 'ignore' })
    started.push(child)
    mkdirSync(incoming(), { recursive: true })
    writeFileSync(join(incoming(), 'abcdef.pid'), String(child.pid))
    return child
  }

  test('whoever still names a file of this workspace among its arguments is ended', async () => {
    await startAgain()
    const left = standIn(`file:${join(incoming(), 'abcdef')}`)
    const ended = once(left, 'exit')
    await startAgain()
    expect(await ended).toEqual([null, 'SIGKILL'])
  })

  test('a process that has got its number since is left alone', async () => {
    await startAgain()
    const stranger = standIn('file:/elsewhere/abcdef')
    const ended = once(stranger, 'exit')
    await startAgain()
    expect(notes()).toEqual([])
    stranger.kill('SIGTERM')
    // Ours is what ends it: it was not killed before.
    expect(await ended).toEqual([null, 'SIGTERM'])
  })
})
