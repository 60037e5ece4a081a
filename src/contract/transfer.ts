import * as z from 'zod'
import { Job } from './jobs.ts'
import { route } from './route.ts'
import { Run } from './runs.ts'
import { DocumentKey, ScheduleCheck, ScheduleProblem } from './schedules.ts'
import { Instant, ZoneId } from './vocabulary.ts'

const absolute = z.string().min(1).max(4_096)

/** Where posts come from. Files and folders are of this machine, by their absolute path; they need the scope media:write. */
export const ImportSource = z.union([
  z.object({ csv: z.string().max(30_000_000) }),
  z.object({ json: z.record(z.string(), z.unknown()).describe('A schedule document, such as an export') }),
  z.object({ file: absolute.describe('A .csv or .json file') }),
  z.object({ folder: absolute.describe('A folder of Markdown files, such as an export') }),
])
export type ImportSource = z.infer<typeof ImportSource>

const importInput = z.object({
  source: ImportSource,
  /** Field of a row by column of the CSV; an empty string leaves a column out. Columns that are not named find their field by their name. */
  mapping: z.record(z.string().max(500), z.string().max(100)).optional(),
  /** For rows that name no account. */
  accounts: z.array(z.string().min(1).max(500)).max(100).optional(),
  timezone: ZoneId.optional(),
  mode: z.enum(['scheduled', 'draft']).optional().describe('draft unless told'),
  name: z.string().trim().min(1).max(200).optional(),
})

export const ImportRow = z.object({
  row: z.number().int(),
  /** Line of the CSV, or file of the folder. */
  place: z.string(),
  /** What was read, by field, as text for a table. */
  values: z.record(z.string(), z.string()),
  problems: z.array(ScheduleProblem),
})

export const imports = {
  /** Makes nothing. `table` has the first rows; `problems` names every problem of all rows. */
  check: route({
    method: 'POST',
    path: '/imports/check',
    summary: 'What an import would make, as a table of rows with their problems',
    scope: 'posts:read',
  })
    .input(importInput.extend({ limit: z.number().int().min(0).max(20_000).default(100) }))
    .output(
      ScheduleCheck.extend({
        columns: z.array(
          z.object({ column: z.string(), field: z.string().nullable().describe('Null: it is left out') }),
        ),
        table: z.array(ImportRow),
      }),
    ),
  /** All of it or nothing, as a run. The same key and source again answers the run that was made. */
  run: route({
    method: 'POST',
    path: '/imports',
    summary: 'Import posts',
    scope: 'posts:write',
    status: 201,
    invalidates: ['posts', 'deliveries', 'accounts', 'runs', 'assets'],
    publishes: ({ mode }: { mode?: unknown }) => mode === 'scheduled',
  })
    .input(importInput.extend({ idempotencyKey: DocumentKey }))
    .output(Run),
}

export const exports = {
  /** Every post that is not in the bin, to be imported again: JSON is a schedule document, CSV has a row for each. Files stay in the library. */
  posts: route({ method: 'GET', path: '/exports/posts', summary: 'All posts as CSV or JSON', scope: 'posts:read' })
    .input(z.object({ format: z.enum(['csv', 'json']).default('json') }))
    .output(z.file()),
  /** Markdown with front matter and the files they use, into a folder that is not there yet or empty. The job's result is `{folder, posts, files}`. */
  folder: route({
    method: 'POST',
    path: '/exports/folder',
    summary: 'All posts as Markdown files, with their media',
    scope: 'system',
    status: 202,
    invalidates: ['jobs'],
  })
    .input(z.object({ folder: absolute }))
    .output(Job),
}

const Feed = z.object({
  active: z.boolean(),
  createdAt: Instant.nullable(),
})

export const calendarFeed = {
  get: route({
    method: 'GET',
    path: '/calendar-feed',
    summary: 'Whether the calendar can be subscribed',
    scope: 'keys:manage',
  }).output(Feed),
  /** Makes the address anew; one that was given out before stops working. It is shown this once. */
  create: route({
    method: 'POST',
    path: '/calendar-feed',
    summary: 'Make an address for calendar programs',
    scope: 'keys:manage',
    status: 201,
    invalidates: ['calendarFeed'],
  }).output(
    Feed.extend({ path: z.string().describe('Below the studio’s own address: GET, iCalendar, no other sign-in') }),
  ),
  remove: route({
    method: 'DELETE',
    path: '/calendar-feed',
    summary: 'Stop the address for calendar programs',
    scope: 'keys:manage',
    invalidates: ['calendarFeed'],
  }).output(Feed),
}
