import { serveMcpStdio, type McpStdioOptions } from '../../../src/headless/mcp/stdio.ts'

/* The server over standard input and output, as a process of its own. */
serveMcpStdio(JSON.parse(process.argv[2] ?? '') as McpStdioOptions)
