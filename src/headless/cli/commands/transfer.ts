import { createWriteStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Option, type Command } from 'commander'
import type { ImportSource } from '../../../contract/transfer.ts'
import type { JobId } from '../../../contract/vocabulary.ts'
import type { ProgramClient } from '../../rpc-link.ts'
import { callingIn, collect, examples, studioOptionsOf, wholeNumber } from '../command.ts'
import { failed, refused, usage } from '../exit.ts'
import { pairsOf, readFileOf } from '../input.ts'
import { countOf, plain } from '../output.ts'
import { knownZone } from '../times.ts'
import { tellCheck, tellRun } from './schedules.ts'

interface ImportWords {
  readonly check?: boolean
  readonly as?: 'csv' | 'json'
  readonly map: readonly string[]
  readonly account: readonly string[]
  readonly zone?: string
  readonly schedule?: boolean
  readonly name?: string
  readonly rows: number
  readonly idempotencyKey?: string
}

/** Commands that bring posts in and out as files. */
export function addTransferCommands(program: Command): void {
  examples(
    program
      .command('import <source>')
      .description(
        'import posts from a CSV or JSON file, a folder of Markdown, or the input (-), as a run; drafts unless told',
      )
      .option('--check', 'make nothing: show the rows with their problems; exit 3 where something is wrong')
      .addOption(new Option('--as <kind>', 'what the input is').choices(['csv', 'json']))
      .option(
        '--map <column=field>',
        'which field a column of the CSV is; nothing after = leaves it out; repeated',
        collect,
        [],
      )
      .option('--account <name>', 'for rows that name none; repeated', collect, [])
      .option('--zone <zone>', 'the time zone of wall times; the workspace’s unless told')
      .option('--schedule', 'schedule them, instead of making drafts')
      .option('--name <name>', 'a name for the run')
      .option('--rows <count>', 'with --check: how many rows to show', wholeNumber(0, 20_000), 20)
      .option(
        '--idempotency-key <key>',
        'the same import again with it is the same run; made of its content unless told',
      )
      .action(importPosts),
    'broadside import posts.csv --check --map Caption=text --map When=publishAt',
    'broadside import posts.csv --account practice --schedule',
    'broadside import ~/posts',
    'broadside export | ssh other broadside import - --as json',
  )
  examples(
    program
      .command('export [file]')
      .description('all posts as JSON or CSV, to a file or the output; or as Markdown with their media, to a folder')
      .addOption(
        new Option('--as <kind>', 'as what; by the name of the file unless told, else json').choices([
          'json',
          'csv',
          'folder',
        ]),
      )
      .action(exportPosts),
    'broadside export posts.csv',
    'broadside export --as folder ~/posts && git -C ~/posts add -A',
    `broadside export | jq '.posts | length'`,
  )
}

async function importPosts(source: string, words: ImportWords, command: Command): Promise<void> {
  const mapping = pairsOf(words.map, '--map')
  const read = await readSource(source, words.as, studioOptionsOf(command).key !== null)
  const asked = {
    source: read,
    ...(words.map.length > 0 && { mapping }),
    ...(words.account.length > 0 && { accounts: [...words.account] }),
    ...(words.zone !== undefined && { timezone: knownZone(words.zone) }),
    ...(words.schedule && { mode: 'scheduled' as const }),
    ...(words.name !== undefined && { name: words.name }),
  }
  await callingIn(command, async (client, { show, out, studio }) => {
    if (words.check) {
      const checked = await client.imports.check({ ...asked, limit: words.rows })
      show(checked, () => {
        if (checked.columns.length > 0)
          out.table(
            ['column', 'is'],
            checked.columns.map(({ column, field }) => [plain(column), field ?? 'left out']),
            '',
          )
        out.table(
          ['row', 'place', 'values', 'problems'],
          checked.table.map(({ row, place, values, problems }) => [
            String(row),
            plain(place, 30),
            plain(Object.values(values).join(' | '), 60),
            problems.length === 0 ? out.good('none') : out.bad(countOf(problems.length, 'problem')),
          ]),
          'It has no rows.',
        )
        tellCheck(out, checked)
      })
      if (!checked.valid) throw refused('It cannot be imported as it is.')
      return
    }
    // The same content again is no second import.
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([asked, await changesOf(source)]))
      .digest('hex')
    const run = await client.imports.run({
      ...asked,
      idempotencyKey: words.idempotencyKey ?? `import-${fingerprint.slice(0, 40)}`,
    })
    show(run, () => tellRun(out, run))
    if (studio.startedHere && run.mode === 'scheduled')
      out.note('It goes out only while Broadside runs: start it with `broadside serve`, or open its window.')
  })
}

/** A key may not name paths of this machine, so for one the file itself is sent. */
async function readSource(source: string, as: 'csv' | 'json' | undefined, asKey: boolean): Promise<ImportSource> {
  if (source !== '-') {
    const path = resolve(source)
    const found = await stat(path).catch(() => null)
    if (!found) throw usage(`There is no file or folder ${path}.`)
    if (found.isDirectory()) return { folder: path }
    if (!asKey && as === undefined) return { file: path }
  }
  const kind = as ?? (source.toLowerCase().endsWith('.csv') ? 'csv' : 'json')
  const text = await readFileOf(source)
  if (kind === 'csv') return { csv: text }
  try {
    return { json: JSON.parse(text) as Record<string, unknown> }
  } catch (error) {
    throw usage(`That is not JSON: ${(error as Error).message} For CSV, add --as csv.`)
  }
}

/** What was changed since is another import. */
async function changesOf(source: string): Promise<unknown> {
  if (source === '-') return null
  const { mtimeMs } = await stat(source)
  const inside = await readdir(source, { recursive: true }).catch(() => [])
  const texts = inside.filter((name) => name.endsWith('.md')).toSorted()
  return [mtimeMs, ...(await Promise.all(texts.map(async (name) => [name, (await stat(join(source, name))).mtimeMs])))]
}

async function exportPosts(
  file: string | undefined,
  { as }: { as?: 'json' | 'csv' | 'folder' },
  command: Command,
): Promise<void> {
  const kind = as ?? (file?.toLowerCase().endsWith('.csv') ? 'csv' : 'json')
  if (kind === 'folder' && file === undefined) throw usage('Name the folder it goes to.')
  await callingIn(command, async (client, { out, show }) => {
    if (kind === 'folder') {
      const made = await client.exports.folder({ folder: resolve(file ?? '.') })
      const done = await ended(client, made.id)
      if (done.state !== 'done') throw failed(plain(done.error?.message ?? `The export was ${done.state}.`))
      const { folder, posts, files } = done.result as { folder: string; posts: number; files: number }
      return show(done, () => out.line(`${folder}  ${countOf(posts, 'post')}, ${countOf(files, 'file')}`))
    }
    const posts = await client.exports.posts({ format: kind })
    const body = Readable.fromWeb(posts.stream() as never)
    if (file === undefined || file === '-') return pipeline(body, process.stdout, { end: false })
    await pipeline(body, createWriteStream(file))
    out.note(`${file}: ${posts.size} bytes`)
  })
}

async function ended(client: ProgramClient, id: JobId) {
  for (;;) {
    const job = await client.jobs.get({ id, waitMs: 25_000 })
    if (job.state !== 'queued' && job.state !== 'running') return job
  }
}
