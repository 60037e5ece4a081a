import { join } from 'node:path'

/**
 * Where the studio keeps everything when nobody says otherwise, the same for every host: BROADSIDE_DATA_DIR, else the
 * system's place for a program's data (XDG Base Directory on Linux, Application Support on macOS, LocalAppData on Windows).
 */
export function defaultDataDir(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (env['BROADSIDE_DATA_DIR']) return env['BROADSIDE_DATA_DIR']
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Broadside')
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Broadside')
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'broadside')
}
