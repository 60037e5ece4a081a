import { expect } from 'vitest'
import type { System } from './row.ts'

const at = '2031-01-01T09:00:00Z'

export const cuteDyno: System = {
  name: 'CuteDyno',
  rows: [
    {
      operation: 'list pages',
      here: ['GET /accounts'],
      async proof({ ask, accounts }) {
        const found = await ask('GET', '/accounts?platform=discord')
        expect(found).toMatchObject([{ id: accounts.discord, platform: 'discord', health: { state: 'ok' } }])
      },
    },
    {
      operation: 'list posts',
      here: ['GET /posts'],
      async proof({ ask, draft, accounts }) {
        const { id } = await draft('Listed by its words', accounts.telegram)
        const { items } = await ask('GET', `/posts?status=draft&account=${accounts.telegram}&q=listed`)
        expect(items).toMatchObject([{ id, status: 'draft' }])
      },
    },
    {
      operation: 'get a post',
      here: ['GET /posts/{id}'],
      async proof({ ask, draft }) {
        const { id } = await draft('Read whole')
        expect(await ask('GET', `/posts/${id}`)).toMatchObject({ id, parts: [{ text: 'Read whole' }] })
      },
    },
    {
      operation: 'create a post: a draft unless told otherwise',
      here: ['POST /posts'],
      async proof({ draft, accounts }) {
        expect(await draft('Only a draft', accounts.discord)).toMatchObject({ status: 'draft', deliveries: [] })
      },
    },
    {
      operation: 'a caption for each platform (platformCaptions)',
      here: ['POST /posts', 'POST /posts/{id}/publish'],
      async proof({ ask, settled, accounts, shown }) {
        const post = await ask('POST', '/posts', {
          parts: [{ text: 'For all of you' }],
          variants: [
            { accountId: accounts.discord },
            { accountId: accounts.telegram, parts: [{ text: 'For the channel' }] },
          ],
        })
        await ask('POST', `/posts/${post.id}/publish`, {})
        expect((await settled(post.id)).status).toBe('published')
        expect(shown.discord()).toContain('For all of you')
        expect(shown.telegram()).toContain('For the channel')
      },
    },
    {
      operation: 'options of a platform for one target',
      here: ['GET /accounts/{id}/settings', 'POST /posts'],
      async proof({ ask, accounts }) {
        const fields = await ask('GET', `/accounts/${accounts.telegram}/settings`)
        expect(fields.length).toBeGreaterThan(0)
        const settings = { silent: true }
        const variants = [{ accountId: accounts.telegram, settings }]
        const post = await ask('POST', '/posts', { parts: [{ text: 'Quietly' }], variants })
        expect(post.variants).toMatchObject([{ accountId: accounts.telegram, settings }])
      },
    },
    {
      operation: 'edit a draft, and a scheduled post',
      here: ['PATCH /posts/{id}', 'POST /posts/{id}/schedule'],
      async proof({ ask, draft, accounts }) {
        const { id } = await draft('Firts', accounts.discord)
        expect((await ask('PATCH', `/posts/${id}`, { parts: [{ text: 'First' }] })).parts).toMatchObject([
          { text: 'First' },
        ])
        await ask('POST', `/posts/${id}/schedule`, { when: { at } })
        const changed = await ask('PATCH', `/posts/${id}`, { parts: [{ text: 'Second' }] })
        expect(changed).toMatchObject({ status: 'scheduled', parts: [{ text: 'Second' }] })
      },
    },
    {
      operation: 'edit a post in review, or approved',
      here: ['POST /posts/{id}/submit', 'POST /posts/{id}/approve', 'PATCH /posts/{id}'],
      async proof({ ask, draft, owner, workspace }) {
        await owner('PATCH', `/workspaces/${workspace}`, { approval: true })
        const { id } = await draft('To be looked at')
        const submitted = await ask('POST', `/posts/${id}/submit`)
        expect(submitted.status).toBe('in_review')
        expect((await ask('POST', `/posts/${id}/approve`, { revision: submitted.revision })).status).toBe('approved')
        expect((await ask('PATCH', `/posts/${id}`, { parts: [{ text: 'Changed' }] })).parts).toMatchObject([
          { text: 'Changed' },
        ])
        await owner('PATCH', `/workspaces/${workspace}`, { approval: false })
      },
    },
    {
      operation: 'reject, and talk about it',
      here: ['POST /posts/{id}/reject', 'POST /posts/{id}/comments', 'GET /posts/{id}/comments'],
      async proof({ ask, draft, owner, workspace }) {
        await owner('PATCH', `/workspaces/${workspace}`, { approval: true })
        const { id } = await draft('Not yet')
        await ask('POST', `/posts/${id}/submit`)
        expect((await ask('POST', `/posts/${id}/reject`, { note: 'Say where' })).status).toBe('rejected')
        await ask('POST', `/posts/${id}/comments`, { text: 'In Bremen' })
        expect((await ask('GET', `/posts/${id}/comments`)).items).toMatchObject([{ text: 'In Bremen' }])
        await owner('PATCH', `/workspaces/${workspace}`, { approval: false })
      },
    },
    {
      operation: 'cancel what is scheduled or queued',
      here: ['POST /posts/{id}/cancel'],
      async proof({ ask, accounts }) {
        const variants = [{ accountId: accounts.discord }]
        const { id } = await ask('POST', '/posts', { parts: [{ text: 'Never' }], variants, schedule: { when: { at } } })
        expect(await ask('POST', `/posts/${id}/cancel`)).toMatchObject({ deliveries: [{ status: 'canceled' }] })
      },
    },
    {
      operation: 'signed upload',
      here: ['POST /assets/uploads', 'PUT /assets/uploads/{id}/parts/{number}', 'POST /assets/uploads/{id}/complete'],
      note: 'with the key instead of a signed address: nothing leaves the machine',
      async proof({ ask, send, picture }) {
        const bytes = await picture()
        const { id } = await ask('POST', '/assets/uploads', { name: 'signed.png', bytes: bytes.length })
        await send('PUT', `/assets/uploads/${id}/parts/1`, 'application/octet-stream', bytes)
        expect(await ask('POST', `/assets/uploads/${id}/complete`)).toMatchObject({
          kind: 'image',
          bytes: bytes.length,
        })
      },
    },
  ],
}
