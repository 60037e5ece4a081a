import { expect, test } from 'vitest'
import { readBackupName } from './backup-name.ts'

test('a backup is told by the moment it was made and why', () => {
  expect(readBackupName('2026-11-21T09-05-00.000Z-daily.db')).toEqual({ at: '2026-11-21T09:05:00.000Z', why: 'daily' })
  expect(readBackupName('2026-11-21T09-05-00.000Z-before-update.db')?.why).toBe('before-update')
})

test('a file that is none of ours is shown by its name alone', () => {
  expect(readBackupName('copy of workspace.db')).toBeNull()
})
