#!/usr/bin/env node
import { run } from './cli/run.ts'

declare const __APP_VERSION__: string

const code = await run(process.argv.slice(2), __APP_VERSION__)
// Not ended here: what is still on its way to a pipe would be lost.
if (code !== null) process.exitCode = code
