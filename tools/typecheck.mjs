/**
 * Type-checks each layer with its own tsconfig, so that a layer sees only the globals it may use.
 * `npm run typecheck` does all; `npm run typecheck -- core renderer` does these.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const layers = readdirSync(join(root, 'src')).filter((name) => existsSync(join(root, 'src', name, 'tsconfig.json')))
const projects = new Map([
  ...layers.map((name) => /** @type {const} */ ([name, `src/${name}`])),
  ['test', 'test'],
  ['bench', 'bench'],
  ['tools', 'tools'],
  ['root', '.'],
])

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !projects.has(name))
if (unknown.length > 0) {
  console.error(`No layer is called ${unknown.join(', ')}. There are: ${[...projects.keys()].join(', ')}.`)
  process.exit(2)
}

let failed = 0
for (const name of wanted.length > 0 ? wanted : projects.keys()) {
  const start = performance.now()
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', projects.get(name) ?? '', '--pretty', 'false'], {
    cwd: root,
    encoding: 'utf8',
  })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  if (status !== 0) {
    failed += 1
    process.stdout.write(stdout)
  }
}
process.exit(failed === 0 ? 0 : 1)
