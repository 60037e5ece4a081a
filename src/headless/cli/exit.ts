import { ORPCError } from '@orpc/client'
import { CommanderError } from 'commander'

/** How the program ends, for scripts. Documented in docs/api/cli.md. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  unreachable: 4,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The end of a call, with a sentence that says what to do. */
export class Stop extends Error {
  readonly exitCode: ExitCode
  readonly code: string
  constructor(exitCode: ExitCode, code: string, message: string) {
    super(message)
    this.exitCode = exitCode
    this.code = code
  }
}

export const usage = (message: string) => new Stop(exitCodes.usage, 'usage', message)
export const failed = (message: string) => new Stop(exitCodes.failed, 'failed', message)
export const refused = (message: string) => new Stop(exitCodes.refused, 'refused', message)
export const unreachable = (message: string) => new Stop(exitCodes.unreachable, 'studio_not_running', message)

/** Codes of the contract where a check said no and nothing was made. */
const refusals = new Set([
  'unprocessable',
  'file_refused',
  'approval_required',
  'scope_missing',
  'spend_cap_exceeded',
  'payload_too_large',
])

/** What went wrong: one sentence for people, a stable code for programs, details where the contract has any. */
export interface Ended {
  readonly exitCode: ExitCode
  readonly code: string
  readonly message: string
  readonly details?: unknown
}

/** What an error means to whoever typed the command. Null where commander has said everything already. */
export function endOf(error: unknown): Ended | null {
  if (error instanceof CommanderError) return null
  if (error instanceof Stop) return { exitCode: error.exitCode, code: error.code, message: error.message }
  if (error instanceof ORPCError) return ofContract(error as ORPCError<string, unknown>)
  const { code = 'internal', message } = error as NodeJS.ErrnoException
  return { exitCode: exitCodes.failed, code, message }
}

function ofContract({ code: said, message, data }: ORPCError<string, unknown>): Ended {
  const code = said === 'INTERNAL_SERVER_ERROR' ? 'internal' : said === 'NOT_FOUND' ? 'not_found' : said
  const details = data !== undefined && data !== null ? { details: data } : {}
  return { exitCode: exitCodeOf(code), code, message: inWords(code, message, data), ...details }
}

/** The exit code of an error of the contract. */
export function exitCodeOf(code: string): ExitCode {
  if (refusals.has(code)) return exitCodes.refused
  if (code === 'invalid_request' || code === 'bad_cursor') return exitCodes.usage
  if (code === 'studio_not_running' || code === 'shutting_down') return exitCodes.unreachable
  return exitCodes.failed
}

/** Fields one to a line: a document of many rows has many problems. */
function inWords(code: string, message: string, data: unknown): string {
  const fields = (data as { fields?: readonly { path: string; message: string }[] } | null)?.fields
  if (code !== 'unprocessable' || !fields || fields.length === 0) return message
  const lines = fields.map(({ path, message: what }) => (path === '' ? what : `${path}: ${what}`))
  return lines.length === 1
    ? (lines[0] ?? message)
    : `Some fields need mending:\n${lines.map((l) => `  ${l}`).join('\n')}`
}

/** Commander's own ends: help and version are no errors, everything else is a slip of the keyboard. */
export function exitCodeOfCommander({ code, exitCode }: CommanderError): ExitCode {
  return exitCode === 0 || code === 'commander.help' ? exitCodes.ok : exitCodes.usage
}
