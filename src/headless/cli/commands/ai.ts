import { Argument, Option, type Command } from 'commander'
import { Tone } from '../../../contract/ai/tasks.ts'
import { platforms, type SupportedPlatform } from '../../../contract/platforms/index.ts'
import type { ProgramClient } from '../../rpc-link.ts'
import { callingIn, examples, wholeNumber, type Call } from '../command.ts'
import { usage } from '../exit.ts'
import { readText } from '../input.ts'
import { plain, plainLines } from '../output.ts'
import { findAccounts } from './accounts.ts'

interface ForWords {
  readonly account?: string
  readonly platform?: SupportedPlatform
  readonly file?: string
}

/** The AI desk, on a text from anywhere. Answers go to the output alone, so that they can be piped into `post`. */
export function addAiCommands(program: Command): void {
  const ai = program.command('ai').description('ask the AI desk about a text: tone, concise, edit, proofread, hashtags')
  const task = (name: string, description: string) =>
    ai
      .command(name)
      .description(description)
      .option('--file <file>', 'read the text from a file')
      .option('--account <name>', 'whose rules it is written and counted by')
      .addOption(new Option('--platform <platform>', 'or a platform’s').choices(Object.keys(platforms)))
  examples(
    task('tone', 'the same in another tone')
      .addArgument(new Argument('<tone>').choices(Tone.options))
      .argument('[text]', 'the text; - or nothing reads the input')
      .action((tone: Tone, text: string | undefined, words: ForWords, command: Command) =>
        asking(text, words, command, async (client, said) => client.ai.tone({ ...said, tone })),
      ),
    'broadside ai tone casual "We are delighted to announce our new roast."',
  )
  examples(
    task('concise', 'the same in fewer characters')
      .argument('[text]', 'the text; - or nothing reads the input')
      .option('--max <count>', 'how many at most; the platform’s limit unless told', wholeNumber(10, 50_000))
      .action((text: string | undefined, { max, ...words }: ForWords & { max?: number }, command: Command) =>
        asking(text, words, command, async (client, said) =>
          client.ai.concise({ ...said, ...(max !== undefined && { max }) }),
        ),
      ),
    'broadside ai concise --platform bluesky --file note.md | broadside post --account bluesky --check',
  )
  examples(
    task('edit', 'change a text as told')
      .argument('<instruction>', 'what to change')
      .argument('[text]', 'the text; - or nothing reads the input')
      .action((instruction: string, text: string | undefined, words: ForWords, command: Command) =>
        asking(text, words, command, async (client, said) => client.ai.edit({ ...said, instruction })),
      ),
    'broadside ai edit "leave out the prices" --file note.md',
  )
  examples(
    ai
      .command('proofread')
      .argument('[text]', 'the text; - or nothing reads the input')
      .description('mistakes, each with its mend')
      .option('--file <file>', 'read the text from a file')
      .action(async (text: string | undefined, { file }: ForWords, command: Command) => {
        const said = await needText(text, file)
        await callingIn(command, async (client, { show, out }) =>
          show(await client.ai.proofread({ text: said }), ({ answer }) =>
            out.table(
              ['kind', 'stands', 'better', 'why'],
              answer.corrections.map(({ type, original, corrected, explanation }) => [
                type,
                plain(original),
                plain(corrected),
                plain(explanation),
              ]),
              'Nothing to mend.',
            ),
          ),
        )
      }),
    'broadside ai proofread --file note.md',
  )
  examples(
    task('hashtags', 'hashtags for a text')
      .argument('[text]', 'the text; - or nothing reads the input')
      .option('--count <count>', 'how many', wholeNumber(1, 30), 5)
      .action(async (text: string | undefined, { count, ...words }: ForWords & { count: number }, command: Command) => {
        const said = await needText(text, words.file)
        await callingIn(command, async (client, { show, out }) =>
          show(await client.ai.hashtags({ text: said, count, ...(await writtenFor(client, words)) }), ({ answer }) =>
            out.line(answer.hashtags.map((tag) => plain(tag)).join(' ')),
          ),
        )
      }),
    'broadside ai hashtags --count 3 "A new roast from Ethiopia"',
  )
}

type For = Awaited<ReturnType<typeof writtenFor>>
type Written =
  | Awaited<ReturnType<ProgramClient['ai']['tone']>>
  | Awaited<ReturnType<ProgramClient['ai']['concise']>>
  | Awaited<ReturnType<ProgramClient['ai']['edit']>>

/** Asks for one text. What should be known of it goes beside it, not into the pipe. */
async function asking(
  argument: string | undefined,
  words: ForWords,
  command: Command,
  task: (client: ProgramClient, said: { text: string } & For) => Promise<Written>,
): Promise<void> {
  const text = await needText(argument, words.file)
  await callingIn(command, async (client, { show, out }: Call) => {
    const answer = await task(client, { text, ...(await writtenFor(client, words)) })
    const { written } = answer.answer
    show(answer, () => out.line(plainLines(written.text)))
    for (const { message } of written.warnings) out.note(plain(message))
    if (!written.fits) process.exitCode = 1
  })
}

async function needText(argument: string | undefined, file: string | undefined): Promise<string> {
  const text = await readText(argument, file)
  if (text === null || text.trim() === '')
    throw usage('There is no text. Give it as an argument, with --file, or on the input.')
  return text
}

async function writtenFor(client: ProgramClient, { account, platform }: ForWords) {
  if (account !== undefined && platform !== undefined) throw usage('Choose one of --account and --platform.')
  if (platform !== undefined) return { for: { platform } }
  const [found] = account === undefined ? [] : await findAccounts(client, [account])
  return found ? { for: { account: found.id } } : {}
}
