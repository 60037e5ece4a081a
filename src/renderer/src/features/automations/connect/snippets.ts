/** Programs with a set-up of their own for MCP servers. */
export const clients = ['claudeDesktop', 'claudeCode', 'cursor', 'vscode', 'other'] as const
export type McpClient = (typeof clients)[number]

/** `stdio`: the program starts `broadside mcp`. `http`: it calls the studio's address. */
export type McpWay = 'stdio' | 'http'

/** What stands in a snippet where the key belongs. */
export const keyPlaceholder = 'bs_live_YOUR_KEY'

interface SnippetOptions {
  readonly client: McpClient
  readonly way: McpWay
  readonly readOnly: boolean
  /** Where the studio answers, e.g. `http://127.0.0.1:4780`. */
  readonly url: string
}

/** Whether a program can be set up to call an address with a key. */
export function takesAddress(client: McpClient): boolean {
  return client !== 'claudeDesktop'
}

/** What a person puts into their program, ready but for the key. */
export function mcpSnippet({ client, way, readOnly, url }: SnippetOptions): string {
  const args = ['mcp', ...(readOnly ? ['--read-only'] : [])]
  const address = `${url}/mcp${readOnly ? '?readonly' : ''}`
  const header = `Bearer ${keyPlaceholder}`
  const isHttp = way === 'http' && takesAddress(client)
  const started = { command: 'broadside', args, env: { BROADSIDE_KEY: keyPlaceholder } }
  const called = { url: address, headers: { Authorization: header } }
  switch (client) {
    case 'claudeDesktop':
      return json({ mcpServers: { broadside: started } })
    case 'cursor':
      return json({ mcpServers: { broadside: isHttp ? called : started } })
    case 'vscode':
      return json({ servers: { broadside: isHttp ? { type: 'http', ...called } : { type: 'stdio', ...started } } })
    case 'claudeCode':
      return isHttp
        ? `claude mcp add --transport http broadside "${address}" --header "Authorization: ${header}"`
        : `claude mcp add broadside --env BROADSIDE_KEY=${keyPlaceholder} -- broadside ${args.join(' ')}`
    case 'other':
      return isHttp
        ? `${address}\nAuthorization: ${header}`
        : `BROADSIDE_KEY=${keyPlaceholder} broadside ${args.join(' ')}`
  }
}

/** Calls to begin with, for a script that has its key in `BROADSIDE_KEY`. */
export function curlSnippets(url: string): { list: string; draft: string } {
  const auth = '-H "Authorization: Bearer $BROADSIDE_KEY"'
  return {
    list: `curl ${auth} ${url}/v1/posts`,
    draft: `curl ${auth} -H 'Content-Type: application/json' \\\n  -d '{"parts":[{"text":"Hello"}]}' ${url}/v1/posts`,
  }
}

const json = (value: unknown) => JSON.stringify(value, null, 2)
