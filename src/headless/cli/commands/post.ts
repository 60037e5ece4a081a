import type { Command } from 'commander'
import type { Account } from '../../../contract/accounts.ts'
import { platforms, type SupportedPlatform } from '../../../contract/platforms/index.ts'
import { problemText } from '../../../contract/platforms/problem-text.ts'
import type { PostContent } from '../../../contract/posts.ts'
import type { ProgramClient } from '../../rpc-link.ts'
import { callingIn, collect, examples, studioOptionsOf, wholeNumber, type Call } from '../command.ts'
import { refused, usage } from '../exit.ts'
import { pairsOf, readText } from '../input.ts'
import { takeIn } from '../media.ts'
import { settled, tellPost, warnWhereNothingRuns, wentWrong } from '../outcome.ts'
import { plain } from '../output.ts'
import { readTime } from '../times.ts'
import { findAccounts, labelOf } from './accounts.ts'

interface PostWords {
  readonly file?: string
  readonly media: readonly string[]
  readonly alt: readonly string[]
  readonly account: readonly string[]
  readonly at?: string
  readonly zone?: string
  readonly now?: boolean
  readonly slot?: boolean
  readonly draft?: boolean
  readonly check?: boolean
  readonly thread?: boolean
  readonly title?: string
  readonly link?: string
  readonly label: readonly string[]
  readonly set: readonly string[]
  readonly wait: number
  readonly idempotencyKey?: string
}

/** Makes a post of a text from anywhere, and sends it on its way. */
export function addPostCommand(program: Command): void {
  examples(
    program
      .command('post')
      .argument('[text]', 'the text; - or nothing reads the input')
      .description('make a post: a draft, unless --now, --at or --slot says when it goes out')
      .option('--file <file>', 'read the text from a file')
      .option('--thread', 'lines of --- part the text into the parts of a thread')
      .option('--account <name>', 'where it goes: a name, a handle, an id, a platform, or all; repeated', collect, [])
      .option(
        '--media <file>',
        'a picture or film: a path, a web address, or an id of the library; repeated',
        collect,
        [],
      )
      .option('--alt <text>', 'what the picture shows; the first belongs to the first --media; repeated', collect, [])
      .option('--now', 'publish it now, and wait until it is out')
      .option('--at <time>', 'when: 2026-11-26T09:00, or with an offset')
      .option('--zone <zone>', 'the time zone of --at; the workspace’s unless told')
      .option('--slot', 'at the next free queue time')
      .option('--draft', 'keep it as a draft, also with --at, which is then its plan')
      .option('--check', 'only say what stands against it; exit 3 where something does')
      .option('--title <title>', 'a title, where platforms have one')
      .option('--link <url>', 'a link to show as a card')
      .option('--label <label>', 'a label; repeated', collect, [])
      .option(
        '--set <platform.key=value>',
        'a setting of a platform, e.g. mastodon.visibility=unlisted; repeated',
        collect,
        [],
      )
      .option('--wait <seconds>', 'with --now: how long to wait at most', wholeNumber(0, 86_400), 120)
      .option('--idempotency-key <key>', 'the same command again with it makes no second post')
      .action(async (text: string | undefined, words: PostWords, command: Command) => {
        const when = whenOf(words)
        const said = await readText(text, words.file)
        if (said === null && words.media.length === 0)
          throw usage('There is no text. Give it as an argument, with --file, or on the input.')
        await callingIn(command, (client, call) => post(client, call, said ?? '', when, words, command))
      }),
    'broadside post "Hello" --account practice --now',
    'broadside post --file note.md --account @you@example.social --at 2026-11-26T09:00',
    'broadside post "The new roast" --media cup.jpg --alt "A cup of coffee" --account all --slot',
    'git log -1 --format=%s | broadside post --account practice --check',
  )
}

type When = ReturnType<typeof whenOf>

function whenOf({ at, zone, now, slot, draft }: PostWords) {
  if ([now, at !== undefined, slot].filter(Boolean).length > 1) throw usage('Choose one of --now, --at and --slot.')
  if (draft && (now || slot)) throw usage('A draft does not go out: leave out --draft, or --now and --slot.')
  if (zone !== undefined && at === undefined) throw usage('--zone says in which zone --at is meant; there is no --at.')
  if (now) return { now: true } as const
  if (slot) return { slot: 'next' } as const
  return at === undefined ? null : readTime(at, zone)
}

async function post(
  client: ProgramClient,
  { studio, out, show }: Call,
  text: string,
  when: When,
  words: PostWords,
  command: Command,
): Promise<void> {
  const accounts = await findAccounts(client, words.account)
  const goesOut = when !== null && !words.draft && !words.check
  if (goesOut && accounts.length === 0)
    throw usage('Name with --account where it goes: `broadside accounts` lists them.')
  const settings = settingsOf(words.set, accounts)
  const asKey = studioOptionsOf(command).key !== null
  const content = {
    title: words.title ?? '',
    parts: await partsOf(client, text, words, asKey),
    link: words.link ?? null,
    variants: accounts.map(({ id, platform }) => ({
      accountId: id,
      parts: null,
      settings: settings.get(platform) ?? {},
    })),
    labels: [...words.label],
  } satisfies PostContent
  if (words.check) return check(client, { out, show }, content, accounts)
  const plan = when !== null && words.draft && !('now' in when) && !('slot' in when) ? { when } : {}
  const made = await client.posts.create(
    { ...content, ...plan, ...(goesOut && { schedule: { when } }) },
    { context: words.idempotencyKey === undefined ? {} : { idempotencyKey: words.idempotencyKey } },
  )
  const then = words.now ? await settled(client, made, words.wait) : made
  show(then, () => tellPost(out, then, new Map(accounts.map((account) => [account.id, labelOf(account)]))))
  warnWhereNothingRuns(studio, then.deliveries, out)
  if (wentWrong(then.deliveries)) process.exitCode = 1
}

async function partsOf(
  client: ProgramClient,
  text: string,
  words: PostWords,
  asKey: boolean,
): Promise<PostContent['parts']> {
  const texts = words.thread ? text.split(/^---+\s*$/m).map((part) => part.trim()) : [text]
  if (words.alt.length > words.media.length) throw usage('There are more --alt than --media.')
  const media: PostContent['parts'][number]['media'] = []
  // One after the other, in their order: the library shows them so.
  for (const [at, source] of words.media.entries())
    media.push({ assetId: await takeIn(client, { source, alt: words.alt[at] }, asKey), alt: words.alt[at] ?? null })
  return texts.map((part, at) => ({ text: part, media: at === 0 ? media : [] }))
}

/** Settings by platform. A value is JSON where it can be read so, else the text itself. */
function settingsOf(said: readonly string[], accounts: readonly Account[]): Map<string, Record<string, unknown>> {
  const settings = new Map<string, Record<string, unknown>>()
  for (const [name, value] of Object.entries(pairsOf(said, '--set'))) {
    const [platform = '', key = ''] = name.split('.', 2)
    if (!accounts.some((account) => account.platform === platform))
      throw usage(`--set ${name}: no --account is of "${platform}".`)
    const fields = platforms[platform as SupportedPlatform].rules.fields.map((field) => field.key)
    if (!fields.includes(key))
      throw usage(`--set ${name}: there is no such setting. There is: ${fields.join(', ') || 'none'}.`)
    settings.set(platform, { ...settings.get(platform), [key]: valueOf(value) })
  }
  return settings
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What the checks before sending would say, of a post that is not kept. */
async function check(
  client: ProgramClient,
  { out, show }: Pick<Call, 'out' | 'show'>,
  content: PostContent,
  accounts: readonly Account[],
): Promise<void> {
  if (accounts.length === 0) throw usage('Name with --account where it would go: each platform has its own rules.')
  const found = await client.posts.validate(content)
  show(found, () => {
    for (const { accountId, problems } of found) {
      const account = accounts.find(({ id }) => id === accountId)
      out.line(
        `${account ? labelOf(account) : accountId}  ${problems.length === 0 ? out.good('nothing stands against it') : ''}`.trimEnd(),
      )
      for (const problem of problems)
        out.line(
          `  ${problem.severity === 'error' ? out.bad('error') : out.odd('warning')}  ${plain(problemText(problem))}`,
        )
    }
  })
  if (found.some(({ problems }) => problems.some(({ severity }) => severity === 'error')))
    throw refused('It would not be sent as it is.')
}
