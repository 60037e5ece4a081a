import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import type { Log } from '../log.ts'

const maxBytes = 5_000_000
const keptFiles = 5

/** Names whose values must not be written, wherever they stand. */
const secretName =
  /token|secret|passw|passphrase|authorization|cookie|credential|api.?key|private.?key|code.?verifier|jwk|dpop/i
/** Things that are secrets by their look, in any text. */
const secretLook =
  /\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]{8,}|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|([?&](?:code|state|token|access_token|refresh_token|client_secret|key)=)[^&\s"']+/gi

/** A log of lines of JSON in `dir`/broadside.log, older ones in broadside.1.log and so on. */
export function openLogFile(dir: string): Log & { close(): void } {
  const file = rotatingFile(dir, 'broadside', maxBytes, keptFiles)
  const logger = pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, file)
  const at = (level: 'info' | 'warn' | 'error') => (message: string, data?: Readonly<Record<string, unknown>>) =>
    logger[level](blank(data ?? {}), blankText(message))
  return { info: at('info'), warn: at('warn'), error: at('error'), close: () => file.close() }
}

/** A copy with everything that is or looks like a secret left out; errors as name, message and stack. */
export function blank(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return blankText(value)
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value
  if (depth > 6) return '[deep]'
  if (Array.isArray(value)) return value.map((item) => blank(item, depth + 1))
  const own =
    value instanceof Error
      ? { name: value.name, message: value.message, stack: value.stack, cause: value.cause }
      : value
  return Object.fromEntries(
    Object.entries(own).map(([name, item]) => [name, secretName.test(name) ? '[left out]' : blank(item, depth + 1)]),
  )
}

function blankText(text: string): string {
  return text.replaceAll(secretLook, (_, kind?: string, parameter?: string) => `${parameter ?? kind ?? ''}[left out]`)
}

/** Appends to `dir`/`name`.log and starts another file when it is full. Written at once: a crash loses no line. */
export function rotatingFile(dir: string, name: string, limit: number, keep: number) {
  mkdirSync(dir, { recursive: true })
  const path = (number: number) => join(dir, number === 0 ? `${name}.log` : `${name}.${number}.log`)
  const open = () => openSync(path(0), 'a', 0o600)
  let file = open()
  let size = fstatSync(file).size

  function rotate() {
    closeSync(file)
    rmSync(path(keep - 1), { force: true })
    for (let number = keep - 2; number >= 0; number--) {
      try {
        renameSync(path(number), path(number + 1))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      }
    }
    file = open()
    size = 0
  }

  return {
    write(line: string) {
      const bytes = Buffer.byteLength(line)
      if (size > 0 && size + bytes > limit) rotate()
      writeSync(file, line)
      size += bytes
    },
    close: () => closeSync(file),
  }
}
