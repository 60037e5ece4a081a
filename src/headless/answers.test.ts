import { createServer, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { sendText } from './answers.ts'

/** Writes a head and one piece of its body, and gives what comes back until the host closes. */
async function talk(answer: (response: ServerResponse) => void, head: string, piece: string): Promise<string> {
  const server = createServer((_request, response) => answer(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await new Promise((resolve, reject) => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
      let heard = ''
      socket.setEncoding('utf8').on('data', (text: string) => (heard += text))
      socket.on('error', reject).on('close', () => resolve(heard))
      socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${head}\r\n\r\n${piece}`)
    })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

test('a client that never ends its body has its answer, and is let go of when its time is up', async () => {
  const heard = await talk((response) => sendText(response, 413, {}, 'too much', 50), 'content-length: 1000000', 'a')
  expect(heard).toMatch(/^HTTP\/1\.1 413 /)
  expect(heard).toMatch(/^connection: close\r$/m)
  expect(heard).toMatch(/\r\n\r\ntoo much$/)
})

test('a client that has sent all of its body keeps its connection', async () => {
  const answer = (response: ServerResponse) => {
    response.req.resume().on('end', () => {
      sendText(response, 200, {}, 'all of it')
      response.on('finish', () => setImmediate(() => response.req.socket.end()))
    })
  }
  expect(await talk(answer, 'content-length: 3', 'abc')).toMatch(/^connection: keep-alive\r$/im)
})
