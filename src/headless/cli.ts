import { Command } from 'commander'
import { VaultStatus } from '../contract/system.ts'
import { readHostInfo, type HostInfo } from '../core/host-info.ts'
import { askPassphrase } from './ask-passphrase.ts'
import { usualDataDir } from './serve-options.ts'

declare const __APP_VERSION__: string

/** Talks to the running studio. It never opens the data itself, so there is never a second scheduler. */
const program = new Command('broadside')
  .description('Talk to the Broadside that runs on this machine')
  .version(__APP_VERSION__)
const say = (line: string) => void process.stdout.write(`${line}\n`)

program.option(
  '--data-dir <dir>',
  'the data folder of the studio',
  process.env['BROADSIDE_DATA_DIR'] ?? usualDataDir(process.env, process.platform),
)

program
  .command('status')
  .description('what runs, and where')
  .action(async () => {
    const { url, host, pid } = running()
    const health = url ? ((await ask('/v1/health')) as { version: string }) : null
    say(`Broadside ${health?.version ?? ''} runs as ${host} (process ${pid})${url ? ` at ${url}` : ''}`)
  })

program
  .command('open')
  .description('a link that signs a browser in, once')
  .action(async () => {
    const { link } = (await ask('/sign-in-link', 'POST')) as { link: string }
    say(link)
  })

program
  .command('token')
  .description('the bearer token for scripts; it changes with every start')
  .action(() => say(running().token ?? ''))

program
  .command('call <method> <path> [json]')
  .description('one call of the REST API, e.g. call GET /v1/posts --workspace ws_…')
  .option('--workspace <id>', 'the workspace it is about')
  .action(async (method: string, path: string, json: string | undefined, { workspace }: { workspace?: string }) => {
    say(JSON.stringify(await ask(path, method.toUpperCase(), json, workspace), null, 2))
  })

program
  .command('mcp')
  .description(
    'the studio for an agent, over standard input and output (MCP); with a key in BROADSIDE_KEY it may do what the key may',
  )
  .option('--read-only', 'offer only what changes nothing')
  .option('--workspace <id>', 'the workspace it is about, where there are several and no key')
  .action(async ({ readOnly, workspace }: { readOnly?: boolean; workspace?: string }) => {
    const { serveMcpStdio } = await import('./mcp/stdio.ts')
    const { dataDir } = program.opts<{ dataDir: string }>()
    const key = process.env['BROADSIDE_KEY'] ?? null
    serveMcpStdio({ dataDir, key, workspace: workspace ?? null, readOnly: readOnly ?? false, version: __APP_VERSION__ })
  })

program
  .command('unlock')
  .description(
    'unlock the vault, or set one up where there is none; the passphrase is asked for, or read from the input',
  )
  .action(async () => {
    const before = VaultStatus.parse(await ask('/v1/vault'))
    if (before.state === 'ready') return say('The vault is unlocked.')
    const after = VaultStatus.parse(await (before.state === 'unset' ? setUpVault() : unlockVault(before.kind)))
    if (after.state !== 'ready') fail(after.reason?.message ?? 'The vault is still locked.')
    say('The vault is unlocked.')
  })

async function setUpVault(): Promise<unknown> {
  say('There is no vault yet. Its passphrase cannot be found again: keep it somewhere safe.')
  const passphrase = await askPassphrase('New passphrase: ')
  if (process.stdin.isTTY && (await askPassphrase('The same again: ')) !== passphrase)
    return fail('The two are not the same. Nothing was set up.')
  return ask('/v1/vault', 'POST', JSON.stringify({ kind: 'passphrase', passphrase }))
}

/** Only a passphrase has to be typed; the keychain and a key file are asked again as they are. */
async function unlockVault(kind: VaultStatus['kind']): Promise<unknown> {
  const passphrase = kind === 'passphrase' ? await askPassphrase('Passphrase: ') : undefined
  return ask('/v1/vault/unlock', 'POST', JSON.stringify({ passphrase }))
}

function running(): HostInfo {
  const dir = program.opts<{ dataDir: string }>().dataDir
  return (
    readHostInfo(dir) ??
    fail(`No Broadside runs with ${dir}. Start it with npm start, or name its folder with --data-dir.`)
  )
}

async function ask(path: string, method = 'GET', body?: string, workspace?: string): Promise<unknown> {
  const { url, token } = running()
  if (!url || !token)
    return fail(
      'The running Broadside is the desktop window and answers no calls from outside yet. Start it with npm start -- --headless.',
    )
  const answer = await fetch(new URL(path, url), {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json' }),
      ...(workspace && { 'broadside-workspace': workspace }),
    },
    ...(body && { body }),
  }).catch(() => fail(`Broadside does not answer at ${url}. It may have been killed; start it again.`))
  const text = await answer.text()
  const read: unknown = text === '' ? null : JSON.parse(text)
  if (!answer.ok) return fail(`${answer.status} ${JSON.stringify(read)}`)
  return read
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

await program.parseAsync()
