import { contract } from '../../../src/contract/index.ts'
import { cuteDyno } from './cutedyno.ts'
import { cutPro } from './cutpro.ts'
import { postQuickAi } from './postquickai.ts'
import type { Row, System } from './row.ts'
import { scripe } from './scripe.ts'
import { socialClaw } from './socialclaw.ts'

export const systems: readonly System[] = [cuteDyno, cutPro, socialClaw, scripe, postQuickAi]

const offered = new Set(
  Object.values(contract).flatMap((area) =>
    Object.values(area).map((procedure) => `${procedure['~orpc'].route.method} ${procedure['~orpc'].route.path}`),
  ),
)

/** Operations of a row that this API does not have yet. */
export const missing = ({ here }: Row) => here.filter((route) => !offered.has(route))

/** What docs/api/coverage.md says. */
export function coverageTable(): string {
  const rows = systems.flatMap(({ rows }) => rows)
  const open = rows.filter((row) => missing(row).length > 0)
  const lines = systems.flatMap(({ name, rows }) => [
    '',
    `## ${name}`,
    '',
    '| what it does | here | tried |',
    '| --- | --- | --- |',
    ...rows.map(lineOf),
  ])
  return `${[
    '# What five other APIs do, and how it is done here',
    '',
    'Written by `npm run test:unit -- test/api/systems` with `WRITE_COVERAGE=1`, and held to the code by the same test. Each row that says “yes” is a test of its',
    'own: a program with a key does it over REST against the running studio, with simulated platforms, and looks what came of it.',
    '',
    `${rows.length - open.length} of ${rows.length} can be done.`,
    ...lines,
  ].join('\n')}\n`
}

function lineOf(row: Row): string {
  const gone = new Set(missing(row))
  const here = row.here.map((route) => `\`${route}\``).join('<br>')
  const tried = gone.size > 0 ? `**missing:** ${[...gone].map((route) => `\`${route}\``).join(', ')}` : 'yes'
  return `| ${row.operation}${row.note === undefined ? '' : ` (${row.note})`} | ${here} | ${tried} |`
}
