import { execFile } from 'node:child_process'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHost, type TestHost } from '../security/host.ts'

const suite = new URL('../../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url).pathname
const cannotPass = new URL('conformance.yml', import.meta.url).pathname

let host: TestHost
let door: Server
beforeAll(async () => {
  host = await startTestHost()
  host.studio.workspaces.create({ name: 'Brand' })
  door = await withToken(host)
})
afterAll(async () => {
  door.close()
  await host.close()
})

test('the protocol’s own conformance suite passes, as far as it asks for what a product has', async () => {
  const url = `http://127.0.0.1:${portOf(door)}/mcp`
  const args = [suite, 'server', '--url', url, '--expected-failures', cannotPass, '--output-dir', host.folder]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const passed = [...stdout.matchAll(/✓ ([\w-]+): [1-9]/g)].map(([, name]) => name)
  expect(passed).toEqual([
    'server-initialize',
    'ping',
    'tools-list',
    'server-sse-multiple-streams',
    'resources-list',
    'prompts-list',
    'dns-rebinding-protection',
  ])
})

/** The suite has no key to send: a door in front of the host that adds the token, and passes on everything else as it came. */
async function withToken({ port, token }: TestHost): Promise<Server> {
  const server = createServer((incoming, answer) => {
    const ours = (value: string | undefined) => value?.replace(`:${portOf(server)}`, `:${port}`)
    const { host: name, origin, ...others } = incoming.headers
    const headers = {
      ...others,
      host: ours(name),
      ...(origin && { origin: ours(origin) }),
      authorization: `Bearer ${token}`,
    }
    const { method, url: path } = incoming
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (received) => {
      answer.writeHead(received.statusCode ?? 502, received.headers)
      received.on('error', () => answer.destroy()).pipe(answer)
    })
    sent.on('error', () => answer.destroy())
    answer.on('close', () => sent.destroy())
    incoming.pipe(sent)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
