// requestSingleInstanceLock across processes: one file names the holder, others leave their arguments beside it.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Takes the lock of `userData`; null when a living process holds it, which is then told of `call` (argv, cwd, data).
 * Synchronous, as Electron's is.
 */
export function takeInstanceLock(userData, call, onSecondInstance) {
  const lockFile = join(userData, 'standin-instance.lock')
  const inbox = join(userData, 'standin-instance')
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
      return { release: hold(lockFile, inbox, onSecondInstance) }
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isAlive(readHolder(lockFile))) {
      tell(inbox, call)
      return null
    }
    rmSync(lockFile, { force: true })
  }
  throw new Error(`electron stand-in: the instance lock ${lockFile} changes hands too fast`)
}

function hold(lockFile, inbox, onSecondInstance) {
  rmSync(inbox, { recursive: true, force: true })
  mkdirSync(inbox, { recursive: true })
  const watcher = watch(inbox, () => {
    for (const name of readdirSync(inbox).filter((file) => file.endsWith('.json'))) {
      const call = JSON.parse(readFileSync(join(inbox, name), 'utf8'))
      rmSync(join(inbox, name))
      onSecondInstance(call)
    }
  })
  watcher.unref()
  const release = () => {
    process.off('exit', release)
    watcher.close()
    rmSync(lockFile, { force: true })
  }
  process.once('exit', release)
  return release
}

function tell(inbox, call) {
  mkdirSync(inbox, { recursive: true })
  const name = join(inbox, `${process.pid}-${process.hrtime.bigint()}`)
  writeFileSync(`${name}.tmp`, JSON.stringify(call))
  renameSync(`${name}.tmp`, `${name}.json`)
}

function readHolder(lockFile) {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch {
    return 0 // released in between
  }
}

function isAlive(pid) {
  if (!pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
