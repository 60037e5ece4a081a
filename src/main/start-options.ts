import { resolve } from 'node:path'
import { findDeepLink } from './deep-links.ts'

export interface StartOptions {
  /** Absolute; null: the usual place. */
  readonly dataDir: string | null
  /** Started by the system at login: no window until somebody asks. */
  readonly hidden: boolean
  readonly link: string | null
}

/** What the program was started with: `--data-dir`, `--hidden`, a deep link, BROADSIDE_DATA_DIR. The argument wins. */
export function readStartOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): StartOptions {
  const dataDir = valueOf('--data-dir', args) ?? env['BROADSIDE_DATA_DIR']
  return {
    dataDir: dataDir ? resolve(cwd, dataDir) : null,
    hidden: args.includes('--hidden'),
    link: findDeepLink(args),
  }
}

function valueOf(name: string, args: readonly string[]): string | undefined {
  const joined = args.find((arg) => arg.startsWith(`${name}=`))
  if (joined) return joined.slice(name.length + 1)
  const at = args.indexOf(name)
  return at < 0 ? undefined : args[at + 1]
}
