import { expect } from 'vitest'
import type { System } from './row.ts'

const at = '2031-03-01T09:00:00Z'

export const scripe: System = {
  name: 'Scripe',
  rows: [
    {
      operation: 'posts of a project by status list and dates, page by page',
      here: ['GET /posts'],
      async proof({ ask, accounts }) {
        const variants = [{ accountId: accounts.discord }]
        for (const text of ['Paged one', 'Paged two'])
          await ask('POST', '/posts', { parts: [{ text }], variants, schedule: { when: { at } } })
        const filter = 'status=scheduled&status=draft&from=2031-02-28T00:00:00Z&to=2031-03-02T00:00:00Z&limit=1'
        const first = await ask('GET', `/posts?${filter}`)
        const second = await ask('GET', `/posts?${filter}&cursor=${encodeURIComponent(first.nextCursor)}`)
        expect(first.items[0].id).not.toBe(second.items[0].id)
        expect(second.nextCursor).toBeNull()
      },
    },
    {
      operation: 'create or schedule with Idempotency-Key',
      here: ['POST /posts'],
      async proof({ ask, accounts }) {
        const body = {
          parts: [{ text: 'Once' }],
          variants: [{ accountId: accounts.discord }],
          schedule: { when: { at } },
        }
        const key = { 'idempotency-key': 'scripe-once' }
        const first = await ask('POST', '/posts', body, key)
        expect((await ask('POST', '/posts', body, key)).id).toBe(first.id)
      },
    },
    {
      operation: 'generate from a text or a note, as a job that can be waited for',
      here: ['POST /ai/posts', 'GET /jobs/{id}'],
      async proof({ ask, draft, says }) {
        says('Written of a note.')
        const note = await draft('Roasting at night')
        const begun = await ask('POST', '/ai/posts', { from: { note: note.id } })
        const job = await ask('GET', `/jobs/${begun.id}?waitMs=20000`)
        expect(job.state).toBe('done')
        const ofText = await ask('POST', '/ai/posts', { from: { text: 'We roast at night.' }, waitMs: 20_000 })
        expect(ofText.result.postId).toMatch(/^post_/)
      },
    },
    {
      operation: 'content types: educational, personal, business, inspirational, news',
      here: ['POST /ai/posts'],
      async proof({ ask, says }) {
        says('A text of its kind.')
        for (const contentType of ['educational', 'personal', 'business', 'inspirational', 'news']) {
          const job = await ask('POST', '/ai/posts', { from: { topic: 'Beans' }, contentType, waitMs: 20_000 })
          expect([contentType, job.state]).toEqual([contentType, 'done'])
        }
      },
    },
    {
      operation: 'tone, voice samples and pillars of a project',
      here: ['PUT /brand', 'GET /brand'],
      async proof({ ask }) {
        const brand = await ask('GET', '/brand')
        const { updatedAt: _, ...fields } = brand
        await ask('PUT', '/brand', {
          ...fields,
          tone: 'warm',
          pillars: ['Roasting'],
          samples: [{ text: 'We roast at night.' }],
        })
        expect(await ask('GET', '/brand')).toMatchObject({
          tone: 'warm',
          pillars: ['Roasting'],
          samples: [{ text: 'We roast at night.' }],
        })
      },
    },
    {
      operation: 'keys with scopes, expiry and a spend cap',
      here: ['POST /keys'],
      async proof({ ask }) {
        const expiresAt = '2031-01-01T00:00:00.000Z'
        const { key } = await ask('POST', '/keys', { name: 'Capped', scopes: ['ai:use'], dailySpend: 2, expiresAt })
        expect(key).toMatchObject({ scopes: ['ai:use'], dailySpend: 2, expiresAt, state: 'active' })
      },
    },
    {
      operation: 'version header',
      here: ['GET /health'],
      async proof({ ask, host }) {
        const { version } = await ask('GET', '/health')
        expect((await host.ask('GET', '/v1/health')).headers['broadside-version']).toBe(version)
      },
    },
  ],
}
