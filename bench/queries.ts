import { createRouterClient } from '@orpc/server'
import type { StudioClient } from '../src/contract/index.ts'
import type { Workspace } from '../src/core/workspace.ts'
import { megabytes, print, time, withStudio, type Figure } from './measure.ts'

/*
 * Claim: drafting, finding and the calendar stay quick at 10,000 and 100,000 posts.
 * Calls go through the router, validation included, as a window's do; the ratio between the sizes says how it grows.
 */
const words =
  'roast washed natural hillside apricot jasmine tea spoon honey market cupping grinder filter kettle bloom crema lot harvest'.split(
    ' ',
  )
const sizes = process.argv.slice(2).map(Number).filter(Boolean)

for (const size of sizes.length > 0 ? sizes : [10_000, 100_000]) {
  await withStudio(async (studio) => {
    const { id } = studio.workspaces.create({ name: 'Bench', zone: 'Europe/Berlin' })
    const workspace = studio.workspace(id)
    const client: StudioClient = createRouterClient(studio.router, {
      context: { caller: { kind: 'window', scopes: 'all' }, workspaceId: id },
    })
    const { accounts } = await client.connections.start({
      platform: 'practice',
      method: 'practice',
      fields: { name: 'Bench' },
    })
    fill(workspace, size, accounts[0] ?? '')

    const draft = await client.posts.create({ parts: [{ text: 'a draft' }] })
    const from = '2026-11-01T00:00:00Z'
    const figures: Figure[] = [
      await time('save a draft (a keystroke’s autosave)', 200, (run) =>
        client.posts.update({ id: draft.id, parts: [{ text: `a draft, again ${run}` }] }),
      ),
      await time('list, first page of 50', 100, () => client.posts.list({ limit: 50 })),
      await time('list, drafts only', 100, () => client.posts.list({ limit: 50, status: ['draft'] })),
      await time('search, one rare word', 100, () => client.posts.list({ limit: 50, q: 'needle' })),
      await time('search, a common word being typed', 50, () => client.posts.list({ limit: 50, q: 'apri' })),
      await time('calendar, a month', 30, () => client.posts.calendar({ from, to: '2026-12-01T00:00:00Z' })),
      await time('counts for the tabs', 30, () => client.posts.counts()),
    ]
    if (size <= 20_000)
      figures.push(
        await time(`calendar, all ${size} at once`, 5, () =>
          client.posts.calendar({ from: '2020-01-01T00:00:00Z', to: '2040-01-01T00:00:00Z' }),
        ),
      )
    figures.push({ what: 'memory', value: megabytes(process.memoryUsage().rss), note: 'resident, whole process' })
    print(`${size.toLocaleString('en')} posts`, figures)
  })
}

/** Posts spread over two years around now, one in ten thousand with the rare word. One transaction for each thousand. */
function fill(workspace: Workspace, size: number, accountId: string): void {
  const { sqlite } = workspace.store
  const now = Date.UTC(2026, 10, 24)
  const post = sqlite.prepare(
    `insert into post (id, title, parts, review, planned_at, wall_time, zone, revision, created_at, updated_at) values (?, ?, ?, ?, ?, ?, 'Europe/Berlin', 1, ?, ?)`,
  )
  const variant = sqlite.prepare(`insert into variant (post_id, account_id, position, settings) values (?, ?, 0, '{}')`)
  const delivery = sqlite.prepare(
    `insert into delivery (id, post_id, account_id, status, due_at, wall_time, zone, next_at, deadline_at, created_at, updated_at) values (?, ?, ?, ?, ?, ?, 'Europe/Berlin', ?, ?, ?, ?)`,
  )
  const search = sqlite.prepare('insert into post_search (rowid, title, body) values (?, ?, ?)')
  for (let start = 0; start < size; start += 1_000) {
    sqlite.exec('BEGIN')
    for (let index = start; index < Math.min(size, start + 1_000); index++) {
      const tail =
        index
          .toString(32)
          .toUpperCase()
          .replaceAll(/[ILOU]/g, 'Z')
          .padStart(10, '0') + String(index).padStart(16, '0')
      const at = now + Math.round(((index - size / 2) / size) * 2 * 365 * 86_400_000)
      const text = `${Array.from({ length: 40 }, (_, word) => words[(index * 7 + word * 13) % words.length]).join(' ')}${index % 10_000 === 42 ? ' needle' : ''}`
      const wallTime = new Date(at).toISOString().slice(0, 16)
      const state = at < now ? 'published' : index % 5 === 0 ? 'draft' : 'scheduled'
      const { lastInsertRowid } = post.run(
        `post_${tail}`,
        `Post ${index}`,
        JSON.stringify([{ text, media: [] }]),
        state === 'draft' ? 'draft' : 'approved',
        at,
        wallTime,
        at,
        at,
      )
      variant.run(`post_${tail}`, accountId)
      if (state !== 'draft')
        delivery.run(
          `dlv_${tail}`,
          `post_${tail}`,
          accountId,
          state,
          at,
          wallTime,
          state === 'scheduled' ? at : null,
          at,
          at,
          at,
        )
      search.run(lastInsertRowid, `Post ${index}`, text)
    }
    sqlite.exec('COMMIT')
  }
  sqlite.exec('ANALYZE')
}
