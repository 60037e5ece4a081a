import { expect } from 'vitest'
import type { System } from './row.ts'

let documents = 0
const document = (posts: object[], more: object = {}) => ({
  mode: 'scheduled',
  idempotencyKey: `cutpro-${++documents}`,
  posts,
  ...more,
})
const at = '2031-02-01T09:00:00Z'

export const cutPro: System = {
  name: 'cut.pro',
  rows: [
    {
      operation: 'one call carries many clips to many accounts, each with its own metadata',
      here: ['POST /schedules/apply', 'GET /runs/{id}'],
      async proof({ ask, accounts }) {
        const run = await ask(
          'POST',
          '/schedules/apply',
          document([
            { accounts: [accounts.discord, accounts.telegram], text: 'Clip one', publishAt: at },
            { targets: [{ account: accounts.telegram, text: 'Clip two', settings: { silent: true } }], publishAt: at },
          ]),
        )
        expect(await ask('GET', `/runs/${run.id}`)).toMatchObject({
          status: 'pending',
          counts: { posts: 2, deliveries: 3 },
        })
      },
    },
    {
      operation: 'status: pending, processing, completed, partial, failed',
      here: ['GET /runs/{id}/status', 'POST /runs/{id}/publish'],
      async proof({ ask, owner, accounts }) {
        const rows = [
          { account: accounts.discord, text: 'Goes' },
          { account: accounts.practice, text: 'Fails' },
        ]
        await owner('PUT', `/practice/${accounts.practice}/failure`, { failure: 'rejected', times: 1 })
        const soon = new Date(Date.now() + 1_000).toISOString()
        const run = await ask(
          'POST',
          '/schedules/apply',
          document(
            rows.map((row) => ({ ...row, publishAt: soon })),
            { mode: 'draft' },
          ),
        )
        expect((await ask('GET', `/runs/${run.id}/status`)).status).toBe('draft')
        const startAt = new Date(Date.now() + 300).toISOString()
        await ask('POST', `/runs/${run.id}/publish`, { startAt })
        const states = new Set<string>()
        await expect
          .poll(async () => states.add((await owner('GET', `/runs/${run.id}/status`)).status), {
            timeout: 15_000,
            interval: 20,
          })
          .toContain('partial')
      },
    },
    {
      operation: 'items fail independently',
      here: ['POST /posts/{id}/publish', 'GET /deliveries'],
      async proof({ ask, owner, publish, accounts }) {
        await owner('PUT', `/practice/${accounts.practice}/failure`, { failure: 'rejected', times: 1 })
        const post = await publish('One of two', accounts.discord, accounts.practice)
        expect(post.status).toBe('partially_published')
        const { items } = await ask('GET', `/deliveries?post=${post.id}&status=failed`)
        expect(items).toMatchObject([{ accountId: accounts.practice, reason: { code: 'content' } }])
      },
    },
    {
      operation: 'retry one item',
      here: ['POST /deliveries/{id}/retry'],
      async proof({ ask, owner, publish, settled, accounts }) {
        await owner('PUT', `/practice/${accounts.practice}/failure`, { failure: 'rejected', times: 1 })
        const post = await publish('Tried again', accounts.practice)
        await ask('POST', `/deliveries/${post.deliveries[0].id}/retry`)
        expect((await settled(post.id)).status).toBe('published')
      },
    },
    {
      operation: 'remove one item',
      here: ['DELETE /deliveries/{id}'],
      async proof({ ask, accounts }) {
        const variants = [{ accountId: accounts.discord }, { accountId: accounts.telegram }]
        const post = await ask('POST', '/posts', { parts: [{ text: 'For one' }], variants, schedule: { when: { at } } })
        await ask('DELETE', `/deliveries/${post.deliveries[0].id}`)
        expect((await ask('GET', `/posts/${post.id}`)).deliveries).toHaveLength(1)
      },
    },
    {
      operation: 'reschedule',
      here: ['POST /deliveries/{id}/reschedule', 'POST /posts/{id}/schedule'],
      async proof({ ask, accounts }) {
        const variants = [{ accountId: accounts.discord }]
        const post = await ask('POST', '/posts', { parts: [{ text: 'Later' }], variants, schedule: { when: { at } } })
        await ask('POST', `/posts/${post.id}/schedule`, { when: { at: '2031-02-02T09:00:00Z' } })
        const moved = await ask('POST', `/deliveries/${post.deliveries[0].id}/reschedule`, {
          wallTime: '2031-02-03T10:00',
          zone: 'Europe/Berlin',
        })
        expect(moved.dueAt).toBe('2031-02-03T09:00:00.000Z')
      },
    },
  ],
}
