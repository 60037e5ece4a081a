import { readFileSync, writeFileSync } from 'node:fs'
import prettier from 'prettier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startStudio, type Studio } from './studio.ts'
import { coverageTable, missing, systems } from './table.ts'

let studio: Studio
beforeAll(async () => {
  studio = await startStudio()
})
afterAll(() => studio.close())

describe.each(systems)('$name', ({ rows }) => {
  test.each(rows.filter((row) => missing(row).length === 0))('$operation', async ({ here, proof }) => {
    studio.calls.length = 0
    await proof(studio)
    const called = new Set(studio.calls.map(({ route }) => route))
    const untried = here.filter((route) => {
      const made = new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
      return ![...called].some((one) => made.test(one))
    })
    expect(untried).toEqual([])
  })
})

test('the table says what there is', async () => {
  const file = new URL('../../../docs/api/coverage.md', import.meta.url).pathname
  const options = await prettier.resolveConfig(file)
  const table = await prettier.format(coverageTable(), { ...options, parser: 'markdown' })
  if (process.env['WRITE_COVERAGE']) writeFileSync(file, table)
  expect(readFileSync(file, 'utf8')).toBe(table)
})
