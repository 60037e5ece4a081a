import { Client, StreamableHTTPClientTransport, type CallToolResult } from '@modelcontextprotocol/client'
import type { TestHost } from '../security/host.ts'

/** `modern`: a client of the protocol’s revision 2026-07-28; `legacy`: one of the revisions before, with its handshake. */
export type Era = 'modern' | 'legacy'
export const eras: readonly Era[] = ['modern', 'legacy']

export interface Answer {
  readonly isError: boolean
  /** Without `error`: what the tool answered. */
  readonly result: any
  readonly error: { code: string; message: string; details?: any; then?: string } | undefined
  readonly note: string | undefined
}

export interface Agent {
  readonly client: Client
  use(name: string, args?: object, options?: Parameters<Client['callTool']>[1]): Promise<Answer>
  toolNames(): Promise<string[]>
}

export function newClient(era: Era): Client {
  const mode = era === 'modern' ? { pin: '2026-07-28' } : 'legacy'
  return new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } })
}

export function agentOf(client: Client): Agent {
  return {
    client,
    async use(name, args = {}, options) {
      const answer: CallToolResult = await client.callTool({ name, arguments: { ...args } }, options)
      const [text] = answer.content
      const told = JSON.parse(text?.type === 'text' ? text.text : 'null')
      if (JSON.stringify(told) !== JSON.stringify(answer.structuredContent))
        throw new Error('Text and structure differ')
      return { isError: answer.isError === true, result: told.result, error: told.error, note: told.note }
    },
    toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
  }
}

/** An agent over Streamable HTTP, as a client’s settings name it: an address and headers. */
export async function connectOverHttp(
  host: TestHost,
  {
    era = 'modern',
    secret = host.token,
    path = '/mcp',
    headers = {},
  }: {
    era?: Era
    secret?: string
    path?: string
    headers?: Record<string, string>
  } = {},
): Promise<Agent> {
  const client = newClient(era)
  const requestInit = { headers: { authorization: `Bearer ${secret}`, ...headers } }
  await client.connect(new StreamableHTTPClientTransport(new URL(path, host.url), { requestInit }))
  return agentOf(client)
}
