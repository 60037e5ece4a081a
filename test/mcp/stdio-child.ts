import { serveMcpStdio } from '../../src/headless/mcp/stdio.ts'

/* The server over standard input and output, as a process of its own. */
const { dataDir, key, workspace, readOnly } = JSON.parse(process.argv[2] ?? '{}') as Record<string, never>
serveMcpStdio({ dataDir, key, workspace, readOnly, version: '0.0.0' })
