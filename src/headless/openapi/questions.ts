import { ids } from './example.ts'

const account = ids('acct_')
const text = 'Fresh beans today: a washed Guji from Ethiopia.'
const document = {
  timezone: 'Europe/Berlin',
  mode: 'scheduled',
  idempotencyKey: 'week-48',
  posts: [
    { step: 'news', account, text, publishAt: '2026-11-26T09:00' },
    { account, text: 'Brewing it: 60 g a litre, 94 °C.', publishAt: '2026-11-26T09:05', parentStep: 'news' },
  ],
}
const needed = { text }

/** What is sent in the examples of operations whose needed fields alone would say little. By operation; each is held to its schema by a test. */
export const questions: Readonly<Record<string, unknown>> = {
  'posts.create': { parts: [{ text }], variants: [{ accountId: account }], labels: ['coffee'] },
  'posts.update': { parts: [{ text: 'Fresh beans today, and only today.' }], revision: 3 },
  'posts.schedule': { when: { wallTime: '2026-11-26T09:00', zone: 'Europe/Berlin' } },
  'posts.publish': { accounts: [account] },
  'posts.validate': { id: ids('post_') },
  'posts.preview': { id: ids('post_') },
  'posts.reject': { note: 'Say where the beans are from' },
  'keys.create': { name: 'Spreadsheet', scopes: ['posts:read', 'posts:write', 'accounts:read'], asksFirst: true },
  'webhooks.create': {
    name: 'My script',
    url: 'http://127.0.0.1:9000/broadside',
    topics: ['post.published', 'post.failed'],
  },
  'webhooks.update': { active: false },
  'webhooks.allowHosts': { hosts: ['hooks.example.com'] },
  'schedules.validate': document,
  'schedules.preview': document,
  'schedules.apply': document,
  'runs.publish': { startAt: '2026-12-01T09:00' },
  'slots.put': { slots: [{ accountId: null, weekday: 1, time: '09:00', zone: 'Europe/Berlin' }] },
  'workspaces.create': { name: 'Fernweh Coffee', zone: 'Europe/Berlin' },
  'workspaces.update': { approval: true },
  'connections.start': { platform: 'practice', method: 'practice', fields: { name: 'Practice' } },
  'accounts.update': { defaults: { visibility: 'unlisted' } },
  'assets.add': { path: '/home/fernweh/pictures/beans.jpg', alt: 'A hand pouring water over ground coffee' },
  'assets.update': { alt: 'A hand pouring water over ground coffee', labels: ['coffee'] },
  'assets.convert': { target: { account } },
  'system.updateSettings': { theme: 'dark' },
  'ai.changeEndpoint': { timeoutSeconds: 60 },
  'ai.tone': { ...needed, tone: 'friendly', for: { platform: 'mastodon' } },
  'ai.posts': { from: { topic: 'How we roast for filter' }, accounts: [account], waitMs: 25_000 },
  'mediaHost.put': {
    kind: 's3',
    endpoint: 'https://s3.example.com',
    region: 'auto',
    bucket: 'fernweh-media',
    accessKeyId: 'AKIAEXAMPLE',
    secretAccessKey: 'kept-in-the-vault',
  },
}
