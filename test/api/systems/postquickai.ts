import { expect } from 'vitest'
import type { Row, System } from './row.ts'

const at = '2031-05-01T09:00:00Z'
const text = 'We roast our beans at night, when it is quiet.'

const posts: readonly Row[] = [
  {
    operation: 'content groups with brand instructions',
    here: ['POST /workspaces', 'GET /workspaces', 'PATCH /workspaces/{id}', 'PUT /brand'],
    note: 'a group is a workspace; with a key of its own each, workspaces are made with the token of the studio',
    async proof({ ask, owner }) {
      const group = await owner('POST', '/workspaces', { name: 'Group' })
      await owner('PATCH', `/workspaces/${group.id}`, { name: 'Group, renamed' })
      expect((await owner('GET', '/workspaces')).map(({ name }: { name: string }) => name)).toContain('Group, renamed')
      const { updatedAt: _, ...brand } = await ask('GET', '/brand')
      expect((await ask('PUT', '/brand', { ...brand, instructions: 'Never shout' })).instructions).toBe('Never shout')
    },
  },
  {
    operation: 'generate a post',
    here: ['POST /ai/posts'],
    async proof({ ask, says }) {
      says(text)
      const job = await ask('POST', '/ai/posts', { from: { topic: 'Roasting' }, waitMs: 20_000 })
      expect((await ask('GET', `/posts/${job.result.postId}`)).parts).toMatchObject([{ text }])
    },
  },
  {
    operation: 'create a thread',
    here: ['POST /posts', 'POST /posts/{id}/publish'],
    async proof({ ask, settled, accounts, shown }) {
      const parts = [{ text: 'Thread, one' }, { text: 'Thread, two' }]
      const { id } = await ask('POST', '/posts', { parts, variants: [{ accountId: accounts.discord }] })
      await ask('POST', `/posts/${id}/publish`, {})
      expect((await settled(id)).deliveries[0].remote).toHaveLength(2)
      expect(shown.discord()).toEqual(expect.arrayContaining(['Thread, one', 'Thread, two']))
    },
  },
  {
    operation: 'publish, with an error for each platform',
    here: ['POST /posts/{id}/publish'],
    async proof({ owner, publish, accounts }) {
      await owner('PUT', `/practice/${accounts.practice}/failure`, { failure: 'rejected', times: 1 })
      const post = await publish('Two platforms', accounts.telegram, accounts.practice)
      const reasons = post.deliveries.map((one: any) => [one.status, one.reason?.code ?? null])
      expect(reasons).toEqual(
        expect.arrayContaining([
          ['published', null],
          ['failed', 'content'],
        ]),
      )
    },
  },
  {
    operation: 'schedule',
    here: ['POST /posts/{id}/schedule', 'PUT /slots', 'GET /slots', 'GET /slots/next'],
    note: 'at a time, or at the next queue time',
    async proof({ ask, draft, accounts }) {
      const { id } = await draft('At nine', accounts.discord)
      expect((await ask('POST', `/posts/${id}/schedule`, { when: { at } })).post.status).toBe('scheduled')
      await ask('PUT', '/slots', { slots: [{ accountId: null, weekday: 1, time: '09:00', zone: 'Europe/Berlin' }] })
      expect(await ask('GET', '/slots')).toHaveLength(1)
      expect((await ask('GET', '/slots/next')).when.wallTime).toMatch(/T09:00/)
    },
  },
  {
    operation: 'regenerate with feedback',
    here: ['POST /posts/{id}/regenerate'],
    async proof({ ask, draft, says }) {
      const { id } = await draft('Too long a text')
      says('Shorter.')
      expect(await ask('POST', `/posts/${id}/regenerate`, { feedback: 'Shorter', apply: true })).toMatchObject({
        applied: true,
      })
      expect((await ask('GET', `/posts/${id}`)).parts).toMatchObject([{ text: 'Shorter.' }])
    },
  },
  {
    operation: 'set and remove images',
    here: ['PATCH /posts/{id}'],
    async proof({ ask, draft, picture }) {
      const { id } = await draft('Pictured')
      const asset = await ask('POST', '/assets', { base64: (await picture()).toString('base64'), name: 'p.png' })
      const media = [{ assetId: asset.id }]
      expect(
        (await ask('PATCH', `/posts/${id}`, { parts: [{ text: 'Pictured', media }] })).parts[0].media,
      ).toHaveLength(1)
      expect((await ask('PATCH', `/posts/${id}`, { parts: [{ text: 'Pictured' }] })).parts[0].media).toHaveLength(0)
    },
  },
  {
    operation: 'reset platforms',
    here: ['POST /deliveries/{id}/reset'],
    async proof({ ask, owner, publish, accounts }) {
      await owner('PUT', `/practice/${accounts.practice}/failure`, { failure: 'rejected', times: 1 })
      const post = await publish('Reset', accounts.practice)
      await ask('POST', `/deliveries/${post.deliveries[0].id}/reset`)
      expect((await ask('GET', `/posts/${post.id}`)).status).toBe('draft')
    },
  },
]

const words: readonly Row[] = [
  {
    operation: 'captions: plain, carousel, video',
    here: ['POST /ai/captions', 'POST /ai/captions/carousel', 'POST /ai/captions/video'],
    async proof({ ask, says }) {
      says('A caption.')
      expect((await ask('POST', '/ai/captions', { about: text })).answer.written.text).toBe('A caption.')
      expect((await ask('POST', '/ai/captions/video', { about: text, durationSeconds: 30 })).answer.written.text).toBe(
        'A caption.',
      )
      says({
        slides: [
          { heading: 'One', text: 'a' },
          { heading: 'Two', text: 'b' },
        ],
        caption: 'Swipe.',
      })
      expect((await ask('POST', '/ai/captions/carousel', { about: text, slides: 2 })).answer.slides).toHaveLength(2)
    },
  },
  {
    operation: 'tone, ten of them',
    here: ['POST /ai/tone'],
    async proof({ ask, says }) {
      says('Said otherwise.')
      const tones = ['professional', 'casual', 'friendly', 'enthusiastic', 'formal']
      for (const tone of [...tones, 'humorous', 'inspirational', 'educational', 'storytelling', 'urgent'])
        expect([tone, (await ask('POST', '/ai/tone', { text, tone })).answer.written.text]).toEqual([
          tone,
          'Said otherwise.',
        ])
    },
  },
  {
    operation: 'proofread with corrections',
    here: ['POST /ai/proofread'],
    async proof({ ask, says }) {
      const correction = { type: 'spelling', original: 'baens', corrected: 'beans', explanation: 'Turned round.' }
      says({ corrections: [correction] })
      const { answer } = await ask('POST', '/ai/proofread', { text: 'Our baens.' })
      expect(answer).toMatchObject({ corrected: 'Our beans.', corrections: [{ ...correction, start: 4, end: 9 }] })
    },
  },
  {
    operation: 'concise with a target, and edits as told',
    here: ['POST /ai/concise', 'POST /ai/edit'],
    async proof({ ask, says }) {
      says('We roast at night.')
      const { written } = (await ask('POST', '/ai/concise', { text, max: 20 })).answer
      expect(written).toMatchObject({ text: 'We roast at night.', fits: true })
      expect((await ask('POST', '/ai/edit', { text, instruction: 'Shorter' })).answer.written.text).toBe(
        'We roast at night.',
      )
    },
  },
  {
    operation: 'images, three aspect families',
    here: ['POST /ai/images'],
    async proof({ ask }) {
      const ratios = ['1:1', '4:5', '16:9']
      for (const ratio of ratios) {
        const job = await ask('POST', '/ai/images', { prompt: 'Steam', ratio, waitMs: 20_000 })
        expect([ratio, job.state, job.result?.assetIds?.length]).toEqual([ratio, 'done', 1])
      }
    },
  },
  {
    operation: 'videos, as a job',
    here: ['POST /ai/videos', 'GET /jobs/{id}', 'POST /jobs/{id}/cancel'],
    async proof({ ask }) {
      const job = await ask('POST', '/ai/videos', { prompt: 'Steam' })
      expect((await ask('GET', `/jobs/${job.id}`)).kind).toBe('ai_video')
      await ask('POST', `/jobs/${job.id}/cancel`)
    },
  },
]

const figures: readonly Row[] = [
  {
    operation: 'group and post analytics with history',
    here: ['GET /analytics/workspace', 'GET /analytics/posts/{id}'],
    async proof({ ask, publish, accounts }) {
      const post = await publish('With a history', accounts.telegram)
      expect((await ask('GET', `/analytics/posts/${post.id}`)).deliveries).toMatchObject([{ history: [] }])
      expect((await ask('GET', '/analytics/workspace?period=7d')).byDay.length).toBeGreaterThan(6)
    },
  },
  {
    operation: 'usage, me, keys, API analytics',
    here: ['GET /usage', 'GET /me', 'GET /keys', 'GET /api-analytics'],
    async proof({ ask, workspace }) {
      await ask('GET', '/usage')
      expect(await ask('GET', '/me')).toMatchObject({ kind: 'key', workspaceId: workspace })
      expect((await ask('GET', '/keys')).length).toBeGreaterThan(0)
      expect((await ask('GET', '/api-analytics?period=24h')).calls).toBeGreaterThan(0)
    },
  },
  {
    operation: 'generate on a cadence, and publish by itself',
    here: ['POST /ai/cadences', 'GET /ai/cadences', 'PATCH /ai/cadences/{id}', 'DELETE /ai/cadences/{id}'],
    note: 'only a person lets a cadence publish: PUT /ai/automation',
    async proof({ ask }) {
      const times = [{ weekday: 1, time: '09:00' }]
      const { id } = await ask('POST', '/ai/cadences', { name: 'Mondays', topics: ['Beans'], times })
      expect((await ask('GET', '/ai/cadences')).cadences).toMatchObject([{ id, on: true, publish: false }])
      expect((await ask('PATCH', `/ai/cadences/${id}`, { on: false })).nextAt).toBeNull()
      await ask('DELETE', `/ai/cadences/${id}`)
    },
  },
]

export const postQuickAi: System = { name: 'PostQuickAI', rows: [...posts, ...words, ...figures] }
