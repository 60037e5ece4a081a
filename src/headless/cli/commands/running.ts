import { spawn } from 'node:child_process'
import type { Command } from 'commander'
import { VaultStatus } from '../../../contract/system.ts'
import { workspaceHeader } from '../../../contract/index.ts'
import { askPassphrase } from '../../ask-passphrase.ts'
import type { ProgramClient } from '../../rpc-link.ts'
import { callingRunning, commonOf, examples, studioOptionsOf } from '../command.ts'
import { exitCodeOf, failed, Stop, unreachable, usage } from '../exit.ts'
import { readFileOf } from '../input.ts'
import { createOutput } from '../output.ts'
import { findStudio, serveFile, studioNode, withStudio, type Studio } from '../studio.ts'

/** Commands about the studio itself: whether it runs, and the ways into it. */
export function addRunningCommands(program: Command): void {
  examples(
    program
      .command('serve')
      .description('run the studio for the browser and for scripts, until it is stopped')
      .option('--port <number>', 'the port on 127.0.0.1; 0 takes a free one')
      .option('--demo', 'a sample workspace, filled')
      .option('--key-file <file>', 'the key that seals sign-ins; else the keychain or a passphrase')
      .action(async (options: ServeWords, command: Command) => {
        process.exitCode = await serve(commonOf(command).dataDir, options)
      }),
    'broadside serve',
    'broadside serve --demo --port 0 --data-dir /tmp/try',
  )
  examples(
    program
      .command('status')
      .description('what runs, and where; exit 4 where nothing does')
      .action((_options, command: Command) =>
        callingRunning(command, async ({ studio, client, out, show }) => {
          const { version } = await client.system.health()
          const { host, pid, startedAt } = studio.info
          show({ version, host, pid, url: studio.url, startedAt: new Date(startedAt).toISOString() }, () =>
            out.line(`Broadside ${version} runs as ${host} (process ${pid}) at ${studio.url}`),
          )
        }),
      ),
    'broadside status --json',
  )
  program
    .command('open')
    .description('a link that signs a browser in, once')
    .action(async (_options, command: Command) => {
      const studio = await findStudio({ ...studioOptionsOf(command), key: null })
      const { link } = (await send(studio, 'POST', '/sign-in-link', {})) as { link: string }
      print(command, { link }, link)
    })
  examples(
    program
      .command('token')
      .description('the bearer token for scripts; it changes with every start')
      .action(async (_options, command: Command) => {
        const { secret: token } = await findStudio({ ...studioOptionsOf(command), key: null })
        print(command, { token }, token)
      }),
    'curl -H "Authorization: Bearer $(broadside token)" http://127.0.0.1:4780/v1/workspaces',
  )
  examples(
    program
      .command('call <method> <path> [json]')
      .description('one call of the REST API; the body is an argument, or - for the input')
      .option('--idempotency-key <key>', 'the same call again with it is made once')
      .action(callRest),
    'broadside call GET /v1/platforms',
    `broadside call POST /v1/posts '{"parts":[{"text":"Hello"}]}'`,
    'broadside call POST /v1/schedules/validate - < week.json',
  )
  program
    .command('unlock')
    .description(
      'unlock the vault, or set one up where there is none; its passphrase is asked for, or read from the input',
    )
    .action((_options, command: Command) =>
      callingRunning(command, async ({ client, show, out }) => {
        const before = await client.system.vault()
        const after = VaultStatus.parse(before.state === 'ready' ? before : await unlock(before, client, out.note))
        if (after.state !== 'ready') throw failed(after.reason?.message ?? 'The vault is still locked.')
        show(after, () => out.line('The vault is unlocked.'))
      }),
    )
}

interface ServeWords {
  readonly port?: string
  readonly demo?: boolean
  readonly keyFile?: string
}

/** The studio as a process of its own: it owns its output, and ends with whoever stops this one. */
async function serve(dataDir: string, { port, demo, keyFile }: ServeWords): Promise<number> {
  const args = [
    serveFile,
    '--data-dir',
    dataDir,
    ...(port === undefined ? [] : ['--port', port]),
    ...(demo ? ['--demo'] : []),
    ...(keyFile === undefined ? [] : ['--key-file', keyFile]),
  ]
  const child = spawn(studioNode(), args, { stdio: 'inherit' })
  // On a terminal Ctrl-C reaches the child by itself.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(unreachable(`Broadside could not be started: ${error.message}`)))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

async function callRest(
  method: string,
  path: string,
  json: string | undefined,
  { idempotencyKey }: { idempotencyKey?: string },
  command: Command,
): Promise<void> {
  if (!path.startsWith('/v1/')) throw usage(`A path begins with /v1/, not "${path}". /docs lists them all.`)
  const options = studioOptionsOf(command)
  const body = json === '-' ? await readFileOf('-') : json
  await withStudio(options, async (studio) => {
    const workspace = options.key === null ? await workspaceFor(studio, options.workspace) : null
    const answer = await send(studio, method.toUpperCase(), path, {
      body,
      headers: {
        ...(workspace !== null && { [workspaceHeader]: workspace }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
    })
    createOutput().json(answer)
  })
}

/** Many calls need none, so only one that was named has to be there. */
async function workspaceFor(studio: Studio, wanted: string | null): Promise<string | null> {
  if (wanted !== null) return studio.workspaceId()
  const [first, ...others] = await studio.client.workspaces.list()
  return first && others.length === 0 ? first.id : null
}

interface RestWords {
  readonly body?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/** A call by its path: what the contract's client cannot do, because nobody knows beforehand which it is. */
async function send({ url, secret }: Studio, method: string, path: string, words: RestWords): Promise<unknown> {
  const { body, headers = {} } = words
  const answer = await fetch(new URL(path, url), {
    method,
    headers: {
      ...headers,
      authorization: `Bearer ${secret}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  }).catch((error: Error) => {
    throw error instanceof TypeError && error.cause === undefined
      ? usage(`That cannot be called: ${error.message}`)
      : unreachable(`Broadside does not answer at ${url}.`)
  })
  const text = await answer.text()
  const type = answer.headers.get('content-type') ?? ''
  const read: unknown = text === '' ? null : type.includes('json') ? JSON.parse(text) : text
  if (answer.ok) return read
  const { code, message } = (read ?? {}) as { code?: string; message?: string }
  createOutput().json(read)
  throw new Stop(exitCodeOf(code ?? ''), code ?? 'failed', `${answer.status} ${message ?? 'without a word'}`)
}

/** Only a passphrase has to be typed; the keychain and a key file are asked again as they are. */
async function unlock(
  { state, kind }: VaultStatus,
  client: ProgramClient,
  note: (text: string) => void,
): Promise<VaultStatus> {
  if (state !== 'unset') {
    const passphrase = kind === 'passphrase' ? await askPassphrase('Passphrase: ') : undefined
    return client.system.unlockVault(passphrase === undefined ? {} : { passphrase })
  }
  note('There is no vault yet. Its passphrase cannot be found again: keep it somewhere safe.')
  const passphrase = await askPassphrase('New passphrase: ')
  if (process.stdin.isTTY && (await askPassphrase('The same again: ')) !== passphrase)
    throw failed('The two are not the same. Nothing was set up.')
  return client.system.setUpVault({ kind: 'passphrase', passphrase })
}

function print(command: Command, answer: unknown, text: string): void {
  const out = createOutput()
  if (commonOf(command).json) out.json(answer)
  else out.line(text)
}
