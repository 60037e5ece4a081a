import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../src/core/clock.ts'
import { createStudio, type Studio } from '../src/core/create-studio.ts'
import { createIds } from '../src/core/ids.ts'

/** One line of the table. */
export interface Figure {
  readonly what: string
  readonly value: string
  readonly note: string
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Times `work` `times` over, after one run that does not count. */
export async function time(what: string, times: number, work: (run: number) => unknown): Promise<Figure> {
  await work(-1)
  const taken: number[] = []
  for (let run = 0; run < times; run++) {
    const start = performance.now()
    await work(run)
    taken.push(performance.now() - start)
  }
  return {
    what,
    value: `${ms(percentile(taken, 0.5))} median`,
    note: `p95 ${ms(percentile(taken, 0.95))}, ${times} runs`,
  }
}

export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(0)} MB`
}

/** A studio in a folder of its own that is removed afterwards. */
export async function withStudio<T>(work: (studio: Studio, dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'broadside-bench-'))
  const studio = await createStudio({
    dataDir,
    migrationsDir: new URL('../src/core/store/migrations', import.meta.url).pathname,
    host: 'headless',
    version: 'bench',
    bootId: createIds(systemClock.now)('boot'),
    keychain: { get: async () => null, set: async () => {}, available: async () => false },
    log: { info() {}, warn() {}, error: (message, data) => console.error(message, data) },
    platforms: [],
  })
  try {
    return await work(studio, dataDir)
  } finally {
    await studio.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

export function print(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}`)
  const width = Math.max(...figures.map(({ what }) => what.length))
  const second = Math.max(...figures.map(({ value }) => value.length))
  for (const { what, value, note } of figures)
    console.log(`  ${what.padEnd(width)}  ${value.padStart(second)}  ${note}`)
}
