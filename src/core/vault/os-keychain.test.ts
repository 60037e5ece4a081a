import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const has = (program: string) => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const present = process.platform === 'linux' && has('gnome-keyring-daemon') && has('dbus-run-session')

const home = mkdtempSync(join(tmpdir(), 'broadside-keychain-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Runs `script` (with createVault, keychain and print in reach) in its own session bus and home; answers what it printed. */
async function inSession(unlock: boolean, script: string): Promise<unknown> {
  const module = (name: string) => new URL(name, import.meta.url).href
  const file = join(home, 'child.ts')
  mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 })
  mkdirSync(join(home, 'data'), { recursive: true })
  writeFileSync(
    file,
    `import { createOsKeychain } from ${JSON.stringify(module('./os-keychain.ts'))}
     import { createVault } from ${JSON.stringify(module('./create-vault.ts'))}
     import { systemClock } from ${JSON.stringify(module('../clock.ts'))}
     const keychain = createOsKeychain()
     const log = { info() {}, warn() {}, error() {} }
     const open = () => createVault({ dataDir: ${JSON.stringify(join(home, 'data'))}, keychain, clock: systemClock, log })
     const print = (value) => console.log('RESULT ' + JSON.stringify(value))
     ${script}
     process.exit(0)`,
  )
  const daemon = unlock
    ? 'printf pw | gnome-keyring-daemon --unlock --components=secrets'
    : 'gnome-keyring-daemon --start --components=secrets'
  const env = {
    ...process.env,
    HOME: home,
    XDG_DATA_HOME: join(home, 'share'),
    XDG_RUNTIME_DIR: join(home, 'run'),
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
  }
  // dbus-run-session ends its bus, and with it the daemon, when the shell ends.
  const child = spawn(
    'dbus-run-session',
    ['--', 'sh', '-c', `${daemon} >/dev/null 2>&1; exec "$0" "$1"`, process.execPath, file],
    { env },
  )
  let out = ''
  let complaints = ''
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (complaints += String(chunk)))
  await new Promise((resolve) => child.on('close', resolve))
  const line = out.split('\n').find((each) => each.startsWith('RESULT '))
  if (!line) throw new Error(`The child printed nothing:\n${complaints}`)
  return JSON.parse(line.slice(7)) as unknown
}

describe.runIf(process.platform === 'linux')('without a session bus', () => {
  test('the kernel keyring is not used in place of a keychain: none is available', async () => {
    const script = `import { createOsKeychain } from ${JSON.stringify(new URL('./os-keychain.ts', import.meta.url).href)}
      const keychain = createOsKeychain()
      console.log(await keychain.available(), await keychain.set('x', 'y').catch((error) => error.name))`
    const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }
    const out = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    })
    expect(out.trim()).toBe('false KeychainUnavailable')
  })
})

describe.skipIf(!present)(
  'the real Secret Service (skipped where gnome-keyring or dbus-run-session is not installed)',
  () => {
    test('keeps the vault key over a restart of the keychain, and a locked one is told and mended', async () => {
      expect(
        await inSession(
          true,
          `const control = await open()
         print({ status: control.status(), sealed: control.vault.seal('token', 'b'), absent: await keychain.get('not there') })`,
        ),
      ).toMatchObject({ status: { state: 'ready', kind: 'keychain', keychainAvailable: true }, absent: null })

      expect(
        await inSession(
          true,
          `const control = await open(); print({ state: control.status().state, text: control.vault.open(control.vault.seal('token', 'b'), 'b') })`,
        ),
      ).toEqual({ state: 'ready', text: 'token' })

      // Nobody can answer the unlock window here, so it counts as dismissed.
      expect(await inSession(false, `print((await open()).status())`)).toMatchObject({
        state: 'locked',
        kind: 'keychain',
        keychainAvailable: true,
        reason: { message: expect.stringContaining('keychain is locked') },
      })
    })
  },
)
