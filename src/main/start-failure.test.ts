import { expect, test } from 'vitest'
import { StoreRefused } from '../core/store/open.ts'
import { describeStartFailure } from './start-failure.ts'

const coded = (code: string) => Object.assign(new Error('raw words'), { code })

test('a folder that cannot be written and a full disk are named, with what to do', () => {
  expect(describeStartFailure(coded('EROFS'), '/data', 'en')).toContain('may not write in /data')
  expect(describeStartFailure(coded('ENOSPC'), '/data', 'en')).toContain('/data is full. Make room')
  expect(describeStartFailure(coded('ESOMETHING'), '/data', 'en')).toBe('raw words')
})

test('a database that is refused is told in the language of the system', () => {
  const newer = new StoreRefused('newer', 'raw words')
  expect(describeStartFailure(newer, '/data', 'de')).toMatch(/^studio.db in \/data stammt von einem neueren Broadside/)
})
