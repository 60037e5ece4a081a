import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { close, listen, readAll } from '../../../test/support/chaos-proxy.ts'
import { mostHeld } from '../../../test/support/memory.ts'
import { createHttp, type Http } from '../http.ts'
import { fileBody, type StreamedBody } from './file-body.ts'
import { multipart } from './multipart.ts'

let folder: string
let server: Server
let url: string
let http: Http
let got: { headers: IncomingHttpHeaders; bytes: Buffer | number }[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'file-body-'))
  server = createServer((request, response) => {
    void (async () => {
      let bytes: Buffer | number = 0
      if (request.url === '/count') for await (const chunk of request as AsyncIterable<Buffer>) bytes += chunk.length
      else bytes = await readAll(request)
      got.push({ headers: request.headers, bytes })
      response.end()
    })()
  })
  url = await listen(server)
  http = createHttp()
})
afterAll(async () => {
  await http.close()
  await close(server)
  rmSync(folder, { recursive: true })
})

const send = async (body: StreamedBody, path = '/') => {
  got = []
  await http.request(url + path, { method: 'POST', ...body })
  return got[0]
}

test('a file, or a range of it, is sent with its length, and again if need be', async () => {
  const bytes = randomBytes(300_000)
  const path = join(folder, 'a.bin')
  writeFileSync(path, bytes)
  const whole = await fileBody(path)
  for (let time = 0; time < 2; time++)
    expect(await send(whole)).toMatchObject({ bytes, headers: { 'content-length': '300000' } })
  const part = await send(await fileBody(path, { start: 100, end: 200_100 }))
  expect(part).toMatchObject({ bytes: bytes.subarray(100, 200_100), headers: { 'content-length': '200000' } })
  expect(await send(await fileBody(path, { start: 5, end: 5 }))).toMatchObject({ headers: { 'content-length': '0' } })
})

test('a form has its fields, and its files whole or in part', async () => {
  const path = join(folder, 'b.txt')
  writeFileSync(path, '0123456789')
  const file = { field: 'f', path, name: 'ü "q"\r\n.txt', type: 'text/plain', range: { start: 2, end: 5 } }
  const sent = await send(await multipart({ a: 'ä' }, file))
  const text = String(sent?.bytes)
  expect(text).toMatch(
    /name="a"\r\n\r\nä\r\n.*filename="ü %22q%22%0A.txt"\r\ncontent-type: text\/plain\r\n\r\n234\r\n--/s,
  )
  expect(sent?.headers['content-length']).toBe(String(Buffer.byteLength(text)))
})

test('a file that is not there, or shorter than what is wanted of it, is said before anything is sent', async () => {
  const path = join(folder, 'c.bin')
  writeFileSync(path, 'short')
  await expect(fileBody(path, { start: 0, end: 6 })).rejects.toThrow('shorter')
  await expect(fileBody(join(folder, 'none'))).rejects.toThrow('ENOENT')
})

test.each([
  ['alone', (path: string) => fileBody(path)],
  ['in a form', (path: string) => multipart({}, { field: 'f', path, name: 'f', type: 'video/mp4' })],
])('300 MB %s are never held', async (_, body) => {
  const path = join(folder, 'large.bin')
  writeFileSync(path, '')
  truncateSync(path, 300_000_000)
  const sent = await body(path)
  expect(await mostHeld(() => send(sent, '/count'))).toBeLessThan(30_000_000)
  expect(got[0]?.bytes).toBeGreaterThanOrEqual(300_000_000)
})
