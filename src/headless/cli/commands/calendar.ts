import type { Command } from 'commander'
import { Temporal } from 'temporal-polyfill'
import type { PostSummary } from '../../../contract/posts.ts'
import { callingIn, examples } from '../command.ts'
import { paintStatus } from '../outcome.ts'
import { plain, type Output } from '../output.ts'
import { knownZone, weekOf, type Week } from '../times.ts'

/** A week as a table. */
export function addCalendarCommand(program: Command): void {
  examples(
    program
      .command('calendar')
      .argument('[day]', 'a day of the week that is shown, e.g. 2026-11-26; today unless told')
      .description('what is planned in a week')
      .option('--zone <zone>', 'the time zone it is shown in; the workspace’s unless told')
      .action((day: string | undefined, { zone: wanted }: { zone?: string }, command: Command) =>
        callingIn(command, async (client, { studio, show, out }) => {
          const { zone: own, weekStart } = await studio.client.workspaces.get({
            id: await studio.workspaceId(),
          })
          const zone = wanted === undefined ? own : knownZone(wanted)
          const week = weekOf(day, zone, weekStart, Date.now())
          const posts = await client.posts.calendar({ from: week.from, to: week.to })
          show({ zone, from: week.from, to: week.to, posts }, () => tellWeek(out, week, zone, posts))
        }),
      ),
    'broadside calendar',
    'broadside calendar 2026-12-24 --zone Europe/Berlin',
  )
}

function tellWeek(out: Output, week: Week, zone: string, posts: readonly PostSummary[]): void {
  const [first, last] = [week.days[0], week.days.at(-1)]
  out.line(`Week of ${first?.date ?? ''} to ${last?.date ?? ''}, times in ${zone} (UTC${week.offset})`)
  out.line()
  const rows = week.days.flatMap(({ date, name }) => {
    const on = posts.flatMap((post) => {
      const time = post.when && Temporal.Instant.from(post.when.at).toZonedDateTimeISO(zone)
      return time?.toPlainDate().toString() === date ? [{ post, time }] : []
    })
    const sorted = on.toSorted((a, b) => Temporal.ZonedDateTime.compare(a.time, b.time))
    if (sorted.length === 0) return [[`${name} ${date}`, out.faint('–'), '', '', '']]
    return sorted.map(({ post, time }, at) => [
      at === 0 ? `${name} ${date}` : '',
      time.toPlainTime().toString({ smallestUnit: 'minute' }),
      paintStatus(out, post.status),
      [...new Set(post.accounts.map(({ platform }) => platform))].join(', '),
      plain(post.title || post.firstLine, 60),
    ])
  })
  out.table(['day', 'time', 'status', 'where', 'post'], rows, '')
}
