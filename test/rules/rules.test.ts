import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * Each rule of the project is shown to fire: the sources and their real settings are copied aside, the violating
 * fixtures are laid over them, and the real tools run there. A rule that was loosened by accident fails here.
 */
const root = join(import.meta.dirname, '../..')
const fixtures = join(import.meta.dirname, 'fixtures')
let project: string

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'broadside-rules-'))
  for (const part of [
    'src',
    'tools/lint',
    'package.json',
    'tsconfig.base.json',
    '.oxlintrc.json',
    '.dependency-cruiser.cjs',
  ])
    cpSync(join(root, part), join(project, part), { recursive: true })
  cpSync(fixtures, project, { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'dir')
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

function run(tool: string, args: string[]): string {
  const { stdout, error } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  })
  if (error) throw error
  return stdout
}

const fixtureFiles = globSync('src/**/*.{ts,tsx}', { cwd: fixtures })
  .map((file) => file.replaceAll('\\', '/'))
  .sort()

const byTypes: Record<string, string> = {
  'src/contract/uses-node.ts': "Cannot find name 'process'",
  'src/contract/uses-dom.ts': "Cannot find name 'document'",
  'src/core/uses-dom.ts': "Cannot find name 'document'",
  'src/core/uses-an-enum.ts': 'TS1294',
  'src/core/trusts-an-index.ts': "Type 'string | undefined' is not assignable",
  'src/renderer/src/uses-node.ts': "Cannot find name 'process'",
}

const byImports: Record<string, string> = {
  'src/contract/imports-core.ts': 'contract-is-pure',
  'src/contract/imports-a-ui-package.ts': 'contract-is-pure',
  'src/contract/imports-node.ts': 'contract-is-pure',
  'src/core/imports-electron.ts': 'electron-only-in-its-hosts',
  'src/core/imports-an-electron-type.ts': 'electron-only-in-its-hosts',
  'src/core/imports-main.ts': 'core-knows-no-host',
  'src/core/imports-headless.ts': 'core-knows-no-host',
  'src/core/imports-preload.ts': 'core-knows-no-host',
  'src/core/imports-renderer.ts': 'core-knows-no-host',
  'src/core/has-sql.ts': 'sql-only-in-the-store',
  'src/core/has-drizzle.ts': 'sql-only-in-the-store',
  'src/core/publishers/alpha/index.ts': 'publishers-stand-alone',
  'src/core/cycle-one.ts': 'no-cycles',
  'src/core/imports-nothing-real.ts': 'no-unresolvable',
  'src/main/imports-renderer.ts': 'main-imports-no-page',
  'src/preload/imports-core.ts': 'preload-is-thin',
  'src/preload/imports-node.ts': 'preload-is-thin',
  'src/headless/imports-main.ts': 'headless-knows-no-window',
  'src/headless/imports-electron.ts': 'electron-only-in-its-hosts',
  'src/renderer/src/imports-core.ts': 'renderer-speaks-contract',
  'src/renderer/src/imports-main.ts': 'renderer-speaks-contract',
  'src/renderer/src/imports-node.ts': 'renderer-uses-no-node-module',
  'src/renderer/src/imports-electron.ts': 'electron-only-in-its-hosts',
  'src/core/imports-a-new-folder.ts': 'src-top-level-is-closed',
}

const byLint: Record<string, string> = {
  'src/core/floating-promise.ts': 'typescript(no-floating-promises)',
  'src/core/misused-promise.ts': 'typescript(no-misused-promises)',
  'src/core/forgotten-case.ts': 'typescript(switch-exhaustiveness-check)',
  'src/core/bare-fetch.ts': 'eslint(no-restricted-globals)',
  'src/core/hidden-fetch.ts': 'eslint(no-restricted-properties)',
  'src/core/own-undici.ts': 'eslint(no-restricted-imports)',
  'src/core/file-as-a-blob.ts': 'eslint(no-restricted-imports)',
  'src/core/bare-timeout.ts': 'eslint(no-restricted-globals)',
  'src/core/bare-interval.ts': 'eslint(no-restricted-globals)',
  'src/core/timers-module.ts': 'eslint(no-restricted-imports)',
  'src/core/reads-the-clock.ts': 'eslint(no-restricted-properties)',
  'src/core/temporal-now.ts': 'eslint(no-restricted-properties)',
  'src/main/side-door.ts': 'broadside(one-ipc-door)',
  'src/main/ipc.ts': 'broadside(one-ipc-door)',
  'src/renderer/src/bare-fetch.ts': 'eslint(no-restricted-globals)',
  'src/renderer/src/untranslated-text.tsx': 'broadside(no-untranslated-text)',
  'src/renderer/src/untranslated-expression.tsx': 'broadside(no-untranslated-text)',
  'src/renderer/src/untranslated-label.tsx': 'broadside(no-untranslated-text)',
  'src/renderer/src/picture-without-alt.tsx': 'jsx-a11y(alt-text)',
  'src/renderer/src/sometimes-a-hook.tsx': 'react-hooks(rules-of-hooks)',
  'src/renderer/src/stale-effect.tsx': 'react-hooks(exhaustive-deps)',
}

/** What the other fixtures import: nothing may be said of these. */
const innocent = ['plain.ts', 'thing.ts', 'api.ts', 'cycle-two.ts', 'may-fetch.ts']

test('every fixture belongs to a rule, or is there to be imported', () => {
  const claimed = new Set([...Object.keys(byTypes), ...Object.keys(byImports), ...Object.keys(byLint)])
  expect(
    fixtureFiles.filter((file) => !claimed.has(file) && !innocent.some((name) => file.endsWith(`/${name}`))),
  ).toEqual([])
})

describe('the compiler, with the layer’s own settings, refuses', () => {
  const output = new Map<string, string>()
  const layerOf = (file: string) => file.split('/')[1] ?? ''
  beforeAll(() => {
    for (const layer of new Set(Object.keys(byTypes).map(layerOf))) {
      // The other fixtures stay out: one that imports electron would bring Node's types along.
      const others = fixtureFiles.filter((file) => layerOf(file) === layer && !(file in byTypes))
      const settings = { extends: './tsconfig.json', exclude: others.map((file) => join(project, file)) }
      writeFileSync(join(project, `src/${layer}/tsconfig.rules.json`), JSON.stringify(settings))
      output.set(layer, run('typescript/bin/tsc', ['-p', `src/${layer}/tsconfig.rules.json`, '--pretty', 'false']))
    }
  })
  test.each(Object.entries(byTypes))('%s', (file, message) => {
    const lines = (output.get(layerOf(file)) ?? '').split('\n').filter((line) => line.startsWith(`${file}(`))
    expect(lines.join('\n')).toContain(message)
  })
})

describe('the import rules refuse', () => {
  let violations: { from: string; rule: { name: string } }[]
  beforeAll(() => {
    const folders = readdirSync(join(project, 'src')).map((name) => `src/${name}`)
    violations = JSON.parse(run('dependency-cruiser/bin/dependency-cruiser.mjs', ['--output-type', 'json', ...folders]))
      .summary.violations
  })
  test.each(Object.entries(byImports))('%s', (file, rule) => {
    expect(violations.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule)
  })
  test('nothing that is innocent', () => {
    const names = fixtureFiles.filter(
      (file) => innocent.some((name) => file.endsWith(`/${name}`)) && !file.endsWith('cycle-two.ts'),
    )
    expect(violations.filter(({ from }) => names.includes(from))).toEqual([])
  })
})

describe('the linter refuses', () => {
  let found: { code: string; filename: string }[]
  beforeAll(() => {
    found = JSON.parse(run('oxlint/bin/oxlint', ['--format', 'json', '--no-ignore', ...fixtureFiles])).diagnostics
  })
  test.each(Object.entries(byLint))('%s', (file, code) => {
    expect(found.filter(({ filename }) => filename === file).map((diagnostic) => diagnostic.code)).toContain(code)
  })
  test('nothing that is innocent', () => {
    expect(found.filter(({ filename }) => innocent.some((name) => filename.endsWith(`/${name}`)))).toEqual([])
  })
})

test('every package has a line that says why it is here, and no line outlives its package', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const reasons = readFileSync(join(root, 'docs/dependencies.md'), 'utf8').matchAll(/^- `([^`]+)`/gm)
  expect([...reasons].map((line) => line[1]).sort()).toEqual(
    Object.keys({ ...dependencies, ...devDependencies }).sort(),
  )
})
