import { expect, test } from 'vitest'
import { describeStartFailure } from './start-failure.ts'
import { wordsOf } from './words.ts'

const describe = (code: string) =>
  describeStartFailure(Object.assign(new Error('raw words'), { code }), '/data', wordsOf('en'))

test('a folder that cannot be written and a full disk are named, with what to do', () => {
  expect(describe('EROFS')).toContain('/data cannot be written')
  expect(describe('SQLITE_FULL')).toContain('is full. Free some space')
  expect(describe('SQLITE_NOTADB')).toContain('studio.db in /data')
  expect(describe('ESOMETHING')).toBe('raw words')
})
