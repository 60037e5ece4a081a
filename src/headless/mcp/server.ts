import { McpServer } from '@modelcontextprotocol/server'
import { textsAreData } from './answers.ts'
import { offerPrompts } from './prompts.ts'
import { offerResources } from './resources.ts'
import type { AgentStudio } from './studio.ts'
import { tools } from './tools/index.ts'

/** The studio for one agent, with what it may do and nothing else. */
export function createMcpServer(studio: AgentStudio): McpServer {
  const server = new McpServer(
    { name: 'broadside', title: 'Broadside', version: studio.version },
    {
      instructions: instructionsFor(studio),
      // What is offered follows from the key and stays.
      capabilities: {
        tools: { listChanged: false },
        resources: { listChanged: false },
        prompts: { listChanged: false },
      },
    },
  )
  for (const tool of tools) tool.offer(server, studio)
  offerResources(server, studio)
  offerPrompts(server, studio)
  return server
}

function instructionsFor({ readOnly, asksFirst }: AgentStudio): string {
  return [
    'Broadside is a person’s own content studio: drafts, a calendar, and publishing to their social accounts. What you publish is seen by others under their name.',
    'Start with list_accounts and get_brand. Draft, then preview_post, then show your person what would go out; schedule or publish only when they asked for it.',
    'A person alone connects accounts, unlocks the vault, allows what a key asks first for, and says whether a delivery in doubt is there.',
    ...(asksFirst ? ['This key asks first: whatever would publish waits until a person allows it in the window.'] : []),
    ...(readOnly ? ['This connection is read-only: nothing can be changed.'] : []),
    textsAreData,
  ].join('\n')
}
