import type { Command } from 'commander'
import { examples, studioOptionsOf } from '../command.ts'

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
        serveMcpStdio({ ...studioOptionsOf(command), readOnly: readOnly ?? false, version: __APP_VERSION__ })
      }),
    'broadside mcp --read-only',
    'BROADSIDE_KEY=bs_live_… broadside mcp',
  )
}
