import { createRouterClient } from '@orpc/server'
import type { StudioClient } from '../src/contract/index.ts'
import { megabytes, ms, print, withStudio, type Figure } from './measure.ts'

/*
 * Claim: a document of 10,000 rows is validated and applied in seconds, and memory does not grow with how often.
 * Calls go through the router, validation included, as a program's do.
 */
const rows = Number(process.argv[2] ?? 10_000)

await withStudio(async (studio) => {
  const { id } = studio.workspaces.create({ name: 'Bench', zone: 'Europe/Berlin' })
  const client: StudioClient = createRouterClient(studio.router, {
    context: { caller: { kind: 'window', scopes: 'all' }, workspaceId: id },
  })
  const { accounts } = await client.connections.start({
    platform: 'practice',
    method: 'practice',
    fields: { name: 'Bench' },
  })
  const start = Date.UTC(2030, 0, 1, 8)
  const document = (mode: 'scheduled' | 'draft', bad = false) => ({
    mode,
    timezone: 'Europe/Berlin',
    idempotencyKey: `bench-${mode}`,
    posts: Array.from({ length: rows }, (_, index) => ({
      account: bad ? 'nobody' : (accounts[0] ?? ''),
      text: `Row ${index}: roast, washed, natural, hillside, apricot, jasmine, tea`,
      publishAt: new Date(start + index * 600_000).toISOString().slice(0, 16),
      labels: ['bench'],
    })),
  })
  const figures: Figure[] = []
  const once = async (what: string, work: () => Promise<unknown>) => {
    let longest = 0
    let last = performance.now()
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    const from = performance.now()
    const before = process.cpuUsage()
    await work()
    const took = performance.now() - from
    const { user, system } = process.cpuUsage(before)
    longest = Math.max(longest, performance.now() - last)
    clearInterval(watch)
    figures.push({
      what,
      value: ms(took),
      note: `${ms((user + system) / 1_000)} of CPU; nobody else waits longer than ${ms(longest)}`,
    })
  }
  await once('validate', () => client.schedules.validate(document('scheduled')))
  await once('validate, every row wrong', () => client.schedules.validate(document('scheduled', true)))
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  for (let run = 0; run < 3; run++) await client.schedules.validate(document('scheduled'))
  figures.push({
    what: 'memory after three more',
    value: megabytes(process.memoryUsage().rss - before),
    note: 'growth of the resident size',
  })
  await once('apply, scheduled', () => client.schedules.apply(document('scheduled')))
  await once('apply again: the same run', () => client.schedules.apply(document('scheduled')))
  const draft = client.schedules.apply(document('draft'))
  const { id: run } = await draft
  await once('publish a draft run', () => client.runs.publish({ id: run }))
  await once('status of the run', () => client.runs.status({ id: run }))
  figures.push({ what: 'memory', value: megabytes(process.memoryUsage().rss), note: 'resident, whole process' })
  print(`a document of ${rows.toLocaleString('en')} rows`, figures)
})
