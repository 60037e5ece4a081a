import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface ServeOptions {
  readonly dataDir: string
  /** Null: the usual port, or a free one when that is taken. */
  readonly port: number | null
  readonly demo: boolean
  readonly keyFile: string | undefined
  /** Ends with its input: whoever started it for a while holds that open, and leaves nothing behind where it is killed. */
  readonly untilInputEnds: boolean
}

/** The port tried first when none is asked for. */
export const usualPort = 4_780

/** How a start ends that may do better in a moment: EX_TEMPFAIL of sysexits.h. */
export const tryAgainCode = 75

/** Reads the arguments; throws an Error whose message says what to type instead. */
export function readServeOptions(args: readonly string[], env: NodeJS.ProcessEnv): ServeOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'data-dir': { type: 'string' },
      port: { type: 'string' },
      demo: { type: 'boolean' },
      'key-file': { type: 'string' },
      'until-input-ends': { type: 'boolean' },
    },
  })
  const dir = values['data-dir'] ?? env['BROADSIDE_DATA_DIR']
  if (dir === '') throw new Error('--data-dir needs a folder, for example --data-dir ~/broadside')
  const port = values.port === undefined ? null : Number(values.port)
  if (port !== null && (!Number.isInteger(port) || port < 0 || port > 65_535))
    throw new Error(`--port takes a number from 0 to 65535, not "${values.port}"`)
  const keyFile = values['key-file'] ?? env['BROADSIDE_KEY_FILE']
  return {
    dataDir: resolve(dir ?? usualDataDir(env, process.platform)),
    port,
    demo: values.demo ?? false,
    keyFile,
    untilInputEnds: values['until-input-ends'] ?? false,
  }
}

/** Where this system keeps a program's data: the same folder the desktop uses. */
export function usualDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  switch (platform) {
    case 'win32':
      return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Broadside', 'data')
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Broadside', 'data')
    default:
      return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Broadside', 'data')
  }
}
