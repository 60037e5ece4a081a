import { expect, test } from 'vitest'
import { autostartEntry } from './autostart-entry.ts'

test('a program in a folder with spaces and signs is started as it is, not as a command line', () => {
  expect(autostartEntry('/opt/My $Apps/100% "Broadside"')).toContain(
    'Exec="/opt/My \\\\$Apps/100%% \\\\"Broadside\\\\"" --hidden\n',
  )
})
