/**
 * Which folder may import which. Every rule has a violating fixture in test/rules/fixtures that shows it fires.
 * Tests beside the source may reach further (test/support, other layers), so they are left out.
 */
const test = '\\.test\\.tsx?$'
const npm = (...names) => `node_modules/(${names.join('|')})/`

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'src-top-level-is-closed',
      comment: 'A new folder in src/ needs an ADR in docs/adr.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: '^src/(contract|core|main|preload|headless|renderer)/' },
    },
    {
      name: 'no-cycles',
      comment: 'A module that needs itself cannot be understood alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that nothing answers.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(node:|electron$)' },
    },
    {
      name: 'contract-is-pure',
      comment: 'The contract runs everywhere: it imports itself and a few pure packages.',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: test },
      to: { pathNot: ['^src/contract/', npm('zod', '@orpc/contract', 'linkify-it', 'tlds', 'temporal-polyfill')] },
    },
    {
      name: 'core-knows-no-host',
      comment: 'The core is plain Node; hosts import it, never the other way.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: test },
      to: { path: '^src/(main|headless|renderer|preload)/' },
    },
    {
      name: 'renderer-speaks-contract',
      comment: 'A window knows the contract and UI packages, nothing of the core, a host or Node.',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: test },
      to: { path: '^src/', pathNot: '^src/(renderer|contract)/' },
    },
    {
      name: 'renderer-uses-no-node-module',
      comment: 'A window has no Node.',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'preload-is-thin',
      comment: 'The bridge imports electron and the contract only: it is sandboxed.',
      severity: 'error',
      from: { path: '^src/preload/', pathNot: test },
      to: { pathNot: ['^src/(preload|contract)/', npm('electron'), '^electron$'] },
    },
    {
      name: 'headless-knows-no-window',
      comment: 'Hosts do not import each other or a window.',
      severity: 'error',
      from: { path: '^src/headless/', pathNot: test },
      to: { path: '^src/(main|preload|renderer)/' },
    },
    {
      name: 'main-imports-no-page',
      comment: 'The main process does not import what runs in a page.',
      severity: 'error',
      from: { path: '^src/main/', pathNot: test },
      to: { path: '^src/(preload|renderer)/' },
    },
    {
      name: 'electron-only-in-its-hosts',
      comment: 'Only src/main and src/preload may import electron.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(main|preload)/', test] },
      to: { path: [npm('electron', 'electron-updater'), '^electron$'] },
    },
    {
      name: 'sql-only-in-the-store',
      comment: 'src/core/store is the only place with SQL.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/core/store/', test] },
      to: { path: npm('better-sqlite3', 'drizzle-orm') },
    },
    {
      name: 'publishers-stand-alone',
      comment: 'A platform is a folder that fits in the head: it imports no other platform.',
      severity: 'error',
      from: { path: '^src/core/publishers/([^/]+)/' },
      to: { path: '^src/core/publishers/[^/]+/', pathNot: '^src/core/publishers/$1/' },
    },
  ],
  options: {
    // TypeScript 7 has no JS API; swc reads the imports, those of types included.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
