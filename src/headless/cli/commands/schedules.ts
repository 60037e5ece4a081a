import type { Command } from 'commander'
import type { Run, RunLine } from '../../../contract/runs.ts'
import type { DocumentInput, ScheduleCheck } from '../../../contract/schedules.ts'
import { RunId } from '../../../contract/vocabulary.ts'
import type * as z from 'zod'
import { callingIn, examples, idOf, wholeNumber } from '../command.ts'
import { refused, usage } from '../exit.ts'
import { readJson } from '../input.ts'
import { paintStatus } from '../outcome.ts'
import { allOf, countOf, plain, type Output } from '../output.ts'
import { knownZone, momentOf, readTime, whenIn } from '../times.ts'

const runId = idOf(RunId, 'run_01M89HKE9T8KKAGH72G0W94MCY')

type Document = z.input<typeof DocumentInput>

/** Commands about schedule documents. */
export function addScheduleCommands(program: Command): void {
  const schedule = program.command('schedule').description('schedule documents: validate, preview, apply')
  examples(
    schedule
      .command('validate <file>')
      .description('every problem of every row; exit 3 where it cannot be applied; - reads the input')
      .action((file: string, _options, command: Command) =>
        withDocument(file, (document) =>
          callingIn(command, async (client, { show, out }) => {
            const checked = await client.schedules.validate(document)
            show(checked, () => tellCheck(out, checked))
            if (!checked.valid) throw refused('It cannot be applied as it is.')
          }),
        ),
      ),
    'broadside schedule validate week.json',
    'jq -f to-schedule.jq posts.json | broadside schedule validate -',
  )
  examples(
    schedule
      .command('preview <file>')
      .description('what a document would make')
      .action((file: string, _options, command: Command) =>
        withDocument(file, (document) =>
          callingIn(command, async (client, { show, out }) => {
            const preview = await client.schedules.preview(document)
            show(preview, () => {
              for (const { name, steps } of preview.campaigns) {
                if (name !== null) out.line(plain(name))
                out.table(
                  ['row', 'when', 'kind', 'where', 'post'],
                  steps.map(({ row, when, slot, interaction, accounts, title, firstLine }) => [
                    String(row),
                    when ? whenIn(when.at, when.zone) : slot ? 'next queue time' : '–',
                    interaction,
                    accounts.map(({ handle }) => plain(handle)).join(', '),
                    plain(title || firstLine, 60),
                  ]),
                  'It has no row.',
                )
              }
              tellCheck(out, preview)
            })
            if (!preview.valid) throw refused('It cannot be applied as it is.')
          }),
        ),
      ),
    'broadside schedule preview week.json',
  )
  examples(
    schedule
      .command('apply <file>')
      .description('make all of it or nothing; the same document again is the same run')
      .action((file: string, _options, command: Command) =>
        withDocument(file, (document) =>
          callingIn(command, async (client, { show, out, studio }) => {
            const run = await client.schedules.apply(document)
            show(run, () => tellRun(out, run))
            if (studio.startedHere && run.mode === 'scheduled')
              out.note('It goes out only while Broadside runs: start it with `broadside serve`, or open its window.')
          }),
        ),
      ),
    'broadside schedule apply week.json',
    'broadside schedule apply - --json < week.json | jq -r .id',
  )
}

/** Commands about what documents made. */
export function addRunCommands(program: Command): void {
  const runs = program.command('runs').description('what schedule documents made: list, show, publish')
  examples(
    runs
      .command('list', { isDefault: true })
      .description('runs, newest first')
      .option('--limit <count>', 'how many at most', wholeNumber(1, 10_000), 20)
      .action(({ limit }: { limit: number }, command: Command) =>
        callingIn(command, async (client, { show, out }) => {
          const found = await allOf(
            (cursor) => client.runs.list({ limit: Math.min(limit, 200), ...page(cursor) }),
            limit,
          )
          show(found, () =>
            out.table(
              ['id', 'status', 'mode', 'posts', 'deliveries', 'name'],
              found.map(({ id, status, mode, counts, name }) => [
                id,
                status,
                mode,
                String(counts.posts),
                String(counts.deliveries),
                plain(name, 50),
              ]),
              'There is no run. `broadside schedule apply FILE` makes one.',
            ),
          )
        }),
      ),
    'broadside runs',
  )
  examples(
    runs
      .command('show')
      .argument('<id>', 'a run', runId)
      .description('a run, line by line')
      .option('--limit <count>', 'how many lines at most', wholeNumber(1, 100_000), 1_000)
      .action((id: Run['id'], { limit }: { limit: number }, command: Command) =>
        callingIn(command, async (client, { show, out }) => {
          const run = await client.runs.get({ id })
          const lines = await allOf(
            (cursor) => client.runs.table({ id, limit: Math.min(limit, 200), ...page(cursor) }),
            limit,
          )
          show({ run, lines }, () => {
            tellRun(out, run)
            tellLines(out, lines, run.zone)
          })
        }),
      ),
    'broadside runs show run_…',
    `broadside runs show run_… --json | jq '.lines[] | select(.status=="failed")'`,
  )
  examples(
    runs
      .command('publish')
      .argument('<id>', 'a run of drafts', runId)
      .description('schedule a run of drafts, all of it or nothing')
      .option('--start-at <time>', 'when its first post goes out; the others keep their distance')
      .option('--zone <zone>', 'the time zone of --start-at; the run’s unless told')
      .action((id: Run['id'], { startAt, zone }: { startAt?: string; zone?: string }, command: Command) =>
        callingIn(command, async (client, { show, out }) => {
          const run = await client.runs.publish({
            id,
            ...(startAt !== undefined && { startAt: documentTime(startAt, zone) }),
          })
          show(run, () => tellRun(out, run))
        }),
      ),
    'broadside runs publish run_… --start-at 2026-12-01T09:00',
  )
}

async function withDocument(file: string, work: (document: Document) => Promise<void>): Promise<void> {
  const document = await readJson(file)
  if (document === null || typeof document !== 'object' || Array.isArray(document))
    throw usage('A schedule document is an object with posts or campaigns: see docs/api.')
  await work(document as Document)
}

function page(cursor: string | undefined) {
  return cursor === undefined ? {} : { cursor }
}

/** A wall time stays one, in the run's own zone, unless another is named. */
function documentTime(said: string, zone: string | undefined): string {
  const time = readTime(said, zone === undefined ? undefined : knownZone(zone))
  if (!('wallTime' in time)) return time.at
  return time.zone === undefined ? time.wallTime : momentOf(time.wallTime, time.zone)
}

export function tellCheck(out: Output, { rows, deliveries, errors, warnings, problems }: ScheduleCheck): void {
  for (const { path, message, severity } of problems)
    out.line(
      `${severity === 'error' ? out.bad('error') : out.odd('warning')}  ${path || 'document'}  ${plain(message)}`,
    )
  out.line(
    `${countOf(rows, 'row')}, ${countOf(deliveries, 'delivery', 'deliveries')}: ${countOf(errors, 'error')}, ${countOf(warnings, 'warning')}`,
  )
}

export function tellRun(out: Output, { id, status, mode, counts, name }: Run): void {
  out.line(
    [id, status, mode, countOf(counts.posts, 'post'), countOf(counts.deliveries, 'delivery', 'deliveries'), plain(name)]
      .filter(Boolean)
      .join('  '),
  )
}

function tellLines(out: Output, lines: readonly RunLine[], zone: string): void {
  out.table(
    ['row', 'due', 'status', 'account', 'post', 'where it is, or why not'],
    lines.map(({ row, dueAt, status, handle, title, postId, url, reason }) => [
      String(row),
      dueAt ? whenIn(dueAt, zone) : '–',
      paintStatus(out, status ?? 'draft'),
      plain(handle),
      plain(title, 40) || postId,
      url ?? plain(reason ?? '', 80),
    ]),
    'It has no line.',
  )
}
