import { simulators } from './simulators.ts'

/*
 * Any simulator as a process of its own, for tests that kill one side, or to try the program by hand:
 *   node test/support/sim/run.ts mastodon '{"file": "…", "port": 0, "seed": 1}'
 * Prints one line of JSON, `{url, …}` with what one needs to connect, and answers /_control/ (control.ts) besides the API. Ends on SIGTERM
 * or when its input closes.
 */
const [name = '', options = '{}'] = process.argv.slice(2)
const start = simulators[name]
if (!start) {
  console.error(`No simulator called "${name}"; there are: ${Object.keys(simulators).join(', ')}`)
  process.exit(2)
}
const { hello, stop } = await start({ ...(JSON.parse(options) as object), control: true })
process.stdout.write(`${JSON.stringify(hello)}\n`)
const end = () => void stop().then(() => process.exit(0))
process.on('SIGTERM', end)
process.stdin.on('end', end).resume()
