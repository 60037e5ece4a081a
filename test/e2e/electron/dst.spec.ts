import { desktopTest } from '../support/desktop.ts'
import { clockChanges } from '../support/dst.ts'

clockChanges(desktopTest)
