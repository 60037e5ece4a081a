import { resolve } from 'node:path'
import { findDeepLink } from './deep-links.ts'

export interface StartOptions {
  /** Absolute; null: the usual place (headless/serve-options.ts). */
  readonly dataDir: string | null
  /** Started by the system at login: no window until somebody asks. */
  readonly hidden: boolean
  readonly link: string | null
  readonly keyFile: string | undefined
  /** Show a filled sample workspace. */
  readonly demo: boolean
  /** For calls from outside, on loopback; null: the usual one, or a free one. */
  readonly port: number | null
}

/** What the program was started with. Arguments win over BROADSIDE_DATA_DIR and BROADSIDE_KEY_FILE. */
export function readStartOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): StartOptions {
  const dataDir = valueOf('--data-dir', args) ?? env['BROADSIDE_DATA_DIR']
  const port = Number(valueOf('--port', args) ?? Number.NaN)
  const keyFile = valueOf('--key-file', args) ?? env['BROADSIDE_KEY_FILE']
  return {
    dataDir: dataDir ? resolve(cwd, dataDir) : null,
    hidden: args.includes('--hidden'),
    link: findDeepLink(args),
    keyFile: keyFile ? resolve(cwd, keyFile) : undefined,
    demo: args.includes('--demo'),
    port: Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : null,
  }
}

function valueOf(name: string, args: readonly string[]): string | undefined {
  const joined = args.find((arg) => arg.startsWith(`${name}=`))
  if (joined) return joined.slice(name.length + 1)
  const at = args.indexOf(name)
  return at < 0 ? undefined : args[at + 1]
}
