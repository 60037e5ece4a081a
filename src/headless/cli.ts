#!/usr/bin/env node
import { run } from './cli/run.ts'

declare const __APP_VERSION__: string

// `npm run broadside` goes to the project's own folder first; files are named from where it was typed.
if (process.env['npm_lifecycle_event'] === 'broadside' && process.env['INIT_CWD'])
  process.chdir(process.env['INIT_CWD'])

// Whoever reads our output may have enough of it.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const code = await run(process.argv.slice(2), __APP_VERSION__)
// Not ended here: what is still on its way to a pipe would be lost.
if (code !== null) process.exitCode = code
