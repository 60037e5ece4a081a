import { expect } from 'vitest'
import type { Row, System } from './row.ts'

let documents = 0
const key = () => `claw-${++documents}`
const at = '2031-04-01T09:00:00Z'

const program: readonly Row[] = [
  {
    operation: 'keys: create, list, validate, rotate, revoke',
    here: ['POST /keys', 'GET /keys', 'POST /keys/validate', 'POST /keys/{id}/rotate', 'DELETE /keys/{id}'],
    async proof({ ask }) {
      const made = await ask('POST', '/keys', { name: 'Claw', scopes: ['posts:read'] })
      expect((await ask('GET', '/keys')).map(({ id }: { id: string }) => id)).toContain(made.key.id)
      const rotated = await ask('POST', `/keys/${made.key.id}/rotate`, { overlapMinutes: 0 })
      expect(await ask('POST', '/keys/validate', { key: rotated.secret })).toMatchObject({ valid: true, code: null })
      expect(await ask('POST', '/keys/validate', { key: made.secret })).toMatchObject({ valid: false })
      expect((await ask('DELETE', `/keys/${made.key.id}`)).state).toBe('revoked')
    },
  },
  {
    operation: 'usage',
    here: ['GET /usage', 'GET /ai/usage'],
    async proof({ ask }) {
      expect((await ask('GET', '/usage?period=7d')).api.calls).toBeGreaterThan(0)
      expect(await ask('GET', '/ai/usage')).toMatchObject({ spending: { day: {}, month: {} } })
    },
  },
  {
    operation: 'workspace health, and health of connections',
    here: ['GET /workspaces/{id}/health', 'GET /connections/health', 'POST /connections/health'],
    async proof({ ask, workspace, accounts }) {
      await ask('GET', `/workspaces/${workspace}/health`)
      const standing = await ask('GET', '/connections/health')
      expect(standing).toContainEqual(expect.objectContaining({ accountId: accounts.discord }))
      expect(await ask('POST', '/connections/health')).toHaveLength(standing.length)
    },
  },
  {
    operation: 'jobs: list, get, cancel',
    here: ['GET /jobs', 'GET /jobs/{id}', 'POST /jobs/{id}/cancel'],
    async proof({ ask, says }) {
      says('A text of a job.')
      const { id } = await ask('POST', '/ai/posts', { from: { topic: 'Jobs' }, waitMs: 20_000 })
      expect((await ask('GET', '/jobs')).items.map((job: { id: string }) => job.id)).toContain(id)
      expect((await ask('GET', `/jobs/${id}`)).state).toBe('done')
      expect((await ask('POST', `/jobs/${id}/cancel`)).state).toBe('done')
    },
  },
]

const accounts: readonly Row[] = [
  {
    operation: 'connect an account',
    here: ['POST /connections', 'GET /connections', 'GET /connections/{id}'],
    note: '15 platforms; sign-ins by OAuth answer an address to open',
    async proof({ ask }) {
      const made = await ask('POST', '/connections', {
        platform: 'practice',
        method: 'practice',
        fields: { name: 'Another' },
      })
      expect(made.state).toBe('connected')
      expect((await ask('GET', `/connections/${made.id}`)).accounts).toEqual(made.accounts)
      await ask('GET', '/connections')
    },
  },
  {
    operation: 'capabilities, of one account and of all',
    here: ['GET /accounts/{id}/capabilities', 'GET /accounts/capabilities', 'GET /platforms'],
    async proof({ ask, accounts }) {
      expect(await ask('GET', `/accounts/${accounts.discord}/capabilities`)).toMatchObject({ platform: 'discord' })
      expect(await ask('GET', '/accounts/capabilities')).toContainEqual(
        expect.objectContaining({ accountId: accounts.discord }),
      )
      expect((await ask('GET', '/platforms')).length).toBeGreaterThan(14)
    },
  },
  {
    operation: 'settings fields, and actions that discover their options',
    here: ['GET /accounts/{id}/settings', 'GET /accounts/{id}/actions'],
    note: 'an action is run by POST /accounts/{id}/actions/{action}; tried with each platform that has one beside its publisher',
    async proof({ ask, accounts }) {
      const fields = await ask('GET', `/accounts/${accounts.telegram}/settings`)
      expect(fields.map((field: { key: string }) => field.key)).toContain('silent')
      expect(await ask('GET', `/accounts/${accounts.telegram}/actions`)).toEqual(expect.any(Array))
    },
  },
  {
    operation: 'disconnect; data deletion on request',
    here: ['DELETE /accounts/{id}', 'POST /accounts/{id}/erase'],
    note: 'there is no backend that Meta could call; a person or program erases',
    async proof({ ask }) {
      const connect = async (name: string) =>
        (await ask('POST', '/connections', { platform: 'practice', method: 'practice', fields: { name } })).accounts[0]
      const [left, erased] = [await connect('Left'), await connect('Erased')]
      expect(await ask('DELETE', `/accounts/${left}`)).toMatchObject({ id: left })
      const { displayHandle } = await ask('GET', `/accounts/${erased}`)
      expect(await ask('POST', `/accounts/${erased}/erase`, { confirm: displayHandle })).toMatchObject({ erased })
    },
  },
]

const campaigns: readonly Row[] = [
  {
    operation: 'validate a schedule: all problems at once',
    here: ['POST /schedules/validate'],
    async proof({ ask, accounts }) {
      const posts = [
        { account: 'nobody', text: 'x', publishAt: at },
        { account: accounts.discord, text: '', publishAt: at },
      ]
      const check = await ask('POST', '/schedules/validate', { mode: 'scheduled', idempotencyKey: key(), posts })
      expect(check.valid).toBe(false)
      expect(new Set(check.problems.map(({ row }: { row: number }) => row))).toEqual(new Set([0, 1]))
    },
  },
  {
    operation: 'preview a campaign graph',
    here: ['POST /schedules/preview'],
    async proof({ ask, accounts }) {
      const steps = [
        { step: 'first', account: accounts.telegram, text: 'One', publishAt: at },
        { account: accounts.telegram, text: 'Two', publishAt: '2031-04-01T09:10:00Z', parentStep: 'first' },
      ]
      const campaigns = [{ name: 'Launch', steps }]
      const preview = await ask('POST', '/schedules/preview', { mode: 'scheduled', idempotencyKey: key(), campaigns })
      expect(preview.campaigns).toMatchObject([{ name: 'Launch', steps: [{ parentRow: null }, { parentRow: 0 }] }])
    },
  },
  {
    operation: 'apply it, idempotently',
    here: ['POST /schedules/apply'],
    async proof({ ask, accounts }) {
      const posts = [{ account: accounts.discord, text: 'Applied once', publishAt: at }]
      const document = { mode: 'scheduled', idempotencyKey: key(), posts }
      const first = await ask('POST', '/schedules/apply', document)
      expect((await ask('POST', '/schedules/apply', document)).id).toBe(first.id)
    },
  },
  {
    operation: 'runs: list, get, status, table, campaign',
    here: ['GET /runs', 'GET /runs/{id}', 'GET /runs/{id}/status', 'GET /runs/{id}/table', 'GET /runs/{id}/campaign'],
    async proof({ ask, accounts }) {
      const posts = [{ accounts: [accounts.discord, accounts.telegram], text: 'In the table', publishAt: at }]
      const { id } = await ask('POST', '/schedules/apply', { mode: 'scheduled', idempotencyKey: key(), posts })
      expect((await ask('GET', '/runs')).items[0].id).toBe(id)
      expect((await ask('GET', `/runs/${id}`)).status).toBe('pending')
      expect((await ask('GET', `/runs/${id}/status`)).counts.deliveries).toBe(2)
      expect((await ask('GET', `/runs/${id}/table`)).items).toHaveLength(2)
      expect((await ask('GET', `/runs/${id}/campaign`)).campaigns[0].steps).toHaveLength(1)
    },
  },
  {
    operation: 'preview the exact requests of a post',
    here: ['POST /posts/preview'],
    async proof({ ask, draft, accounts }) {
      const { id } = await draft('Shown before it goes', accounts.telegram)
      expect(JSON.stringify(await ask('POST', '/posts/preview', { id }))).toContain('Shown before it goes')
    },
  },
]

const sent: readonly Row[] = [
  {
    operation: 'attempts of a delivery',
    here: ['GET /deliveries/{id}/attempts', 'GET /deliveries/{id}'],
    async proof({ ask, publish, accounts }) {
      const [{ id }] = (await publish('Attempted', accounts.telegram)).deliveries
      expect((await ask('GET', `/deliveries/${id}`)).status).toBe('published')
      expect(await ask('GET', `/deliveries/${id}/attempts`)).toMatchObject([{ number: 1, outcome: 'published' }])
    },
  },
  {
    operation: 'reconcile, and say what came of it',
    here: ['POST /deliveries/{id}/reconcile', 'POST /deliveries/{id}/resolve'],
    async proof({ ask, owner, publish, accounts }) {
      await owner('PUT', `/practice/${accounts.practice}/failure`, { failure: 'cannot_tell', times: 10 })
      const post = await publish('In doubt', accounts.practice)
      const [{ id, status }] = post.deliveries
      expect(status).toBe('unknown')
      await ask('POST', `/deliveries/${id}/reconcile`)
      await owner('PUT', `/practice/${accounts.practice}/failure`, { failure: 'none' })
      expect((await ask('POST', `/deliveries/${id}/resolve`, { answer: 'posted' })).status).toBe('published')
    },
  },
  {
    operation: 'retry',
    here: ['POST /deliveries/{id}/retry'],
    async proof({ ask, owner, publish, settled, accounts }) {
      await owner('PUT', `/practice/${accounts.practice}/failure`, { failure: 'rejected', times: 1 })
      const post = await publish('Retried', accounts.practice)
      await ask('POST', `/deliveries/${post.deliveries[0].id}/retry`)
      expect((await settled(post.id)).status).toBe('published')
    },
  },
  {
    operation: 'delete at the provider',
    here: ['POST /deliveries/{id}/delete-remote'],
    async proof({ ask, publish, accounts, shown }) {
      const [{ id }] = (await publish('Gone again', accounts.discord)).deliveries
      expect(shown.discord()).toContain('Gone again')
      await ask('POST', `/deliveries/${id}/delete-remote`)
      await expect.poll(() => shown.discord()).not.toContain('Gone again')
    },
  },
]

const files: readonly Row[] = [
  {
    operation: 'upload a file: whole, as base64, in parts',
    here: ['POST /assets', 'POST /assets/upload', 'POST /assets/uploads/{id}/abort', 'GET /assets/uploads/{id}'],
    async proof({ ask, send, picture }) {
      const form = (bytes: Buffer) =>
        Buffer.concat([
          Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n'),
          bytes,
          Buffer.from('\r\n--b--\r\n'),
        ])
      const whole = await send('POST', '/assets/upload', 'multipart/form-data; boundary=b', form(await picture()))
      expect(whole).toMatchObject({ name: 'a.png', kind: 'image' })
      await ask('POST', '/assets', { base64: (await picture()).toString('base64'), name: 'b.png' })
      const { id } = await ask('POST', '/assets/uploads', { name: 'c.png', bytes: 9 })
      expect((await ask('GET', `/assets/uploads/${id}`)).received).toBe(0)
      await ask('POST', `/assets/uploads/${id}/abort`)
    },
  },
  {
    operation: 'delivery URLs, list, get, change, delete',
    here: ['POST /assets/{id}/link', 'GET /assets', 'GET /assets/{id}', 'PATCH /assets/{id}', 'DELETE /assets/{id}'],
    async proof({ ask, host, picture }) {
      const bytes = await picture()
      const { id } = await ask('POST', '/assets', { base64: bytes.toString('base64'), name: 'linked.png' })
      const { path } = await ask('POST', `/assets/${id}/link`, {})
      const fetched = await host.ask('GET', path)
      expect([fetched.status, fetched.headers['content-length']]).toEqual([200, String(bytes.length)])
      expect((await ask('PATCH', `/assets/${id}`, { retentionDays: 30 })).retentionDays).toBe(30)
      expect((await ask('GET', '/assets')).items.map((one: { id: string }) => one.id)).toContain(id)
      await ask('DELETE', `/assets/${id}`)
      expect((await ask('GET', `/assets/${id}`)).deletedAt).not.toBeNull()
    },
  },
]

const figures: readonly Row[] = [
  {
    operation: 'analytics of posts, accounts, runs and the workspace; refresh',
    here: [
      'GET /analytics/posts/{id}',
      'GET /analytics/accounts/{id}',
      'GET /analytics/runs/{id}',
      'GET /analytics/workspace',
      'GET /workspaces/{id}/analytics',
      'POST /analytics/refresh',
    ],
    note: 'what platforms tell is null until they are asked for figures; what went out is counted',
    async proof({ ask, publish, accounts, workspace }) {
      const post = await publish('Counted', accounts.discord)
      const posts = [{ account: accounts.discord, text: 'Counted too', publishAt: at }]
      const run = await ask('POST', '/schedules/apply', { mode: 'scheduled', idempotencyKey: key(), posts })
      expect(await ask('GET', `/analytics/posts/${post.id}`)).toMatchObject({
        measuredAt: null,
        deliveries: [{ accountId: accounts.discord }],
      })
      expect((await ask('GET', `/analytics/accounts/${accounts.discord}`)).published).toBeGreaterThan(0)
      expect(await ask('GET', `/analytics/runs/${run.id}`)).toMatchObject({ posts: 1, published: 0 })
      expect((await ask('GET', '/analytics/workspace')).published).toBeGreaterThan(0)
      expect((await ask('GET', `/workspaces/${workspace}/analytics?period=7d`)).published).toBeGreaterThan(0)
      await ask('POST', '/analytics/refresh', {})
    },
  },
]

export const socialClaw: System = {
  name: 'SocialClaw',
  rows: [...program, ...accounts, ...campaigns, ...sent, ...files, ...figures],
}
