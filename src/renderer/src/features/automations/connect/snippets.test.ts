import { expect, test } from 'vitest'
import { clients, keyPlaceholder, mcpSnippet } from './snippets.ts'

const url = 'http://127.0.0.1:4780'
const ways = ['stdio', 'http'] as const

test('each program’s file is one it can read, and names the key once', () => {
  for (const client of ['claudeDesktop', 'cursor', 'vscode'] as const) {
    for (const way of ways) {
      const snippet = mcpSnippet({ client, way, readOnly: false, url })
      expect(() => JSON.parse(snippet)).not.toThrow()
      expect(snippet.split(keyPlaceholder)).toHaveLength(2)
    }
  }
})

test('read-only is asked for in both ways, so that a program set up so can change nothing', () => {
  for (const client of clients) {
    for (const way of ways) {
      const [plain, readOnly] = [false, true].map((one) => mcpSnippet({ client, way, readOnly: one, url }))
      expect(plain).not.toMatch(/read-?only/)
      expect(readOnly).toMatch(/--read-only|\?readonly/)
    }
  }
})

test('a program that only starts commands is given one, whatever way was chosen', () => {
  const snippet = mcpSnippet({ client: 'claudeDesktop', way: 'http', readOnly: false, url })
  expect(JSON.parse(snippet)).toEqual({
    mcpServers: { broadside: { command: 'broadside', args: ['mcp'], env: { BROADSIDE_KEY: keyPlaceholder } } },
  })
})
