import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { text as readAll } from 'node:stream/consumers'
import { askPassphrase } from '../ask-passphrase.ts'
import { usage } from './exit.ts'

/** A text from where it was said to be: an argument, a file, or the input (`-`, or a pipe where nothing else was said). Null where there is none. */
export async function readText(argument: string | undefined, file: string | undefined): Promise<string | null> {
  if (argument !== undefined && argument !== '-' && file !== undefined)
    throw usage('Give the text as an argument or with --file, not both.')
  if (file !== undefined && file !== '-') return readFileOf(file)
  if (argument !== undefined && argument !== '-') return argument
  if (argument === undefined && file === undefined && process.stdin.isTTY) return null
  return withoutLastBreak(await readAll(process.stdin))
}

/** A file whole, or the input for `-`. */
export async function readFileOf(file: string): Promise<string> {
  if (file === '-') return readAll(process.stdin)
  try {
    return withoutLastBreak(await readFile(file, 'utf8'))
  } catch (error) {
    throw usage(`${file} cannot be read: ${reasonOf(error)}`)
  }
}

/** JSON of a file or the input. */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFileOf(file)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw usage(`${file === '-' ? 'The input' : file} is not JSON: ${(error as Error).message}`)
  }
}

/** Asks on a terminal; `usage` says what to give instead where there is none. */
export async function ask(question: string, instead: string, secret = false): Promise<string> {
  if (!process.stdin.isTTY) throw usage(instead)
  if (secret) return askPassphrase(question)
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await lines.question(question)
  } finally {
    lines.close()
  }
}

/** `key=value` pairs, as options give them. */
export function pairsOf(said: readonly string[], option: string): Record<string, string> {
  const pairs = said.map((one) => {
    const at = one.indexOf('=')
    if (at < 1) throw usage(`${option} takes key=value, not "${one}".`)
    return [one.slice(0, at), one.slice(at + 1)] as const
  })
  return Object.fromEntries(pairs)
}

function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, '')
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'it may not be read'
  if (code === 'EISDIR') return 'it is a folder'
  return message
}
