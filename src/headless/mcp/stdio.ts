import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { ORPCError } from '@orpc/client'
import type { ProgramClient } from '../rpc-link.ts'
import { createMcpServer } from './server.ts'
import { linkToStudio, type StudioLinkOptions } from './studio-link.ts'
import type { AgentStudio } from './studio.ts'

export interface McpStdioOptions extends StudioLinkOptions {
  readonly version: string
  readonly readOnly: boolean
}

/** Serves MCP on standard input and output, which belong to the protocol from then on; ends with its input. Trouble is told on standard error. */
export function serveMcpStdio({ version, readOnly, ...where }: McpStdioOptions): void {
  const studio = linkToStudio(where)
  const say = (error: Error) => void process.stderr.write(`broadside mcp: ${error.message}\n`)
  serveStdio(async () => createMcpServer({ ...studio, version, readOnly, ...(await whoAsks(studio.client, say)) }), {
    onerror: say,
  })
}

/** Where no studio runs yet everything is offered: each call finds out, and clients start this before people start the studio. */
async function whoAsks(
  client: ProgramClient,
  say: (error: Error) => void,
): Promise<Pick<AgentStudio, 'scopes' | 'asksFirst'>> {
  try {
    const { scopes, key } = await client.keys.me()
    return { scopes: scopes === 'all' ? 'all' : new Set(scopes), asksFirst: key?.asksFirst ?? false }
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error
    say(error)
    return { scopes: 'all', asksFirst: false }
  }
}
