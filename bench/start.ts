import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { megabytes, ms, percentile, print } from './measure.ts'

/*
 * Claim: the studio is usable soon after it is started. From spawning the built headless host to the first answer of its REST API,
 * beside a bare Node that only starts and listens, in the same run.
 */
const runs = 7
const serve = new URL('../out/headless/serve.js', import.meta.url).pathname
if (!existsSync(serve)) throw new Error('build first: npm run build')
const dataDir = mkdtempSync(join(tmpdir(), 'broadside-bench-'))

interface Start {
  readonly ready: number
  readonly memory: number
}

function start(args: readonly string[], ready: RegExp): Promise<Start> {
  const began = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    let output = ''
    child.on('error', reject)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const address = ready.exec(output)?.[1]
      if (!address) return
      ready = /$^/
      void fetch(`${address}/v1/health`).then(() => {
        const took = performance.now() - began
        const memory = Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]) * 4_096
        child.once('exit', () => resolve({ ready: took, memory }))
        child.kill('SIGTERM')
      }, reject)
    })
  })
}

const bare = `require('http').createServer((q, s) => s.end()).listen(0, '127.0.0.1', function () { console.log('http://127.0.0.1:' + this.address().port) })`
const ours: Start[] = []
const theirs: Start[] = []
for (let run = 0; run <= runs; run++) {
  const own = await start([serve, '--data-dir', dataDir, '--port', '0'], /Broadside is at (\S+)\n/)
  const other = await start(['-e', bare], /(http:\S+)\n/)
  if (run > 0) {
    ours.push(own)
    theirs.push(other)
  }
}
rmSync(dataDir, { recursive: true, force: true })
const median = (values: readonly Start[], of: keyof Start) =>
  percentile(
    values.map((value) => value[of]),
    0.5,
  )
print('start to ready, headless', [
  {
    what: 'Broadside',
    value: ms(median(ours, 'ready')),
    note: `${megabytes(median(ours, 'memory'))} resident, median of ${runs}`,
  },
  {
    what: 'a bare Node server',
    value: ms(median(theirs, 'ready')),
    note: `${megabytes(median(theirs, 'memory'))} resident`,
  },
  { what: 'ratio', value: (median(ours, 'ready') / median(theirs, 'ready')).toFixed(1), note: '' },
])
