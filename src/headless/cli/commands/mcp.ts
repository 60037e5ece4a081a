import type { Command } from 'commander'
import { examples, studioOptionsOf } from '../command.ts'
import { findStudio, type StudioOptions } from '../studio.ts'

declare const __APP_VERSION__: string

/** The studio for agents. Output belongs to the protocol, so nothing else is written. */
export function addMcpCommand(program: Command): void {
  examples(
    program
      .command('mcp')
      .description(
        'the studio for an agent, over standard input and output (MCP); with a key in BROADSIDE_KEY it may do what the key may',
      )
      .option('--read-only', 'offer only what changes nothing')
      .action(async ({ readOnly }: { readOnly?: boolean }, command: Command) => {
        const { serveMcpStdio } = await import('../../mcp/stdio.ts')
        serveMcpStdio({
          ...(await byId(studioOptionsOf(command))),
          readOnly: readOnly ?? false,
          version: __APP_VERSION__,
        })
      }),
    'broadside mcp --read-only',
    'BROADSIDE_KEY=bs_live_… broadside mcp',
  )
}

/** Agents may be started before the studio, so only a name has to be looked up. */
async function byId(options: StudioOptions): Promise<StudioOptions> {
  if (options.workspace === null || options.workspace.startsWith('ws_')) return options
  return { ...options, workspace: await (await findStudio(options)).workspaceId() }
}
