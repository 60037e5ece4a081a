import { createRouterClient } from '@orpc/server'
import type { StudioClient } from '../src/contract/index.ts'
import { megabytes, ms, percentile, print, withStudio } from './measure.ts'

/*
 * Claim: what is due goes out on time. 1,000 deliveries fall due within one second, spread over ten practice accounts
 * (of one account one goes out at a time). Lateness is from the due moment to the post standing in the feed; `commit` is one
 * durable transaction of this disk in the same run, of which every delivery needs four in a row.
 */
const count = 1_000
const accountsCount = 10

await withStudio(async (studio) => {
  const { id } = studio.workspaces.create({ name: 'Bench', zone: 'UTC' })
  const client: StudioClient = createRouterClient(studio.router, {
    context: { caller: { kind: 'window', scopes: 'all' }, workspaceId: id },
  })
  const accounts: string[] = []
  for (let index = 0; index < accountsCount; index++) {
    const made = await client.connections.start({
      platform: 'practice',
      method: 'practice',
      fields: { name: `Bench ${index}` },
    })
    accounts.push(made.accounts[0] ?? '')
  }
  studio.start()
  const commit = oneCommit(studio.workspace(id).store)
  const due = Date.now() + 20_000
  for (let index = 0; index < count; index++) {
    const post = await client.posts.create({
      parts: [{ text: `post ${index}` }],
      variants: [{ accountId: accounts[index % accountsCount] as never }],
    })
    await client.posts.schedule({ id: post.id, when: { at: new Date(due + index).toISOString() } })
  }
  if (Date.now() > due) throw new Error('the machine was too slow to schedule them before they were due')
  const late: number[] = []
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    const { published } = (await client.posts.counts()).byStatus
    if (published === count) break
  }
  for (let cursor: string | undefined; ;) {
    const page = await client.deliveries.list({ limit: 200, ...(cursor && { cursor }) })
    for (const delivery of page.items) {
      late.push(Date.parse(delivery.publishedAt ?? '') - Date.parse(delivery.dueAt))
    }
    if (!page.nextCursor) break
    cursor = page.nextCursor
  }
  const sent = await client.practice.feed({ limit: 1 })
  print(`${count} deliveries due within one second, ${accountsCount} accounts`, [
    {
      what: 'lateness',
      value: `${ms(percentile(late, 0.5))} median`,
      note: `p95 ${ms(percentile(late, 0.95))}, last ${ms(Math.max(...late))}`,
    },
    {
      what: 'one commit',
      value: ms(commit),
      note: `the last of an account was ${(Math.max(...late) / commit / (count / accountsCount)).toFixed(1)} commits late for each before it`,
    },
    {
      what: 'sent twice',
      value: String(late.length - count),
      note: sent.items.length > 0 ? 'feed checked' : 'feed is empty',
    },
    { what: 'memory', value: megabytes(process.memoryUsage().rss), note: 'resident, whole process' },
  ])
})

function oneCommit(store: { sqlite: { exec(sql: string): unknown } }): number {
  const start = performance.now()
  for (let index = 0; index < 50; index++) {
    store.sqlite.exec(`BEGIN IMMEDIATE; INSERT OR REPLACE INTO setting VALUES ('bench', '${index}'); COMMIT`)
  }
  store.sqlite.exec(`DELETE FROM setting WHERE key = 'bench'`)
  return (performance.now() - start) / 50
}
