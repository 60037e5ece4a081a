/**
 * `npm test`: installs what the tests need, runs everything CI runs and counts it. One line a step with its time; what failed is
 * shown under its line; the last line is the counts alone. `npm test -- unit e2e` runs these parts only. Plain Node 20.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { install, installState, projectEnv, projectNode, root } from './install.mjs'
import { ensurePeers, findChromium, findElectron } from './peers.mjs'

/**
 * @typedef {{ passed: number, failed: number, skipped: number, notes: string[] }} Counts
 * @typedef {{ name: string, part: 'static' | 'unit' | 'crash' | 'e2e', minutes: number, args: string[], count: (ended: Ended) => Counts }} Step
 * @typedef {{ code: number, output: string, timedOut: boolean, report: string }} Ended
 */

const reports = join(root, '.cache/test')
const tool = (/** @type {string} */ path) => join(root, 'node_modules', path)
const drizzleKit = tool('drizzle-kit/bin.cjs')

/** @returns {Counts} A check by a tool counts as one test. */
function countCheck(/** @type {Ended} */ { code, output }) {
  return code === 0
    ? { passed: 1, failed: 0, skipped: 0, notes: [] }
    : { passed: 0, failed: 1, skipped: 0, notes: [lastLines(output, 60)] }
}

/** @returns {Counts} */
function countVitest(/** @type {Ended} */ ended) {
  const report = readReport(ended)
  if (!report) return noReport(ended)
  /** @type {Counts} */
  const counts = { passed: 0, failed: 0, skipped: 0, notes: [] }
  for (const file of report.testResults) {
    const name = relative(root, file.name)
    const inFile = file.assertionResults.map((/** @type {any} */ test) => test.status)
    // A file that could not even be loaded has no tests to show for it.
    if (file.status === 'failed' && !inFile.includes('failed')) {
      counts.failed += 1
      counts.notes.push(`failed  ${name}\n${lastLines(file.message, 20)}`)
    }
    for (const test of file.assertionResults) {
      if (test.status === 'passed') counts.passed += 1
      else if (test.status === 'failed') {
        counts.failed += 1
        counts.notes.push(`failed  ${name}: ${test.fullName}\n${firstLines(test.failureMessages.join('\n'), 20)}`)
      } else {
        counts.skipped += 1
        counts.notes.push(`skipped ${name}: ${test.fullName}`)
      }
    }
  }
  return withExitCode(counts, ended)
}

/** @returns {Counts} */
function countPlaywright(/** @type {Ended} */ ended) {
  const report = readReport(ended)
  if (!report) return noReport(ended)
  /** @type {Counts} */
  const counts = { passed: 0, failed: 0, skipped: 0, notes: [] }
  const visit = (/** @type {any} */ suite) => {
    suite.suites?.forEach(visit)
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const name = `${test.projectName}: ${spec.file}: ${spec.title}`
        const errors = test.results.flatMap((/** @type {any} */ result) =>
          result.errors.map((/** @type {any} */ e) => e.message),
        )
        if (test.status === 'expected') counts.passed += 1
        else if (test.status === 'skipped') {
          counts.skipped += 1
          counts.notes.push(`skipped ${name}`)
        } else {
          counts.failed += 1
          counts.notes.push(`failed  ${name}\n${firstLines(errors.join('\n'), 20)}`)
        }
      }
    }
  }
  report.suites.forEach(visit)
  for (const error of report.errors) {
    counts.failed += 1
    counts.notes.push(`failed  ${firstLines(error.message ?? '', 20)}`)
  }
  return withExitCode(counts, ended)
}

/** @returns {Counts} A runner that ended badly without naming a failure has still failed. */
function withExitCode(/** @type {Counts} */ counts, /** @type {Ended} */ ended) {
  if (ended.code === 0 || counts.failed > 0) return counts
  return { ...counts, failed: 1, notes: [...counts.notes, lastLines(ended.output, 40)] }
}

/** @returns {Counts} */
function noReport(/** @type {Ended} */ ended) {
  return { passed: 0, failed: 1, skipped: 0, notes: [`The runner left no report.\n${lastLines(ended.output, 40)}`] }
}

function readReport(/** @type {Ended} */ { report }) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null
}

const firstLines = (/** @type {string} */ text, /** @type {number} */ count) =>
  text.trim().split('\n').slice(0, count).join('\n')
const lastLines = (/** @type {string} */ text, /** @type {number} */ count) =>
  text.trim().split('\n').slice(-count).join('\n')

const vitest = (/** @type {string} */ name, /** @type {string[]} */ args) => [
  tool('vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(reports, `${name}.json`)}`,
  ...args,
]

/** @type {Step[]} */
const steps = [
  {
    name: 'format',
    part: 'static',
    minutes: 2,
    args: [tool('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'],
    count: countCheck,
  },
  { name: 'types', part: 'static', minutes: 3, args: [join(root, 'tools/typecheck.mjs')], count: countCheck },
  { name: 'lint', part: 'static', minutes: 3, args: [tool('oxlint/bin/oxlint')], count: countCheck },
  {
    name: 'imports',
    part: 'static',
    minutes: 2,
    args: [tool('dependency-cruiser/bin/dependency-cruiser.mjs'), 'src'],
    count: countCheck,
  },
  { name: 'unused', part: 'static', minutes: 2, args: [tool('knip/bin/knip.js')], count: countCheck },
  {
    name: 'migrations studio',
    part: 'static',
    minutes: 1,
    args: [drizzleKit, 'check', '--config', 'drizzle.studio.config.ts'],
    count: countCheck,
  },
  {
    name: 'migrations workspace',
    part: 'static',
    minutes: 1,
    args: [drizzleKit, 'check', '--config', 'drizzle.workspace.config.ts'],
    count: countCheck,
  },
  {
    name: 'build',
    part: 'static',
    minutes: 3,
    args: [tool('electron-vite/bin/electron-vite.js'), 'build'],
    count: countCheck,
  },
  { name: 'unit', part: 'unit', minutes: 12, args: vitest('unit', ['--exclude', 'test/crash/**']), count: countVitest },
  { name: 'crash', part: 'crash', minutes: 11, args: vitest('crash', ['test/crash']), count: countVitest },
  {
    name: 'e2e',
    part: 'e2e',
    minutes: 14,
    args: [tool('@playwright/test/cli.js'), 'test', '--reporter=list,json'],
    count: countPlaywright,
  },
]

/** Ends, with all they started, the steps that run now. @type {Set<(signal: NodeJS.Signals) => void>} */
const running = new Set()
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.once(signal, () => {
    for (const end of running) end('SIGTERM')
    process.exit(130)
  })

/** @returns {Promise<Ended>} */
function run(/** @type {Step} */ step, /** @type {NodeJS.ProcessEnv} */ env) {
  const report = join(reports, `${step.name}.json`)
  rmSync(report, { force: true })
  return new Promise((done) => {
    // Its own process group, so that a hung step goes with everything it started.
    const child = spawn(projectNode, step.args, {
      cwd: root,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let timedOut = false
    child.stdout.setEncoding('utf8').on('data', (text) => (output += stripVTControlCharacters(text)))
    child.stderr.setEncoding('utf8').on('data', (text) => (output += stripVTControlCharacters(text)))
    const end = (/** @type {NodeJS.Signals} */ signal) => {
      if (process.platform === 'win32' || !child.pid) child.kill(signal)
      else process.kill(-child.pid, signal)
    }
    const deadline = setTimeout(() => {
      timedOut = true
      output += `\nStopped: it ran longer than ${step.minutes} minutes.`
      end('SIGKILL')
    }, step.minutes * 60_000)
    running.add(end)
    child.on('error', (error) => (output += error.message))
    child.on('close', (code) => {
      clearTimeout(deadline)
      running.delete(end)
      writeFileSync(join(reports, `${step.name}.log`), output)
      done({ code: timedOut ? 124 : (code ?? 1), output, timedOut, report })
    })
  })
}

function chosenSteps() {
  const parts = ['static', 'unit', 'crash', 'e2e']
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((part) => !parts.includes(part))
  if (unknown.length > 0) {
    console.error(`There is no part called ${unknown.join(', ')}. There are: ${parts.join(', ')}.`)
    process.exit(2)
  }
  // The other parts run what was built.
  return steps.filter((step) => wanted.length === 0 || wanted.includes(step.part) || step.name === 'build')
}

function prepare() {
  if (Number(process.versions.node.split('.')[0]) < 20)
    fail(`The tests need Node 20 or newer; this is ${process.versions.node}.`)
  if (installState() !== 'ready') {
    console.log('Installing packages …')
    const problem = install()
    if (problem) fail(problem)
  }
  const missing = ensurePeers()
  for (const name of missing) console.log(`Not to be had here: ${name}. Its tests are skipped.`)
}

/** @returns {never} */
function fail(/** @type {string} */ message) {
  console.error(message)
  console.log('0 passed, 1 failed')
  process.exit(1)
}

const chosen = chosenSteps()
const started = performance.now()
prepare()
mkdirSync(reports, { recursive: true })

const chromium = findChromium()
const env = { ...projectEnv(), CI: '1', NO_COLOR: '1' }
const total = { passed: 0, failed: 0, skipped: 0 }

/** @returns {Promise<void>} */
async function take(/** @type {Step} */ step) {
  const start = performance.now()
  // Without a browser the specs are only listed, and each counts as skipped.
  const listOnly = step.part === 'e2e' && !chromium
  const ended = await run(listOnly ? { ...step, args: [...step.args, '--list'] } : step, env)
  let counts = step.count(ended)
  if (listOnly && counts.failed === 0) counts = { ...counts, passed: 0, skipped: counts.passed + counts.skipped }
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped

  const time = `${((performance.now() - start) / 1000).toFixed(1)} s`
  const numbers = `${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}`
  const standin = step.part === 'e2e' && !findElectron() ? ' (desktop through the stand-in, not Electron itself)' : ''
  const word = counts.failed ? 'FAILED' : counts.passed ? 'ok' : 'SKIPPED'
  console.log(`${word.padEnd(7)} ${step.name.padEnd(20)} ${numbers}, ${time}${standin}`)
  for (const note of counts.notes) console.log(note.replace(/^/gm, '         '))
}

// What only reads is read two at a time, each tool using little more than one core. The rest runs by itself: it starts servers, and measures patience.
const reading = chosen.filter(({ part }) => part === 'static')
const lane = async () => {
  for (let step = reading.shift(); step; step = reading.shift()) await take(step)
}
await Promise.all([lane(), lane()])
for (const step of chosen) if (step.part !== 'static') await take(step)

console.log(
  `Logs and reports: ${relative(process.cwd(), reports)}; ${((performance.now() - started) / 60_000).toFixed(1)} min in all.`,
)
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
