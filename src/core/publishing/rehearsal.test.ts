import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { multipart } from '../publishers/multipart.ts'
import type { PublisherAccount } from '../publishers/publisher.ts'
import { shownBody } from './rehearsal-body.ts'
import { createRedaction } from './rehearsal-redact.ts'

const account: PublisherAccount = {
  id: 'acct_1',
  platform: 'mastodon',
  externalId: 'harbour-news',
  displayHandle: '@harbour@example.social',
  server: 'https://example.social',
  limits: {},
  method: 'token',
}
const token = 'to/k+en "of" the account'
const redact = createRedaction({ token, nested: { list: ['another-secret'] }, externalId: 'harbour-news' }, account)

test.each([
  ['as it is', token],
  ['in an address', `a=${encodeURIComponent(token)}`],
  ['in JSON', JSON.stringify({ a: token })],
  ['in base64', Buffer.from(token).toString('base64')],
  ['deep in what is kept', 'x another-secret y'],
])('a secret is taken out %s', (_how, text) => {
  const shown = redact.text(text)
  expect(shown).toContain('‹secret›')
  expect(shown).not.toMatch(/k\+en|another-secret|dG8va/)
})

test('what is named like a secret is taken out whatever it is, and nothing else is', () => {
  expect(redact.header('authorization', 'Bearer made-from-it')).toBe('‹secret›')
  expect(redact.header('idempotency-key', 'abc')).toBe('abc')
  expect(redact.url(new URL('https://example.social/a?access_token=t&appsecret_proof=p&name=harbour-news'))).toBe(
    'https://example.social/a?access_token=‹secret›&appsecret_proof=‹secret›&name=harbour-news',
  )
  expect(redact.json({ refresh_token: 'short', text: 'harbour-news', list: [{ password: 1 }] })).toEqual({
    refresh_token: '‹secret›',
    text: 'harbour-news',
    list: [{ password: '‹secret›' }],
  })
})

test('bodies are shown by what they carry: fields, JSON, and files by name and size', async () => {
  const form = await multipart(
    { status: `hello ${token}` },
    {
      field: 'file',
      name: 'clip.mp4',
      type: 'video/mp4',
      path: new URL('../media/fixtures/clip.mp4', import.meta.url).pathname,
    },
  )
  expect(await shownBody(form, redact, [])).toEqual({
    kind: 'form',
    fields: [
      { name: 'status', value: 'hello ‹secret›', file: null },
      { name: 'file', value: null, file: { name: 'clip.mp4', type: 'video/mp4', bytes: expect.any(Number) } },
    ],
  })
  const urlencoded = {
    body: 'text=a%20b&client_secret=x',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  }
  expect(await shownBody(urlencoded, redact, [])).toEqual({
    kind: 'form',
    fields: [
      { name: 'text', value: 'a b', file: null },
      { name: 'client_secret', value: '‹secret›', file: null },
    ],
  })
  const raw = { body: Readable.from([Buffer.alloc(7), Buffer.alloc(3)]), headers: { 'content-type': 'image/png' } }
  const file = { bytes: 10, name: 'harbour.png' } as never
  expect(await shownBody(raw, redact, [file])).toEqual({ kind: 'bytes', bytes: 10, file: 'harbour.png' })
  expect(await shownBody({}, redact, [])).toBeNull()
})
