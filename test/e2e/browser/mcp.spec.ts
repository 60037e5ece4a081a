import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { expect } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { agentOf, eras, newClient } from '../../mcp/agents.ts'
import { hostTest as test } from '../support/host.ts'

const cli = join(import.meta.dirname, '../../../out/headless/cli.js')

for (const era of eras)
  test(`an agent with a ${era} client works with the studio that runs, through the command line as it is built`, async ({
    start,
    dataDir,
  }) => {
    const { url } = await start()
    const { token } = JSON.parse(readFileSync(join(dataDir, 'host.json'), 'utf8')) as { token: string }
    const script = async (path: string, body: object, workspace = '') => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'broadside-workspace': workspace,
      }
      const answer = await fetch(`${url}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      expect(answer.status).toBe(201)
      return answer.json()
    }
    const { id } = await script('workspaces', { name: 'Brand' })
    const practice = { platform: 'practice', method: 'practice', fields: { name: 'Practice' } }
    const { accounts } = await script('connections', practice, id)
    const scopes = ['posts:read', 'posts:write', 'accounts:read', 'media:write']
    const { secret } = await script('keys', { name: 'Agent', scopes }, id)

    const client = newClient(era)
    const args = [cli, '--data-dir', dataDir, 'mcp']
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args, env: { BROADSIDE_KEY: secret }, stderr: 'pipe' }),
    )
    try {
      const agent = agentOf(client)
      expect(await agent.toolNames()).not.toContain('ask_ai') // which the key may not
      const draft = { parts: [{ text: 'Good morning' }], variants: [{ accountId: accounts[0] }] }
      const { post } = (await agent.use('draft_post', draft)).result
      const sent = await agent.use('publish_post', { id: post.id })
      expect(sent.result.post.status).toBe('published')
    } finally {
      await client.close()
    }
  })
