import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

interface Terminal {
  readonly input: NodeJS.ReadableStream & { isTTY?: boolean | undefined }
  readonly output: NodeJS.WritableStream
}

/**
 * Asks for a passphrase without showing what is typed. Where the input is no terminal (a pipe, a service), its first line is the answer, so that a
 * passphrase never has to stand on a command line, where every program of the machine can read it. Empty where nothing was given.
 */
export async function askPassphrase(
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<string> {
  output.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: silent, terminal: input.isTTY === true })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
    output.write('\n')
  }
}
