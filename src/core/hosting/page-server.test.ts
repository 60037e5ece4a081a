import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseRange } from './byte-range.ts'
import { answerPage, type PageServer } from './page-server.ts'

let dir: string
let server: PageServer

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'broadside-page-'))
  await mkdir(join(dir, 'page/assets'), { recursive: true })
  await writeFile(join(dir, 'secret.json'), '"secret"')
  await writeFile(join(dir, 'page/index.html'), '<!doctype html>')
  await writeFile(join(dir, 'page/assets/a b.js'), 'let a')
  await writeFile(join(dir, 'film.mp4'), '0123456789')
  await writeFile(join(dir, 'empty.png'), '')
  server = {
    host: 'studio',
    root: join(dir, 'page'),
    findMedia: async (segments) => {
      const known = {
        film: ['film.mp4', 'video/mp4'],
        page: ['film.mp4', 'text/html'],
        empty: ['empty.png', 'image/png'],
      }
      const [name, type] = known[segments.join('/') as keyof typeof known] ?? []
      return name && type ? { path: join(dir, name), type } : null
    },
  }
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const get = (url: string, init?: RequestInit) => answerPage(new Request(url, init), server)

test('the page and its files come with the policy that lets no foreign script run', async () => {
  const page = await get('app://studio/')
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
  expect(await page.text()).toBe('<!doctype html>')
  expect(await (await get('app://studio/assets/a%20b.js')).text()).toBe('let a')
})

test.each([
  'app://studio/../secret.json',
  'app://studio/%2e%2e/secret.json',
  'app://studio/..%2fsecret.json',
  'app://studio/..%5csecret.json',
  'app://studio/assets/..%2f..%2fsecret.json',
  'app://studio//etc/passwd.json',
  'app://studio/C:%5cwindows%5cwin.js',
  'app://studio/index.html%00.js',
  'app://studio/%E0%A4%A',
  'app://other/index.html',
  'app://studio/assets',
  'app://studio/media/unknown',
  'app://studio/media/..%2f..%2fsecret.json',
])('%s is not there', async (url) => {
  const answer = await get(url)
  expect(answer.status).toBe(404)
  expect(await answer.text()).toBe('')
})

test('nothing but reading is answered', async () => {
  expect((await get('app://studio/', { method: 'POST', body: 'x' })).status).toBe(405)
})

test('a film can be read in pieces', async () => {
  const whole = await get('app://studio/media/film')
  expect([whole.status, whole.headers.get('accept-ranges'), await whole.text()]).toEqual([200, 'bytes', '0123456789'])
  const piece = await get('app://studio/media/film', { headers: { range: 'bytes=2-4' } })
  expect([piece.status, piece.headers.get('content-range'), await piece.text()]).toEqual([206, 'bytes 2-4/10', '234'])
  const beyond = await get('app://studio/media/film', { headers: { range: 'bytes=10-' } })
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10'])
  expect(await (await get('app://studio/media/empty')).text()).toBe('')
})

test('an uploaded file never becomes a page of ours', async () => {
  const answer = await get('app://studio/media/page')
  expect(answer.headers.get('content-type')).toBe('application/octet-stream')
  expect(answer.headers.get('content-disposition')).toBe('attachment')
  expect(answer.headers.get('content-security-policy')).toContain('sandbox')
})

describe('ranges', () => {
  test.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=5-', { start: 5, end: 9 }],
    ['bytes=5-99', { start: 5, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-99', { start: 0, end: 9 }],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=4-2', null],
    ['bytes=0-1,3-4', null],
    ['lines=0-1', null],
    [null, null],
  ])('%s of ten bytes', (header, expected) => {
    expect(parseRange(header, 10)).toEqual(expected)
  })
})
