import type { Command } from 'commander'
import type { ApiKey } from '../../../contract/keys.ts'
import { KeyScope, type KeyId } from '../../../contract/vocabulary.ts'
import type { ProgramClient } from '../../rpc-link.ts'
import { callingIn, examples, someOf, wholeNumber } from '../command.ts'
import { usage } from '../exit.ts'
import { plain, type Output } from '../output.ts'
import { readTime, momentOf } from '../times.ts'

interface MakeWords {
  readonly scope?: KeyScope[]
  readonly asksFirst?: boolean
  readonly dailyPublishes?: number
  readonly dailySpend?: string
  readonly expires?: string
}

/** Commands about keys for programs. A secret is written once, alone on the output, so that it can be piped to where it is kept. */
export function addKeyCommands(program: Command): void {
  const keys = program.command('keys').description('keys for programs: list, make, rotate, revoke')
  examples(
    keys
      .command('list', { isDefault: true })
      .description('keys of the workspace, newest first')
      .action((_options, command: Command) =>
        callingIn(command, async (client, { show, out }) =>
          show(await client.keys.list(), (found) =>
            out.table(
              ['id', 'state', 'name', 'ends in', 'asks first', 'last used', 'scopes'],
              found.map(({ id, state, name, ending, asksFirst, lastUsedAt, scopes }) => [
                id,
                state === 'active' ? out.good(state) : out.bad(state),
                plain(name),
                ending,
                asksFirst ? 'yes' : 'no',
                lastUsedAt ?? 'never',
                scopes.join(' '),
              ]),
              'There is no key. `broadside keys make NAME --scope posts:read` makes one.',
            ),
          ),
        ),
      ),
    'broadside keys',
  )
  examples(
    keys
      .command('make <name>')
      .alias('create')
      .description('make a key; its secret is shown once')
      .addOption(
        someOf('--scope <scope>', 'what it may do, repeated or with commas', KeyScope.options).makeOptionMandatory(),
      )
      .option('--asks-first', 'what would publish waits for a click in the window')
      .option('--daily-publishes <count>', 'the most it may schedule in a day', wholeNumber(0, 10_000))
      .option('--daily-spend <dollars>', 'the most it may spend on AI in a day')
      .option('--expires <time>', 'until when it works, e.g. 2027-01-01T00:00')
      .action((name: string, words: MakeWords, command: Command) => {
        const dailySpend = words.dailySpend === undefined ? null : Number(words.dailySpend)
        if (Number.isNaN(dailySpend)) throw usage(`--daily-spend takes US dollars, not "${words.dailySpend ?? ''}".`)
        return callingIn(command, async (client, { show, out, studio }) => {
          const { zone } = await studio.client.workspaces.get({ id: await studio.workspaceId() })
          const made = await client.keys.create({
            name,
            scopes: words.scope ?? [],
            asksFirst: words.asksFirst ?? false,
            dailyPublishes: words.dailyPublishes ?? null,
            dailySpend,
            expiresAt: words.expires === undefined ? null : momentFor(words.expires, zone),
          })
          show(made, ({ key, secret }) => tellSecret(out, `${key.id} is made. This is shown once:`, secret))
        })
      }),
    'broadside keys make "Week planner" --scope posts:read,posts:write --asks-first',
    'broadside keys make ci --scope posts:write --expires 2027-01-01T00:00 --json | jq -r .secret',
  )
  examples(
    keys
      .command('rotate <key>')
      .description('a new secret for the same key; the one before works on for a while')
      .option('--overlap <minutes>', 'how long the one before still works', wholeNumber(0, 10_080), 60)
      .action((name: string, { overlap }: { overlap: number }, command: Command) =>
        callingIn(command, async (client, { show, out }) => {
          const { id } = await pickKey(client, name)
          show(await client.keys.rotate({ id, overlapMinutes: overlap }), ({ secret }) =>
            tellSecret(out, `The secret before works for ${overlap} more minutes. This is shown once:`, secret),
          )
        }),
      ),
    'broadside keys rotate "Week planner" --overlap 0',
  )
  examples(
    keys
      .command('revoke <key>')
      .description('let a key in no more')
      .action((name: string, _options, command: Command) =>
        callingIn(command, async (client, { show, out }) => {
          const { id } = await pickKey(client, name)
          show(await client.keys.revoke({ id }), (key) => out.line(`${key.id} (${plain(key.name)}) is revoked.`))
        }),
      ),
    'broadside keys revoke key_…',
  )
}

function tellSecret(out: Output, about: string, secret: string): void {
  out.note(about)
  out.line(secret)
}

/** By id, or by name where one active key has it. */
async function pickKey(client: ProgramClient, name: string): Promise<Pick<ApiKey, 'id'>> {
  if (name.startsWith('key_')) return { id: name as KeyId }
  const named = (await client.keys.list()).filter(
    (key) => key.name.toLowerCase() === name.toLowerCase() && key.state !== 'revoked',
  )
  if (named.length === 1 && named[0]) return named[0]
  throw usage(
    named.length === 0
      ? `There is no key "${name}". \`broadside keys\` lists them.`
      : `Several keys are called "${name}". Name one by its id: ${named.map(({ id }) => id).join(', ')}`,
  )
}

function momentFor(said: string, zone: string): string {
  const time = readTime(said, undefined)
  return 'at' in time ? time.at : momentOf(time.wallTime, zone)
}
