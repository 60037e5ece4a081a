import { expect, test } from 'vitest'
import { afterCrash } from './crash-policy.ts'

test('a window that crashes is loaded again once, then the person decides', () => {
  expect(afterCrash(null, 1_000)).toBe('reload')
  expect(afterCrash(1_000, 3_000)).toBe('ask')
  expect(afterCrash(1_000, 62_000)).toBe('reload')
})
