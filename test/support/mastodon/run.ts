import { parseArgs } from 'node:util'
import { startMastodon } from './index.ts'
import type { MastodonOptions } from './index.ts'

/*
 * The simulator as a process of its own, for tests that kill one side:
 *   node test/support/mastodon/run.ts '{"file": "…", "port": 0, "seed": 1}'
 * Prints one line of JSON, `{url, token, accountId}`, and then serves /_control/ (see index.ts) besides the API. Ends on SIGTERM or when its input closes.
 */
const { positionals } = parseArgs({ allowPositionals: true })
const options = JSON.parse(positionals[0] ?? '{}') as MastodonOptions
const server = await startMastodon({ ...options, control: true })
process.stdout.write(`${JSON.stringify({ url: server.url, token: server.token(), accountId: server.accountId() })}\n`)
const stop = () => void server.stop().then(() => process.exit(0))
process.on('SIGTERM', stop)
process.stdin.on('end', stop).resume()
