import { desktopTest } from '../support/desktop.ts'
import { firstRun } from '../support/first-run.ts'

firstRun(desktopTest)
