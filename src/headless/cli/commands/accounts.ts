import { createInterface } from 'node:readline/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { text as readAll } from 'node:stream/consumers'
import { Option, type Command } from 'commander'
import type { Account, Choice, Connection } from '../../../contract/accounts.ts'
import {
  platformName,
  platforms,
  type ConnectMethod,
  type SupportedPlatform,
} from '../../../contract/platforms/index.ts'
import type { Platform } from '../../../contract/vocabulary.ts'
import { askPassphrase } from '../../ask-passphrase.ts'
import type { ProgramClient } from '../../rpc-link.ts'
import { calling, callingIn, collect, examples } from '../command.ts'
import { failed, refused, usage } from '../exit.ts'
import { ask, pairsOf } from '../input.ts'
import { plain, type Output } from '../output.ts'

const supported = Object.keys(platforms) as SupportedPlatform[]

/** Commands about connected accounts. */
export function addAccountCommands(program: Command): void {
  const accounts = program.command('accounts').description('connected accounts: list, health, connect, disconnect')
  examples(
    accounts
      .command('list', { isDefault: true })
      .description('connected accounts')
      .addOption(new Option('--platform <platform>', 'only of this platform').choices(supported))
      .action(({ platform }: { platform?: Platform }, command: Command) =>
        callingIn(command, async (client, { show, out }) =>
          show(await client.accounts.list(platform ? { platform } : {}), (found) => listAccounts(out, found)),
        ),
      ),
    'broadside accounts',
    `broadside accounts list --json | jq -r '.[].displayHandle'`,
  )
  examples(
    accounts
      .command('health')
      .description('check every account now; exit 1 where one is broken')
      .action((_options, command: Command) =>
        callingIn(command, async (client, { show, out }) => {
          const found = await client.connections.health()
          show(found, () => listAccounts(out, found))
          if (found.some(({ health }) => health.state === 'broken')) process.exitCode = 1
        }),
      ),
    'broadside accounts health || notify-send "An account wants you"',
  )
  examples(
    accounts
      .command('connect')
      .argument('<platform>', 'one of the platforms', oneOfPlatforms)
      .description('connect an account; what is missing is asked for')
      .option('--method <id>', 'how, where the platform has several ways')
      .option(
        '--field <key=value>',
        'a field of that way, repeated; leave secret ones out: they are asked for, or read from the input, one a line',
        collect,
        [],
      )
      .option('--paste', 'paste the address the browser ends on, where it runs on another machine')
      .option(
        '--choose <name>',
        'what to connect of what the sign-in reaches: a name, a handle, or all; repeated',
        collect,
      )
      .option('--reconnect <account>', 'give this account a new sign-in')
      .action(connect),
    'broadside accounts connect practice --field name=Practice',
    `printf '%s\\n' "$APP_PASSWORD" | broadside accounts connect bluesky --field identifier=you.bsky.social`,
    'broadside accounts connect mastodon --field server=example.social --paste',
  )
  examples(
    accounts
      .command('disconnect <account>')
      .description('disconnect an account and erase its sign-in; what is published stays')
      .action((name: string, _options, command: Command) =>
        callingIn(command, async (client, { show, out }) => {
          const [account] = await findAccounts(client, [name])
          if (!account) throw usage(`There is no account ${name}.`)
          show(await client.accounts.disconnect({ id: account.id }), ({ canceledDeliveries }) =>
            out.line(`Disconnected ${labelOf(account)}; ${canceledDeliveries} deliveries were canceled.`),
          )
        }),
      ),
    'broadside accounts disconnect @you@example.social',
  )
  examples(
    accounts
      .command('ways')
      .argument('[platform]', 'one of the platforms', oneOfPlatforms)
      .description('ways to connect, and the fields of each')
      .action((platform: SupportedPlatform | undefined, _options, command: Command) => {
        const wanted = platform ? [platform] : supported
        const ways = wanted.flatMap((name) => platforms[name].rules.connect.map((way) => wayOf(name, way)))
        return calling(command, async ({ show, out }) =>
          show(ways, () =>
            out.table(
              ['platform', 'method', 'kind', 'fields'],
              ways.map(({ platform: name, method, kind, fields }) => [
                name,
                method,
                kind,
                fields
                  .map(({ key, secret, required }) => `${key}${required ? '' : '?'}${secret ? ' (secret)' : ''}`)
                  .join(', '),
              ]),
              'There is none.',
            ),
          ),
        )
      }),
    'broadside accounts ways wordpress',
  )
}

function oneOfPlatforms(value: string): SupportedPlatform {
  const found = supported.find((platform) => platform === value.toLowerCase())
  if (!found) throw usage(`There is no platform "${value}". There are: ${supported.join(', ')}.`)
  return found
}

function wayOf(platform: SupportedPlatform, { id, kind, fields, app }: ConnectMethod) {
  return { platform, method: id, kind, ownApp: app !== undefined, fields }
}

/** What an account is called: practice accounts all have the same handle. */
export function labelOf({
  platform,
  displayHandle,
  name,
}: Pick<Account, 'platform' | 'displayHandle' | 'name'>): string {
  return `${platformName(platform)} ${plain(platform === 'practice' ? name : displayHandle)}`
}

function listAccounts(out: Output, found: readonly Account[]): void {
  const paint = { ok: out.good, expiring: out.odd, locked: out.odd, broken: out.bad }
  out.table(
    ['id', 'platform', 'account', 'name', 'health', 'waiting', ''],
    found.map(({ id, platform, displayHandle, name, health, waiting }) => [
      id,
      platform,
      plain(displayHandle),
      plain(name, 30),
      paint[health.state](health.state),
      String(waiting),
      plain(health.reason?.message ?? ''),
    ]),
    'No account is connected. `broadside accounts connect PLATFORM` connects one.',
  )
}

/** Accounts by id, handle, name or, where it has one account alone, platform; `all` for every one. Throws `usage` for what is none or several. */
export async function findAccounts(client: ProgramClient, names: readonly string[]): Promise<Account[]> {
  if (names.length === 0) return []
  const all = await client.accounts.list({})
  const found = names.flatMap((name) => (name === 'all' ? all : [pickAccount(all, name)]))
  return [...new Map(found.map((account) => [account.id, account])).values()]
}

/** The one account that is meant. */
export function pickAccount<A extends Pick<Account, 'id' | 'platform' | 'handle' | 'displayHandle' | 'name'>>(
  all: readonly A[],
  name: string,
): A {
  const said = bare(name)
  // The surest first: a name may be another account's handle.
  const ways: readonly ((account: A) => boolean)[] = [
    ({ id }) => id === name,
    ({ handle, displayHandle }) => bare(handle) === said || bare(displayHandle) === said,
    ({ name: own }) => bare(own) === said,
    ({ platform }) => platform === said,
    ({ platform, displayHandle }) => `${platform}:${bare(displayHandle)}` === said,
  ]
  for (const is of ways) {
    const found = all.filter(is)
    if (found.length === 1 && found[0]) return found[0]
    if (found.length > 1)
      throw usage(
        `Several accounts are "${name}". Name one by its id: ${found.map((one) => `${one.id} (${labelOf(one)})`).join(', ')}`,
      )
  }
  const there = all.map((account) => `${labelOf(account)} (${account.id})`).join(', ')
  throw usage(`There is no account "${name}". ${there ? `There is: ${there}` : 'None is connected yet.'}`)
}

function bare(name: string): string {
  return name.trim().toLowerCase().replace(/^@/, '')
}

interface ConnectWords {
  readonly method?: string
  readonly field: readonly string[]
  readonly paste?: boolean
  readonly choose?: readonly string[]
  readonly reconnect?: string
}

async function connect(platform: SupportedPlatform, words: ConnectWords, command: Command): Promise<void> {
  const method = methodOf(platform, words.method)
  const fields = await fieldsOf(method, pairsOf(words.field, '--field'))
  await callingIn(command, async (client, { show, out }) => {
    const [reconnect] = words.reconnect === undefined ? [] : await findAccounts(client, [words.reconnect])
    const started = await client.connections.start({
      platform,
      method: method.id,
      fields,
      ...(words.paste && { paste: true }),
      ...(reconnect && { reconnect: reconnect.id }),
    })
    const signedIn = await signIn(client, started, out)
    const ended = await choose(client, signedIn, words.choose)
    if (ended.state === 'failed') throw refused(plain(ended.error?.message ?? 'It could not be connected.'))
    if (ended.state !== 'connected') throw failed('The connection was given up.')
    const all = await client.accounts.list({})
    const made = all.filter(({ id }) => ended.accounts.includes(id))
    show(made, () => made.forEach((account) => out.line(`Connected ${labelOf(account)} (${account.id})`)))
  })
}

function methodOf(platform: SupportedPlatform, wanted: string | undefined): ConnectMethod {
  const ways = platforms[platform].rules.connect
  const ids = ways.map(({ id }) => id).join(', ')
  const [first] = ways
  if (wanted === undefined && first && ways.length === 1) return first
  if (wanted === undefined) throw usage(`${platformName(platform)} has several ways. Name one with --method: ${ids}.`)
  const found = ways.find(({ id }) => id === wanted)
  if (!found) throw usage(`${platformName(platform)} has no way "${wanted}". There is: ${ids}.`)
  return found
}

/** What was given, and what is asked for: secrets never stand on a command line, where every program can read it. */
async function fieldsOf(method: ConnectMethod, given: Record<string, string>): Promise<Record<string, string>> {
  const keys = method.fields.map(({ key }) => key)
  const unknown = Object.keys(given).find((key) => !keys.includes(key))
  if (unknown !== undefined) throw usage(`There is no field "${unknown}" here. There is: ${keys.join(', ') || 'none'}.`)
  const fields = { ...given }
  const missing = method.fields.filter(({ key, required, default: usual }) => {
    if (fields[key] === undefined && usual !== undefined) fields[key] = usual
    return required && fields[key] === undefined
  })
  const lines = missing.length > 0 && !process.stdin.isTTY ? (await readAll(process.stdin)).split(/\r?\n/) : []
  for (const { key, secret } of missing) {
    const instead = `It needs ${key}: ${secret ? 'give it on the input, one a line' : `--field ${key}=…`}.`
    const line = secret ? lines.shift() : undefined
    const value =
      line || (process.stdin.isTTY && secret ? await askPassphrase(`${key}: `) : await ask(`${key}: `, instead))
    if (value === '') throw usage(instead)
    fields[key] = value
  }
  return fields
}

/** Waits until a sign-in in the browser has come back, or takes the address it ended on. */
async function signIn(client: ProgramClient, started: Connection, out: Output): Promise<Connection> {
  let connection = started
  if (connection.state !== 'waiting') return connection
  out.note(`Open this address in a browser and sign in:\n${connection.authorizeUrl ?? ''}`)
  if (connection.redirect && !connection.redirect.comesBack) {
    const redirectedUrl = await ask('The address it ended on: ', 'Give the address the browser ends on at a terminal.')
    return client.connections.finish({ id: connection.id, redirectedUrl: redirectedUrl.trim() })
  }
  while (connection.state === 'waiting') {
    await wait(500)
    connection = await client.connections.get({ id: connection.id })
  }
  return connection
}

async function choose(
  client: ProgramClient,
  connection: Connection,
  named: readonly string[] = [],
): Promise<Connection> {
  if (connection.state !== 'choosing') return connection
  const { choices, id } = connection
  const wanted = named.length > 0 ? named : await askWhich(choices)
  const keys = wanted.includes('all')
    ? choices.map(({ key }) => key)
    : wanted.map((name) => {
        const found = choices.filter(
          ({ key, name: own, displayHandle }) =>
            key === name || bare(own) === bare(name) || bare(displayHandle) === bare(name),
        )
        if (found.length !== 1 || !found[0])
          throw usage(
            `"${name}" is ${found.length === 0 ? 'none' : 'several'} of: ${choices.map((one) => plain(one.name)).join(', ')}.`,
          )
        return found[0].key
      })
  return client.connections.choose({ id, keys })
}

async function askWhich(choices: readonly Choice[]): Promise<string[]> {
  const listed = choices.map(
    ({ name, displayHandle, known }, at) =>
      `  ${at + 1}  ${plain(name)} ${plain(displayHandle)}${known ? ' (connected)' : ''}`,
  )
  if (!process.stdin.isTTY) throw usage(`The sign-in reaches several. Name them with --choose:\n${listed.join('\n')}`)
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const said = await lines.question(`${listed.join('\n')}\nWhich (numbers, or all)? `)
    if (said.trim() === 'all') return ['all']
    const numbers = said
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number)
    return numbers.map((number) => choices[number - 1]?.key ?? usageFor(number))
  } finally {
    lines.close()
  }
}

function usageFor(number: number): never {
  throw usage(`There is no number ${number} in the list.`)
}
