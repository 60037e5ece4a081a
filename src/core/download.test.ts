import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHttp, type Http } from './http.ts'

/** Stands for the public Internet; 127.0.0.1 is what it must not reach. */
const outside = '127.0.0.2'

let servers: Server[]
let http: Http
/** What names lead to, one answer after the other; the last stays. */
let names: Record<string, string[]>
beforeEach(() => {
  servers = []
  names = {}
  http = createHttp({
    isPublic: (address) => address === outside,
    lookup: ((name: string, _options: object, done: (error: Error | null, found: object[]) => void) => {
      const left = names[name] ?? []
      const address = (left.length > 1 ? left.shift() : left[0]) ?? '127.0.0.1'
      done(
        null,
        address.split(' ').map((one) => ({ address: one, family: 4 })),
      )
    }) as never,
  })
})
afterEach(async () => {
  await http.close()
  for (const server of servers) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function serve(address: string, listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  return (server.address() as AddressInfo).port
}

/** A program of this machine that must not be asked; tells how often it was. */
async function secretService() {
  let asked = 0
  const port = await serve('127.0.0.1', (_request, response) => {
    asked++
    response.end('secret')
  })
  return { port, asked: () => asked }
}

const options = { timeoutMs: 10_000 }
const readAll = async (url: string) => {
  const found = await http.download(url, options)
  const chunks: Uint8Array[] = []
  for await (const chunk of found.body) chunks.push(chunk)
  return { status: found.status, url: found.url, text: Buffer.concat(chunks).toString() }
}
const notPublic = { kind: 'not_sent', code: 'EADDRNOTPUBLIC' }

test('a file of the public Internet is read as it comes, also behind redirects', async () => {
  const port = await serve(outside, ({ url }, response) => {
    if (url === '/file') return void response.end('a file')
    response.writeHead(302, { location: url === '/first' ? '/second' : `http://files.example:${port}/file` }).end()
  })
  names['files.example'] = [outside]
  expect(await readAll(`http://${outside}:${port}/first`)).toMatchObject({ status: 200, text: 'a file' })
})

test.each([
  ['an address', (port: number) => `http://127.0.0.1:${port}/`],
  ['a name', (port: number) => `http://inside.example:${port}/`],
  ['an address written oddly', (port: number) => `http://2130706433:${port}/`],
])('a redirect into this machine is not followed: %s', async (_what, to) => {
  const service = await secretService()
  const port = await serve(outside, (_request, response) =>
    response.writeHead(302, { location: to(service.port) }).end(),
  )
  await expect(readAll(`http://${outside}:${port}/`)).rejects.toMatchObject(notPublic)
  const asked = http.request(`http://${outside}:${port}/`, { follow: true, publicOnly: true })
  await expect(asked).rejects.toMatchObject(notPublic)
  expect(service.asked()).toBe(0)
})

test('a name that leads elsewhere the second time, or to both, is held to what it leads to at each connection', async () => {
  const service = await secretService()
  const port = await serve(outside, (_request, response) => {
    response.writeHead(302, { location: `http://turning.example:${service.port}/`, connection: 'close' }).end()
  })
  names['turning.example'] = [outside, '127.0.0.1']
  await expect(readAll(`http://turning.example:${port}/`)).rejects.toMatchObject(notPublic)
  names['both.example'] = [`${outside} 127.0.0.1`]
  await expect(readAll(`http://both.example:${service.port}/`)).rejects.toMatchObject(notPublic)
  expect(service.asked()).toBe(0)
})

test('redirects without end, or to what is not http, are answers and no files', async () => {
  let asked = 0
  const port = await serve(outside, ({ url }, response) => {
    asked++
    response.writeHead(302, { location: url === '/file' ? 'file:///etc/passwd' : '/again' }).end()
  })
  expect(await readAll(`http://${outside}:${port}/again`)).toMatchObject({ status: 302 })
  expect(asked).toBe(6)
  expect(await readAll(`http://${outside}:${port}/file`)).toMatchObject({ status: 302 })
})

test('what breaks off in the middle is told', async () => {
  const port = await serve(outside, (_request, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('half', () => response.destroy())
  })
  await expect(readAll(`http://${outside}:${port}/`)).rejects.toMatchObject({ kind: 'no_answer' })
})
