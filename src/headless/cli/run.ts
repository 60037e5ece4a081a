import { CommanderError } from 'commander'
import { endOf, exitCodeOfCommander, type ExitCode, exitCodes } from './exit.ts'
import { plainLines } from './output.ts'
import { createProgram } from './program.ts'

/** Runs one command line. Answers how the process ends; what went wrong is said in words, with `--json` as JSON, never as a stack. */
export async function run(argv: readonly string[], version: string): Promise<ExitCode | null> {
  const program = createProgram(version)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return null
  } catch (error) {
    if (error instanceof CommanderError) return exitCodeOfCommander(error)
    const end = endOf(error)
    if (!end) return exitCodes.failed
    const { exitCode, ...said } = end
    const json = program.opts<{ json?: boolean }>().json
    process.stderr.write(json ? `${JSON.stringify({ error: said })}\n` : `${plainLines(said.message)}\n`)
    return exitCode
  }
}
